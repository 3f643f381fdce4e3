/* pattern.h -- the "pattern" keyword: PCRE2 in the corner where it agrees with ECMA-262 and RFC 9485.
 *
 * Matching has a limit: a pattern that would run away fails instead. */
#ifndef BLANKETT_SCHEMA_PATTERN_H
#define BLANKETT_SCHEMA_PATTERN_H

#include "base/arena.h"

struct pattern;

/* NULL when it does not compile. Freed with the arena. */
struct pattern *pattern_compile(struct arena *arena, str text);
/* Anchored at both ends (^...$, whatever alternatives stand between) and an I-Regexp (RFC 9485): no look-around, back reference,
 * lazy quantifier, verb or class escape but \p. */
bool pattern_is_plain(str text);

/* PATTERN_RAN_AWAY: it cannot be said. Never to be taken for either of the others. */
enum pattern_answer { PATTERN_DIFFERS, PATTERN_MATCHES, PATTERN_RAN_AWAY };
enum pattern_answer pattern_try(const struct pattern *pattern, str value);

#endif
