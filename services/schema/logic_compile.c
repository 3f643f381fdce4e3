/* logic_compile.c -- from JSONLogic to a tree of kinds, or to the reason why not. */
#include "schema/logic_check.h"

static const struct logic_words none = { { NULL, 0 }, { NULL, 0 } };

bool logic_refuse(struct logic_compiler *c, struct logic_place at, enum logic_reason reason, struct logic_words one,
                  struct logic_words two)
{
	c->error->pointer = at.pointer;
	c->error->offset = at.json->offset;
	logic_explain(c->arena, reason, one, two, c->error);
	return false;
}

struct logic_place logic_place_below(struct logic_compiler *c, struct logic_place at, const struct json_node *json, size_t i)
{
	return (struct logic_place){ json, json_pointer_index(c->arena, at.pointer, i), at.depth + 1 };
}

/* Steps never wrap round: what is beyond the limit stays there. */
static int64_t saturated(int64_t fuel)
{
	return fuel > LOGIC_FUEL ? LOGIC_FUEL + 1 : fuel;
}

/* Memory is paid in steps, so that who may take LOGIC_FUEL of them cannot use more than LOGIC_BYTES. */
static int64_t steps_for_memory(const struct logic_node *node, int64_t rows)
{
	size_t bytes = 0;
	if (node->op == OP_LIST)
		bytes = LOGIC_LIST_BYTES(node->n);
	else if (node->op == OP_MAP || node->op == OP_FILTER)
		bytes = LOGIC_LIST_BYTES((size_t)rows);
	else if (node->op == OP_PLUS_TIME)
		bytes = LOGIC_DAY_BYTES;
	else if (node->op == OP_CAT)
		bytes = LOGIC_CAT_BYTES(node->n);
	return saturated((int64_t)((bytes * LOGIC_FUEL + LOGIC_BYTES - 1) / LOGIC_BYTES));
}

void logic_fuel_of(struct logic_node *node)
{
	int64_t rows = node->n && node->args[0]->type.kind == LOGIC_LIST ? saturated(node->args[0]->type.rows_max) : 0;
	node->fuel = 1 + steps_for_memory(node, rows);
	for (size_t i = 0; i < node->n; i++)
		node->fuel = saturated(node->fuel + node->args[i]->fuel);
	if (node->op == OP_IN)
		node->fuel = saturated(node->fuel + saturated(node->args[1]->type.rows_max));
	else if (node->op >= OP_ALL && node->op <= OP_REDUCE)
		node->fuel = saturated(node->fuel + rows * (node->args[1]->fuel + 1));
}

static bool literal(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct json_node *json = at.json;
	node->op = OP_LITERAL;
	node->type = (struct logic_type){ .rows_max = -1 };
	if (json_is(json, JSON_STRING)) {
		node->type.kind = LOGIC_TEXT;
		node->value.text = json_str(json);
		node->type.written_day = date_exists(node->value.text);
	} else if (json_is(json, JSON_NUMBER)) {
		node->type.kind = LOGIC_NUMBER;
		if (!exact_parse((str){ json->p, json->n }, &node->value.number))
			return logic_refuse(c, at, L_LARGE, none, none);
		node->type.integer = node->value.number.decimals == 0;
	} else if (json_is(json, JSON_TRUE) || json_is(json, JSON_FALSE)) {
		node->type.kind = LOGIC_BOOLEAN;
		node->value.yes = json_true(json);
	} else {
		return logic_refuse(c, at, L_SHAPE, none, none);
	}
	node->value.kind = node->type.kind;
	return true;
}

bool logic_args(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	size_t i = 0;
	node->n = json_is(at.json, JSON_ARRAY) ? json_count(at.json) : 1;
	node->args = arena_array(c->arena, node->n + 1, sizeof(node->args[0]));
	if (!json_is(at.json, JSON_ARRAY)) {
		node->args[0] = logic_node_of(c, scope, (struct logic_place){ at.json, at.pointer, at.depth + 1 });
		return node->args[0] != NULL;
	}
	for (struct json_iter it = json_begin(at.json); json_next(&it); i++)
		if (!(node->args[i] = logic_node_of(c, scope, logic_place_below(c, at, it.value, i))))
			return false;
	return true;
}

