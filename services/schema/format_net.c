#include "schema/ascii.h"
#include "schema/format.h"
#include "schema/idna.h"

#define LOCAL_BYTES_MAX 64
/* A path has 256 bytes (RFC 5321 4.5.3.1.3), and two of them are < and >. */
#define MAILBOX_BYTES_MAX 254

bool format_hostname(str s)
{
	return idna_is_hostname(s, IDNA_ASCII);
}

bool format_idn_hostname(str s)
{
	return idna_is_hostname(s, IDNA_UNICODE);
}

/* 0 to 255 without leading zeros, and whatever follows. */
static bool cut_octet(str *s)
{
	unsigned value = 0;
	size_t n = ascii_digits(*s, 0);
	if (n == 0 || n > 3 || (n > 1 && s->p[0] == '0'))
		return false;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (unsigned)(s->p[i] - '0');
	*s = str_sub(*s, n, s->n);
	return value <= 255;
}

bool format_ipv4(str s)
{
	for (int octet = 0; octet < 4; octet++) {
		if (octet) {
			if (s.n == 0 || s.p[0] != '.')
				return false;
			s = str_sub(s, 1, s.n);
		}
		if (!cut_octet(&s))
			return false;
	}
	return s.n == 0;
}

static size_t hex_digits(str s)
{
	size_t n = 0;
	while (n < s.n && ascii_is_hex(s.p[n]))
		n++;
	return n;
}

bool format_ipv6(str s)
{
	size_t groups = 0;
	bool gap = str_starts(s, STR("::"));
	if (gap)
		s = str_sub(s, 2, s.n);
	while (s.n && groups < 8) {
		size_t n = hex_digits(s);
		if (n < s.n && s.p[n] == '.') {
			groups += 2;
			return format_ipv4(s) && (gap ? groups < 8 : groups == 8);
		}
		if (n == 0 || n > 4)
			return false;
		groups++;
		s = str_sub(s, n, s.n);
		if (s.n == 0)
			break;
		bool second = str_starts(s, STR("::"));
		if (s.p[0] != ':' || s.n == 1 || (second && gap))
			return false;
		gap |= second;
		s = str_sub(s, second ? 2 : 1, s.n);
	}
	return s.n == 0 && (gap ? groups < 8 : groups == 8);
}

/* Beyond ASCII all is taken where SMTPUTF8 is spoken (RFC 6531 3.3). */
static bool is_atom_char(char c, bool utf8)
{
	static const char marks[] = "!#$%&'*+-/=?^_`{|}~";
	if ((unsigned char)c >= 0x80)
		return utf8;
	return ascii_is_letter(c) || ascii_is_digit(c) || str_find((str){ marks, sizeof(marks) - 1 }, c) != SIZE_MAX;
}

/* Bytes of the dot-string that s begins with. */
static size_t dot_string(str s, bool utf8)
{
	size_t n = 0;
	while (n < s.n && (s.p[n] == '.' ? n && s.p[n - 1] != '.' : is_atom_char(s.p[n], utf8)))
		n++;
	return n && s.p[n - 1] != '.' ? n : 0;
}

/* Bytes of the quoted string that s begins with, its quotes among them. */
static size_t quoted_string(str s, bool utf8)
{
	for (size_t n = 1; n < s.n; n++) {
		if (s.p[n] == '"')
			return n + 1;
		if (s.p[n] == '\\' && ++n == s.n)
			return 0;
		unsigned char c = (unsigned char)s.p[n];
		if (c < ' ' || c == 0x7F || (c >= 0x80 && (!utf8 || s.p[n - 1] == '\\')))
			return 0;
	}
	return 0;
}

/* "127.0.0.1" or "IPv6:::1" (RFC 5321 4.1.3); no other kind of address has been registered. */
static bool is_address_literal(str s)
{
	if (s.n > 5 && (s.p[0] | 0x20) == 'i' && (s.p[1] | 0x20) == 'p' && (s.p[2] | 0x20) == 'v' && s.p[3] == '6' && s.p[4] == ':')
		return format_ipv6(str_sub(s, 5, s.n));
	return format_ipv4(s);
}

static bool is_mailbox(str s, bool utf8)
{
	if (s.n == 0 || s.n > MAILBOX_BYTES_MAX)
		return false;
	size_t local = s.p[0] == '"' ? quoted_string(s, utf8) : dot_string(s, utf8);
	if (local == 0 || local > LOCAL_BYTES_MAX || local == s.n || s.p[local] != '@')
		return false;
	str domain = str_sub(s, local + 1, s.n);
	if (str_starts(domain, STR("[")))
		return str_ends(domain, STR("]")) && is_address_literal(str_sub(domain, 1, domain.n - 2));
	return idna_is_hostname(domain, utf8 ? IDNA_MAIL : IDNA_ASCII);
}

bool format_email(str s)
{
	return is_mailbox(s, false);
}

bool format_idn_email(str s)
{
	return is_mailbox(s, true);
}
