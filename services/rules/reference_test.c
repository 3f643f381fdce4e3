/* reference_test.c -- references that people type. */
#include <check.h>

#include "rules/reference.h"

Suite *rules_reference_suite(void);

START_TEST(the_check_digit_is_luhn_over_year_and_number)
{
	struct arena *a = arena_new(1 << 16);
	/* 2026000123: 3*2=6, 2, 1*2=2, 0, 0, 0, 6*2=12->3, 2, 0, 2*... counted by hand: 6+2+2+0+0+0+3+2+0+2 = 17 -> 3 */
	ck_assert(str_is(reference_make(a, STR("SKJ"), 2026, 123), "SKJ-2026-000123-3"));
	ck_assert(reference_valid(STR("SKJ-2026-000123-3")));
	arena_free(a);
}
END_TEST

START_TEST(what_is_made_is_valid)
{
	struct arena *a = arena_new(1 << 20);
	for (int64_t n = 1; n < 3000; n += 37)
		ck_assert(reference_valid(reference_make(a, STR("SKJ"), 2026, n)));
	ck_assert(reference_valid(reference_make(a, STR("A"), 2030, 1234567)));
	arena_free(a);
}
END_TEST

START_TEST(one_wrong_digit_is_seen)
{
	static const char good[] = "SKJ-2026-000123-3";
	for (size_t i = 4; i < sizeof(good) - 1; i++) {
		if (good[i] == '-')
			continue;
		for (char d = '0'; d <= '9'; d++) {
			char copy[sizeof(good)];
			for (size_t k = 0; k < sizeof(good); k++)
				copy[k] = good[k];
			copy[i] = d;
			ck_assert_msg(reference_valid(str_of(copy)) == (d == good[i]), "%s", copy);
		}
	}
}
END_TEST

START_TEST(two_swapped_neighbours_are_seen)
{
	ck_assert(!reference_valid(STR("SKJ-2026-000132-3")));
	ck_assert(!reference_valid(STR("SKJ-2062-000123-3")));
}
END_TEST

START_TEST(another_shape_is_refused)
{
	static const char *const bad[] = { "", "SKJ", "SKJ-2026", "SKJ-2026-000123", "SKJ-2026-000123-", "skj-2026-000123-3",
		                           "SKJ-2026-123-3", "SKJ-2026-0000123-3", "SKJ-2026-000123-33", "-2026-000123-3",
		                           "SKJ-26-000123-3", "SKJ-2026-000123-3-", " SKJ-2026-000123-3", "SKJ-2026-00012a-3",
		                           "ABCDEFGHI-2026-000123-3" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!reference_valid(str_of(bad[i])), "%s", bad[i]);
	ck_assert(!reference_valid(STR_NONE));
}
END_TEST

Suite *rules_reference_suite(void)
{
	Suite *suite = suite_create("rules/reference");
	TCase *t = tcase_create("reference");
	tcase_add_test(t, the_check_digit_is_luhn_over_year_and_number);
	tcase_add_test(t, what_is_made_is_valid);
	tcase_add_test(t, one_wrong_digit_is_seen);
	tcase_add_test(t, two_swapped_neighbours_are_seen);
	tcase_add_test(t, another_shape_is_refused);
	suite_add_tcase(suite, t);
	return suite;
}
