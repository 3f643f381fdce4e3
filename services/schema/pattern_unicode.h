/* pattern_unicode.h -- what may stand in the braces of \p{...} (ECMA-262 22.2.2.9, tables "Non-binary Unicode property aliases" to
 * "Value aliases for Script"; names as in Unicode 14, which PCRE2 10.42 knows). */
#ifndef BLANKETT_SCHEMA_PATTERN_UNICODE_H
#define BLANKETT_SCHEMA_PATTERN_UNICODE_H

#include "base/buf.h"

/* Writes the property for PCRE2, as \p{...} or \P{...}. False for a name that ECMA-262 has not: it minds case, PCRE2 does not. */
bool pattern_put_property(struct buf *out, str name, bool negated) MUST_CHECK;

#endif
