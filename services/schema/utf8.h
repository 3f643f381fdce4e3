/* utf8.h -- the code points of a text, one after the other. */
#ifndef BLANKETT_SCHEMA_UTF8_H
#define BLANKETT_SCHEMA_UTF8_H

#include "base/str.h"

/* Beyond Unicode, so that no rule takes it. */
#define UTF8_BROKEN UINT32_MAX

/* The code point at *at, which is before the end; *at moves behind it. A text that is not UTF-8 gives UTF8_BROKEN somewhere, and
 * nothing is read behind its end. */
static inline uint32_t utf8_next(str s, size_t *at)
{
	unsigned char lead = (unsigned char)s.p[(*at)++];
	if (lead < 0x80)
		return lead;
	size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
	uint32_t point = lead & (0x3FU >> more);
	for (; more; more--) {
		if (*at == s.n || (s.p[*at] & 0xC0) != 0x80)
			return UTF8_BROKEN;
		point = point << 6 | (uint32_t)(s.p[(*at)++] & 0x3F);
	}
	return point;
}

#endif
