#include "base/str.h"

#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

str str_of(const char *z)
{
	return z ? (str){ z, strlen(z) } : STR_NONE;
}

bool str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(str s, const char *z)
{
	return str_eq(s, str_of(z));
}

bool str_starts(str s, str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(str s, str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

str str_sub(str s, size_t from, size_t n)
{
	if (!s.p)
		return STR_NONE;
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (str){ s.p + from, n };
}

str str_trim(str s)
{
	while (s.n && is_space(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

size_t str_find(str s, char byte)
{
	const char *at = s.n ? memchr(s.p, byte, s.n) : NULL;
	return at ? (size_t)(at - s.p) : SIZE_MAX;
}

bool str_cut(str s, char sep, str *head, str *tail)
{
	size_t at = str_find(s, sep);
	if (at == SIZE_MAX) {
		*head = s;
		*tail = str_sub(s, s.n, 0);
		return false;
	}
	*head = str_sub(s, 0, at);
	*tail = str_sub(s, at + 1, s.n);
	return true;
}

bool str_int(str s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = s.n && s.p[0] == '-';
	str digits = negative ? str_sub(s, 1, s.n) : s;
	if (digits.n == 0)
		return false;
	/* Downwards: INT64_MIN has no positive twin. */
	int64_t value = 0;
	for (size_t i = 0; i < digits.n; i++) {
		char c = digits.p[i];
		if (c < '0' || c > '9')
			return false;
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, c - '0', &value))
			return false;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return false;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

/* Unicode 15, table 3-7. */
size_t str_sequence(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n == 0 || p[0] == 0)
		return 0;
	unsigned char a = p[0];
	if (a < 0x80)
		return 1;
	size_t n = a >= 0xc2 && a <= 0xdf ? 2 : (a & 0xf0) == 0xe0 ? 3 : a >= 0xf0 && a <= 0xf4 ? 4 : 0;
	if (n == 0 || s.n < n)
		return 0;
	unsigned char low = a == 0xe0 ? 0xa0 : a == 0xf0 ? 0x90 : 0x80;
	unsigned char high = a == 0xed ? 0x9f : a == 0xf4 ? 0x8f : 0xbf;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

bool str_utf8(str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t n = str_sequence((str){ s.p + i, s.n - i });
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

size_t str_chars(str s)
{
	size_t chars = 0;
	for (size_t i = 0; i < s.n; i++)
		chars += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return chars;
}
