#include "schema/ascii.h"
#include "schema/format.h"

#define DAY_MINUTES (24 * 60)

/* Two digits, or a number that no field takes. */
static unsigned two(const char *p)
{
	return ascii_is_digit(p[0]) && ascii_is_digit(p[1]) ? (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0') : 100;
}

static bool is_leap(unsigned century, unsigned year)
{
	return year ? year % 4 == 0 : century % 4 == 0;
}

bool format_date(str s)
{
	static const uint8_t days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	unsigned century = two(s.p), year = two(s.p + 2), month = two(s.p + 5), day = two(s.p + 8);
	return century < 100 && year < 100 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
	       (month != 2 || day < 29 || is_leap(century, year));
}

/* "Z" or "+hh:mm": minutes east of UTC. */
static bool read_offset(str s, int *minutes)
{
	*minutes = 0;
	if (s.n == 1)
		return (s.p[0] | 0x20) == 'z';
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return false;
	unsigned hour = two(s.p + 1), minute = two(s.p + 4);
	*minutes = (s.p[0] == '-' ? -1 : 1) * (int)(hour * 60 + minute);
	return hour < 24 && minute < 60;
}

bool format_time(str s)
{
	int east;
	size_t at = 8;
	if (s.n < 9 || s.p[2] != ':' || s.p[5] != ':')
		return false;
	unsigned hour = two(s.p), minute = two(s.p + 3), second = two(s.p + 6);
	if (s.p[at] == '.') {
		size_t digits = ascii_digits(s, at + 1);
		if (digits == 0)
			return false;
		at += 1 + digits;
	}
	if (hour > 23 || minute > 59 || second > 60 || !read_offset(str_sub(s, at, s.n), &east))
		return false;
	/* RFC 3339 appendix D: a leap second is 23:59:60 in UTC. */
	return second < 60 || ((int)(hour * 60 + minute) - east + DAY_MINUTES) % DAY_MINUTES == DAY_MINUTES - 1;
}

bool format_date_time(str s)
{
	return s.n > 11 && (s.p[10] | 0x20) == 't' && format_date(str_sub(s, 0, 10)) && format_time(str_sub(s, 11, s.n));
}

/* Digits and one of the units, as many times as it goes; a unit is followed by its neighbour or by none. */
static bool cut_units(str *s, const char *units)
{
	const char *next = NULL;
	for (size_t n; (n = ascii_digits(*s, 0)) && n < s->n; *s = str_sub(*s, n + 1, s->n)) {
		char unit = (char)(s->p[n] & ~0x20);
		const char *at = next ? next : units;
		while (*at && *at != unit && !next)
			at++;
		if (*at == '\0' || *at != unit)
			return false;
		next = at + 1;
	}
	return next;
}

/* RFC 3339 appendix A, which is ABNF and so minds no case. */
bool format_duration(str s)
{
	if (s.n < 3 || (s.p[0] | 0x20) != 'p')
		return false;
	s = str_sub(s, 1, s.n);
	if ((s.p[0] | 0x20) != 't') {
		str weeks = s;
		if (cut_units(&weeks, "W"))
			return weeks.n == 0;
		if (!cut_units(&s, "YMD"))
			return false;
	}
	if (s.n == 0)
		return true;
	if ((s.p[0] | 0x20) != 't')
		return false;
	s = str_sub(s, 1, s.n);
	return cut_units(&s, "HMS") && s.n == 0;
}
