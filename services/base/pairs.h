/* pairs.h -- an ordered list of names and values: query, form fields, cookies, replacements in a text.
 *
 * Names may repeat (check boxes do). The list belongs to an arena. */
#ifndef BLANKETT_BASE_PAIRS_H
#define BLANKETT_BASE_PAIRS_H

#include "base/arena.h"

struct pair {
	str name, value;
};

struct pairs {
	const struct pair *items;
	size_t n;
};

/* First value of a name; absent when there is none. */
str pairs_get(const struct pairs *pairs, str name);
/* How many values a name has. */
size_t pairs_count(const struct pairs *pairs, str name);
/* application/x-www-form-urlencoded (WHATWG URL 5.1). False: more than max_pairs, a broken escape, a name or value
 * that is not UTF-8 or holds NUL. CR LF in values becomes LF. */
MUST_CHECK bool pairs_parse(struct arena *arena, str encoded, size_t max_pairs, struct pairs *out);

#endif
