/* lint_logic.c -- calc and checks: names that exist, places that citizens see, words in every language. */
#include "rules/calc.h"
#include "rules/checks.h"
#include "rules/lint.h"

void lint_logic_refused(struct finding_list *list, str at, const struct logic_error *error)
{
	finding_add(list, F_LOGIC, arena_join(list->arena, at, error->pointer, STR("")), error->reason, error->reason_sv);
}

bool lint_logic_text(const struct form *form, str key)
{
	for (struct json_iter it = json_begin(json_get(form->root, STR("checks"))); json_next(&it);)
		if (str_eq(json_member(it.value, STR("text")), key))
			return true;
	return false;
}

static str below(struct finding_list *list, str pointer, const char *name)
{
	return arena_printf(list->arena, "%.*s/%s", STR_ARG(pointer), name);
}

static void once(struct finding_list *list, const struct json_node *items, size_t i, str pointer, const char *name)
{
	str value = json_member(json_at(items, i), str_of(name));
	for (size_t before = 0; before < i && value.p; before++)
		if (str_eq(json_member(json_at(items, before), str_of(name)), value))
			finding_add(list, F_ID_TWICE, below(list, pointer, name), value, STR_NONE);
}

/* Words of the form, in each of its languages. A question's own words go first. */
static void need_words(const struct form *form, struct finding_list *list, str question, str key)
{
	for (struct json_iter it = json_begin(json_get(form->root, STR("languages"))); json_next(&it);) {
		const struct json_node *texts = json_get(json_get(form->root, STR("texts")), json_str(it.value));
		if (!json_is(texts, JSON_OBJECT))
			continue;
		str own = question.p ? json_member(json_get(texts, question), key) : STR_NONE;
		str at = json_pointer_add(list->arena, json_pointer_add(list->arena, STR("/texts"), json_str(it.value)), key);
		if (str_trim(own).n == 0 && str_trim(json_member(texts, key)).n == 0)
			finding_add(list, F_TEXT_MISSING, at, key, json_str(it.value));
	}
}

/* A condition that hides a target would have to win over the calculation. */
static bool is_hidden(const struct form *form, str name)
{
	for (struct json_iter it = json_begin(json_pointer(form->root, STR("/data/allOf"))); json_next(&it);)
		if (json_get(json_pointer(it.value, STR("/then/properties")), name) ||
		    json_get(json_pointer(it.value, STR("/else/properties")), name))
			return true;
	return false;
}

static void check_target(const struct form *form, struct finding_list *list, str target, str pointer)
{
	const struct json_node *schema = form_schema(form, target);
	str name = str_sub(target, 1, target.n);
	str at = below(list, pointer, "target");
	if (!target.p)
		return;
	if (!schema)
		finding_add(list, F_QUESTION_UNKNOWN, at, target, STR_NONE);
	else if (str_find(name, '/') != SIZE_MAX || json_get(schema, STR("properties")) || is_hidden(form, name))
		finding_add(list, F_CALC_PLACE, at, target, STR_NONE);
	else if (!json_true(json_get(schema, STR("readOnly"))))
		finding_add(list, F_CALC_ASKED, at, target, STR_NONE);
	need_words(form, list, target, STR("!calc"));
}

static void check_asked(const struct form *form, struct finding_list *list, str question, str pointer)
{
	if (question.p && !form_schema(form, question))
		finding_add(list, F_QUESTION_UNKNOWN, pointer, question, STR_NONE);
	else if (question.p && form->page_count && (str_find(question, '*') != SIZE_MAX || lint_page_of(form, question) == form->page_count))
		finding_add(list, F_CHECK_PLACE, pointer, question, STR_NONE);
}

static void lint_calc(const struct form *form, struct finding_list *list)
{
	const struct json_node *calc = json_get(form->root, STR("calc"));
	for (size_t i = 0; json_is(calc, JSON_ARRAY) && i < json_count(calc); i++) {
		str pointer = json_pointer_index(list->arena, STR("/calc"), i);
		once(list, calc, i, pointer, "id");
		once(list, calc, i, pointer, "target");
		check_target(form, list, json_member(json_at(calc, i), STR("target")), pointer);
	}
}

static void lint_checks(const struct form *form, struct finding_list *list)
{
	const struct json_node *checks = json_get(form->root, STR("checks"));
	for (size_t i = 0; json_is(checks, JSON_ARRAY) && i < json_count(checks); i++) {
		str pointer = json_pointer_index(list->arena, STR("/checks"), i);
		const struct json_node *check = json_at(checks, i);
		str text = json_member(check, STR("text")), unless = json_member(check, STR("unless"));
		once(list, checks, i, pointer, "id");
		check_asked(form, list, json_member(check, STR("at")), below(list, pointer, "at"));
		if (unless.p && !form_schema(form, unless))
			finding_add(list, F_QUESTION_UNKNOWN, below(list, pointer, "unless"), unless, STR_NONE);
		if (text.p)
			need_words(form, list, STR_NONE, text);
	}
}

void lint_logic(struct form *form, struct finding_list *list)
{
	if (!lint_has_questions(form))
		return;
	lint_calc(form, list);
	lint_checks(form, list);
	if (!calc_load(form, list->arena, list) && !finding_list_below(list, STR("/calc")))
		finding_add(list, F_PART_VALUE, STR("/calc"), STR("calc"), STR("logic"));
	if (!checks_load(form, list->arena, list) && !finding_list_below(list, STR("/checks")))
		finding_add(list, F_PART_VALUE, STR("/checks"), STR("checks"), STR("logic"));
}
