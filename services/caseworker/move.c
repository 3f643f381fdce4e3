/* move.c -- moving a case: asked first, then done as one guarded update. The table of rules/lifecycle says what there is. */
#include "caseworker/case.h"
#include "http/pieces.h"

#define REASONS_MIN 10
#define REASONS_MAX 4000

struct decision {
	str outcome, law, reasons;
};

struct wrong {
	str outcome, law, reasons; /* absent: nothing is wrong with it */
	size_t n;
};

static const struct transition *find_move(const struct opened *c, str event, struct problem *why)
{
	bool known = false;
	for (size_t i = 0; i < lifecycle_count; i++) {
		known |= str_is(event, lifecycle[i].event);
		if (str_is(event, lifecycle[i].event) && case_allows(c, &lifecycle[i]))
			return &lifecycle[i];
	}
	if (!known)
		fail(why, P_NOT_FOUND, STR("There is no such move."));
	else
		fail(why, P_CONFLICT, STR("The case cannot make this move from where it is, or somebody else holds it."));
	return NULL;
}

static bool offers(const struct form *form, str outcome)
{
	struct json_iter it = json_begin(json_get(json_get(form->root, STR("decision")), STR("outcomes")));
	while (json_next(&it))
		if (str_eq(json_str(it.value), outcome))
			return true;
	return false;
}

/* A decision is not one without outcome, law and reasons (förvaltningslagen 32 §). */
static struct wrong check_decision(const struct request *q, const struct form *form, const struct decision *d)
{
	struct wrong wrong = { 0 };
	if (!offers(form, d->outcome))
		wrong.outcome = text(q->lang, "caseworker.outcome.missing");
	if (!form_law(form, d->law))
		wrong.law = text(q->lang, "caseworker.law.missing");
	if (str_chars(d->reasons) < REASONS_MIN)
		wrong.reasons = text(q->lang, "caseworker.reasons.missing");
	else if (str_chars(d->reasons) > REASONS_MAX)
		wrong.reasons = text(q->lang, "caseworker.reasons.long");
	wrong.n = (size_t)(wrong.outcome.p != NULL) + (wrong.law.p != NULL) + (wrong.reasons.p != NULL);
	return wrong;
}

static struct field outcome_field(const struct request *q, const struct form *form, const struct decision *d, str error)
{
	const struct json_node *outcomes = json_get(json_get(form->root, STR("decision")), STR("outcomes"));
	struct field_option *options = ARENA_ARRAY(q->arena, struct field_option, json_count(outcomes) + 1);
	struct json_iter it = json_begin(outcomes);
	size_t n = 0;
	for (; json_next(&it); n++) {
		str word = json_str(it.value);
		options[n] = (struct field_option){ word, text_of(q->lang, arena_join(q->arena, STR("outcome."), word, STR(""))), STR_NONE,
			                            str_eq(word, d->outcome) };
	}
	return (struct field){ .widget = FIELD_RADIOS, .id = STR("outcome"), .name = STR("outcome"),
		               .label = text(q->lang, "caseworker.outcome"), .error = error, .options = options, .option_count = n };
}

static struct field law_field(const struct request *q, const struct form *form, const struct decision *d, str error)
{
	const struct json_node *laws = json_get(json_get(form->root, STR("decision")), STR("laws"));
	struct field_option *options = ARENA_ARRAY(q->arena, struct field_option, json_count(laws) + 1);
	struct json_iter it = json_begin(laws);
	size_t n = 0;
	for (; json_next(&it); n++) {
		str id = json_member(it.value, STR("id"));
		options[n] = (struct field_option){ id, piece_in_language(q, json_get(it.value, STR("text"))), STR_NONE,
			                            str_eq(id, d->law) };
	}
	return (struct field){ .widget = FIELD_RADIOS, .id = STR("law"), .name = STR("law"), .label = text(q->lang, "caseworker.law"),
		               .error = error, .options = options, .option_count = n };
}

