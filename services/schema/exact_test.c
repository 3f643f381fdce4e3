/* exact_test.c -- sums, products and quotients of decimals, to the last digit, and where they end. */
#include <check.h>

#include "schema/exact.h"

Suite *schema_exact_suite(void);

typedef bool reckoning(struct exact a, struct exact b, struct exact *out);

static const struct {
	reckoning *by;
	const char *a, *b, *expected; /* NULL: does not fit */
} reckonings[] = {
	{ exact_plus, "0.1", "0.2", "0.3" }, /* a double says 0.30000000000000004 */
	{ exact_plus, "1e2", "-0.5", "99.5" },
	{ exact_plus, "999999999999999999", "0", "999999999999999999" },
	{ exact_plus, "999999999999999999", "1", NULL },
	{ exact_plus, "-999999999999999999", "-1", NULL },
	{ exact_plus, "999999999999999999", "0.1", NULL },
	{ exact_plus, "99999999999999999.9", "0.1", "100000000000000000" },
	{ exact_minus, "1", "0.9", "0.1" },
	{ exact_minus, "-1", "-1", "0" },
	{ exact_minus, "0.1", "0.000000000000000001", "0.099999999999999999" },
	{ exact_minus, "1", "0.000000000000000001", NULL }, /* 1.000000000000000000 has nineteen digits */
	{ exact_times, "1.5", "-2", "-3" },
	{ exact_times, "0.01", "100", "1" },
	{ exact_times, "0", "-999999999999999999", "0" },
	{ exact_times, "999999999", "999999999", "999999998000000001" },
	{ exact_times, "1000000000", "1000000000", NULL },
	{ exact_times, "0.0000000001", "0.000000001", NULL }, /* 19 decimals */
	{ exact_over, "1", "3", "0.333333333" },
	{ exact_over, "2", "3", "0.666666667" },
	{ exact_over, "-2", "3", "-0.666666667" },
	{ exact_over, "1", "8", "0.125" },
	{ exact_over, "0.0000000005", "1", "0.000000001" }, /* a half goes away from zero */
	{ exact_over, "-0.0000000005", "1", "-0.000000001" },
	{ exact_over, "0.00000000049", "1", "0" },
	{ exact_over, "0.000000000000000001", "0.000000000000000001", "1" },
	{ exact_over, "1000000000000", "3", "333333333333.333333" },
	{ exact_over, "999999999999999999", "1", "999999999999999999" },
	{ exact_over, "999999999999999999", "0.1", NULL },
	{ exact_over, "100000000000000000", "0.3", "333333333333333333" },
	{ exact_over, "0", "7", "0" },
};

START_TEST(every_result_is_exact_or_refused)
{
	struct arena *arena = arena_new(1 << 16);
	struct exact a, b, out;
	ck_assert(exact_parse(str_of(reckonings[_i].a), &a) && exact_parse(str_of(reckonings[_i].b), &b));
	bool fits = reckonings[_i].by(a, b, &out);
	ck_assert_int_eq(fits, reckonings[_i].expected != NULL);
	if (fits)
		ck_assert_str_eq(exact_text(arena, out).p, reckonings[_i].expected);
	arena_free(arena);
}
END_TEST

static const struct {
	const char *number, *text; /* NULL: does not fit */
} numbers[] = {
	{ "0", "0" },
	{ "-0", "0" },
	{ "-0.0", "0" },
	{ "1.50", "1.5" },
	{ "100", "100" },
	{ "1e2", "100" },
	{ "1.25E+1", "12.5" },
	{ "125e-2", "1.25" },
	{ "0e99999999999999999999", "0" },
	{ "1e17", "100000000000000000" },
	{ "1e18", NULL },
	{ "999999999999999999", "999999999999999999" },
	{ "1000000000000000000", NULL },
	{ "0.000000000000000001", "0.000000000000000001" },
	{ "0.0000000000000000001", NULL },
	{ "0.50000000000000000000000000", "0.5" },
	{ "1e-1000", NULL },
	{ "1e99999999999999999999", NULL },
	{ "123456789012345678901234567890", NULL },
};

START_TEST(a_number_is_read_whole_or_not_at_all)
{
	struct arena *arena = arena_new(1 << 16);
	struct exact value;
	bool fits = exact_parse(str_of(numbers[_i].number), &value);
	ck_assert_int_eq(fits, numbers[_i].text != NULL);
	if (fits)
		ck_assert_str_eq(exact_text(arena, value).p, numbers[_i].text);
	arena_free(arena);
}
END_TEST

START_TEST(numbers_order_by_value_whatever_their_decimals)
{
	static const char *const rising[] = { "-999999999999999999", "-2", "-1.5", "-0.000000000000000001", "0", "0.000000000000000001",
		                              "0.1", "0.10000000000000001", "1", "1.000000000000000001", "999999999999999999" };
	for (size_t i = 0; i < sizeof(rising) / sizeof(rising[0]); i++)
		for (size_t j = 0; j < sizeof(rising) / sizeof(rising[0]); j++) {
			struct exact a, b;
			bool both = exact_parse(str_of(rising[i]), &a) && exact_parse(str_of(rising[j]), &b);
			if (both)
				ck_assert_int_eq(exact_cmp(a, b), (i > j) - (i < j));
			/* 1.000000000000000001 has nineteen digits. */
			ck_assert(both || i == 9 || j == 9);
		}
}
END_TEST

Suite *schema_exact_suite(void)
{
	Suite *suite = suite_create("schema_exact");
	TCase *tc = tcase_create("decimals");
	tcase_add_loop_test(tc, every_result_is_exact_or_refused, 0, (int)(sizeof(reckonings) / sizeof(reckonings[0])));
	tcase_add_loop_test(tc, a_number_is_read_whole_or_not_at_all, 0, (int)(sizeof(numbers) / sizeof(numbers[0])));
	tcase_add_test(tc, numbers_order_by_value_whatever_their_decimals);
	suite_add_tcase(suite, tc);
	return suite;
}
