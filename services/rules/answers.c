/* answers.c -- checking answers: from the rows of the evaluator to errors at questions, in words. */
#include "rules/answers.h"

#include "rules/calc.h"

#define DEPTH_MAX 8

/* Is `pointer` at or below `above`? */
static bool below(str pointer, str above)
{
	return str_starts(pointer, above) && (pointer.n == above.n || pointer.p[above.n] == '/');
}

/* Where a question stands among all fields of all pages and their parts; the number of them when no page asks it. */
struct place {
	size_t page, order;
};

static const struct json_node *parts_of(const struct form *form, str ref)
{
	return json_get(form_schema(form, ref), STR("properties"));
}

/* The part of a field that a pointer leads into, from 1; 0 for the field itself. */
static size_t part_of(const struct form *form, str ref, str pointer)
{
	str name, rest;
	size_t part = 1;
	str_cut(str_sub(pointer, ref.n + 1, pointer.n), '/', &name, &rest);
	for (struct json_iter it = json_begin(parts_of(form, ref)); json_next(&it); part++)
		if (str_eq(json_str(it.key), name))
			return part;
	return 0;
}

static struct place place_of(const struct form *form, str pointer)
{
	size_t order = 0;
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
			str ref = json_member(it.value, STR("ref"));
			if (below(pointer, ref))
				return (struct place){ page, order + part_of(form, ref, pointer) };
			order += 1 + json_count(parts_of(form, ref));
		}
	return (struct place){ form->page_count, order };
}

static str words_of(const struct form *form, str lang, str pointer, str keyword, struct arena *arena)
{
	bool surplus = str_is(keyword, "additionalProperties") || str_is(keyword, "unevaluatedProperties");
	str name = surplus ? STR("!false") : arena_join(arena, STR("!"), keyword, STR(""));
	str words = form_question_text(form, lang, pointer, name);
	if (!words.p)
		words = form_text(form, lang, name);
	if (!words.n)
		words = form_question_text(form, lang, pointer, STR("label"));
	return words.p ? words : pointer;
}

struct collector {
	const struct form *form;
	str lang;
	struct arena *arena;
	struct answers_error *items;
	size_t *order;
	size_t n, capacity;
};

static struct answers_error *add(struct collector *c, str pointer, str keyword)
{
	if (c->n == c->capacity) {
		size_t capacity = c->capacity ? c->capacity * 2 : 32;
		struct answers_error *items = ARENA_ARRAY(c->arena, struct answers_error, capacity);
		size_t *order = ARENA_ARRAY(c->arena, size_t, capacity);
		for (size_t i = 0; i < c->n; i++) {
			items[i] = c->items[i];
			order[i] = c->order[i];
		}
		c->items = items;
		c->order = order;
		c->capacity = capacity;
	}
	struct place place = place_of(c->form, pointer);
	c->order[c->n] = place.order;
	c->items[c->n] = (struct answers_error){ .pointer = pointer, .keyword = keyword, .page = place.page };
	return &c->items[c->n++];
}

static void collect(struct collector *c, str pointer, str keyword)
{
	add(c, pointer, keyword)->text = words_of(c->form, c->lang, pointer, keyword, c->arena);
}

static void collect_check(struct collector *c, const struct check *check)
{
	struct answers_error *e = add(c, check->at, STR("check"));
	e->text = form_text(c->form, c->lang, check->text);
	e->check = check->id;
}

/* What is missing is shown where it is asked: at the question, or, when only its parts are asked, at each part that must be there. */
static void collect_missing(struct collector *c, str pointer, str keyword, int depth)
{
	const struct json_node *required = json_get(form_schema(c->form, pointer), STR("required"));
	if (place_of(c->form, pointer).page < c->form->page_count || json_count(required) == 0 || depth > DEPTH_MAX) {
		collect(c, pointer, keyword);
		return;
	}
	for (struct json_iter it = json_begin(required); json_next(&it);)
		collect_missing(c, json_pointer_add(c->arena, pointer, json_str(it.value)), keyword, depth + 1);
}

/* The keyword of an applicator only says that something below it failed. */
static bool is_applicator(str keyword)
{
	static const char *const words[] = { "allOf", "if", "then", "else", "$ref", "properties", "items" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(keyword, words[i]))
			return true;
	return false;
}

static void collect_row(struct collector *c, const struct schema_row *row)
{
	if (is_applicator(row->keyword))
		return;
	if (row->parameter.p && (str_is(row->keyword, "required") || str_is(row->keyword, "dependentRequired")))
		collect_missing(c, json_pointer_add(c->arena, row->pointer, row->parameter), STR("required"), 0);
	else
		collect(c, row->pointer, row->keyword);
}