static void decision_fields(struct html *h, const struct request *q, const struct form *form, const struct decision *d,
                            const struct wrong *wrong)
{
	const struct field outcome = outcome_field(q, form, d, wrong->outcome), law = law_field(q, form, d, wrong->law);
	const struct field reasons = { .widget = FIELD_TEXTAREA, .id = STR("reasons"), .name = STR("reasons"),
		                       .label = text(q->lang, "caseworker.reasons"), .hint = text(q->lang, "caseworker.reasons.hint"),
		                       .error = wrong->reasons, .value = d->reasons, .max_chars = REASONS_MAX };
	str prefix = text(q->lang, "common.error_prefix");
	field_html(h, &outcome, prefix);
	field_html(h, &law, prefix);
	field_html(h, &reasons, prefix);
}

static size_t summary(const struct wrong *wrong, struct field_error out[3])
{
	size_t n = 0;
	if (wrong->outcome.p)
		out[n++] = (struct field_error){ STR("outcome"), wrong->outcome };
	if (wrong->law.p)
		out[n++] = (struct field_error){ STR("law"), wrong->law };
	if (wrong->reasons.p)
		out[n++] = (struct field_error){ STR("reasons"), wrong->reasons };
	return n;
}

static bool ask(struct request *q, struct response *r, const struct opened *c, const struct transition *t, const struct decision *d,
                const struct wrong *wrong)
{
	struct field_error errors[3];
	str words = text_of(q->lang, arena_join(q->arena, STR("event."), str_of(t->event), STR("")));
	str path = arena_join(q->arena, STR("/handlaggare/arende/"), c->reference, STR(""));
	struct page p = page_of(q, PAGE_CASEWORKER, arena_join(q->arena, words, STR(" · "), c->reference));
	p.back = path;
	p.errors = errors;
	p.error_count = summary(wrong, errors);
	p.is_error = wrong->n > 0;
	struct html h = page_begin(&p);
	html_markup(&h, "<p class=\"govuk-caption-l\">");
	html_text(&h, c->reference);
	html_markup(&h, "</p>");
	page_heading(&h, words);
	page_form_begin(&h, q, arena_join(q->arena, path, STR("/"), str_of(t->event)), STR(""));
	page_hidden(&h, "version", arena_printf(q->arena, "%lld", (long long)c->version));
	if (t->effects & EFFECT_DECISION)
		decision_fields(&h, q, c->form, d, wrong);
	if (t->effects & EFFECT_NOTIFY)
		piece_paragraphs(&h, text(q->lang, "caseworker.notifies"));
	if (t->effects & EFFECT_RELEASE)
		piece_paragraphs(&h, text(q->lang, "caseworker.releases"));
	page_button(&h, BUTTON_PRIMARY, words);
	page_form_end(&h);
	return page_end(&p, &h, r, wrong->n ? 422 : 200);
}

bool move_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	const struct decision none = { STR(""), STR(""), STR("") };
	const struct wrong nothing = { 0 };
	if (!case_open(app, q, &c, why))
		return false;
	const struct transition *t = find_move(&c, q->args[1], why);
	return t && ask(q, r, &c, t, &none, &nothing);
}

static bool carry_out(struct app *app, const struct request *q, const struct opened *c, const struct transition *t,
                      const struct decision *d, int64_t seen, const struct json_node **moved, struct problem *why)
{
	bool decides = t->effects & EFFECT_DECISION;
	const struct move move = {
		.reference = c->reference,
		.version = seen,
		.event = str_of(t->event),
		.from = str_of(case_status_word(t->from)),
		.to = str_of(case_status_word(t->to)),
		.own_case = t->own_case,
		.release = t->effects & EFFECT_RELEASE,
		.notify = t->effects & EFFECT_NOTIFY,
		.outcome = decides ? d->outcome : STR_NONE,
		.law = decides ? d->law : STR_NONE,
		.reasons = decides ? d->reasons : STR_NONE,
	};
	return case_move(app->db, q->arena, &q->caller, &move, moved, why);
}

