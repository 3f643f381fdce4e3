/* punycode.h -- Punycode (RFC 3492), what stands behind "xn--". */
#ifndef BLANKETT_SCHEMA_PUNYCODE_H
#define BLANKETT_SCHEMA_PUNYCODE_H

#include "base/str.h"

/* Writes at most `most` code points; false for what is no Punycode, for a surrogate and for more code points. Capital digits are
 * read as small ones; what is written may be shorter than what another coder made of the same. */
bool punycode_decode(str text, uint32_t *points, size_t most, size_t *n) MUST_CHECK;
/* Writes at most `most` bytes, without NUL; false for more. */
bool punycode_encode(const uint32_t *points, size_t n, char *text, size_t most, size_t *bytes) MUST_CHECK;

#endif
