/* decode.c -- from form fields to answers, driven by the definition: the other half of answers.h. */
#include <sysexits.h>

#include "base/json_edit.h"
#include "base/problem.h"
#include "rules/answers.h"
#include "rules/calc.h"
#include "rules/widget.h"

#define NUMBER_DIGITS_MAX 40

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

/* Three boxes to one ISO date; what is no date keeps its parts, so that it can be shown again and fails its format. */
static struct json_edit *decode_date(const struct decoder *d, str name)
{
	str day = field(d, name, ".day"), month = field(d, name, ".month"), year = field(d, name, ".year");
	if (day.n + month.n + year.n == 0)
		return NULL;
	if (digits(day, 1, 2) && digits(month, 1, 2) && digits(year, 4, 4))
		return json_edit_string(d->arena, arena_printf(d->arena, "%.*s-%s%.*s-%s%.*s", STR_ARG(year),
		                                               month.n == 1 ? "0" : "", STR_ARG(month),
		                                               day.n == 1 ? "0" : "", STR_ARG(day)));
	return json_edit_string(d->arena, arena_printf(d->arena, "%.*s-%.*s-%.*s", STR_ARG(year), STR_ARG(month), STR_ARG(day)));
}

/* "3,5" and "1 200" as people write them, to a JSON number; else the text as it was typed. */
static struct json_edit *decode_number(const struct decoder *d, str typed)
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
		return json_edit_string(d->arena, typed);
	return json_edit_number(d->arena, text);
}

/* The alternative whose text was sent; what is no alternative stays text and fails. */
static struct json_edit *decode_option(const struct decoder *d, const struct json_node *schema, str sent)
{
	for (struct json_iter it = json_begin(widget_options(schema)); json_next(&it);) {
		str text = json_is(it.value, JSON_STRING) ? json_str(it.value) : json_write(d->arena, it.value);
		if (str_eq(text, sent))
			return json_edit_of(d->arena, it.value);
	}
	if (str_is(json_member(schema, STR("type")), "boolean") && (str_is(sent, "true") || str_is(sent, "false")))
		return json_edit_bool(d->arena, str_is(sent, "true"));
	return json_edit_string(d->arena, sent);
}

static struct json_edit *decode_several(const struct decoder *d, const struct json_node *schema, str name)
{
	struct json_edit *array = NULL;
	for (size_t i = 0; i < d->fields->n; i++) {
		const struct pair *p = &d->fields->items[i];
		if (!str_eq(p->name, name) || p->value.n == 0)
			continue;
		if (!array)
			array = json_edit_array(d->arena);
		json_edit_push(array, decode_option(d, schema, p->value));
	}
	return array;
}

static struct json_edit *decode_group(const struct decoder *d, const struct json_node *schema, str name);

/* NULL: not answered. */
static struct json_edit *decode_field(const struct decoder *d, enum field_widget widget, const struct json_node *schema, str name)
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
		return typed.n ? json_edit_bool(d->arena, true) : NULL;
	case FIELD_NUMBER:
		return typed.n ? decode_number(d, typed) : NULL;
	case FIELD_RADIOS:
	case FIELD_SELECT:
		return typed.n ? decode_option(d, schema, typed) : NULL;
	case FIELD_TEXT:
	case FIELD_TEXTAREA:
	case FIELD_CODE:
	case FIELD_FILE:
	case FIELD_READONLY:
		break;
	}
	return typed.n ? json_edit_string(d->arena, typed) : NULL;
}

static struct json_edit *decode_group(const struct decoder *d, const struct json_node *schema, str name)
{
	struct json_edit *group = NULL;
	for (struct json_iter it = json_begin(json_get(schema, STR("properties"))); json_next(&it);) {
		str part = json_pointer_add(d->arena, name, json_str(it.key));
		const struct json_node *rules = form_schema(d->form, part);
		struct json_edit *value = decode_field(d, widget_of_schema(rules), rules, part);
		if (!value)
			continue;
		if (!group)
			group = json_edit_object(d->arena);
		json_edit_put(group, arena_z(d->arena, json_str(it.key)), value);
	}
	return group;
}

/* Our own text: only a broken invariant could make it unreadable. */
static const struct json_node *reread(struct arena *arena, struct json_edit *edit)
{
	const struct json_node *node = json_parse(arena, json_edit_text(edit), &json_limits_document, NULL);
	if (!node)
		die(EX_SOFTWARE, "answers.reread", STR("answers cannot be read back"));
	return node;
}

/* Objects that lost their last answer say nothing, and would only ask for their parts. */
static bool drop_empty(struct json_edit *edit, const struct json_node *node, str pointer, struct arena *arena)
{
	bool dropped = false;
	for (struct json_iter it = json_begin(node); json_next(&it);) {
		if (!it.key || !json_is(it.value, JSON_OBJECT))
			continue;
		str at = json_pointer_add(arena, pointer, json_str(it.key));
		dropped |= json_count(it.value) ? drop_empty(edit, it.value, at, arena) : json_edit_set(edit, at, NULL);
	}
	return dropped;
}

const struct json_node *answers_prune(const struct form *form, const struct json_node *answers, str today, struct arena *arena)
{
	bool changed = true;
	while (changed) { /* each round removes at least one answer, and none that is calculated: those are never hidden */
		struct schema_report report;
		const bool *failed;
		answers = calc_apply(form, answers, today, arena, &failed);
		struct json_edit *edit = json_edit_of(arena, answers);
		schema_explain(form->data, answers, arena, &report);
		changed = false;
		for (size_t i = 0; i < report.forbidden_count; i++)
			if (json_pointer(answers, report.forbidden[i]))
				changed |= json_edit_set(edit, report.forbidden[i], NULL);
		if (changed)
			answers = reread(arena, edit);
	}
	return answers;
}

const struct json_node *answers_decode(const struct form *form, size_t page, const struct json_node *answers,
                                       const struct pairs *fields, str today, struct arena *arena)
{
	const struct decoder d = { form, fields, arena };
	struct json_edit *edit = json_is(answers, JSON_OBJECT) ? json_edit_of(arena, answers) : json_edit_object(arena);
	if (page >= form->page_count)
		return answers_prune(form, reread(arena, edit), today, arena);
	for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
		str ref = json_member(it.value, STR("ref"));
		const struct json_node *schema = form_schema(form, ref);
		enum field_widget widget;
		if (!widget_of_word(json_member(it.value, STR("widget")), &widget) || json_true(json_get(schema, STR("readOnly"))))
			continue;
		struct json_edit *value = decode_field(&d, widget, schema, ref);
		if (value || json_pointer(answers, ref))
			(void)json_edit_set(edit, ref, value);
	}
	const struct json_node *decoded = reread(arena, edit);
	while (drop_empty(edit, decoded, STR(""), arena))
		decoded = reread(arena, edit);
	return answers_prune(form, decoded, today, arena);
}
