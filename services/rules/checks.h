/* checks.h -- `checks`: what must hold between answers, beyond each one's own rules.
 *
 * A check is asked only when it can be decided: an answer that is missing or not of its kind is an error elsewhere, or none
 * (schema/logic.h says what can be decided without it). What cannot be reckoned, because a number is too large or divided by
 * zero, counts as broken: nothing passes unchecked. */
#ifndef BLANKETT_RULES_CHECKS_H
#define BLANKETT_RULES_CHECKS_H

#include "rules/form.h"
#include "schema/logic.h"

struct finding_list;

struct checks {
	const struct check {
		str id;
		str at;     /* the question it is shown at */
		str unless; /* not asked while this question has no answer; absent: always */
		str text;   /* key of its words */
		bool warning; /* informs and never stops */
		const struct logic *logic;
	} *items;
	size_t n;
};

enum check_outcome { CHECK_NOT_ASKED, CHECK_KEPT, CHECK_BROKEN };

/* Compiles form->root's `checks` to form->checks; form->data is there. What is wrong joins `list` (NULL: nobody asks). */
bool checks_load(struct form *form, struct arena *arena, struct finding_list *list) MUST_CHECK;
enum check_outcome check_run(const struct check *check, const struct json_node *answers, str today, struct arena *arena);

#endif