/* Stable, by the order of the fields; bodies of thousands of errors cost no more than their number. */
static const struct answers_error *in_page_order(const struct collector *c)
{
	size_t fields = place_of(c->form, STR("/")).order + 1;
	size_t *at = ARENA_ARRAY(c->arena, size_t, fields + 1);
	struct answers_error *sorted = ARENA_ARRAY(c->arena, struct answers_error, c->n);
	for (size_t i = 0; i < c->n; i++)
		at[c->order[i] + 1]++;
	for (size_t i = 1; i <= fields; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < c->n; i++)
		sorted[at[c->order[i]]++] = c->items[i];
	return sorted;
}

bool answers_visible(const struct answers_report *report, str pointer)
{
	for (size_t i = 0; i < report->schema.forbidden_count; i++)
		if (below(pointer, report->schema.forbidden[i]))
			return false;
	return true;
}

static const bool *visible_pages(const struct form *form, const struct answers_report *report, struct arena *arena)
{
	bool *visible = ARENA_ARRAY(arena, bool, form->page_count);
	for (size_t page = 0; page < form->page_count; page++) {
		visible[page] = form->pages[page].check_answers;
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
			str ref = json_member(it.value, STR("ref"));
			bool asked = !json_true(json_get(form_schema(form, ref), STR("readOnly")));
			visible[page] |= asked && answers_visible(report, ref);
		}
	}
	return visible;
}

void answers_visibility(const struct form *form, const struct json_node *answers, struct arena *arena, struct answers_report *out)
{
	*out = (struct answers_report){ .answers = answers };
	schema_explain(form->data, answers, arena, &out->schema);
	out->page_visible = visible_pages(form, out, arena);
}

static void collect_calcs(struct collector *errors, const bool *failed)
{
	for (size_t i = 0; errors->form->calcs && i < errors->form->calcs->n; i++)
		if (failed[i])
			collect(errors, errors->form->calcs->items[i].target, STR("calc"));
}

/* A check at a hidden question is about nothing that anybody can see. */
static void collect_checks(struct collector *errors, struct collector *warnings, str today, struct answers_report *out)
{
	const struct checks *checks = errors->form->checks;
	enum check_outcome *outcomes = ARENA_ARRAY(errors->arena, enum check_outcome, checks ? checks->n + 1 : 1);
	struct arena *scratch = checks && checks->n ? arena_new(LOGIC_SCRATCH) : NULL;
	for (size_t i = 0; checks && i < checks->n; i++) {
		const struct check *check = &checks->items[i];
		if (answers_visible(out, check->at))
			outcomes[i] = check_run(check, out->answers, today, scratch);
		if (outcomes[i] == CHECK_BROKEN)
			collect_check(check->warning ? warnings : errors, check);
		arena_reset(scratch);
	}
	if (scratch)
		arena_free(scratch);
	out->checks = outcomes;
}

void answers_check(const struct form *form, const struct json_node *answers, str today, str lang, struct arena *arena,
                   struct answers_report *out)
{
	struct collector errors = { .form = form, .lang = lang, .arena = arena }, warnings = errors;
	const bool *failed;
	answers_visibility(form, calc_apply(form, answers, today, arena, &failed), arena, out);
	for (size_t i = 0; i < out->schema.error_count; i++)
		collect_row(&errors, &out->schema.errors[i]);
	collect_calcs(&errors, failed);
	collect_checks(&errors, &warnings, today, out);
	out->valid = out->schema.valid && errors.n == 0;
	out->errors = in_page_order(&errors);
	out->error_count = errors.n;
	out->warnings = in_page_order(&warnings);
	out->warning_count = warnings.n;
}

size_t answers_page_errors(const struct answers_report *report, size_t page, struct arena *arena,
                           const struct answers_error **out)
{
	struct answers_error *errors = ARENA_ARRAY(arena, struct answers_error, report->error_count);
	size_t n = 0;
	for (size_t i = 0; i < report->error_count; i++) {
		const struct answers_error *e = &report->errors[i];
		bool repeated = n > 0 && str_eq(errors[n - 1].pointer, e->pointer);
		if (e->page == page && !repeated)
			errors[n++] = *e;
	}
	*out = errors;
	return n;
}

size_t answers_next_page(const struct form *form, const struct answers_report *report, size_t page)
{
	size_t next = page + 1;
	while (next < form->page_count && !report->page_visible[next])
		next++;
	return next < form->page_count ? next : form->page_count - 1;
}

size_t answers_previous_page(const struct form *form, const struct answers_report *report, size_t page)
{
	while (page > 0)
		if (report->page_visible[--page])
			return page;
	return form->page_count;
}

size_t answers_first_open_page(const struct form *form, const struct answers_report *report)
{
	for (size_t i = 0; i < report->error_count; i++)
		if (report->errors[i].page < form->page_count && report->page_visible[report->errors[i].page])
			return report->errors[i].page;
	return form->page_count - 1;
}
