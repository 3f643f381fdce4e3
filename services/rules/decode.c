/* decode.c -- from form fields to answers, driven by the definition: the other half of answers.h. */
#include <sysexits.h>

#include "base/buf.h"
#include "base/json_change.h"
#include "base/problem.h"
#include "rules/answers.h"
#include "rules/calc.h"
#include "rules/widget.h"

#define NUMBER_DIGITS_MAX 40
#define VALUE_BYTES_MAX ((size_t)4 << 20) /* a whole body of fields, escaped */

struct decoder {
	const struct form *form;
	const struct pairs *fields;
	struct arena *arena;
};

static str field(const struct decoder *d, str name, const char *part)
{
	str value = pairs_get(d->fields, arena_join(d->arena, name, str_of(part), STR("")));
	return value.p ? str_trim(value) : STR("");
}

static bool digits(str s, size_t min, size_t max)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n >= min && s.n <= max;
}

/* Values are JSON text from here on; absent: not answered. */
static str quoted(const struct decoder *d, str s)
{
	struct buf b = buf_in(d->arena, s.n * sizeof("\\u0000") + 2);
	buf_json(&b, s);
	return buf_str(&b);
}

/* Three boxes to one ISO date; what is no date keeps its parts, so that it can be shown again and fails its format. */
static str decode_date(const struct decoder *d, str name)
{
	str day = field(d, name, ".day"), month = field(d, name, ".month"), year = field(d, name, ".year");
	if (day.n + month.n + year.n == 0)
		return STR_NONE;
	if (digits(day, 1, 2) && digits(month, 1, 2) && digits(year, 4, 4))
		return arena_printf(d->arena, "\"%.*s-%s%.*s-%s%.*s\"", STR_ARG(year), month.n == 1 ? "0" : "", STR_ARG(month),
		                    day.n == 1 ? "0" : "", STR_ARG(day));
	return quoted(d, arena_printf(d->arena, "%.*s-%.*s-%.*s", STR_ARG(year), STR_ARG(month), STR_ARG(day)));
}

/* "3,5" and "1 200" as people write them, to a JSON number; else the text as it was typed. */
static str decode_number(const struct decoder *d, str typed)
{
	struct buf b = buf_in(d->arena, NUMBER_DIGITS_MAX);
	size_t i = 0, whole = 0, points = 0;
	if (i < typed.n && typed.p[i] == '-')
		buf_byte(&b, typed.p[i++]);
	while (i + 1 < typed.n && typed.p[i] == '0' && typed.p[i + 1] >= '0' && typed.p[i + 1] <= '9')
		i++;
	bool number = i < typed.n;
	for (; i < typed.n && number; i++) {
		char c = typed.p[i];
		bool digit = c >= '0' && c <= '9', point = (c == ',' || c == '.') && points == 0 && whole > 0 && i + 1 < typed.n;
		number = digit || point || c == ' ';
		whole += digit && points == 0;
		points += point;
		if (digit || point)
			buf_byte(&b, point ? '.' : c);
	}
	str text = buf_str(&b);
	/* "0 0": the zeros before the space are no longer in front. */
	bool zeros = whole > 1 && text.p[text.p[0] == '-'] == '0';
	if (!number || whole == 0 || zeros || !buf_ok(&b) || text.p[text.n - 1] == '.')
		return quoted(d, typed);
	return text;
}

/* The alternative whose text was sent; what is no alternative stays text and fails. */
static str decode_option(const struct decoder *d, const struct json_node *schema, str sent)
{
	for (struct json_iter it = json_begin(widget_options(schema)); json_next(&it);) {
		str text = json_write(d->arena, it.value);
		if (str_eq(json_is(it.value, JSON_STRING) ? json_str(it.value) : text, sent))
			return text;
	}
	if (str_is(json_member(schema, STR("type")), "boolean") && (str_is(sent, "true") || str_is(sent, "false")))
		return sent;
	return quoted(d, sent);
}

static str decode_several(const struct decoder *d, const struct json_node *schema, str name)
{
	struct buf b = buf_in(d->arena, VALUE_BYTES_MAX);
	for (size_t i = 0; i < d->fields->n; i++) {
		const struct pair *p = &d->fields->items[i];
		if (!str_eq(p->name, name) || p->value.n == 0)
			continue;
		buf_byte(&b, b.n ? ',' : '[');
		buf_add(&b, decode_option(d, schema, p->value));
	}
	if (b.n == 0)
		return STR_NONE;
	buf_byte(&b, ']');
	return buf_str(&b);
}

static str decode_group(const struct decoder *d, const struct json_node *schema, str name);

