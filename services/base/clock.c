#include "base/clock.h"

#include <stdio.h>

#define DAY_S 86400

struct moment {
	int year, month, day, hour, minute, second, ms;
};

/* Days since 1970 of a proleptic Gregorian date: March is the first month, so that the leap day is the last. */
static int64_t days_of(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static struct moment moment_of(int64_t ms)
{
	int64_t s = floor_div(ms, 1000), days = floor_div(s, DAY_S), of_day = s - days * DAY_S;
	int64_t z = days + 719468, era = floor_div(z, 146097), of_era = z - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * of_year + 2) / 153;
	int month = (int)(m < 10 ? m + 3 : m - 9);
	return (struct moment){ (int)(year_of_era + era * 400 + (month <= 2)), month, (int)(of_year - (153 * m + 2) / 5 + 1),
		                (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60), (int)(ms - s * 1000) };
}

void clock_rfc3339_into(char out[32], int64_t ms)
{
	struct moment m = moment_of(ms);
	(void)snprintf(out, 32, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)m.year % 10000u, (unsigned)m.month % 100u,
	               (unsigned)m.day % 100u, (unsigned)m.hour % 100u, (unsigned)m.minute % 100u, (unsigned)m.second % 100u,
	               (unsigned)m.ms % 1000u);
}

str clock_rfc3339(struct arena *arena, int64_t ms)
{
	char text[32];
	clock_rfc3339_into(text, ms);
	return arena_copy(arena, str_of(text));
}

/* 01:00 UTC on the last Sunday of a 31-day month (directive 2000/84/EC). Day 0, 1970-01-01, was a Thursday. */
static int64_t last_sunday_s(int year, int month)
{
	int64_t last = days_of(year, month, 31);
	int64_t weekday = (last % 7 + 7 + 4) % 7;
	return (last - weekday) * DAY_S + 3600;
}

static int64_t stockholm_ms(int64_t ms)
{
	int64_t s = floor_div(ms, 1000);
	int year = moment_of(ms).year;
	bool summer = s >= last_sunday_s(year, 3) && s < last_sunday_s(year, 10);
	return ms + (summer ? 7200000 : 3600000);
}

str clock_date(struct arena *arena, int64_t ms)
{
	struct moment m = moment_of(stockholm_ms(ms));
	return arena_printf(arena, "%04d-%02d-%02d", m.year, m.month, m.day);
}

str clock_local(struct arena *arena, str rfc3339)
{
	int64_t ms;
	if (!clock_parse(rfc3339, &ms))
		return rfc3339;
	struct moment m = moment_of(stockholm_ms(ms));
	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", m.year, m.month, m.day, m.hour, m.minute);
}

static bool number(str s, size_t at, size_t n, int min, int max, int *out)
{
	int64_t value;
	str part = str_sub(s, at, n);
	if (part.n != n || part.p[0] == '-' || !str_int(part, min, max, &value))
		return false;
	*out = (int)value;
	return true;
}

static bool is_date(str s, struct moment *m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !number(s, 0, 4, 1, 9999, &m->year) ||
	    !number(s, 5, 2, 1, 12, &m->month) || !number(s, 8, 2, 1, 31, &m->day))
		return false;
	bool leap = (m->year % 4 == 0 && m->year % 100 != 0) || m->year % 400 == 0;
	return m->day <= days[m->month - 1] + (m->month == 2 && leap);
}

bool clock_is_date(str s)
{
	struct moment m;
	return is_date(s, &m);
}

/* "Z" or "+hh:mm", in minutes east of UTC. PostgreSQL also writes "+hh". */
static bool offset_of(str s, int *minutes)
{
	int h, m = 0;
	if (str_is(s, "Z") || str_is(s, "z")) {
		*minutes = 0;
		return true;
	}
	if ((s.n != 3 && s.n != 6) || (s.p[0] != '+' && s.p[0] != '-') || !number(s, 1, 2, 0, 23, &h))
		return false;
	if (s.n == 6 && (s.p[3] != ':' || !number(s, 4, 2, 0, 59, &m)))
		return false;
	*minutes = (s.p[0] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

bool clock_parse(str rfc3339, int64_t *ms)
{
	struct moment m = { 0 };
	int minutes;
	str s = rfc3339;
	if (s.n < 20 || !is_date(str_sub(s, 0, 10), &m) || (s.p[10] != 'T' && s.p[10] != 't' && s.p[10] != ' ') ||
	    s.p[13] != ':' || s.p[16] != ':' || !number(s, 11, 2, 0, 23, &m.hour) || !number(s, 14, 2, 0, 59, &m.minute) ||
	    !number(s, 17, 2, 0, 60, &m.second))
		return false;
	size_t at = 19;
	if (s.p[at] == '.') {
		int scale = 100;
		for (at++; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++, scale /= 10)
			m.ms += (s.p[at] - '0') * scale;
		if (at == 20)
			return false;
	}
	if (!offset_of(str_sub(s, at, s.n), &minutes))
		return false;
	int64_t seconds = days_of(m.year, m.month, m.day) * DAY_S + m.hour * 3600 + m.minute * 60 + m.second - minutes * 60;
	*ms = seconds * 1000 + m.ms;
	return true;
}
