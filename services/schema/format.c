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

/* RFC 3339 5.6: what clock_parse reads, but an offset has minutes, and a leap second ends a day in UTC (appendix D). */
static bool is_moment(str s)
{
	int64_t ms;
	bool zulu = s.n && (s.p[s.n - 1] | 0x20) == 'z', minutes = s.n > 6 && s.p[s.n - 3] == ':' && s.p[s.n - 6] != ':';
	return (zulu || minutes) && clock_parse(s, &ms) && (!str_is(str_sub(s, 17, 2), "60") || ms / 1000 % 86400 == 0);
}

static bool is_time_of(str rest)
{
	/* clock_parse reads a whole date-time; a date that always exists stands in front. */
	char whole[64] = "2000-01-01T";
	if (rest.n > 40)
		return false;
	for (size_t i = 0; i < rest.n; i++)
		whole[11 + i] = rest.p[i];
	return is_moment((str){ whole, 11 + rest.n });
}

static bool is_date_time(str s)
{
	return s.n > 10 && (s.p[10] == 'T' || s.p[10] == 't') && is_moment(s);
}

static bool is_label(str label)
{
	if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
		return false;
	for (size_t i = 0; i < label.n; i++)
		if (!letter(label.p[i]) && !digit(label.p[i]) && label.p[i] != '-')
			return false;
	/* RFC 5890 2.3.1: two dashes in third and fourth place are kept for xn--. */
	return label.n < 4 || label.p[2] != '-' || label.p[3] != '-' || (label.p[0] | 0x20) == 'x';
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

/* Letters, digits, whole percent escapes and the given marks (RFC 3986 2). */
static bool is_made_of(str s, const char *marks)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%' ? i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2])
		             : !letter(c) && !digit(c) && str_find(str_of(marks), c) == SIZE_MAX)
			return false;
	}
	return true;
}

/* [userinfo@]host[:port]; of an address in brackets only the characters are looked at. */
static bool is_authority(str s)
{
	str user = STR(""), host, port = STR("");
	int64_t any;
	if (str_find(s, '@') != SIZE_MAX)
		str_cut(s, '@', &user, &s);
	if (str_starts(s, STR("["))) {
		if (!str_cut(str_sub(s, 1, s.n), ']', &host, &s) || !is_made_of(host, ":.") || host.n == 0 || (s.n && s.p[0] != ':'))
			return false;
		port = str_sub(s, 1, s.n);
	} else {
		str_cut(s, ':', &host, &port);
		if (!is_made_of(host, "-._~!$&'()*+,;="))
			return false;
	}
	return is_made_of(user, "-._~!$&'()*+,;=:") && (port.n == 0 || (port.p[0] != '-' && str_int(port, 0, INT64_MAX, &any)));
}

/* RFC 3986 3: scheme ":" ["//" authority] path ["?" query] ["#" fragment]. */
static bool is_uri(str s)
{
	str scheme, rest, fragment, query, authority;
	if (!str_cut(s, ':', &scheme, &rest) || scheme.n == 0 || !letter(scheme.p[0]) || str_find(scheme, '%') != SIZE_MAX ||
	    !is_made_of(scheme, "+-."))
		return false;
	str_cut(rest, '#', &rest, &fragment);
	str_cut(rest, '?', &rest, &query);
	if (str_starts(rest, STR("//"))) {
		rest = str_sub(rest, 2, rest.n);
		size_t end = str_find(rest, '/');
		authority = str_sub(rest, 0, end);
		rest = str_sub(rest, authority.n, rest.n);
		if (!is_authority(authority))
			return false;
	}
	return is_made_of(rest, "-._~!$&'()*+,;=:@/") && is_made_of(query, "-._~!$&'()*+,;=:@/?") &&
	       is_made_of(fragment, "-._~!$&'()*+,;=:@/?");
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

/* Luhn over the last ten digits. */
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
	if (!coordination) {
		char date[11] = { s.p[0], s.p[1], s.p[2], s.p[3], '-', s.p[4], s.p[5], '-', s.p[6], s.p[7] };
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
