/* str.h -- bytes with a length, by value.
 *
 * A str never owns its bytes: they belong to an arena, to a literal or to the caller, and live at least as long
 * as the str is used. It need not end in NUL. p == NULL means "absent" (SQL NULL, no such header); an empty
 * string has n == 0 and p != NULL. Cursor functions move only on success. */
#ifndef BLANKETT_BASE_STR_H
#define BLANKETT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))

typedef struct {
	const char *p;
	size_t n;
} str;

/* A str of a string literal; anything else is a syntax error. */
#define STR(literal) ((str){ "" literal "", sizeof(literal) - 1 })
#define STR_NONE ((str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p

/* The str of a NUL-terminated string; absent for NULL. */
str str_of(const char *z);
bool str_eq(str a, str b);
bool str_is(str s, const char *z);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
/* Compares bytes like memcmp, the shorter first. */
int str_cmp(str a, str b);
/* Part of s from byte `from` (clamped) of at most n bytes. */
str str_sub(str s, size_t from, size_t n);
/* Without ASCII white space at either end. */
str str_trim(str s);
/* Splits at the first `sep`: head before it, tail after it. Without sep: false, head = s, tail empty. */
bool str_cut(str s, char sep, str *head, str *tail);
/* Index of a byte, or SIZE_MAX. */
size_t str_find(str s, char byte);
/* Decimal digits with an optional '-', nothing else, within [min, max]. */
MUST_CHECK bool str_int(str s, int64_t min, int64_t max, int64_t *out);
/* Bytes of the well-formed UTF-8 sequence that s begins with (1..4); 0 when there is none, or NUL. */
size_t str_sequence(str s);
/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). NUL bytes are refused as well. */
bool str_utf8(str s);
/* Number of code points; s must be well-formed. */
size_t str_chars(str s);

#endif
