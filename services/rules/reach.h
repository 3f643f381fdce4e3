/* reach.h -- what the conditions of a form can come to, worked out without answers.
 *
 * A condition asks each question it reads one thing. For each such question the answers that its conditions can tell apart are
 * listed (domain.h), and which of them each condition is content with. What remains is a small search: can these conditions come
 * out like this at once? A question that is read must be shown, so its own conditions join in. Where the list of answers is not
 * whole, or the search grows too long, nothing is claimed. */
#ifndef BLANKETT_RULES_REACH_H
#define BLANKETT_RULES_REACH_H

#include "rules/domain.h"

#define REACH_NAMES 200
#define REACH_CONDITIONS 200
#define REACH_LITERALS 24 /* outcomes that are looked at together */

struct reach {
	struct arena *arena;
	str names[REACH_NAMES]; /* the questions at the root of data */
	struct domain domains[REACH_NAMES];
	bool demanded[REACH_NAMES]; /* required of everybody */
	size_t name_count;
	struct reach_condition {
		/* What it asks of one question: for each answer of the question's domain, whether it is content with it. */
		struct reach_ask {
			size_t question;
			const bool *content;
		} *asks;
		size_t ask_count;
		bool partial; /* more is asked than can be looked at here */
		const struct json_node *json;
	} conditions[REACH_CONDITIONS];
	bool hides[REACH_CONDITIONS][2][REACH_NAMES]; /* by outcome */
	size_t condition_count;
};

/* A condition, and how it comes out. */
struct reach_literal {
	size_t condition;
	bool outcome;
};

enum reach_verdict { REACH_NO, REACH_PERHAPS, REACH_YES };

/* Of data.allOf. What is misspelt is left out; such a condition is partial. */
struct reach *reach_of(struct arena *arena, const struct json_node *data);
/* Can these outcomes come together? */
enum reach_verdict reach_possible(const struct reach *reach, const struct reach_literal *literals, size_t n);
/* Index of a question; name_count when there is none. */
size_t reach_question(const struct reach *reach, str name);
/* The then or else of a condition. */
const struct json_node *reach_branch(const struct reach *reach, size_t condition, bool outcome);

#endif
