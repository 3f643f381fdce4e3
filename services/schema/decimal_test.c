/* decimal_test.c -- numbers by their digits: multiples, integers and counts, exactly, whatever their size. */
#include <check.h>

#include "schema/plan.h"

Suite *schema_decimal_suite(void);

static const struct {
	const char *value, *divisor;
	bool multiple;
} multiples[] = {
	{ "0", "7", true },
	{ "-0.0", "0.3", true },
	{ "10", "5", true },
	{ "11", "5", false },
	{ "-10", "5", true },
	{ "0.3", "0.1", true }, /* a double says no */
	{ "0.35", "0.1", false },
	{ "4.35", "0.01", true },
	{ "0.0075", "0.0001", true },
	{ "0.00751", "0.0001", false },
	{ "19.99", "0.01", true },
	{ "1.1e2", "1e1", true },
	{ "1.15e2", "1e1", false },
	{ "4.5", "1.5", true },
	{ "35", "1.5", false },
	{ "1e400", "7", false },
	{ "7e400", "7", true },
	{ "1e400", "2.5", true },
	{ "1e-400", "1e-401", true },
	{ "1e-400", "1e-399", false },
	{ "1e-400", "3e-401", false },
	{ "1e99999999999999999999", "2", true },
	{ "1e99999999999999999999", "3", false },
	{ "9007199254740993", "9007199254740992", false },
	{ "9007199254740993", "3", true },
	{ "12345678901234567890123456789012345678901234567890", "10", true },
	{ "12345678901234567890123456789012345678901234567891", "10", false },
	{ "111111111111111111111111111111111111", "999999999999", false },
	{ "999999999999999999999999999999999999", "999999999999", true },
	{ "123456789012345678000000", "123456789012345678", true },
	{ "123456789012345679000000", "123456789012345678", false },
	{ "1", "0.1e-5", true },
	{ "10e-00000000000000000000001", "1", true },
};

START_TEST(a_multiple_is_exact)
{
	ck_assert_msg(decimal_is_divisor(str_of(multiples[_i].divisor)), "%s", multiples[_i].divisor);
	ck_assert_msg(decimal_is_multiple(str_of(multiples[_i].value), str_of(multiples[_i].divisor)) == multiples[_i].multiple, "%s of %s",
	              multiples[_i].value, multiples[_i].divisor);
}
END_TEST

START_TEST(every_tenth_is_a_multiple_of_a_tenth_and_nothing_between)
{
	char text[32];
	for (unsigned n = 0; n < 100000; n++) {
		(void)snprintf(text, sizeof(text), "%u.%02u", n / 100, n % 100);
		if (decimal_is_multiple(str_of(text), STR("0.1")) != (n % 10 == 0))
			ck_abort_msg("%s", text);
	}
}
END_TEST

START_TEST(small_multiples_agree_with_integers)
{
	char value[16], divisor[16];
	for (int v = -60; v <= 60; v++)
		for (int d = 1; d <= 30; d++) {
			(void)snprintf(value, sizeof(value), "%de-3", v);
			(void)snprintf(divisor, sizeof(divisor), "0.%03d", d);
			ck_assert_msg(decimal_is_multiple(str_of(value), str_of(divisor)) == (v % d == 0), "%s of %s", value, divisor);
		}
}
END_TEST

