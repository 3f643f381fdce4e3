/* calc.h -- `calc`: answers that the server works out from the others, never asked of anybody.
 *
 * A target is a readOnly question of its own in data. Whatever is sent for it is overwritten; when an answer it needs is missing,
 * it is missing too. Targets are worked out in the order of what they read, so they may build on one another, but not in a circle. */
#ifndef BLANKETT_RULES_CALC_H
#define BLANKETT_RULES_CALC_H

#include "rules/form.h"
#include "schema/logic.h"

struct finding_list;

struct calcs {
	const struct calc {
		str id, target;
		const struct logic *logic;
	} *items; /* each after those whose targets it reads */
	size_t n;
};

/* Compiles form->root's `calc` to form->calcs; form->data is there. What is wrong joins `list` (NULL: nobody asks). */
bool calc_load(struct form *form, struct arena *arena, struct finding_list *list) MUST_CHECK;

/* The answers with every target worked out. `failed`, [n]: which cannot be: a number beyond 18 digits, a division by zero. */
const struct json_node *calc_apply(const struct form *form, const struct json_node *answers, str today, struct arena *arena,
                                   const bool **failed);

#endif
