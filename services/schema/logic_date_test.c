/* logic_date_test.c -- days that exist, and days that come later. */
#include <check.h>

#include "schema/logic_date.h"

Suite *schema_logic_date_suite(void);

static const struct {
	const char *date;
	int64_t amount;
	enum date_unit unit;
	const char *expected; /* NULL: beyond the calendar */
} moves[] = {
	{ "2026-11-24", 0, DATE_DAY, "2026-11-24" },
	{ "2026-12-31", 1, DATE_DAY, "2027-01-01" },
	{ "2024-02-28", 1, DATE_DAY, "2024-02-29" },
	{ "2025-02-28", 1, DATE_DAY, "2025-03-01" },
	{ "2000-02-28", 1, DATE_DAY, "2000-02-29" },
	{ "1900-02-28", 1, DATE_DAY, "1900-03-01" },
	{ "2021-06-23", -180, DATE_DAY, "2020-12-25" },
	{ "2021-05-01", 365, DATE_DAY, "2022-05-01" },
	{ "0001-01-01", 3652058, DATE_DAY, "9999-12-31" },
	{ "9999-12-31", -3652058, DATE_DAY, "0001-01-01" },
	{ "9999-12-31", 1, DATE_DAY, NULL },
	{ "0001-01-01", -1, DATE_DAY, NULL },
	{ "0001-01-01", -400, DATE_DAY, NULL },
	{ "2026-01-31", 1, DATE_MONTH, "2026-02-28" },
	{ "2024-01-31", 1, DATE_MONTH, "2024-02-29" },
	{ "2026-03-31", -1, DATE_MONTH, "2026-02-28" },
	{ "2026-11-30", 14, DATE_MONTH, "2028-01-30" },
	{ "2026-01-15", -13, DATE_MONTH, "2024-12-15" },
	{ "0001-01-15", -1, DATE_MONTH, NULL },
	{ "0001-01-15", -20, DATE_MONTH, NULL },
	{ "9999-12-15", 1, DATE_MONTH, NULL },
	{ "2024-02-29", 1, DATE_YEAR, "2025-02-28" },
	{ "2024-02-29", 4, DATE_YEAR, "2028-02-29" },
	{ "2024-02-29", -24, DATE_YEAR, "2000-02-29" },
	{ "2026-08-18", 7974, DATE_YEAR, NULL },
	{ "2026-08-18", INT64_MAX, DATE_YEAR, NULL },
	{ "2026-08-18", INT64_MIN, DATE_DAY, NULL },
};

START_TEST(a_day_later_is_a_day_of_the_calendar)
{
	struct arena *arena = arena_new(1 << 16);
	str out;
	bool fits = date_plus(arena, str_of(moves[_i].date), moves[_i].amount, moves[_i].unit, &out);
	ck_assert_int_eq(fits, moves[_i].expected != NULL);
	if (fits)
		ck_assert_str_eq(out.p, moves[_i].expected);
	arena_free(arena);
}
END_TEST

START_TEST(a_thousand_steps_of_a_day_meet_every_date_once)
{
	struct arena *arena = arena_new(1 << 20);
	str day = STR("2023-12-01"), next, back;
	for (int i = 0; i < 1000; i++) {
		ck_assert(date_plus(arena, day, 1, DATE_DAY, &next) && date_exists(next) && str_cmp(next, day) > 0);
		ck_assert(date_plus(arena, next, -1, DATE_DAY, &back) && str_eq(back, day));
		day = next;
	}
	ck_assert_str_eq(day.p, "2026-08-27");
	arena_free(arena);
}
END_TEST

START_TEST(what_is_no_day_is_told)
{
	static const char *const days[] = { "", "2026-02-30", "2025-02-29", "1900-02-29", "0000-01-01", "2026-13-01", "2026-00-01", "2026-01-00",
		                            "2026-1-1", "2026-01-01T00:00:00Z", "20260101", "2026/01/01", "-026-01-01", "2026-01--1" };
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		ck_assert_msg(!date_exists(str_of(days[i])), "%s", days[i]);
	ck_assert(date_exists(STR("2024-02-29")) && date_exists(STR("2000-02-29")) && date_exists(STR("9999-12-31")));
}
END_TEST

Suite *schema_logic_date_suite(void)
{
	Suite *suite = suite_create("schema_logic_date");
	TCase *tc = tcase_create("days");
	tcase_add_loop_test(tc, a_day_later_is_a_day_of_the_calendar, 0, (int)(sizeof(moves) / sizeof(moves[0])));
	tcase_add_test(tc, a_thousand_steps_of_a_day_meet_every_date_once);
	tcase_add_test(tc, what_is_no_day_is_told);
	suite_add_tcase(suite, tc);
	return suite;
}
