/* str_test.c -- bytes with a length. */
#include <check.h>

#include "base/str.h"

Suite *base_str_suite(void);

START_TEST(absent_and_empty_are_told_apart_and_equal)
{
	ck_assert_ptr_null(str_of(NULL).p);
	ck_assert(str_of("").p && str_of("").n == 0);
	ck_assert(str_eq(STR_NONE, STR("")));
	ck_assert(!str_is(STR_NONE, "a") && str_is(STR_NONE, ""));
	ck_assert_uint_eq(STR("a\0b").n, 3);
}
END_TEST

START_TEST(equality_counts_every_byte)
{
	ck_assert(str_eq(STR("a\0b"), STR("a\0b")) && !str_eq(STR("a\0b"), STR("a\0c")));
	ck_assert(!str_eq(STR("ab"), STR("abc")) && !str_is((str){ "abc", 2 }, "abc"));
	ck_assert(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), STR("")) && !str_starts(STR("ab"), STR("abc")));
	ck_assert(str_ends(STR("abc"), STR("bc")) && str_ends(STR_NONE, STR("")) && !str_ends(STR("bc"), STR("abc")));
	ck_assert(!str_starts(STR("abc"), STR("b")) && !str_ends(STR("abc"), STR("b")));
}
END_TEST

START_TEST(order_is_by_bytes_and_the_shorter_first)
{
	static const char *const sorted[] = { "", "A", "a", "aa", "b", "z", "\xc3\xa5" };
	for (size_t i = 0; i < 7; i++)
		for (size_t k = 0; k < 7; k++) {
			int order = str_cmp(str_of(sorted[i]), str_of(sorted[k]));
			ck_assert_int_eq((order > 0) - (order < 0), (i > k) - (i < k));
		}
}
END_TEST

START_TEST(a_part_is_clamped)
{
	ck_assert(str_is(str_sub(STR("abcde"), 1, 3), "bcd"));
	ck_assert(str_is(str_sub(STR("abcde"), 3, SIZE_MAX), "de"));
	str beyond = str_sub(STR("abc"), 9, 9);
	ck_assert(beyond.p && beyond.n == 0);
	ck_assert_ptr_null(str_sub(STR_NONE, 0, 1).p);
}
END_TEST

START_TEST(trimming_takes_ascii_white_space_at_both_ends)
{
	ck_assert(str_is(str_trim(STR(" \t\r\n\f\va b \n")), "a b"));
	ck_assert_uint_eq(str_trim(STR("  ")).n, 0);
	ck_assert(str_is(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x"));
}
END_TEST

START_TEST(a_cut_is_at_the_first_separator)
{
	str head, tail;
	ck_assert(str_cut(STR("a=b=c"), '=', &head, &tail) && str_is(head, "a") && str_is(tail, "b=c"));
	ck_assert(str_cut(STR("=x"), '=', &head, &tail) && head.n == 0 && head.p && str_is(tail, "x"));
	ck_assert(str_cut(STR("x="), '=', &head, &tail) && str_is(head, "x") && tail.n == 0 && tail.p);
	ck_assert(!str_cut(STR("abc"), '=', &head, &tail) && str_is(head, "abc") && tail.n == 0 && tail.p);
	ck_assert(!str_cut(STR_NONE, '=', &head, &tail) && !head.p && !tail.p);
	/* Into itself, as loops do. */
	str rest = STR("a,b");
	ck_assert(str_cut(rest, ',', &head, &rest) && str_is(rest, "b"));
	ck_assert_uint_eq(str_find(STR("abca"), 'a'), 0);
	ck_assert_uint_eq(str_find(STR("abca"), 'x'), SIZE_MAX);
}
END_TEST

static const struct {
	const char *text;
	int64_t value;
} numbers[] = {
	{ "0", 0 }, { "-0", 0 }, { "007", 7 }, { "-12", -12 }, { "9223372036854775807", INT64_MAX },
	{ "-9223372036854775808", INT64_MIN }, { "000000000000000000000000000000000005", 5 },
};

START_TEST(whole_numbers_are_read_to_the_last_one)
{
	int64_t n = 99;
	ck_assert_msg(str_int(str_of(numbers[_i].text), INT64_MIN, INT64_MAX, &n), "%s", numbers[_i].text);
	ck_assert_int_eq(n, numbers[_i].value);
}
END_TEST

START_TEST(anything_else_is_no_number)
{
	static const char *const bad[] = { "", "-", "+1", "--1", " 1", "1 ", "1.0", "1e3", "0x1", "12a", "9223372036854775808",
		                           "-9223372036854775809", "18446744073709551617", "99999999999999999999999999", "٣" };
	int64_t n = 99;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!str_int(str_of(bad[i]), INT64_MIN, INT64_MAX, &n), "%s", bad[i]);
	ck_assert(!str_int(STR_NONE, 0, 1, &n) && !str_int(STR("1\0"), 0, 9, &n));
	ck_assert_int_eq(n, 99);
}
END_TEST

START_TEST(bounds_are_inclusive)
{
	int64_t n;
	ck_assert(str_int(STR("3"), 3, 5, &n) && str_int(STR("5"), 3, 5, &n));
	ck_assert(!str_int(STR("2"), 3, 5, &n) && !str_int(STR("6"), 3, 5, &n));
}
END_TEST

/* From the definition of the encoding, not from the table the product uses. */
static size_t encode(unsigned long c, char out[4])
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 63));
	out[0] = (char)(lead[n] | c);
	return n;
}

