/* reference.c -- making and checking case references. */
#include "rules/reference.h"

#define SERIES_MAX 8
#define NUMBER_DIGITS 6
#define NUMBER_DIGITS_MAX 9

/* Luhn, ISO/IEC 7812-1 annex B: doubled from the right, so that one wrong digit or two swapped neighbours show. */
static unsigned luhn(str digits, unsigned sum, unsigned *position)
{
	for (size_t i = digits.n; i-- > 0; (*position)++) {
		unsigned d = (unsigned)(digits.p[i] - '0') * (*position % 2 == 0 ? 2 : 1);
		sum += d > 9 ? d - 9 : d;
	}
	return sum;
}

static char check_digit(str year, str number)
{
	unsigned position = 0;
	unsigned sum = luhn(number, 0, &position);
	sum = luhn(year, sum, &position);
	return (char)('0' + (10 - sum % 10) % 10);
}

static bool all_within(str s, char first, char last)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < first || s.p[i] > last)
			return false;
	return true;
}

bool reference_valid(str s)
{
	str series, year, number, check;
	if (!str_cut(s, '-', &series, &s) || !str_cut(s, '-', &year, &s) || !str_cut(s, '-', &number, &check))
		return false;
	if (series.n == 0 || series.n > SERIES_MAX || !all_within(series, 'A', 'Z'))
		return false;
	if (year.n != 4 || !all_within(year, '0', '9'))
		return false;
	if (number.n < NUMBER_DIGITS || number.n > NUMBER_DIGITS_MAX || !all_within(number, '0', '9'))
		return false;
	if (number.n > NUMBER_DIGITS && number.p[0] == '0')
		return false;
	return check.n == 1 && check.p[0] == check_digit(year, number);
}

str reference_make(struct arena *arena, str series, int year, int64_t number)
{
	str y = arena_printf(arena, "%04d", year);
	str n = arena_printf(arena, "%0*lld", NUMBER_DIGITS, (long long)number);
	return arena_printf(arena, "%.*s-%.*s-%.*s-%c", STR_ARG(series), STR_ARG(y), STR_ARG(n), check_digit(y, n));
}
