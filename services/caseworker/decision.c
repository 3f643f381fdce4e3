#include "caseworker/decision.h"

#include "http/pieces.h"

#define REASONS_MIN 10
#define REASONS_MAX 4000

static const struct json_node *part(const struct form *form, str name)
{
	return json_get(json_get(form->root, STR("decision")), name);
}

static bool offers(const struct form *form, str outcome)
{
	for (struct json_iter it = json_begin(part(form, STR("outcomes"))); json_next(&it);)
		if (str_eq(json_str(it.value), outcome))
			return true;
	return false;
}

/* A ready reason of the library, or NULL. */
static const struct json_node *library(const struct form *form, str id)
{
	for (struct json_iter it = json_begin(part(form, STR("reasons"))); json_next(&it);)
		if (id.n && str_eq(json_member(it.value, STR("id")), id))
			return it.value;
	return NULL;
}

str decision_reasons(struct arena *arena, const struct form *form, const struct decision *d)
{
	str ready = json_member(json_get(library(form, d->reason), STR("text")), form->title_key_fallback);
	if (ready.n == 0)
		return d->words;
	return d->words.n ? arena_join(arena, ready, STR("\n\n"), d->words) : ready;
}

static void add(struct decision_errors *errors, str id, str words)
{
	errors->items[errors->n++] = (struct field_error){ id, words };
}

struct decision_errors decision_check(const struct request *q, const struct form *form, const struct decision *d)
{
	struct decision_errors errors = { 0 };
	const struct json_node *ready = library(form, d->reason);
	size_t chars = str_chars(decision_reasons(q->arena, form, d));
	if (!offers(form, d->outcome))
		add(&errors, STR("outcome"), text(q->lang, "caseworker.outcome.missing"));
	if (!form_law(form, d->law))
		add(&errors, STR("law"), text(q->lang, "caseworker.law.missing"));
	if (d->reason.n && (!ready || !str_eq(json_member(ready, STR("outcome")), d->outcome)))
		add(&errors, STR("reason"), text(q->lang, "caseworker.reason.other"));
	if (chars < REASONS_MIN)
		add(&errors, STR("reasons"), text(q->lang, "caseworker.reasons.missing"));
	else if (chars > REASONS_MAX)
		add(&errors, STR("reasons"), text(q->lang, "caseworker.reasons.long"));
	return errors;
}

static str outcome_words(const struct request *q, str outcome)
{
	return text_of(q->lang, arena_join(q->arena, STR("outcome."), outcome, STR("")));
}

static struct field field_of(enum field_widget widget, const char *name, str label, const struct decision_errors *errors)
{
	struct field f = { .widget = widget, .id = str_of(name), .name = str_of(name), .label = label };
	for (size_t i = 0; i < errors->n; i++)
		if (str_is(errors->items[i].id, name))
			f.error = errors->items[i].text;
	return f;
}

static void set_options(struct field *f, const struct request *q, const struct json_node *from, str chosen)
{
	struct field_option *options = ARENA_ARRAY(q->arena, struct field_option, json_count(from) + 1);
	for (struct json_iter it = json_begin(from); json_next(&it);) {
		str id = json_is(it.value, JSON_STRING) ? json_str(it.value) : json_member(it.value, STR("id"));
		str outcome = json_member(it.value, STR("outcome"));
		str words = json_is(it.value, JSON_STRING) ? outcome_words(q, id) : piece_in_language(q, json_get(it.value, STR("text")));
		if (outcome.p)
			words = arena_join(q->arena, outcome_words(q, outcome), STR(": "), words);
		options[f->option_count++] = (struct field_option){ id, words, STR_NONE, str_eq(id, chosen) };
	}
	f->options = options;
}

void decision_html(struct html *h, const struct request *q, const struct form *form, const struct decision *d,
                   const struct decision_errors *errors)
{
	struct field outcome = field_of(FIELD_RADIOS, "outcome", text(q->lang, "caseworker.outcome"), errors);
	struct field law = field_of(FIELD_RADIOS, "law", text(q->lang, "caseworker.law"), errors);
	struct field reason = field_of(FIELD_SELECT, "reason", text(q->lang, "caseworker.reason"), errors);
	struct field words = field_of(FIELD_TEXTAREA, "reasons", text(q->lang, "caseworker.reasons.own"), errors);
	str prefix = text(q->lang, "common.error_prefix");
	set_options(&outcome, q, part(form, STR("outcomes")), d->outcome);
	set_options(&law, q, part(form, STR("laws")), d->law);
	set_options(&reason, q, part(form, STR("reasons")), d->reason);
	reason.hint = text(q->lang, "caseworker.reason.hint");
	words.hint = text(q->lang, "caseworker.reasons.hint");
	words.value = d->words;
	field_html(h, &outcome, prefix);
	field_html(h, &law, prefix);
	field_html(h, &reason, prefix);
	field_html(h, &words, prefix);
}
