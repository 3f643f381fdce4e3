/* logic_rows.c -- rules over lists: each row is asked in turn. */
#include "schema/logic_run.h"

/* A list, row by row, whether it is an answer or was made. */
struct walk {
	const struct logic_value *list;
	const struct logic_type *rows;
	struct json_iter json;
	size_t i;
};

static struct walk walk_of(const struct logic_value *list, const struct logic_type *type)
{
	return (struct walk){ list, type->rows, json_begin(list->json), 0 };
}

/* False at the end; `outcome` is that of the row. */
static bool next_row(struct walk *w, struct logic_value *row, enum logic_outcome *outcome)
{
	*outcome = LOGIC_OK;
	if (w->list->json)
		return json_next(&w->json) && ((*outcome = logic_value_of(w->json.value, w->rows, row)), true);
	if (w->i == w->list->n)
		return false;
	*row = w->list->rows[w->i++];
	return true;
}

enum logic_outcome logic_membership(struct run *run, const struct frame *frame, const struct logic_node *node,
                                struct logic_value *out)
{
	struct logic_value wanted, list, row;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], &wanted);
	if (outcome == LOGIC_OK)
		outcome = logic_eval(run, frame, node->args[1], &list);
	if (outcome != LOGIC_OK)
		return outcome;
	*out = (struct logic_value){ .kind = LOGIC_BOOLEAN };
	struct walk w = walk_of(&list, &node->args[1]->type);
	while (!out->yes && next_row(&w, &row, &outcome)) {
		if (outcome != LOGIC_OK)
			return outcome;
		out->yes = logic_same(&wanted, &row);
	}
	return LOGIC_OK;
}

/* all, some, none: as `and` and `or` over the rows. `all` of no rows is false (JSONLogic). */
enum logic_outcome logic_quantifier(struct run *run, const struct frame *frame, const struct logic_node *node,
                                struct logic_value *out)
{
	struct logic_value list, row, value;
	bool all = node->op == OP_ALL, unanswered = false;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], &list);
	if (outcome != LOGIC_OK)
		return outcome;
	*out = (struct logic_value){ .kind = LOGIC_BOOLEAN, .yes = node->op == OP_SOME };
	struct walk w = walk_of(&list, &node->args[0]->type);
	while (next_row(&w, &row, &outcome)) {
		struct frame inside = { .row = &row };
		if (outcome == LOGIC_OK)
			outcome = logic_eval(run, &inside, node->args[1], &value);
		if (outcome == LOGIC_OK && value.yes != all)
			return LOGIC_OK;
		if (outcome != LOGIC_OK && outcome != LOGIC_UNANSWERED)
			return outcome;
		unanswered |= outcome == LOGIC_UNANSWERED;
	}
	out->yes = all ? list.n > 0 : node->op == OP_NONE;
	return unanswered ? LOGIC_UNANSWERED : LOGIC_OK;
}

/* map and filter */
enum logic_outcome logic_new_list(struct run *run, const struct frame *frame, const struct logic_node *node,
                                struct logic_value *out)
{
	struct logic_value list, row, value;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], &list);
	if (outcome != LOGIC_OK)
		return outcome;
	struct logic_value *rows = logic_room(run, list.n);
	if (!rows)
		return LOGIC_TOO_LARGE;
	*out = (struct logic_value){ .kind = LOGIC_LIST, .rows = rows };
	struct walk w = walk_of(&list, &node->args[0]->type);
	while (next_row(&w, &row, &outcome)) {
		struct frame inside = { .row = &row };
		if (outcome == LOGIC_OK)
			outcome = logic_eval(run, &inside, node->args[1], &value);
		if (outcome != LOGIC_OK)
			return outcome;
		if (node->op == OP_MAP)
			rows[out->n++] = value;
		else if (value.yes)
			rows[out->n++] = row;
	}
	return LOGIC_OK;
}

enum logic_outcome logic_reduction(struct run *run, const struct frame *frame, const struct logic_node *node,
                                struct logic_value *out)
{
	struct logic_value list, row, next;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], &list);
	if (outcome == LOGIC_OK)
		outcome = logic_eval(run, frame, node->args[2], out);
	if (outcome != LOGIC_OK)
		return outcome;
	struct walk w = walk_of(&list, &node->args[0]->type);
	while (next_row(&w, &row, &outcome)) {
		struct frame inside = { &row, out };
		if (outcome == LOGIC_OK)
			outcome = logic_eval(run, &inside, node->args[1], &next);
		if (outcome != LOGIC_OK)
			return outcome;
		*out = next;
	}
	return LOGIC_OK;
}
