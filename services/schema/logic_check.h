/* logic_check.h -- the parts of the compiler of rules. Private to logic*.c. */
#ifndef BLANKETT_SCHEMA_LOGIC_CHECK_H
#define BLANKETT_SCHEMA_LOGIC_CHECK_H

#include "schema/logic_plan.h"

/* What names mean at a place of the rule. */
struct logic_scope {
	enum { SCOPE_ANSWERS, SCOPE_ROW, SCOPE_REDUCE } kind;
	const struct logic_type *row, *accumulator;
};

struct logic_compiler {
	struct arena *arena;
	const struct logic_types *types;
	struct logic_error *error;
	size_t nodes;
	str *reads;
	size_t read_count, read_room;
};

struct logic_place {
	const struct json_node *json;
	str pointer;
	int depth;
};

/* False always, with the error filled. */
bool logic_refuse(struct logic_compiler *c, struct logic_place at, enum logic_reason reason, struct logic_words one,
                  struct logic_words two);
struct logic_place logic_place_below(struct logic_compiler *c, struct logic_place at, const struct json_node *json, size_t i);

/* Any value of a rule; NULL when refused. */
const struct logic_node *logic_node_of(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at);
/* {operator: values}: `at` is the whole, `values` what follows the colon. */
bool logic_operator(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, str name,
                    struct logic_place values, struct logic_node *node);
bool logic_var(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node);
/* node->args from an array of values, or from one. */
bool logic_args(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node);
/* Replaces a node of literals by its value. */
bool logic_fold(struct logic_compiler *c, struct logic_place at, struct logic_node *node);
void logic_fuel_of(struct logic_node *node);

/* Every step-th argument from `first` on is of one kind; that kind is `out`. */
bool logic_check_same(struct logic_compiler *c, struct logic_place at, const struct logic_node *node, size_t first, size_t step,
                      struct logic_type *out);
/* Argument i is of this kind. */
bool logic_check_kind(struct logic_compiler *c, struct logic_place at, const struct logic_node *node, size_t i,
                      enum logic_kind kind);

#endif
