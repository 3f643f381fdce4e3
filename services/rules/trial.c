/* trial.c -- running the tests inside a definition, and counting what they reach. */
#include "rules/trial.h"

#include "rules/answers.h"
#include "rules/patch.h"
#include "rules/signing.h"
#include "rules/trial_logic.h"

struct trial {
	const struct form *form;
	struct arena *arena;
	struct finding_list list;
	bool *page_reached;            /* by a valid test */
	const str *branches;           /* every `if` of the data */
	bool *seen_true, *seen_false;  /* by any test */
	size_t branch_count;
	bool *check_kept, *check_broken; /* by any test */
	bool signing_true, signing_false; /* the condition of signing, by right answers */
};

static const struct json_node *test_at(const struct form *form, size_t index)
{
	return json_at(json_get(form->root, STR("tests")), index);
}

static str pointer_of(struct arena *arena, size_t index, const char *rest)
{
	return arena_printf(arena, "/tests/%zu%s", index, rest);
}

static size_t index_of(const struct form *form, str name, size_t before)
{
	size_t i = 0;
	while (i < before && !str_eq(json_member(test_at(form, i), STR("name")), name))
		i++;
	return i;
}

static const struct json_node *patched(const struct form *form, size_t index, struct arena *arena, struct finding_list *list,
                                       const struct json_node *answers)
{
	const struct json_node *test = test_at(form, index);
	size_t n = 0;
	for (struct json_iter it = json_begin(json_get(test, STR("patch"))); answers && json_next(&it); n++) {
		answers = patch_apply(arena, answers, it.value);
		if (!answers && list)
			finding_add(list, F_TEST_PATCH, json_pointer_index(arena, pointer_of(arena, index, "/patch"), n),
			            json_member(test, STR("name")), json_member(it.value, STR("path")));
	}
	return answers;
}

/* A base stands before its test, so this ends. */
const struct json_node *trial_answers(const struct form *form, size_t index, struct arena *arena, struct finding_list *list)
{
	const struct json_node *test = test_at(form, index), *answers = json_get(test, STR("data"));
	str base = json_member(test, STR("base"));
	if (!answers) {
		size_t before = index_of(form, base, index);
		if (before == index) {
			if (list)
				finding_add(list, F_TEST_BASE, pointer_of(arena, index, "/base"), json_member(test, STR("name")),
				            base);
			return NULL;
		}
		answers = trial_answers(form, before, arena, NULL);
	}
	return patched(form, index, arena, list, answers);
}

/* Its own day, or that of the test it builds on. */
str trial_today(const struct form *form, size_t index)
{
	str today = json_member(test_at(form, index), STR("today"));
	size_t before = index_of(form, json_member(test_at(form, index), STR("base")), index);
	return today.p || before == index ? today : trial_today(form, before);
}

static bool same_error(const struct json_node *expected, const struct schema_row *row)
{
	str key = json_member(expected, STR("key"));
	return str_eq(json_member(expected, STR("at")), row->pointer) &&
	       str_eq(json_member(expected, STR("keyword")), row->keyword) && (!key.p || str_eq(key, row->parameter));
}

static str error_name(struct arena *arena, str at, str keyword, str key)
{
	return arena_printf(arena, "%.*s \"%.*s%s%.*s\"", STR_ARG(keyword), STR_ARG(at), key.n ? "/" : "", STR_ARG(key));
}

/* Of the rules with a parameter, this one's is a name; a bound is none. */
static str missing_name(const struct schema_row *row)
{
	return str_is(row->keyword, "required") ? row->parameter : STR_NONE;
}

