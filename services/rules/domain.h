/* domain.h -- the answers to a question that conditions can tell apart.
 *
 * A choice has its alternatives, a list of check boxes its sets of the alternatives that are asked about, a number the values at
 * and around every bound, a text the values that are asked about and one that is none of them. All are right by the question's
 * own rules. */
#ifndef BLANKETT_RULES_DOMAIN_H
#define BLANKETT_RULES_DOMAIN_H

#include "base/json.h"

struct domain {
	const struct json_node *const *values;
	size_t n;
	bool whole; /* every right answer meets the tests as one of these does */
};

/* Of the question `name` at the root of data; tests: what conditions ask of it ({"const": ...}, {"minimum": ...}, ...). A question
 * about whose answers nothing can be said has an empty domain that is not whole. */
struct domain domain_of(struct arena *arena, const struct json_node *data, str name, const struct json_node *const *tests, size_t n);
/* For each value of a domain: does it meet the test? NULL when the test cannot be carried out. */
const bool *domain_content(struct arena *arena, const struct domain *domain, const struct json_node *test);

#endif
