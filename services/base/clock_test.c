/* clock_test.c -- the time: set, read, written, and in Stockholm. */
#include <check.h>

#include "base/clock.h"

Suite *base_clock_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	clock_set_ms(0);
	arena_free(arena);
}

static int64_t ms_of(const char *text)
{
	int64_t ms = -1;
	ck_assert_msg(clock_parse(str_of(text), &ms), "%s", text);
	return ms;
}

START_TEST(a_test_can_set_the_clock_and_give_it_back)
{
	clock_set_ms(1234567);
	ck_assert_int_eq(clock_now_ms(), 1234567);
	ck_assert_int_eq(clock_now_ms(), 1234567);
	clock_set_ms(0);
	ck_assert_int_gt(clock_now_ms(), ms_of("2025-01-01T00:00:00Z"));
	int64_t before = clock_monotonic_ms();
	ck_assert_int_ge(clock_monotonic_ms(), before);
}
END_TEST

static const struct {
	int64_t ms;
	const char *text;
} moments[] = {
	{ 0, "1970-01-01T00:00:00.000Z" },
	{ 1, "1970-01-01T00:00:00.001Z" },
	{ -1, "1969-12-31T23:59:59.999Z" },
	{ 951782399999, "2000-02-28T23:59:59.999Z" },
	{ 951782400000, "2000-02-29T00:00:00.000Z" },
	{ 951868800000, "2000-03-01T00:00:00.000Z" },
	{ -2203891200001, "1900-02-28T23:59:59.999Z" }, /* 1900 was no leap year */
	{ -2203891200000, "1900-03-01T00:00:00.000Z" },
	{ 1795450310123, "2026-11-23T16:11:50.123Z" },
	{ 253402300799999, "9999-12-31T23:59:59.999Z" },
	{ -62135596800000, "0001-01-01T00:00:00.000Z" },
};

START_TEST(a_moment_is_written_and_read_back)
{
	ck_assert_str_eq(clock_rfc3339(arena, moments[_i].ms).p, moments[_i].text);
	ck_assert_int_eq(ms_of(moments[_i].text), moments[_i].ms);
}
END_TEST

START_TEST(every_day_of_four_centuries_comes_back)
{
	const int64_t day = 86400000, first = ms_of("1800-01-01T12:00:00Z"), last = ms_of("2200-12-31T12:00:00Z");
	char text[32];
	int64_t ms, days = 0;
	for (int64_t at = first; at <= last; at += day, days++) {
		clock_rfc3339_into(text, at);
		if (!clock_parse(str_of(text), &ms) || ms != at)
			ck_abort_msg("%s", text);
	}
	ck_assert_int_eq(days, 146097 + 365);
}
END_TEST

