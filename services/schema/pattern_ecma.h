/* pattern_ecma.h -- from ECMA-262's regular expressions (22.2.1, with the u flag) to PCRE2's. Needs no PCRE2 itself.
 *
 * The translation is ASCII and says every character by its number, so that nothing in it means more to PCRE2 than was meant. It
 * wants PCRE2_UTF, PCRE2_DOLLAR_ENDONLY, PCRE2_ALLOW_EMPTY_CLASS and PCRE2_MATCH_UNSET_BACKREF, and no PCRE2_UCP, PCRE2_MULTILINE
 * or PCRE2_EXTENDED. Names of groups become numbers. */
#ifndef BLANKETT_SCHEMA_PATTERN_ECMA_H
#define BLANKETT_SCHEMA_PATTERN_ECMA_H

#include "base/arena.h"

#define PATTERN_BYTES_MAX 8192u
#define PATTERN_GROUPS_MAX 100u /* in one another */

struct pattern_translation {
	bool alike; /* PCRE2 would answer as ECMA-262 does; false: see pattern_compile */
	bool refers; /* some group is referred to, so that captures matter */
	str text;
};

/* False for what ECMA-262 does not read. */
bool pattern_translate(struct arena *arena, str text, struct pattern_translation *out) MUST_CHECK;

#endif