/* What is written out needs no run: and what cannot be reckoned is told now. */
bool logic_fold(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->args[i]->op != OP_LITERAL)
			return true;
	enum logic_outcome outcome = logic_node_run(node, c->arena, &node->value);
	if (outcome != LOGIC_OK)
		return logic_refuse(c, at, outcome == LOGIC_DIVIDED_BY_ZERO ? L_ZERO : L_LARGE, none, none);
	node->op = OP_LITERAL;
	node->n = 0;
	node->type.integer = node->type.kind == LOGIC_NUMBER && node->value.number.decimals == 0;
	return true;
}

/* A list written in the rule: all its values of one kind. */
static bool list(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	node->op = OP_LIST;
	if (!logic_args(c, scope, at, node))
		return false;
	struct logic_type *rows = node->n ? ARENA_NEW(c->arena, struct logic_type) : NULL;
	node->type = (struct logic_type){ .kind = LOGIC_LIST, .rows = rows, .rows_max = (int64_t)node->n };
	return (!rows || logic_check_same(c, at, node, 0, 1, rows)) && logic_fold(c, at, node);
}

static bool operation(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	struct json_iter it = json_begin(at.json);
	if (json_count(at.json) != 1 || !json_next(&it))
		return logic_refuse(c, at, L_SHAPE, none, none);
	struct logic_place values = { it.value, json_pointer_add(c->arena, at.pointer, json_str(it.key)), at.depth };
	return logic_operator(c, scope, at, json_str(it.key), values, node);
}

static bool beyond(struct logic_compiler *c, struct logic_place at, enum logic_reason reason, int limit)
{
	str number = arena_printf(c->arena, "%d", limit);
	return logic_refuse(c, at, reason, (struct logic_words){ number, number }, none);
}

const struct logic_node *logic_node_of(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at)
{
	struct logic_node *node = ARENA_NEW(c->arena, struct logic_node);
	bool ok;
	if (at.depth > LOGIC_DEPTH_MAX)
		return logic_refuse(c, at, L_DEPTH, none, none), NULL;
	if (++c->nodes > LOGIC_NODES_MAX)
		return beyond(c, at, L_LONG, LOGIC_NODES_MAX), NULL;
	if (json_is(at.json, JSON_OBJECT))
		ok = operation(c, scope, at, node);
	else if (json_is(at.json, JSON_ARRAY))
		ok = list(c, scope, at, node);
	else
		ok = literal(c, at, node);
	if (!ok)
		return NULL;
	logic_fuel_of(node);
	return node;
}

static bool gives(struct logic_compiler *c, struct logic_place at, const struct logic_node *root, const struct logic_type *result)
{
	if (root->fuel > LOGIC_FUEL)
		return beyond(c, at, L_FUEL, LOGIC_FUEL);
	if (result && !logic_agree(result, &root->type))
		return logic_refuse(c, at, L_KIND, logic_kind_words(result), logic_kind_words(&root->type));
	if (result && result->integer && !root->type.integer)
		return logic_refuse(c, at, L_WHOLE, none, none);
	return true;
}

struct logic *logic_compile(struct arena *arena, const struct json_node *logic, const struct logic_types *types,
                            const struct logic_type *result, struct logic_error *error)
{
	struct logic_compiler c = { .arena = arena, .types = types, .error = error };
	const struct logic_scope answers = { .kind = SCOPE_ANSWERS };
	struct logic_place root = { logic, STR(""), 0 };
	const struct logic_node *node = logic_node_of(&c, &answers, root);
	if (!node || !gives(&c, root, node, result))
		return NULL;
	struct logic *out = ARENA_NEW(arena, struct logic);
	*out = (struct logic){ node, c.reads, c.read_count };
	return out;
}

size_t logic_reads(const struct logic *logic, const str **pointers)
{
	*pointers = logic->reads;
	return logic->read_count;
}
