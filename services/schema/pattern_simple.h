/* pattern_simple.h -- the patterns most forms have, matched by one loop: ^, then characters and classes of ASCII, each with its
 * count, then $, .* or nothing. Also "" and .* alone, and characters that must stand at the end: _datum$.
 *
 * Only where no step could ever have to give back a character it took: the set of a step with a free count shares none with what
 * may come next. Then to take as many as there are is right, and neither a stack nor a limit is needed. */
#ifndef BLANKETT_SCHEMA_PATTERN_SIMPLE_H
#define BLANKETT_SCHEMA_PATTERN_SIMPLE_H

#include "base/arena.h"

struct pattern_simple;

/* NULL when it is not of that kind. text is a pattern that ECMA-262 reads (pattern_translate). */
struct pattern_simple *pattern_simple_of(struct arena *arena, str text) MUST_CHECK;
bool pattern_simple_matches(const struct pattern_simple *simple, str value) MUST_CHECK;

#endif