static str decode_field(const struct decoder *d, enum field_widget widget, const struct json_node *schema, str name)
{
	str typed = field(d, name, "");
	switch (widget) {
	case FIELD_DATE:
		return decode_date(d, name);
	case FIELD_CHECKBOXES:
		return decode_several(d, schema, name);
	case FIELD_GROUP:
		return decode_group(d, schema, name);
	case FIELD_CHECKBOX:
		return typed.n ? STR("true") : STR_NONE;
	case FIELD_NUMBER:
		return typed.n ? decode_number(d, typed) : STR_NONE;
	case FIELD_RADIOS:
	case FIELD_SELECT:
		return typed.n ? decode_option(d, schema, typed) : STR_NONE;
	case FIELD_TEXT:
	case FIELD_TEXTAREA:
	case FIELD_CODE:
	case FIELD_FILE:
	case FIELD_READONLY:
		break;
	}
	return typed.n ? quoted(d, typed) : STR_NONE;
}

static str decode_group(const struct decoder *d, const struct json_node *schema, str name)
{
	struct buf b = buf_in(d->arena, VALUE_BYTES_MAX);
	for (struct json_iter it = json_begin(json_get(schema, STR("properties"))); json_next(&it);) {
		str part = json_pointer_add(d->arena, name, json_str(it.key));
		const struct json_node *rules = form_schema(d->form, part);
		str value = decode_field(d, widget_of_schema(rules), rules, part);
		if (!value.p)
			continue;
		buf_byte(&b, b.n ? ',' : '{');
		buf_json(&b, json_str(it.key));
		buf_byte(&b, ':');
		buf_add(&b, value);
	}
	if (b.n == 0)
		return STR_NONE;
	buf_byte(&b, '}');
	return buf_str(&b);
}

/* Our own text: only a broken invariant could make it unreadable. */
static const struct json_node *changed(struct arena *arena, const struct json_node *answers, const struct json_change *changes, size_t n)
{
	const struct json_node *node = json_parse(arena, json_changed(arena, answers, changes, n), &json_limits_document, NULL);
	if (!node)
		die(EX_SOFTWARE, "answers.reread", STR("answers cannot be read back"));
	return node;
}

/* Has this object lost its last answer? It says nothing then, and would only ask for its parts. */
static bool is_hollow(const struct json_node *node)
{
	for (struct json_iter it = json_begin(node); json_next(&it);)
		if (!is_hollow(it.value))
			return false;
	return json_is(node, JSON_OBJECT);
}

static size_t find_hollow(struct arena *arena, const struct json_node *object, str pointer, struct json_change *out, size_t n)
{
	for (struct json_iter it = json_begin(object); json_next(&it);) {
		if (!it.key || !json_is(it.value, JSON_OBJECT))
			continue;
		str at = json_pointer_add(arena, pointer, json_str(it.key));
		if (is_hollow(it.value))
			out[n++] = (struct json_change){ at, STR_NONE };
		else
			n = find_hollow(arena, it.value, at, out, n);
	}
	return n;
}

static const struct json_node *without_hollow(struct arena *arena, const struct json_node *answers)
{
	struct json_change *changes = ARENA_ARRAY(arena, struct json_change, answers->span);
	size_t n = find_hollow(arena, answers, STR(""), changes, 0);
	return n ? changed(arena, answers, changes, n) : answers;
}

const struct json_node *answers_prune(const struct form *form, const struct json_node *answers, str today, struct arena *arena)
{
	for (;;) { /* each round removes at least one answer, and none that is calculated: those are never hidden */
		struct schema_report report;
		const bool *failed;
		answers = calc_apply(form, answers, today, arena, &failed);
		schema_explain(form->data, answers, arena, &report);
		struct json_change *changes = ARENA_ARRAY(arena, struct json_change, report.forbidden_count);
		size_t n = 0;
		for (size_t i = 0; i < report.forbidden_count; i++)
			if (json_pointer(answers, report.forbidden[i]))
				changes[n++] = (struct json_change){ report.forbidden[i], STR_NONE };
		if (n == 0)
			return answers;
		answers = changed(arena, answers, changes, n);
	}
}

const struct json_node *answers_decode(const struct form *form, size_t page, const struct json_node *answers,
                                       const struct pairs *fields, str today, struct arena *arena)
{
	const struct decoder d = { form, fields, arena };
	if (!json_is(answers, JSON_OBJECT))
		answers = json_parse(arena, STR("{}"), &json_limits_document, NULL);
	if (page >= form->page_count)
		return answers_prune(form, answers, today, arena);
	const struct json_node *asked = form->pages[page].fields;
	struct json_change *changes = ARENA_ARRAY(arena, struct json_change, json_count(asked));
	size_t n = 0;
	for (struct json_iter it = json_begin(asked); json_next(&it);) {
		str ref = json_member(it.value, STR("ref"));
		const struct json_node *schema = form_schema(form, ref);
		enum field_widget widget;
		if (widget_of_word(json_member(it.value, STR("widget")), &widget) && !json_true(json_get(schema, STR("readOnly"))))
			changes[n++] = (struct json_change){ ref, decode_field(&d, widget, schema, ref) };
	}
	return answers_prune(form, without_hollow(arena, changed(arena, answers, changes, n)), today, arena);
}
