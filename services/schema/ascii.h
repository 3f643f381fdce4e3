/* ascii.h -- what an RFC calls ALPHA, DIGIT and HEXDIG. No locale has a say. */
#ifndef BLANKETT_SCHEMA_ASCII_H
#define BLANKETT_SCHEMA_ASCII_H

#include "base/str.h"

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_hex(char c)
{
	return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline size_t ascii_digits(str s, size_t from)
{
	size_t n = 0;
	while (from + n < s.n && ascii_is_digit(s.p[from + n]))
		n++;
	return n;
}

#endif