static void expect_errors(struct trial *t, size_t index, str name, const struct json_node *expected,
                          const struct schema_report *report)
{
	size_t n = 0;
	str pointer = pointer_of(t->arena, index, "/expect/errors");
	for (struct json_iter it = json_begin(expected); json_next(&it); n++) {
		bool came = json_get(it.value, STR("check")) != NULL; /* those are trial_logic's */
		for (size_t i = 0; i < report->error_count; i++)
			came |= same_error(it.value, &report->errors[i]);
		if (!came)
			finding_add(&t->list, F_TEST_ERROR_ABSENT, json_pointer_index(t->arena, pointer, n), name,
			            error_name(t->arena, json_member(it.value, STR("at")), json_member(it.value, STR("keyword")),
			                       json_member(it.value, STR("key"))));
	}
	for (size_t i = 0; i < report->error_count; i++) {
		const struct schema_row *row = &report->errors[i];
		bool foreseen = false;
		for (struct json_iter it = json_begin(expected); json_next(&it);)
			foreseen |= same_error(it.value, row);
		if (!foreseen)
			finding_add(&t->list, F_TEST_ERROR_EXTRA, pointer, name,
			            error_name(t->arena, row->pointer, row->keyword, missing_name(row)));
	}
}

static void expect_visible(struct trial *t, size_t index, str name, const struct json_node *expected,
                           const struct answers_report *report)
{
	for (struct json_iter it = json_begin(expected); json_next(&it);) {
		str question = json_str(it.key);
		str pointer = json_pointer_add(t->arena, pointer_of(t->arena, index, "/expect/visible"), question);
		bool shown = answers_visible(report, question);
		if (!form_schema(t->form, question))
			finding_add(&t->list, F_QUESTION_UNKNOWN, pointer, question, STR_NONE);
		else if (shown && !json_true(it.value))
			finding_add(&t->list, F_TEST_SHOWN, pointer, name, question);
		else if (!shown && json_true(it.value))
			finding_add(&t->list, F_TEST_HIDDEN, pointer, name, question);
	}
}

static void expect_signing(struct trial *t, size_t index, str name, const struct json_node *expected,
                           const struct answers_report *report)
{
	const struct signing *signing = t->form->signing;
	str came = str_of(signing_policy_word(signing_policy_for(t->form, report->answers, t->arena)));
	if (expected && !str_eq(json_str(expected), came))
		finding_add(&t->list, F_TEST_SIGNING, pointer_of(t->arena, index, "/expect/signing"), name,
		            arena_printf(t->arena, "%.*s, %.*s", STR_ARG(json_str(expected)), STR_ARG(came)));
	if (!signing->condition || !report->valid)
		return;
	bool holds = schema_valid(signing->condition, report->answers, t->arena);
	t->signing_true |= holds;
	t->signing_false |= !holds;
}

static void count_reached(struct trial *t, const struct answers_report *report)
{
	for (size_t page = 0; page < t->form->page_count; page++)
		t->page_reached[page] |= report->valid && report->page_visible[page];
	for (size_t i = 0; i < report->schema.branch_count; i++)
		for (size_t b = 0; b < t->branch_count; b++)
			if (str_eq(t->branches[b], report->schema.branches[i].schema_path)) {
				t->seen_true[b] |= report->schema.branches[i].outcome;
				t->seen_false[b] |= !report->schema.branches[i].outcome;
			}
	for (size_t i = 0; t->form->checks && i < t->form->checks->n; i++) {
		t->check_kept[i] |= report->checks[i] == CHECK_KEPT;
		t->check_broken[i] |= report->checks[i] == CHECK_BROKEN;
	}
}

static void run(struct trial *t, size_t index)
{
	const struct json_node *test = test_at(t->form, index), *expect = json_get(test, STR("expect"));
	const struct json_node *answers = trial_answers(t->form, index, t->arena, &t->list);
	str name = json_member(test, STR("name"));
	struct answers_report report;
	if (!answers)
		return;
	answers_check(t->form, answers, trial_today(t->form, index), t->form->title_key_fallback, t->arena, &report);
	bool expected = json_true(json_get(expect, STR("valid")));
	if (report.valid != expected)
		finding_add(&t->list, expected ? F_TEST_VALID : F_TEST_INVALID, pointer_of(t->arena, index, "/expect/valid"), name,
		            STR_NONE);
	if (json_get(expect, STR("errors")) || expected)
		expect_errors(t, index, name, json_get(expect, STR("errors")), &report.schema);
	expect_visible(t, index, name, json_get(expect, STR("visible")), &report);
	expect_signing(t, index, name, json_get(expect, STR("signing")), &report);
	trial_expect_logic(&t->list, test, pointer_of(t->arena, index, "/expect"), &report);
	count_reached(t, &report);
}