static const struct {
	const char *text, *same_as;
} forms[] = {
	{ "2026-11-23T17:11:50+01:00", "2026-11-23T16:11:50Z" },
	{ "2026-11-23T01:00:00+05:30", "2026-11-22T19:30:00Z" },
	{ "2026-11-23T01:00:00-05:30", "2026-11-23T06:30:00Z" },
	{ "2026-11-23t16:11:50z", "2026-11-23T16:11:50Z" },
	{ "2026-11-23 16:11:50+00", "2026-11-23T16:11:50Z" }, /* PostgreSQL */
	{ "2026-11-23T16:11:50.1Z", "2026-11-23T16:11:50.100Z" },
	{ "2026-11-23T16:11:50.123999Z", "2026-11-23T16:11:50.123Z" },
	{ "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
};

START_TEST(offsets_fractions_and_leap_seconds_are_read)
{
	ck_assert_int_eq(ms_of(forms[_i].text), ms_of(forms[_i].same_as));
}
END_TEST

static const char *const broken[] = {
	"", "2026-11-23", "2026-11-23T16:11:50", "2026-11-23T16:11Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
	"2026-11-31T00:00:00Z", "2026-00-10T00:00:00Z", "2026-11-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026-11-23T24:00:00Z",
	"2026-11-23T23:60:00Z", "2026-11-23T23:59:61Z", "2026-11-23T16:11:50.Z", "2026-11-23T16:11:50,5Z", "2026-11-23T16:11:50Z ",
	" 2026-11-23T16:11:50Z", "2026-11-23T16:11:50+1:00", "2026-11-23T16:11:50+24:00", "2026-11-23T16:11:50+01:60",
	"2026-11-23T16:11:50+0100", "2026-11-23T-1:11:50Z", "2026-11-23T16:+1:50Z", "2026/11/23T16:11:50Z", "26-11-23T16:11:50.000Z",
	"2026-11-23T16-11-50Z", "2026-11-23X16:11:50Z", "٢٠٢٦-11-23T16:11:50Z",
};

START_TEST(anything_else_is_no_moment)
{
	int64_t ms = 7;
	ck_assert_msg(!clock_parse(str_of(broken[_i]), &ms), "%s", broken[_i]);
	ck_assert_int_eq(ms, 7);
	ck_assert(!clock_parse(STR_NONE, &ms));
	ck_assert_str_eq(clock_local(arena, str_of(broken[_i])).p, broken[_i]);
}
END_TEST

/* Summer time begins and ends at 01:00 UTC, on the last Sunday of March and October. */
static const struct {
	const char *utc, *stockholm;
} local[] = {
	{ "2026-01-15T12:00:00Z", "2026-01-15 13:00" }, { "2026-07-15T12:00:00Z", "2026-07-15 14:00" },
	{ "2026-03-29T00:59:59Z", "2026-03-29 01:59" }, { "2026-03-29T01:00:00Z", "2026-03-29 03:00" },
	{ "2026-10-25T00:59:59Z", "2026-10-25 02:59" }, { "2026-10-25T01:00:00Z", "2026-10-25 02:00" },
	{ "2024-03-31T01:00:00Z", "2024-03-31 03:00" }, /* the 31st itself is a Sunday */
	{ "2024-03-31T00:59:59Z", "2024-03-31 01:59" }, { "2027-10-31T00:59:59Z", "2027-10-31 02:59" },
	{ "2027-10-31T01:00:00Z", "2027-10-31 02:00" }, { "2025-03-30T01:00:00Z", "2025-03-30 03:00" },
	{ "2026-12-31T23:30:00Z", "2027-01-01 00:30" }, { "2026-06-30T22:00:00Z", "2026-07-01 00:00" },
};

START_TEST(people_see_the_time_of_stockholm)
{
	ck_assert_str_eq(clock_local(arena, str_of(local[_i].utc)).p, local[_i].stockholm);
	str date = clock_date(arena, ms_of(local[_i].utc));
	ck_assert(str_eq(date, str_sub(str_of(local[_i].stockholm), 0, 10)));
}
END_TEST

START_TEST(a_date_must_exist)
{
	static const char *const good[] = { "2026-11-23", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31" };
	static const char *const bad[] = { "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01", "2026-01-00", "2026-1-01", "20260101",
		                           "2026-01-1", "0000-01-01", "2026-01-01 ", "2026-01-01T", "", "-026-01-01", "2026-+1-01" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(clock_is_date(str_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!clock_is_date(str_of(bad[i])), "%s", bad[i]);
	ck_assert(!clock_is_date(STR_NONE));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_clock_suite(void)
{
	Suite *suite = suite_create("base/clock");
	TCase *t = tcase_create("clock");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_test_can_set_the_clock_and_give_it_back);
	tcase_add_loop_test(t, a_moment_is_written_and_read_back, 0, COUNT(moments));
	tcase_add_test(t, every_day_of_four_centuries_comes_back);
	tcase_add_loop_test(t, offsets_fractions_and_leap_seconds_are_read, 0, COUNT(forms));
	tcase_add_loop_test(t, anything_else_is_no_moment, 0, COUNT(broken));
	tcase_add_loop_test(t, people_see_the_time_of_stockholm, 0, COUNT(local));
	tcase_add_test(t, a_date_must_exist);
	suite_add_tcase(suite, t);
	return suite;
}
