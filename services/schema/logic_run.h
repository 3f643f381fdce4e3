/* logic_run.h -- one run of a rule. Private to logic*.c. */
#ifndef BLANKETT_SCHEMA_LOGIC_RUN_H
#define BLANKETT_SCHEMA_LOGIC_RUN_H

#include "schema/logic_plan.h"

struct run {
	const struct json_node *answers;
	const struct logic_env *env;
	struct arena *scratch;
	size_t bytes_left;
};

/* What the names of a row mean. */
struct frame {
	const struct logic_value *row, *accumulator;
};

typedef enum logic_outcome logic_step(struct run *run, const struct frame *frame, const struct logic_node *node,
                                      struct logic_value *out);

/* Any node. No deeper than the rule: LOGIC_DEPTH_MAX. */
logic_step logic_eval;
/* in; all, some, none; map and filter; reduce */
logic_step logic_membership, logic_quantifier, logic_new_list, logic_reduction;

/* Room for so many rows of a list that is made; NULL when LOGIC_BYTES are used up. */
struct logic_value *logic_room(struct run *run, size_t rows);
/* An answer as a value of the kind its schema says; what is of another kind is an error elsewhere, and unanswered here. */
enum logic_outcome logic_value_of(const struct json_node *json, const struct logic_type *type, struct logic_value *out);
bool logic_same(const struct logic_value *a, const struct logic_value *b);

#endif