static void demand_coverage(struct trial *t)
{
	for (size_t page = 0; page < t->form->page_count; page++)
		if (!t->page_reached[page])
			finding_add(&t->list, F_PAGE_UNREACHED, json_pointer_index(t->arena, STR("/pages"), page),
			            t->form->pages[page].id, STR_NONE);
	for (size_t b = 0; b < t->branch_count; b++) {
		str at = arena_join(t->arena, STR("/data"), t->branches[b], STR(""));
		if (!t->seen_true[b])
			finding_add(&t->list, F_BRANCH_TRUE, at, at, STR_NONE);
		if (!t->seen_false[b])
			finding_add(&t->list, F_BRANCH_FALSE, at, at, STR_NONE);
	}
	str signing = STR("/signing/policy/if");
	if (t->form->signing->condition && !t->signing_true)
		finding_add(&t->list, F_BRANCH_TRUE, signing, signing, STR_NONE);
	if (t->form->signing->condition && !t->signing_false)
		finding_add(&t->list, F_BRANCH_FALSE, signing, signing, STR_NONE);
	for (size_t i = 0; t->form->checks && i < t->form->checks->n; i++) {
		str at = json_pointer_index(t->arena, STR("/checks"), i), id = t->form->checks->items[i].id;
		if (!t->check_kept[i])
			finding_add(&t->list, F_CHECK_KEPT, at, id, STR_NONE);
		if (!t->check_broken[i])
			finding_add(&t->list, F_CHECK_BROKEN, at, id, STR_NONE);
	}
}

static void count_coverage(const struct trial *t, struct form_trial *out)
{
	out->pages.all = t->form->page_count;
	for (size_t page = 0; page < t->form->page_count; page++)
		out->pages.seen += t->page_reached[page];
	out->conditions.all = t->branch_count + (t->form->signing->condition != NULL);
	out->conditions.seen = t->signing_true && t->signing_false;
	for (size_t b = 0; b < t->branch_count; b++)
		out->conditions.seen += t->seen_true[b] && t->seen_false[b];
	out->checks.all = t->form->checks ? t->form->checks->n : 0;
	for (size_t i = 0; i < out->checks.all; i++)
		out->checks.seen += t->check_kept[i] && t->check_broken[i];
}

void trial_run(const struct form *form, struct finding_list *list, struct form_trial *out)
{
	struct trial t = { .form = form, .arena = list->arena, .list = *list };
	size_t n = json_count(json_get(form->root, STR("tests")));
	struct form_trial_test *tests = ARENA_ARRAY(t.arena, struct form_trial_test, n + 1);
	t.branch_count = schema_branches(form->data, t.arena, &t.branches);
	t.seen_true = ARENA_ARRAY(t.arena, bool, t.branch_count + 1);
	t.seen_false = ARENA_ARRAY(t.arena, bool, t.branch_count + 1);
	t.page_reached = ARENA_ARRAY(t.arena, bool, form->page_count);
	t.check_kept = ARENA_ARRAY(t.arena, bool, form->checks ? form->checks->n + 1 : 1);
	t.check_broken = ARENA_ARRAY(t.arena, bool, form->checks ? form->checks->n + 1 : 1);
	for (size_t i = 0; i < n; i++) {
		size_t before = t.list.added;
		run(&t, i);
		tests[i] = (struct form_trial_test){ json_member(test_at(form, i), STR("name")), t.list.added == before };
	}
	demand_coverage(&t);
	count_coverage(&t, out);
	out->tests = tests;
	out->test_count = n;
	*list = t.list;
}

void form_try(const struct form *form, struct arena *arena, struct form_trial *out)
{
	struct finding_list list = finding_list_in(arena, form->text, form->root);
	*out = (struct form_trial){ 0 };
	trial_run(form, &list, out);
	out->findings = finding_list_result(&list);
}

bool form_test(const struct form *form, struct arena *arena, struct findings *findings)
{
	struct form_trial trial;
	form_try(form, arena, &trial);
	*findings = trial.findings;
	return findings->n == 0;
}
