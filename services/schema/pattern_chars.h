/* pattern_chars.h -- what stands for one character, or for a set of them, in a pattern of ECMA-262 with the u flag (22.2.1), how many
 * of them, and the same in PCRE2's words.
 *
 * Each function reads at *s and moves it behind what it read; false: ECMA-262 has no such thing there, and *s is anywhere. */
#ifndef BLANKETT_SCHEMA_PATTERN_CHARS_H
#define BLANKETT_SCHEMA_PATTERN_CHARS_H

#include "base/buf.h"

bool pattern_take(str *s, char c);
/* Decimal digits; what is beyond 999,999 stays there. */
bool pattern_take_number(str *s, uint32_t *n);
/* A quantifier, greedy or lazy: how many turns at least, at most (UINT32_MAX: no end). Without one it is one turn. */
bool pattern_take_quantifier(str *s, uint32_t *least, uint32_t *most);
/* One character as it stands. */
bool pattern_take_char(str *s, uint32_t *c);
/* Behind a backslash and its u: FFFF, a surrogate pair of it, or {FFFF}. */
bool pattern_take_unicode(str *s, uint32_t *c);
/* Behind the backslash: one character. */
bool pattern_take_escaped(str *s, bool in_class, uint32_t *c);
/* Behind the backslash: d D w W s S p P. */
bool pattern_is_set_escape(str s);
bool pattern_take_set_escape(str *s, struct buf *out, bool in_class);
/* Behind the opening bracket. */
bool pattern_take_class(str *s, struct buf *out);
/* A surrogate never stands in well-formed UTF-8: what matches nothing is written for it. */
void pattern_put_char(struct buf *out, uint32_t c);

#endif
