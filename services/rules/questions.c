/* questions.c -- questions as fields of a page, and answers as rows of words. */
#include "rules/questions.h"

#include "rules/widget.h"

struct asker {
	const struct form *form;
	const struct json_node *answers;
	const struct answers_report *report, *visibility;
	str lang;
	const struct question_words *words;
	struct arena *arena;
};

/* "/kontakt/epost" -> "f-kontakt-epost"; lint keeps names free of hyphens, so no two are alike. */
static str html_id(struct arena *arena, str pointer)
{
	struct buf b = buf_in(arena, pointer.n + 2);
	buf_byte(&b, 'f');
	for (size_t i = 0; i < pointer.n; i++)
		buf_byte(&b, pointer.p[i] == '/' ? '-' : pointer.p[i]);
	return buf_str(&b);
}

static str question_text(const struct asker *a, str pointer, const char *name)
{
	return form_question_text(a->form, a->lang, pointer, str_of(name));
}

static str error_of(const struct asker *a, str pointer, bool whole)
{
	for (size_t i = 0; a->report && i < a->report->error_count; i++) {
		str at = a->report->errors[i].pointer;
		bool part = whole && str_starts(at, pointer) && at.n > pointer.n && at.p[pointer.n] == '/';
		if (str_eq(at, pointer) || part)
			return a->report->errors[i].text;
	}
	return STR_NONE;
}

static bool is_required(const struct asker *a, str pointer)
{
	for (size_t i = 0; a->visibility && i < a->visibility->schema.required_count; i++)
		if (str_eq(a->visibility->schema.required[i], pointer))
			return true;
	/* The evaluator speaks of objects that exist; a part of one that does not is known by its rules. */
	size_t cut = pointer.n;
	while (cut && pointer.p[cut - 1] != '/')
		cut--;
	const struct json_node *parent = form_schema(a->form, str_sub(pointer, 0, cut ? cut - 1 : 0));
	for (struct json_iter it = json_begin(json_get(parent, STR("required"))); json_next(&it);)
		if (str_eq(json_str(it.value), str_sub(pointer, cut, pointer.n)))
			return true;
	return false;
}

static str scalar_text(struct arena *arena, const struct json_node *value)
{
	if (!value)
		return STR("");
	return json_is(value, JSON_STRING) ? json_str(value) : json_write(arena, value);
}

static bool is_chosen(const struct json_node *value, const struct json_node *option)
{
	if (!json_is(value, JSON_ARRAY))
		return value && json_equal(value, option);
	for (struct json_iter it = json_begin(value); json_next(&it);)
		if (json_equal(it.value, option))
			return true;
	return false;
}

static str option_label(const struct asker *a, str pointer, str value)
{
	str label = form_question_text(a->form, a->lang, pointer, value);
	return label.p ? label : value;
}

static void fill_options(const struct asker *a, struct field *f, str pointer, const struct json_node *schema)
{
	const struct json_node *value = json_pointer(a->answers, pointer), *options = widget_options(schema);
	size_t n = 0;
	struct field_option *out = ARENA_ARRAY(a->arena, struct field_option, options ? json_count(options) : 2);
	for (struct json_iter it = json_begin(options); json_next(&it); n++) {
		str text = scalar_text(a->arena, it.value);
		out[n] = (struct field_option){ text, option_label(a, pointer, text), STR_NONE, is_chosen(value, it.value) };
	}
	if (!options) {
		out[n++] = (struct field_option){ STR("true"), option_label(a, pointer, STR("true")), STR_NONE,
			                          json_is(value, JSON_TRUE) };
		out[n++] = (struct field_option){ STR("false"), option_label(a, pointer, STR("false")), STR_NONE,
			                          json_is(value, JSON_FALSE) };
	}
	f->options = out;
	f->option_count = n;
}

