/* format_time_test.c -- date, time, date-time and duration. */
#include "schema/format_test.h"

Suite *schema_format_time_suite(void);

static const struct format_case cases[] = {
	{ "date",
	  { "2026-11-23", "2024-02-29", "0001-01-01", "0000-02-29", "2000-02-29", "9999-12-31" },
	  { "", "2026-02-29", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-11-31", "26-11-23",
	    "2026-1-1", "20261123", "2026-11-23T", "2026-11-23 ", "2026/11/23", "-026-11-23", "+026-11-23", "2026-1 -23",
	    "1963-06-1৪" } },
	{ "time",
	  { "08:30:06Z", "08:30:06.283185Z", "08:30:06+02:00", "08:30:06-08:00", "23:59:60Z", "23:59:60.9Z", "23:59:60+00:00",
	    "01:29:60+01:30", "15:59:60-08:00", "00:29:60-23:30", "08:30:06z", "08:30:06-00:00",
	    "08:30:06.000000000000000000000000000000000000000000000000000001Z" },
	  { "", "08:30:06", "8:30:06Z", "24:00:00Z", "00:60:00Z", "00:00:61Z", "22:59:60Z", "23:58:60Z", "23:59:60+01:00",
	    "08:30:06+2:00", "08:30:06+02", "08:30:06+24:00", "08:30:06+00:60", "08:30:06.Z", "08:30:06.", "08:30:06,5Z",
	    "08:30Z", " 08:30:06Z", "08:30:06 Z", "008:030:006Z", "08:30:06PST", "08:30:06Z+01:00", "08-30-06Z", "08:30:06+0200",
	    "1২:00:00Z" } },
	{ "date-time",
	  { "2026-11-23T08:30:06Z", "2026-11-23t08:30:06z", "2026-11-23T08:30:06.283185+01:00", "1998-12-31T23:59:60Z",
	    "1998-12-31T15:59:60.123-08:00" },
	  { "", "2026-11-23", "2026-11-23T", "2026-11-23T08:30:06", "2026-11-23 08:30:06Z", "2026-02-29T08:30:06Z",
	    "2026-11-23T24:00:00Z", "2026-11-23T08:30:06+01", "2026-11-23T08:30:06+0100", "1998-12-31T22:59:60Z",
	    "1998-12-31T23:58:60Z", "2026-11-23T08:30:06-24:00", "2026-327T08:30:06Z", "06/19/1963 08:30:06 PST" } },
	{ "duration",
	  { "P1Y2M3DT4H5M6S", "P1Y", "P1M", "P1D", "P1W", "PT1H", "PT1M", "PT1S", "P1YT1S", "P1MT1H", "P0D", "P01D", "P1Y2M",
	    "PT1M2S", "P99999999999999999999999999999999D", "p1dt2h" },
	  { "", "P", "PT", "P1", "1D", "P1YT", "P1DT", "PT1D", "P1H", "P1S", "P1D1M", "P1Y1D", "PT1H1S", "PT1S1M", "P1W1D",
	    "P1D1W", "P1WT1H", "PT1W", "P1.5D", "PT0.5S", "P-1D", "-P1D", "+P1D", "P1D ", " P1D", "P1D1D", "PTT1H", "P1DT1HT1M",
	    "P1X", "P২Y", "PP1D" } },
};

START_TEST(a_format_of_time_takes_what_rfc_3339_has_and_nothing_else)
{
	check_format(&cases[_i]);
}
END_TEST

START_TEST(every_day_of_a_century_and_a_half_exists_once)
{
	static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	for (unsigned year = 1890; year <= 2110; year++)
		for (unsigned month = 0; month <= 13; month++)
			for (unsigned day = 0; day <= 32; day++) {
				bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
				bool exists = month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
				char date[10] = { (char)('0' + year / 1000), (char)('0' + year / 100 % 10),
				(char)('0' + year / 10 % 10), (char)('0' + year % 10), '-',
					          (char)('0' + month / 10), (char)('0' + month % 10), '-', (char)('0' + day / 10),
					          (char)('0' + day % 10) };
				ck_assert_msg(format_date((str){ date, 10 }) == exists, "%.10s", date);
			}
}
END_TEST

Suite *schema_format_time_suite(void)
{
	Suite *suite = suite_create("schema/format_time");
	TCase *t = tcase_create("format_time");
	tcase_add_loop_test(t, a_format_of_time_takes_what_rfc_3339_has_and_nothing_else, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(t, every_day_of_a_century_and_a_half_exists_once);
	suite_add_tcase(suite, t);
	return suite;
}
