/* pattern.h -- the "pattern" keyword: regular expressions as ECMA-262 has them with the u flag (validation 6.3.3, core 6.4).
 *
 * The u flag is what the specification recommends and what the browser's RegExp is given: by code points, and with it an escape
 * that means nothing (\a, \-, \_) and a lone ], { or } is a mistake, not a literal (no Annex B). The edition is ES2024: no inline
 * flags, and a name stands for one group. At most 8,192 bytes and 100 groups in one another.
 *
 * Nothing here shows what the patterns run on: the browser's build implements the same functions on the browser's RegExp. Patterns
 * and values are well-formed UTF-8 without U+0000, which json.h sees to for all that comes through it. */
#ifndef BLANKETT_SCHEMA_PATTERN_H
#define BLANKETT_SCHEMA_PATTERN_H

#include "base/arena.h"

struct pattern;

/* NULL for what ECMA-262 does not read, and for the little of it that PCRE2 10.42 cannot answer alike: look-behind of no fixed
 * length, a reference inside of a look-behind or to a group that is repeated (ECMA-262 empties it at every turn), the property
 * Changes_When_NFKC_Casefolded, and whatever is too large for it (counts beyond 65,535). Freed with the arena. */
struct pattern *pattern_compile(struct arena *arena, str text) MUST_CHECK;
/* Does ECMA-262 read it, within the limits above? The format "regex". */
bool pattern_is_ecma(str text) MUST_CHECK;

/* PATTERN_RAN_AWAY: a limit was hit (100,000 steps back, 1 MiB), so it cannot be said. Never to be taken for either of the others.
 * PCRE2 counts the steps anew at each place where a match may begin: only what starts with ^ ends after 100,000 in all. */
enum pattern_answer { PATTERN_DIFFERS, PATTERN_MATCHES, PATTERN_RAN_AWAY };
/* Somewhere in the value, unless the pattern says ^ and $. The room for a match was made with the pattern and is part of it: two
 * threads must not match one pattern at the same time; a process forked after pattern_compile has its own. A match allocates
 * nothing, but for the first ones where machine code is forbidden (MemoryDenyWriteExecute=) and an interpreter runs instead. */
enum pattern_answer pattern_try(const struct pattern *pattern, str value) MUST_CHECK;

#endif