/* Year, month and day as they were typed, from "2026-08-18" or what was no date. */
static void fill_date(const struct asker *a, struct field *f, str pointer)
{
	str rest = scalar_text(a->arena, json_pointer(a->answers, pointer));
	if (str_cut(rest, '-', &f->year, &rest))
		if (!str_cut(rest, '-', &f->month, &f->day))
			f->day = STR("");
	f->day_text = a->words->day;
	f->month_text = a->words->month;
	f->year_text = a->words->year;
}

/* Numbers are shown as people write them in the language: decimal comma in Swedish. */
static str number_text(const struct asker *a, const struct json_node *value)
{
	str text = scalar_text(a->arena, value), whole, part;
	if (json_is(value, JSON_NUMBER) && str_is(a->lang, "sv") && str_cut(text, '.', &whole, &part))
		return arena_join(a->arena, whole, STR(","), part);
	return text;
}

/* How much fits is said before it is written, not after. */
static str hint_with_limit(const struct asker *a, str hint, const struct json_node *limit)
{
	if (!json_is(limit, JSON_NUMBER))
		return hint;
	const struct pair values[] = { { STR("n"), scalar_text(a->arena, limit) } };
	str words = text_fill(a->arena, a->words->at_most, values, 1);
	return hint.n ? arena_join(a->arena, hint, STR("\n"), words) : words;
}

static void fill_one(const struct asker *a, struct field *f, str pointer, enum field_widget widget)
{
	const struct json_node *schema = form_schema(a->form, pointer);
	const struct json_node *value = json_pointer(a->answers, pointer);
	bool locked = json_true(json_get(schema, STR("readOnly")));
	f->widget = locked ? FIELD_READONLY : widget;
	f->id = html_id(a->arena, pointer);
	f->name = pointer;
	f->label = question_text(a, pointer, "label");
	f->hint = question_text(a, pointer, "hint");
	f->error = error_of(a, pointer, widget != FIELD_GROUP);
	f->value = widget == FIELD_NUMBER ? number_text(a, value) : widget == FIELD_GROUP ? STR("") : scalar_text(a->arena, value);
	f->optional = !locked && !is_required(a, pointer);
	f->optional_text = a->words->optional;
	if (widget == FIELD_TEXTAREA)
		f->hint = hint_with_limit(a, f->hint, json_get(schema, STR("maxLength")));
	if (widget == FIELD_RADIOS || widget == FIELD_SELECT || widget == FIELD_CHECKBOXES)
		fill_options(a, f, pointer, schema);
	if (widget == FIELD_CHECKBOX) {
		f->value = STR("true");
		struct field_option *one = ARENA_NEW(a->arena, struct field_option);
		*one = (struct field_option){ STR("true"), f->label, STR_NONE, json_is(value, JSON_TRUE) };
		f->options = one;
		f->option_count = 1;
	}
	if (widget == FIELD_DATE)
		fill_date(a, f, pointer);
	if (widget == FIELD_NUMBER)
		f->inputmode = str_is(json_member(schema, STR("type")), "integer") ? STR("numeric") : STR("decimal");
}

static void fill_group(const struct asker *a, struct field *f, str pointer, const struct json_node *autocomplete)
{
	const struct json_node *properties = json_get(form_schema(a->form, pointer), STR("properties"));
	struct field *parts = ARENA_ARRAY(a->arena, struct field, json_count(properties));
	size_t n = 0;
	for (struct json_iter it = json_begin(properties); json_next(&it);) {
		str part = json_pointer_add(a->arena, pointer, json_str(it.key));
		if (a->visibility && !answers_visible(a->visibility, part))
			continue;
		fill_one(a, &parts[n], part, widget_of_schema(form_schema(a->form, part)));
		parts[n++].autocomplete = json_member(autocomplete, json_str(it.key));
	}
	f->parts = parts;
	f->part_count = n;
}

