#include "schema/format.h"

#include "schema/ascii.h"
#include "schema/pattern.h"

static bool is_uuid(str s)
{
	if (s.n != 36)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s.p[i] != '-' : !ascii_is_hex(s.p[i]))
			return false;
	}
	return true;
}

/* RFC 6901 section 3. */
static bool is_json_pointer(str s)
{
	if (s.n && s.p[0] != '/')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '~' && (i + 1 == s.n || (s.p[i + 1] != '0' && s.p[i + 1] != '1')))
			return false;
	return true;
}

/* "0", or digits that do not begin with 0. */
static bool cut_number(str *s)
{
	size_t n = ascii_digits(*s, 0);
	if (n == 0 || (n > 1 && s->p[0] == '0'))
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

/* draft-bhutton-relative-json-pointer-00 section 3, which 2020-12 means: how far up, which neighbour in an array, and down. */
static bool is_relative_json_pointer(str s)
{
	if (!cut_number(&s))
		return false;
	if (s.n && (s.p[0] == '+' || s.p[0] == '-')) {
		s = str_sub(s, 1, s.n);
		if (!cut_number(&s))
			return false;
	}
	return str_is(s, "#") || is_json_pointer(s);
}

format_check *format_find(str name)
{
	static const struct {
		const char *name;
		format_check *check;
	} formats[] = {
		{ "date", format_date },
		{ "time", format_time },
		{ "date-time", format_date_time },
		{ "duration", format_duration },
		{ "email", format_email },
		{ "idn-email", format_idn_email },
		{ "hostname", format_hostname },
		{ "idn-hostname", format_idn_hostname },
		{ "ipv4", format_ipv4 },
		{ "ipv6", format_ipv6 },
		{ "uri", format_uri },
		{ "uri-reference", format_uri_reference },
		{ "iri", format_iri },
		{ "iri-reference", format_iri_reference },
		{ "uri-template", format_uri_template },
		{ "uuid", is_uuid },
		{ "json-pointer", is_json_pointer },
		{ "relative-json-pointer", is_relative_json_pointer },
		{ "regex", pattern_is_ecma },
		{ "x-se-personnummer", format_personnummer },
		{ "x-se-orgnr", format_orgnr },
		{ "x-se-postnummer", format_postnummer },
		{ "x-se-telefon", format_telefon },
		{ "x-se-bankkonto", format_bankkonto },
	};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (str_is(name, formats[i].name))
			return formats[i].check;
	return NULL;
}
