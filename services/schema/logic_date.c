/* logic_date.c -- reading, writing and moving a day. */
#include "schema/logic_date.h"

#define YEAR_MAX 9999
#define AMOUNT_MAX 4000000 /* days; more than the calendar has */
#define ERA_DAYS 146097 /* 400 years */

struct date {
	int64_t year, month, day;
};

static int64_t days_in(int64_t year, int64_t month)
{
	static const int64_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(str text, struct date *out)
{
	return text.n == 10 && text.p[4] == '-' && text.p[7] == '-' && str_int(str_sub(text, 0, 4), 1, YEAR_MAX, &out->year) &&
	       str_int(str_sub(text, 5, 2), 1, 12, &out->month) &&
	       str_int(str_sub(text, 8, 2), 1, days_in(out->year, out->month), &out->day);
}

bool date_exists(str text)
{
	struct date date;
	return read_date(text, &date);
}

/* Years from March, so that the leap day comes last: then months of five have 153 days. */
static int64_t number_of(struct date d)
{
	int64_t year = d.month > 2 ? d.year : d.year - 1, month = (d.month + 9) % 12;
	return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + d.day - 1;
}

static struct date date_of(int64_t number)
{
	int64_t era = number / ERA_DAYS, rest = number % ERA_DAYS;
	int64_t year = (rest - rest / 1460 + rest / 36524 - rest / (ERA_DAYS - 1)) / 365;
	int64_t day = rest - (365 * year + year / 4 - year / 100), month = (5 * day + 2) / 153;
	int64_t civil = month < 10 ? month + 3 : month - 9;
	return (struct date){ year + era * 400 + (civil <= 2), civil, day - (153 * month + 2) / 5 + 1 };
}

static struct date months_later(struct date d, int64_t months)
{
	int64_t all = d.year * 12 + d.month - 1 + months;
	d.year = all / 12;
	d.month = all % 12 + 1;
	if (all >= 12 && d.day > days_in(d.year, d.month))
		d.day = days_in(d.year, d.month);
	return d;
}

bool date_plus(struct arena *arena, str date, int64_t amount, enum date_unit unit, str *out)
{
	struct date d;
	if (!read_date(date, &d) || amount > AMOUNT_MAX || amount < -AMOUNT_MAX)
		return false;
	if (unit == DATE_DAY && number_of(d) + amount < number_of((struct date){ 1, 1, 1 }))
		return false;
	d = unit == DATE_DAY ? date_of(number_of(d) + amount) : months_later(d, unit == DATE_YEAR ? amount * 12 : amount);
	if (d.year < 1 || d.year > YEAR_MAX)
		return false;
	*out = arena_printf(arena, "%04d-%02d-%02d", (int)d.year, (int)d.month, (int)d.day);
	return true;
}
