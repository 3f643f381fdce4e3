#include "schema/format.h"

#include "base/clock.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_time_of(str rest)
{
	/* clock_parse reads a whole date-time; a date that always exists stands in front. */
	char whole[64] = "2000-01-01T";
	int64_t ms;
	if (rest.n > 40)
		return false;
	for (size_t i = 0; i < rest.n; i++)
		whole[11 + i] = rest.p[i];
	return clock_parse((str){ whole, 11 + rest.n }, &ms);
}

static bool is_date_time(str s)
{
	int64_t ms;
	return s.n > 10 && (s.p[10] == 'T' || s.p[10] == 't') && clock_parse(s, &ms);
}

static bool is_label(str label)
{
	if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
		return false;
	for (size_t i = 0; i < label.n; i++)
		if (!letter(label.p[i]) && !digit(label.p[i]) && label.p[i] != '-')
			return false;
	return true;
}

static bool is_hostname(str s)
{
	str label;
	bool more = s.n > 0 && s.n <= 253;
	if (!more)
		return false;
	while (more) {
		more = str_cut(s, '.', &label, &s);
		if (!is_label(label))
			return false;
	}
	return true;
}

/* RFC 5321 4.1.2, without quoted local parts and address literals, which no citizen has; a domain of two labels or more. */
static bool is_email(str s)
{
	static const char more[] = "!#$%&'*+-/=?^_`{|}~";
	size_t at = SIZE_MAX;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '@')
			at = i;
	if (at == SIZE_MAX || at == 0 || at > 64 || s.n > 254 || s.p[0] == '.' || s.p[at - 1] == '.')
		return false;
	for (size_t i = 0; i < at; i++) {
		char c = s.p[i];
		bool dot = c == '.' && s.p[i + 1] != '.';
		if (!letter(c) && !digit(c) && !dot && str_find((str){ more, sizeof(more) - 1 }, c) == SIZE_MAX)
			return false;
	}
	str domain = str_sub(s, at + 1, s.n);
	return str_find(domain, '.') != SIZE_MAX && is_hostname(domain);
}

static bool is_hex(char c)
{
	return digit(c) || (letter(c) && (c | 0x20) <= 'f');
}

static bool is_uuid(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s.p[i] != '-' : !is_hex(s.p[i]))
			return false;
	}
	return s.n == 36;
}

/* RFC 3986: a scheme, a colon, and only characters that a URI can hold. */
static bool is_uri(str s)
{
	static const char marks[] = "-._~:/?#[]@!$&'()*+,;=%";
	str scheme, rest;
	if (!str_cut(s, ':', &scheme, &rest) || scheme.n == 0 || !letter(scheme.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!letter(c) && !digit(c) && str_find((str){ marks, sizeof(marks) - 1 }, c) == SIZE_MAX)
			return false;
		if (c == '%' && (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2])))
			return false;
	}
	return true;
}

static bool is_json_pointer(str s)
{
	if (s.n && s.p[0] != '/')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '~' && (i + 1 == s.n || (s.p[i + 1] != '0' && s.p[i + 1] != '1')))
			return false;
	return true;
}

/* Luhn over the last ten digits; month 00 and day 60 are what samordningsnummer may have when the date is unknown. */
bool format_personnummer(str s)
{
	int64_t year, month, day;
	unsigned sum = 0;
	if (s.n != 12 || !str_int(str_sub(s, 0, 4), 1, 9999, &year) || !str_int(str_sub(s, 4, 2), 0, 12, &month) ||
	    !str_int(str_sub(s, 6, 2), 0, 91, &day))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!digit(s.p[i]))
			return false;
	bool coordination = day >= 60;
	if (coordination)
		day -= 60;
	if (!coordination || (month != 0 && day != 0)) {
		char date[11] = { s.p[0], s.p[1], s.p[2], s.p[3], '-', s.p[4], s.p[5], '-', (char)('0' + day / 10),
			          (char)('0' + day % 10) };
		if (!clock_is_date((str){ date, 10 }))
			return false;
	}
	if (str_is(str_sub(s, 8, 3), "000"))
		return false;
	for (size_t i = 2; i < 12; i++) {
		unsigned d = (unsigned)(s.p[i] - '0') * (i % 2 == 0 ? 2 : 1);
		sum += d / 10 + d % 10;
	}
	return sum % 10 == 0;
}

/* "134 40" or "13440"; the first digit is never 0. */
static bool is_postal_code(str s)
{
	if (s.n != 5 && !(s.n == 6 && s.p[3] == ' '))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!digit(s.p[i]) && !(s.n == 6 && i == 3))
			return false;
	return s.p[0] != '0';
}

format_check *format_find(str name)
{
	static const struct {
		const char *name;
		format_check *check;
	} formats[] = {
		{ "date", clock_is_date },       { "time", is_time_of },
		{ "date-time", is_date_time },   { "email", is_email },
		{ "hostname", is_hostname },     { "uuid", is_uuid },
		{ "uri", is_uri },               { "json-pointer", is_json_pointer },
		{ "x-se-personnummer", format_personnummer },
		{ "x-se-postnummer", is_postal_code },
	};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (str_is(name, formats[i].name))
			return formats[i].check;
	return NULL;
}
