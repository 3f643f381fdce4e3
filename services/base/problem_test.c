/* problem_test.c -- why something was refused: the first cause, one table, a body that is always whole. */
#include <string.h>
#include <sysexits.h>

#include "base/json.h"
#include "base/log.h"
#include "base/problem.h"

static struct arena *arena;
static struct problem why;

static void setup(void)
{
	arena = arena_new((size_t)32 << 20);
	why = (struct problem){ 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

static bool refuse(enum problem_kind kind, str detail)
{
	return fail(&why, kind, detail);
}

#include <check.h> /* only now: it makes a macro of our fail() */

Suite *base_problem_suite(void);

static const struct json_node *body(void)
{
	str text = problem_json(arena, &why, STR("0195"));
	const struct json_node *node = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_msg(node, "%.200s", text.p);
	return node;
}

START_TEST(the_first_failure_wins_and_the_answer_is_false)
{
	ck_assert(!refuse(P_NOT_FOUND, STR("first")));
	ck_assert(!refuse(P_UNAVAILABLE, STR("second")));
	ck_assert(why.kind == P_NOT_FOUND && str_is(why.detail, "first") && why.retry_after_s == 0);
}
END_TEST

START_TEST(who_is_unavailable_says_when_to_come_back)
{
	refuse(P_UNAVAILABLE, STR_NONE);
	ck_assert_int_gt(why.retry_after_s, 0);
	why = (struct problem){ .retry_after_s = 5 };
	refuse(P_UNAVAILABLE, STR_NONE);
	ck_assert_int_eq(why.retry_after_s, 5);
}
END_TEST

START_TEST(every_kind_has_status_slug_and_title_of_its_own)
{
	static const enum problem_kind kinds[] = {
#define X(name, status, slug, title) name,
		PROBLEM_KINDS(X)
#undef X
	};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *slug = problem_slug(kinds[i]);
		ck_assert(problem_status(kinds[i]) >= 400 && problem_status(kinds[i]) < 600);
		ck_assert_uint_eq(strspn(slug, "abcdefghijklmnopqrstuvwxyz-"), strlen(slug));
		ck_assert_uint_gt(strlen(problem_title(kinds[i])), 5);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(slug, problem_slug(kinds[k]));
	}
	ck_assert_int_eq(problem_status(P_NONE), 200);
	ck_assert_int_eq(problem_status(P_INVALID), 422);
}
END_TEST

START_TEST(the_body_has_the_members_of_rfc_9457)
{
	refuse(P_STALE, STR("line\n\"quoted\" <b>"));
	const struct json_node *b = body();
	ck_assert(str_is(json_member(b, STR("type")), "/problem/stale-version"));
	ck_assert(str_is(json_member(b, STR("title")), problem_title(P_STALE)));
	ck_assert_int_eq(json_int(json_get(b, STR("status")), 0), 412);
	ck_assert(str_is(json_member(b, STR("detail")), "line\n\"quoted\" <b>"));
	ck_assert(str_is(json_member(b, STR("request_id")), "0195"));
	ck_assert_uint_eq(json_count(b), 5);
	why.detail = STR_NONE;
	ck_assert_ptr_null(json_get(body(), STR("detail")));
}
END_TEST

START_TEST(every_field_error_is_listed)
{
	const struct problem_field fields[] = { { STR("/a~1b/0"), STR("minLength"), STR("För \"kort\"") }, { STR(""), STR("required"), STR("x") } };
	refuse(P_INVALID, STR("no"));
	why.fields = fields;
	why.field_count = 2;
	const struct json_node *errors = json_get(body(), STR("errors"));
	ck_assert_uint_eq(json_count(errors), 2);
	ck_assert(str_is(json_member(json_at(errors, 0), STR("pointer")), "/a~1b/0"));
	ck_assert(str_is(json_member(json_at(errors, 0), STR("keyword")), "minLength"));
	ck_assert(str_is(json_member(json_at(errors, 0), STR("text")), "För \"kort\""));
	ck_assert(str_is(json_member(json_at(errors, 1), STR("pointer")), ""));
}
END_TEST

START_TEST(more_errors_than_fit_leave_a_whole_body)
{
	static struct problem_field fields[8000];
	static char words[400];
	memset(words, 'x', sizeof(words));
	for (size_t i = 0; i < 8000; i++)
		fields[i] = (struct problem_field){ STR("/a"), STR("false"), { words, sizeof(words) } };
	refuse(P_INVALID, STR("no"));
	why.fields = fields;
	why.field_count = 8000;
	ck_assert_int_eq(json_int(json_get(body(), STR("status")), 0), 422);
	ck_assert_uint_eq(why.field_count, 8000);
}
END_TEST

START_TEST(a_broken_invariant_ends_the_process_with_its_code)
{
	log_threshold((enum log_level)(LOG_ERROR + 1));
	die(EX_SOFTWARE, "test.invariant", STR("on purpose"));
}
END_TEST

Suite *base_problem_suite(void)
{
	Suite *suite = suite_create("base/problem");
	TCase *t = tcase_create("problem");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_first_failure_wins_and_the_answer_is_false);
	tcase_add_test(t, who_is_unavailable_says_when_to_come_back);
	tcase_add_test(t, every_kind_has_status_slug_and_title_of_its_own);
	tcase_add_test(t, the_body_has_the_members_of_rfc_9457);
	tcase_add_test(t, every_field_error_is_listed);
	tcase_add_test(t, more_errors_than_fit_leave_a_whole_body);
	tcase_add_exit_test(t, a_broken_invariant_ends_the_process_with_its_code, EX_SOFTWARE);
	suite_add_tcase(suite, t);
	return suite;
}
