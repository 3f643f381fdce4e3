/* exact.h -- decimal numbers reckoned exactly: digits / 10^decimals, never a double.
 *
 * Always: |digits| < 10^18, decimals <= 18, and no decimal that is a zero, so equal numbers are equal in both parts. What does not
 * fit (the result, or an operand written with as many decimals as the other) is an answer, false, and never a rounded number:
 * only a quotient is rounded, and how is said there. */
#ifndef BLANKETT_SCHEMA_EXACT_H
#define BLANKETT_SCHEMA_EXACT_H

#include "base/arena.h"

struct exact {
	int64_t digits;
	unsigned decimals;
};

/* The value of a JSON number; false when it has more than 18 digits before or after the point. */
MUST_CHECK bool exact_parse(str number, struct exact *out);
MUST_CHECK bool exact_plus(struct exact a, struct exact b, struct exact *out);
MUST_CHECK bool exact_minus(struct exact a, struct exact b, struct exact *out);
MUST_CHECK bool exact_times(struct exact a, struct exact b, struct exact *out);
/* b is not zero. A quotient without end is rounded, halves away from zero, to nine decimals, or to as many as 18 digits leave. */
MUST_CHECK bool exact_over(struct exact a, struct exact b, struct exact *out);
/* <0, 0, >0 */
int exact_cmp(struct exact a, struct exact b);
/* As JSON writes it: -12.5 */
str exact_text(struct arena *arena, struct exact value);

#endif
