/* lint.c -- the order of the checks, and the few that need no file of their own. */
#include "rules/lint.h"

bool lint_lists(const struct json_node *array, str word)
{
	for (struct json_iter it = json_begin(array); json_next(&it);)
		if (str_eq(json_str(it.value), word))
			return true;
	return false;
}

bool lint_has_questions(const struct form *form)
{
	const struct json_node *properties = json_pointer(form->root, STR("/data/properties"));
	return json_is(properties, JSON_OBJECT) && json_count(properties) > 0;
}

bool lint_below(str pointer, str above)
{
	return str_starts(pointer, above) && (pointer.n == above.n || pointer.p[above.n] == '/');
}

bool lint_demanded(const struct form *form, str pointer)
{
	size_t cut = pointer.n;
	while (cut && pointer.p[cut - 1] != '/')
		cut--;
	str name = str_sub(pointer, cut, pointer.n), parent = str_sub(pointer, 0, cut ? cut - 1 : 0);
	if (lint_lists(json_get(form_schema(form, parent), STR("required")), name))
		return true;
	for (struct json_iter it = json_begin(json_pointer(form->root, STR("/data/allOf"))); parent.n == 0 && json_next(&it);)
		if (lint_lists(json_pointer(it.value, STR("/then/required")), name) ||
		    lint_lists(json_pointer(it.value, STR("/else/required")), name))
			return true;
	return false;
}

size_t lint_page_of(const struct form *form, str pointer)
{
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
			str ref = json_member(it.value, STR("ref"));
			if (lint_below(pointer, ref) || lint_below(ref, pointer))
				return page;
		}
	return form->page_count;
}

bool lint_word_in(str word, const char *const *words)
{
	for (; *words; words++)
		if (str_is(word, *words))
			return true;
	return false;
}

static str through_refs(struct finding_list *list, str place)
{
	for (int hop = 0; hop < LINT_DEPTH_MAX; hop++) {
		str ref = json_member(json_pointer(list->root, place), STR("$ref"));
		if (!str_starts(ref, STR("#/$defs/")))
			break;
		place = arena_join(list->arena, STR("/data"), str_sub(ref, 1, ref.n), STR(""));
	}
	return place;
}

str lint_place(struct finding_list *list, str question)
{
	str place = STR("/data"), token;
	while (json_pointer_next(list->arena, &question, &token)) {
		str parent = through_refs(list, place);
		place = str_is(token, "*") ? arena_join(list->arena, parent, STR("/items"), STR(""))
		                           : json_pointer_add(list->arena, arena_join(list->arena, parent, STR("/properties"), STR("")), token);
		if (!json_pointer(list->root, place))
			return parent;
	}
	return place;
}

static void lint_supported(const struct form *form, struct finding_list *list)
{
	static const char *const later[] = { "prefill", "attachments", "roles" };
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (json_get(form->root, str_of(later[i])))
			finding_add(list, F_UNSUPPORTED, arena_printf(list->arena, "/%s", later[i]), str_of(later[i]), STR_NONE);
	if (form->subject_age_min > form->subject_age_max)
		finding_add(list, F_AGE, STR("/subject/ageMin"), STR_NONE, STR_NONE);
}

static bool holds_words(const struct json_node *question)
{
	return str_is(json_member(question, STR("type")), "string") ||
	       json_is(json_at(json_get(question, STR("enum")), 0), JSON_STRING);
}

/* The area of a case is looked up by one answer. */
static void lint_routing(const struct form *form, struct finding_list *list)
{
	str area = json_member(json_get(form->root, STR("routing")), STR("area"));
	if (!str_starts(area, STR("/")) || !lint_has_questions(form))
		return;
	const struct json_node *question = form_schema(form, area);
	if (!question)
		finding_add(list, F_QUESTION_UNKNOWN, STR("/routing/area"), area, STR_NONE);
	else if (!holds_words(question))
		finding_add(list, F_AREA_KIND, STR("/routing/area"), area, STR_NONE);
}

static void lint_tests(const struct form *form, struct finding_list *list)
{
	const struct json_node *tests = json_get(form->root, STR("tests"));
	if (!json_is(tests, JSON_ARRAY) || json_count(tests) == 0)
		return;
	bool valid = false, invalid = false;
	size_t n = 0;
	for (struct json_iter it = json_begin(tests); json_next(&it); n++) {
		bool expects = json_true(json_get(json_get(it.value, STR("expect")), STR("valid")));
		valid |= expects;
		invalid |= !expects;
		for (size_t before = 0; before < n; before++)
			if (str_eq(json_member(json_at(tests, before), STR("name")), json_member(it.value, STR("name"))))
				finding_add(list, F_TEST_TWICE, json_pointer_index(list->arena, STR("/tests"), n),
				            json_member(it.value, STR("name")), STR_NONE);
	}
	if (!valid)
		finding_add(list, F_TESTS_NO_VALID, STR("/tests"), STR_NONE, STR_NONE);
	if (!invalid)
		finding_add(list, F_TESTS_NO_INVALID, STR("/tests"), STR_NONE, STR_NONE);
}

void lint_form(const struct form *form, struct finding_list *list)
{
	lint_supported(form, list);
	if (lint_data(form, list)) {
		lint_conditions(form, list);
		lint_reach(form, list);
		lint_pages(form, list);
		lint_texts(form, list);
		lint_routing(form, list);
	}
	lint_signing(form, list);
	lint_decision(form, list);
	lint_tests(form, list);
}