size_t questions_of_page(const struct form *form, size_t page, const struct json_node *answers,
                         const struct answers_report *report, const struct answers_report *visibility, str lang,
                         const struct question_words *words, struct arena *arena, const struct field **out)
{
	const struct asker a = { form, answers, report, visibility ? visibility : report, lang, words, arena };
	*out = NULL;
	if (page >= form->page_count)
		return 0;
	struct field *fields = ARENA_ARRAY(arena, struct field, json_count(form->pages[page].fields));
	size_t n = 0;
	for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
		str ref = json_member(it.value, STR("ref"));
		const struct json_node *autocomplete = json_get(it.value, STR("autocomplete"));
		enum field_widget widget;
		if (!widget_of_word(json_member(it.value, STR("widget")), &widget) ||
		    (a.visibility && !answers_visible(a.visibility, ref)))
			continue;
		struct field *f = &fields[n++];
		fill_one(&a, f, ref, widget);
		f->autocomplete = json_str(autocomplete);
		if (json_member(it.value, STR("inputmode")).p)
			f->inputmode = json_member(it.value, STR("inputmode"));
		if (widget == FIELD_GROUP)
			fill_group(&a, f, ref, autocomplete);
	}
	if (n == 1 && !form->pages[page].check_answers)
		fields[0].is_page_heading = true;
	*out = fields;
	return n;
}

static void add_line(struct buf *b, str line)
{
	if (b->n && line.n)
		buf_byte(b, '\n');
	buf_add(b, line);
}

static str in_words(const struct asker *a, str pointer);

static str parts_in_words(const struct asker *a, str pointer)
{
	struct buf b = buf_in(a->arena, (size_t)1 << 20);
	for (struct json_iter it = json_begin(json_get(form_schema(a->form, pointer), STR("properties"))); json_next(&it);)
		add_line(&b, in_words(a, json_pointer_add(a->arena, pointer, json_str(it.key))));
	return buf_str(&b);
}

/* The answer as the citizen would say it; empty when there is none. */
static str in_words(const struct asker *a, str pointer)
{
	const struct json_node *value = json_pointer(a->answers, pointer), *schema = form_schema(a->form, pointer);
	struct buf b = buf_in(a->arena, (size_t)1 << 20);
	if (json_is(value, JSON_OBJECT))
		return parts_in_words(a, pointer);
	for (struct json_iter it = json_begin(value); json_next(&it);)
		add_line(&b, option_label(a, pointer, scalar_text(a->arena, it.value)));
	if (!value || json_is(value, JSON_ARRAY))
		return buf_str(&b);
	if (widget_options(schema))
		return option_label(a, pointer, scalar_text(a->arena, value));
	if (json_is(value, JSON_TRUE) || json_is(value, JSON_FALSE))
		return json_true(value) ? a->words->yes : a->words->no;
	return number_text(a, value);
}

size_t questions_answered(const struct form *form, const struct json_node *answers, str lang, const struct question_words *words,
                          struct arena *arena, const struct question_row **out)
{
	struct answers_report visibility;
	answers_visibility(form, answers, arena, &visibility);
	const struct asker a = { form, answers, NULL, &visibility, lang, words, arena };
	size_t capacity = 0, n = 0;
	for (size_t page = 0; page < form->page_count; page++)
		capacity += json_count(form->pages[page].fields);
	struct question_row *rows = ARENA_ARRAY(arena, struct question_row, capacity);
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
			str ref = json_member(it.value, STR("ref")), value = in_words(&a, ref);
			/* What is certified on the last page is asked there, not reviewed there. */
			bool certifying = form->pages[page].check_answers && value.n == 0;
			if (!answers_visible(&visibility, ref) || certifying)
				continue;
			rows[n++] = (struct question_row){ ref, question_text(&a, ref, "label"),
				                           value.n ? value : words->not_answered, page };
		}
	*out = rows;
	return n;
}

struct question_words question_words_of(const struct lang *lang)
{
	return (struct question_words){
		.optional = text(lang, "rules.optional"),
		.day = text(lang, "rules.day"),
		.month = text(lang, "rules.month"),
		.year = text(lang, "rules.year"),
		.yes = text(lang, "rules.yes"),
		.no = text(lang, "rules.no"),
		.not_answered = text(lang, "rules.not_answered"),
		.at_most = text(lang, "rules.at_most"),
	};
}
