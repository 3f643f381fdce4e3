#include "schema/ascii.h"
#include "schema/format.h"
#include "schema/utf8.h"

/* What is taken beyond ASCII. */
enum beyond { BEYOND_NONE, BEYOND_IRI, BEYOND_IRI_QUERY, BEYOND_TEMPLATE };

static const char in_host[] = "-._~!$&'()*+,;=", in_user[] = "-._~!$&'()*+,;=:", in_path[] = "-._~!$&'()*+,;=:@/",
                  in_query[] = "-._~!$&'()*+,;=:@/?";

/* iprivate and ucschar of RFC 3987 2.2. */
static bool is_private(uint32_t c)
{
	return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD && (c & 0xFFFF) <= 0xFFFD);
}

static bool is_ucs(uint32_t c)
{
	if (c >= 0x10000)
		return c <= 0xEFFFD && (c & 0xFFFF) <= 0xFFFD && !(c >= 0xE0000 && c <= 0xE0FFF);
	return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF);
}

/* RFC 3987 4.1: what changes the direction of the text around it never stands in an IRI. */
static bool turns(uint32_t c)
{
	return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E);
}

static bool is_taken(uint32_t c, enum beyond beyond)
{
	if (beyond == BEYOND_NONE || (turns(c) && beyond != BEYOND_TEMPLATE))
		return false;
	return is_ucs(c) || (beyond != BEYOND_IRI && is_private(c));
}

static bool is_escape(str s, size_t at)
{
	return at + 2 < s.n && ascii_is_hex(s.p[at + 1]) && ascii_is_hex(s.p[at + 2]);
}

/* Letters, digits, whole percent escapes, the given marks, and what is taken beyond ASCII. */
static bool is_made_of(str s, const char *marks, enum beyond beyond)
{
	for (size_t at = 0; at < s.n;) {
		char c = s.p[at];
		if (ascii_is_letter(c) || ascii_is_digit(c)) {
			at++;
		} else if (c == '%') {
			if (!is_escape(s, at))
				return false;
			at += 3;
		} else if ((unsigned char)c < 0x80) {
			if (str_find(str_of(marks), c) == SIZE_MAX)
				return false;
			at++;
		} else {
			if (!is_taken(utf8_next(s, &at), beyond))
				return false;
		}
	}
	return true;
}

/* "v" hexdigits "." anything of a host or ":" (RFC 3986 3.2.2). */
static bool is_ip_future(str s)
{
	str version, address;
	if (s.n == 0 || (s.p[0] | 0x20) != 'v' || !str_cut(str_sub(s, 1, s.n), '.', &version, &address) || version.n == 0 || address.n == 0)
		return false;
	for (size_t i = 0; i < version.n; i++)
		if (!ascii_is_hex(version.p[i]))
			return false;
	return str_find(address, '%') == SIZE_MAX && is_made_of(address, in_user, BEYOND_NONE);
}

/* [userinfo@]host[:port] */
static bool is_authority(str s, enum beyond beyond)
{
	str user = STR(""), host, port = STR("");
	if (str_find(s, '@') != SIZE_MAX)
		str_cut(s, '@', &user, &s);
	if (str_starts(s, STR("["))) {
		if (!str_cut(str_sub(s, 1, s.n), ']', &host, &s) || (!format_ipv6(host) && !is_ip_future(host)) || (s.n && s.p[0] != ':'))
			return false;
		port = str_sub(s, 1, s.n);
	} else {
		str_cut(s, ':', &host, &port);
		if (!is_made_of(host, in_host, beyond))
			return false;
	}
	return is_made_of(user, in_user, beyond) && ascii_digits(port, 0) == port.n;
}

static bool is_scheme(str s)
{
	return s.n && ascii_is_letter(s.p[0]) && str_find(s, '%') == SIZE_MAX && is_made_of(s, "+-.", BEYOND_NONE);
}

/* ["//" authority] path ["?" query] ["#" fragment] */
static bool is_behind_scheme(str s, bool international)
{
	enum beyond beyond = international ? BEYOND_IRI : BEYOND_NONE;
	str fragment, query;
	str_cut(s, '#', &s, &fragment);
	str_cut(s, '?', &s, &query);
	if (str_starts(s, STR("//"))) {
		s = str_sub(s, 2, s.n);
		str authority = str_sub(s, 0, str_find(s, '/'));
		s = str_sub(s, authority.n, s.n);
		if (!is_authority(authority, beyond))
			return false;
	}
	return is_made_of(s, in_path, beyond) && is_made_of(query, in_query, international ? BEYOND_IRI_QUERY : BEYOND_NONE) &&
	       is_made_of(fragment, in_query, beyond);
}

static bool is_absolute(str s, bool international)
{
	str scheme, rest;
	return str_cut(s, ':', &scheme, &rest) && is_scheme(scheme) && is_behind_scheme(rest, international);
}

/* Without a scheme, a colon in the first segment would look like one (RFC 3986 4.2). */
static bool is_reference(str s, bool international)
{
	size_t colon = str_find(s, ':');
	bool early = colon != SIZE_MAX;
	for (size_t i = 0; early && i < colon; i++)
		early = s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#';
	return early ? is_absolute(s, international) : is_behind_scheme(s, international);
}

bool format_uri(str s)
{
	return is_absolute(s, false);
}

bool format_uri_reference(str s)
{
	return is_reference(s, false);
}

bool format_iri(str s)
{
	return is_absolute(s, true);
}

bool format_iri_reference(str s)
{
	return is_reference(s, true);
}

/* RFC 6570 2.3: characters, escapes and single inner dots. */
static bool is_variable_name(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' && (i == 0 || i + 1 == s.n || s.p[i + 1] == '.'))
			return false;
	return s.n && is_made_of(s, "_.", BEYOND_NONE);
}

/* name, name*, name:1 to name:9999 */
static bool is_variable(str s)
{
	str name, length;
	if (str_ends(s, STR("*")))
		return is_variable_name(str_sub(s, 0, s.n - 1));
	if (!str_cut(s, ':', &name, &length))
		return is_variable_name(s);
	return length.n >= 1 && length.n <= 4 && length.p[0] != '0' && ascii_digits(length, 0) == length.n && is_variable_name(name);
}

/* What stands between { and }. */
static bool is_expression(str s)
{
	str variable;
	if (s.n && str_find(STR("+#./;?&=,!@|"), s.p[0]) != SIZE_MAX)
		s = str_sub(s, 1, s.n);
	for (bool more = true; more;) {
		more = str_cut(s, ',', &variable, &s);
		if (!is_variable(variable))
			return false;
	}
	return true;
}

/* RFC 6570 2.1, and the apostrophe, which its erratum 6937 gives back. */
bool format_uri_template(str s)
{
	str literal, expression;
	for (bool more = true; more;) {
		more = str_cut(s, '{', &literal, &s);
		if (!is_made_of(literal, "!#$&'()*+,-./:;=?@[]_~", BEYOND_TEMPLATE) ||
		    (more && (!str_cut(s, '}', &expression, &s) || !is_expression(expression))))
			return false;
	}
	return true;
}