START_TEST(a_divisor_is_above_zero)
{
	static const char *const good[] = { "1", "0.1", "1e-400", "123456789012345678", "1234567890123456780000", "0.000123456789012345678", "1234567890123456789" };
	static const char *const bad[] = { "0", "0.0", "-1", "-0.5", "0e5" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(decimal_is_divisor(str_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!decimal_is_divisor(str_of(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(a_long_divisor_is_exact_too)
{
	static const struct {
		const char *value, *divisor;
		bool multiple;
	} longs[] = {
		{ "2469135780246913578", "1234567890123456789", true },
		{ "2469135780246913579", "1234567890123456789", false },
		{ "1234567890123456789e30", "1234567890123456789", true },
		{ "1e400", "0.0000000000000000000001", true },
		{ "1e99999999", "1234567890123456789012", false },
		{ "1e99999999", "11111111111111111111111", false },
		{ "1e99999999", "10000000000000000000000", true },
		{ "1e99999999", "9765625000000000000000001", false },
		{ "1e99999999", "1180591620717411303424", true },  /* 2^70 */
		{ "1e69", "1180591620717411303424", false },
		{ "1e70", "1180591620717411303424", true },
	};
	for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]); i++)
		ck_assert_msg(decimal_is_multiple(str_of(longs[i].value), str_of(longs[i].divisor)) == longs[i].multiple, "%s of %s",
		              longs[i].value, longs[i].divisor);
}
END_TEST

START_TEST(equal_numbers_have_equal_hashes)
{
	static const char *const pairs[][2] = { { "1", "1.0" }, { "100", "1e2" }, { "-0", "0" }, { "0e5", "0.00" }, { "-12.50", "-125e-1" } };
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		ck_assert_uint_eq(decimal_hash(str_of(pairs[i][0])), decimal_hash(str_of(pairs[i][1])));
	ck_assert_uint_ne(decimal_hash(STR("1")), decimal_hash(STR("-1")));
	ck_assert_uint_ne(decimal_hash(STR("1")), decimal_hash(STR("10")));
}
END_TEST

START_TEST(a_number_lies_between_whole_numbers)
{
	static const struct {
		const char *text;
		int64_t floor, ceiling;
	} between[] = {
		{ "0", 0, 0 },       { "-0", 0, 0 },    { "-0.0", 0, 0 },   { "1.5", 1, 2 },
		{ "-1.5", -2, -1 },  { "-0.1", -1, 0 }, { "12.000", 12, 12 }, { "999999999999999999.9", 999999999999999999, 1000000000000000000 },
	};
	static const char *const beyond[] = { "1e2", "1.5E0", "1000000000000000000", "-12345678901234567890.5" };
	int64_t floor, ceiling;
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		ck_assert_msg(decimal_between(str_of(between[i].text), &floor, &ceiling) && floor == between[i].floor && ceiling == between[i].ceiling,
		              "%s", between[i].text);
	for (size_t i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++)
		ck_assert_msg(!decimal_between(str_of(beyond[i]), &floor, &ceiling), "%s", beyond[i]);
}
END_TEST

START_TEST(an_integer_may_be_written_with_a_point)
{
	static const char *const good[] = { "0", "-0.0", "1", "1.0", "1e2", "1.5e1", "12e-0", "100e-2", "1e400", "0e-7", "-3.00", "1.0000000000000000e3" };
	static const char *const bad[] = { "0.5", "1e-1", "10.01", "1.5e0", "1e-400", "12345678901234567890.1", "100e-3" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(decimal_is_integer(str_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!decimal_is_integer(str_of(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(a_count_has_its_value_however_it_is_written)
{
	static const struct {
		const char *text;
		int64_t value;
	} counts[] = {
		{ "0", 0 }, { "0e99", 0 }, { "2.0", 2 }, { "1e3", 1000 }, { "200000.0", 200000 }, { "1230e-1", 123 },
		{ "9223372036854775807", INT64_MAX }, { "9223372036854775807.0", INT64_MAX }, { "9223372036854775808", INT64_MAX },
		{ "1e18", 1000000000000000000 }, { "1e19", INT64_MAX }, { "1e400", INT64_MAX }, { "1e99999999999999999999", INT64_MAX },
	};
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		ck_assert_msg(decimal_count(str_of(counts[i].text)) == counts[i].value, "%s", counts[i].text);
}
END_TEST

Suite *schema_decimal_suite(void)
{
	Suite *suite = suite_create("schema/decimal");
	TCase *t = tcase_create("decimal");
	tcase_add_loop_test(t, a_multiple_is_exact, 0, sizeof(multiples) / sizeof(multiples[0]));
	tcase_add_test(t, every_tenth_is_a_multiple_of_a_tenth_and_nothing_between);
	tcase_add_test(t, small_multiples_agree_with_integers);
	tcase_add_test(t, a_divisor_is_above_zero);
	tcase_add_test(t, a_long_divisor_is_exact_too);
	tcase_add_test(t, equal_numbers_have_equal_hashes);
	tcase_add_test(t, a_number_lies_between_whole_numbers);
	tcase_add_test(t, an_integer_may_be_written_with_a_point);
	tcase_add_test(t, a_count_has_its_value_however_it_is_written);
	suite_add_tcase(suite, t);
	return suite;
}
