/* pattern.h -- the "pattern" keyword: PCRE2 in the corner where it agrees with ECMA-262 and RFC 9485.
 *
 * Matching has a limit: a pattern that would run away fails instead. */
#ifndef BLANKETT_SCHEMA_PATTERN_H
#define BLANKETT_SCHEMA_PATTERN_H

#include "base/arena.h"

struct pattern;

/* NULL when it does not compile. Freed with the arena. */
struct pattern *pattern_compile(struct arena *arena, str text);
/* Anchored at both ends and an I-Regexp (RFC 9485): no look-around, back reference, lazy quantifier or class escape but \p. */
bool pattern_is_plain(str text);
bool pattern_matches(const struct pattern *pattern, str value);

#endif