/* Somebody was here meanwhile: nothing is done, and what has happened is one click away. */
static bool show_stale(struct request *q, struct response *r, const struct opened *c)
{
	struct page p = page_of(q, PAGE_CASEWORKER, text(q->lang, "caseworker.stale.title"));
	p.is_error = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "caseworker.stale.title"));
	piece_paragraphs(&h, text(q->lang, "caseworker.stale.text"));
	page_button_link(&h, BUTTON_PRIMARY, STR("/handlaggare/arende/"), c->reference, text(q->lang, "caseworker.stale.show"));
	return page_end(&p, &h, r, 412);
}

bool move_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	int64_t seen;
	const struct json_node *moved;
	if (!case_open(app, q, &c, why))
		return false;
	if (!str_int(request_field(q, "version"), 1, INT32_MAX, &seen))
		return fail(why, P_BAD_REQUEST, STR("The field version is missing."));
	if (seen != c.version)
		return show_stale(q, r, &c);
	const struct transition *t = find_move(&c, q->args[1], why);
	if (!t)
		return false;
	const struct decision d = { request_field(q, "outcome"), request_field(q, "law"), request_field(q, "reasons") };
	const struct wrong wrong = t->effects & EFFECT_DECISION ? check_decision(q, c.form, &d) : (struct wrong){ 0 };
	if (wrong.n)
		return ask(q, r, &c, t, &d, &wrong);
	if (!carry_out(app, q, &c, t, &d, seen, &moved, why))
		return why->kind == P_STALE && show_stale(q, r, &c);
	return response_see_other(r, STR("/handlaggare/arende/"), c.reference);
}

static bool if_match(const struct request *q, int64_t *seen, struct problem *why)
{
	str s = q->if_match;
	if (s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' && str_int(str_sub(s, 1, s.n - 2), 1, INT32_MAX, seen))
		return true;
	return fail(why, P_BAD_REQUEST, STR("Send If-Match with the version of the case that you saw, in quotes."));
}

static bool refuse_decision(const struct request *q, const struct wrong *wrong, struct problem *why)
{
	struct field_error errors[3];
	size_t n = summary(wrong, errors);
	struct problem_field *fields = ARENA_ARRAY(q->arena, struct problem_field, 3);
	for (size_t i = 0; i < n; i++)
		fields[i] = (struct problem_field){ arena_join(q->arena, STR("/"), errors[i].id, STR("")), STR("required"), errors[i].text };
	why->fields = fields;
	why->field_count = n;
	return fail(why, P_INVALID, STR("A decision needs an outcome, a law and reasons."));
}

bool api_case_event(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	int64_t seen;
	const struct json_node *moved, *body = json_parse(q->arena, q->body, &json_limits_answers, NULL);
	if (!json_is(body, JSON_OBJECT))
		return fail(why, P_BAD_REQUEST, STR("The body must be a JSON object."));
	if (!if_match(q, &seen, why) || !case_open(app, q, &c, why))
		return false;
	if (seen != c.version)
		return fail(why, P_STALE, STR("The case has changed since you saw it."));
	const struct transition *t = find_move(&c, json_member(body, STR("event")), why);
	if (!t)
		return false;
	const struct decision d = { json_member(body, STR("outcome")), json_member(body, STR("law")), json_member(body, STR("reasons")) };
	const struct wrong wrong = t->effects & EFFECT_DECISION ? check_decision(q, c.form, &d) : (struct wrong){ 0 };
	if (wrong.n)
		return refuse_decision(q, &wrong, why);
	if (!carry_out(app, q, &c, t, &d, seen, &moved, why))
		return false;
	response_header(r, "ETag", arena_printf(q->arena, "\"%lld\"", (long long)json_int(json_get(moved, STR("version")), 0)));
	return response_json(r, 200, json_write(q->arena, moved));
}
