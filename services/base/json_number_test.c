/* json_number_test.c -- numbers by their digits, values by what they mean. */
#include <check.h>

#include "base/json.h"

Suite *base_json_number_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Ascending; texts on one line are the same number. */
static const char *const ladder[][6] = {
	{ "-1e9999999999999999999999" },
	{ "-1e400", "-10e399" },
	{ "-12345678901234567891" },
	{ "-12345678901234567890", "-1.234567890123456789e19" },
	{ "-2" },
	{ "-1.5", "-15e-1", "-0.15e1" },
	{ "-1", "-1.0", "-0.1e1", "-1000e-3" },
	{ "-1e-400" },
	{ "-1e-9999999999999999999999" },
	{ "0", "-0", "0.0", "-0.0", "0e5", "0e99999999999999999999" },
	{ "1e-9999999999999999999999" },
	{ "1e-400", "0.1e-399" },
	{ "0.1", "1e-1", "1E-1", "0.10", "0.01e+1", "1e-00000000000000000000000001" },
	{ "0.10000000000000000000000001" },
	{ "1", "1.0", "1e0", "10e-1", "0.001e3", "1e-0" },
	{ "9", "9.00" },
	{ "10", "1e1", "1e+1", "1e01", "1e00000000000000000000000001", "100e-1" },
	{ "11" },
	{ "9007199254740992" },
	{ "9007199254740993", "9007199254740993.0" },
	{ "1e400", "10e399", "0.1e401" },
	{ "1.0000000000000000000000000000001e400" },
	{ "1e9999999999999999999999" },
};

START_TEST(numbers_are_compared_exactly_whatever_their_size_and_form)
{
	enum { STEPS = sizeof(ladder) / sizeof(ladder[0]) };
	for (int i = 0; i < STEPS; i++)
		for (int k = 0; k < STEPS; k++)
			for (int x = 0; x < 6 && ladder[i][x]; x++)
				for (int y = 0; y < 6 && ladder[k][y]; y++) {
					int order = json_number_cmp(str_of(ladder[i][x]), str_of(ladder[k][y]));
					ck_assert_msg((order > 0) - (order < 0) == (i > k) - (i < k), "%s and %s: %d", ladder[i][x], ladder[k][y],
					              order);
				}
}
END_TEST

static const struct {
	const char *a, *b;
	bool equal;
} values[] = {
	{ "null", "null", true },
	{ "null", "false", false },
	{ "true", "false", false },
	{ "0", "false", false },
	{ "1", "1.0", true },
	{ "1e2", "100", true },
	{ "9007199254740993", "9007199254740992", false },
	{ "\"1\"", "1", false },
	{ "\"a\\u0062\"", "\"ab\"", true },
	{ "\"a\"", "\"A\"", false },
	{ "[]", "[]", true },
	{ "[]", "{}", false },
	{ "[1,2]", "[1.0,2e0]", true },
	{ "[1,2]", "[2,1]", false },
	{ "[1,2]", "[1,2,3]", false },
	{ "[[1],2]", "[[1,2]]", false },
	{ "{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}", true },
	{ "{\"a\":1}", "{\"a\":2}", false },
	{ "{\"a\":1}", "{\"b\":1}", false },
	{ "{\"a\":1}", "{\"a\":1,\"b\":2}", false },
	{ "{\"a\":null}", "{\"b\":null}", false },
};

START_TEST(values_are_equal_by_what_they_mean)
{
	const struct json_node *a = json_parse(arena, str_of(values[_i].a), &json_limits_answers, NULL);
	const struct json_node *b = json_parse(arena, str_of(values[_i].b), &json_limits_answers, NULL);
	ck_assert_int_eq(json_equal(a, b), values[_i].equal);
	ck_assert_int_eq(json_equal(b, a), values[_i].equal);
	ck_assert(json_equal(a, a) && json_equal(b, b));
}
END_TEST

START_TEST(absent_equals_absent_alone)
{
	const struct json_node *null = json_parse(arena, STR("null"), &json_limits_answers, NULL);
	ck_assert(json_equal(NULL, NULL) && !json_equal(null, NULL) && !json_equal(NULL, null));
}
END_TEST

Suite *base_json_number_suite(void)
{
	Suite *suite = suite_create("base/json_number");
	TCase *t = tcase_create("json_number");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, numbers_are_compared_exactly_whatever_their_size_and_form);
	tcase_add_loop_test(t, values_are_equal_by_what_they_mean, 0, sizeof(values) / sizeof(values[0]));
	tcase_add_test(t, absent_equals_absent_alone);
	suite_add_tcase(suite, t);
	return suite;
}
