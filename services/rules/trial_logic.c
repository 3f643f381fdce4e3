/* trial_logic.c -- comparing what checks and calculations said with what a test expects of them. */
#include "rules/trial_logic.h"

struct expectation {
	struct finding_list *list;
	str test;
	const struct answers_error *came;
	size_t n;
};

static str name_of(struct arena *arena, str at, str check)
{
	return arena_printf(arena, "%.*s \"%.*s\"", STR_ARG(check), STR_ARG(at));
}

static bool is_same(const struct json_node *expected, const struct answers_error *e)
{
	return str_eq(json_member(expected, STR("at")), e->pointer) && str_eq(json_member(expected, STR("check")), e->check);
}

/* Only what names a check: the rules of data are compared elsewhere. */
static void expect_checks(const struct expectation *x, const struct json_node *expected, str pointer)
{
	struct arena *arena = x->list->arena;
	size_t k = 0;
	for (struct json_iter it = json_begin(expected); json_next(&it); k++) {
		bool came = !json_get(it.value, STR("check"));
		for (size_t i = 0; i < x->n; i++)
			came |= is_same(it.value, &x->came[i]);
		if (!came)
			finding_add(x->list, F_TEST_ERROR_ABSENT, json_pointer_index(arena, pointer, k), x->test,
			            name_of(arena, json_member(it.value, STR("at")), json_member(it.value, STR("check"))));
	}
	for (size_t i = 0; i < x->n; i++) {
		bool foreseen = !x->came[i].check.p;
		for (struct json_iter it = json_begin(expected); json_next(&it);)
			foreseen |= is_same(it.value, &x->came[i]);
		if (!foreseen)
			finding_add(x->list, F_TEST_ERROR_EXTRA, pointer, x->test, name_of(arena, x->came[i].pointer, x->came[i].check));
	}
}

/* A calculation that failed is neither a rule of data nor a check: it is never foreseen. */
static void expect_reckoned(const struct expectation *x, str pointer)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_is(x->came[i].keyword, "calc"))
			finding_add(x->list, F_TEST_ERROR_EXTRA, pointer, x->test, name_of(x->list->arena, x->came[i].pointer, STR("calc")));
}

static void expect_calc(struct finding_list *list, str test, const struct json_node *expected, str pointer,
                        const struct json_node *answers)
{
	for (struct json_iter it = json_begin(expected); json_next(&it);) {
		str target = json_str(it.key);
		const struct json_node *value = json_pointer(answers, target);
		bool nothing = json_is(it.value, JSON_NULL);
		if (nothing ? !value : value && json_equal(value, it.value))
			continue;
		str wanted = json_write(list->arena, it.value), came = value ? json_write(list->arena, value) : STR("null");
		finding_add(list, F_TEST_CALC, json_pointer_add(list->arena, pointer, target), test,
		            arena_printf(list->arena, "%.*s = %.*s, %.*s", STR_ARG(target), STR_ARG(wanted), STR_ARG(came)));
	}
}

void trial_expect_logic(struct finding_list *list, const struct json_node *test, str at, const struct answers_report *report)
{
	const struct json_node *expect = json_get(test, STR("expect"));
	bool named = json_get(expect, STR("errors")) || json_true(json_get(expect, STR("valid")));
	str name = json_member(test, STR("name"));
	const struct expectation errors = { list, name, report->errors, report->error_count };
	const struct expectation warnings = { list, name, report->warnings, report->warning_count };
	if (named) {
		expect_checks(&errors, json_get(expect, STR("errors")), arena_join(list->arena, at, STR("/errors"), STR("")));
		expect_reckoned(&errors, arena_join(list->arena, at, STR("/errors"), STR("")));
	}
	if (named || json_get(expect, STR("warnings")))
		expect_checks(&warnings, json_get(expect, STR("warnings")), arena_join(list->arena, at, STR("/warnings"), STR("")));
	expect_calc(list, name, json_get(expect, STR("calc")), arena_join(list->arena, at, STR("/calc"), STR("")), report->answers);
}