START_TEST(every_code_point_but_nul_and_surrogates_is_utf8)
{
	for (unsigned long c = 0; c < 0x120000; c++) {
		char bytes[4];
		str s = { bytes, encode(c, bytes) };
		bool good = c != 0 && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
		if (str_sequence(s) != (good ? s.n : 0))
			ck_abort_msg("U+%04lX as a sequence", c);
		if (str_utf8(s) != good || (good && str_chars(s) != 1))
			ck_abort_msg("U+%04lX", c);
		if (good && s.n > 1 && (str_utf8(str_sub(s, 0, s.n - 1)) || str_utf8(str_sub(s, 1, s.n))))
			ck_abort_msg("U+%04lX cut", c);
	}
}
END_TEST

START_TEST(overlong_lone_and_impossible_bytes_are_not_utf8)
{
	static const char *const bad[] = { "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf",
		                           "\x80", "\xbf", "\xfe", "\xff", "a\xc3", "\xc3(", "\xe2\x82", "\xe2(\xa1", "\xf0\x9f\x98",
		                           "\xf5\x80\x80\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "å\xa5" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!str_utf8(str_of(bad[i])), "%zu", i);
	ck_assert_uint_eq(str_sequence(STR("åä")), 2);
	ck_assert(str_sequence(STR("")) == 0 && str_sequence(STR_NONE) == 0 && str_sequence((str){ "€", 2 }) == 0);
	ck_assert(!str_utf8(STR("a\0b")) && str_utf8(STR("")) && str_utf8(STR_NONE));
}
END_TEST

START_TEST(characters_are_code_points)
{
	ck_assert_uint_eq(str_chars(STR("aå€😀")), 4);
	ck_assert_uint_eq(str_chars(STR("e\xcc\x81")), 2); /* a combining accent counts */
	ck_assert_uint_eq(str_chars(STR_NONE), 0);
}
END_TEST

Suite *base_str_suite(void)
{
	Suite *suite = suite_create("base/str");
	TCase *t = tcase_create("str");
	tcase_add_test(t, absent_and_empty_are_told_apart_and_equal);
	tcase_add_test(t, equality_counts_every_byte);
	tcase_add_test(t, order_is_by_bytes_and_the_shorter_first);
	tcase_add_test(t, a_part_is_clamped);
	tcase_add_test(t, trimming_takes_ascii_white_space_at_both_ends);
	tcase_add_test(t, a_cut_is_at_the_first_separator);
	tcase_add_loop_test(t, whole_numbers_are_read_to_the_last_one, 0, sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(t, anything_else_is_no_number);
	tcase_add_test(t, bounds_are_inclusive);
	tcase_add_test(t, every_code_point_but_nul_and_surrogates_is_utf8);
	tcase_add_test(t, overlong_lone_and_impossible_bytes_are_not_utf8);
	tcase_add_test(t, characters_are_code_points);
	suite_add_tcase(suite, t);
	return suite;
}
