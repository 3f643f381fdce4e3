/* logic_var.c -- names in a rule: which answer, of which kind, and whether it can be missing. */
#include "schema/logic_check.h"

#define PATH_MAX 16

static const struct logic_words none = { { NULL, 0 }, { NULL, 0 } };

static struct logic_words both(str name)
{
	return (struct logic_words){ name, name };
}

static bool split(struct logic_compiler *c, struct logic_place at, str name, struct logic_node *node)
{
	str *path = ARENA_ARRAY(c->arena, str, PATH_MAX), rest = name;
	bool more = name.n > 0;
	while (more) {
		str token;
		more = str_cut(rest, '.', &token, &rest);
		if (token.n == 0 || (token.p[0] >= '0' && token.p[0] <= '9') || node->path_n == PATH_MAX)
			return logic_refuse(c, at, L_NAME, both(name), none);
		path[node->path_n++] = token;
	}
	node->path = path;
	return true;
}

static str pointer_of(struct arena *arena, str base, const str *path, size_t n)
{
	for (size_t i = 0; i < n; i++)
		base = json_pointer_add(arena, base, path[i]);
	return base;
}

static void note_read(struct logic_compiler *c, str pointer)
{
	for (size_t i = 0; i < c->read_count; i++)
		if (str_eq(c->reads[i], pointer))
			return;
	if (c->read_count == c->read_room) {
		size_t room = c->read_room ? c->read_room * 2 : 8;
		str *reads = ARENA_ARRAY(c->arena, str, room);
		for (size_t i = 0; i < c->read_count; i++)
			reads[i] = c->reads[i];
		c->reads = reads;
		c->read_room = room;
	}
	c->reads[c->read_count++] = pointer;
}

static bool answer(struct logic_compiler *c, struct logic_place at, str name, str base, enum logic_reason unknown,
                   struct logic_node *node)
{
	str pointer = pointer_of(c->arena, base, node->path, node->path_n);
	if (!schema_at(c->types->data, pointer))
		return logic_refuse(c, at, unknown, both(name), none);
	if (!logic_type_at(c->types->data, pointer, c->arena, &node->type))
		return logic_refuse(c, at, L_UNTYPED, both(name), none);
	return true;
}

static bool lists_name(const struct json_node *required, str name)
{
	for (struct json_iter it = json_begin(required); json_next(&it);)
		if (str_eq(json_str(it.value), name))
			return true;
	return false;
}

static bool always_there(struct logic_compiler *c, str base, const struct logic_node *node)
{
	for (size_t i = 0; i < node->path_n; i++) {
		str parent = pointer_of(c->arena, base, node->path, i);
		if (!lists_name(json_get(schema_at(c->types->data, parent), STR("required")), node->path[i]))
			return false;
	}
	return true;
}

/* A name within a row: of the row itself, or of one of its parts. */
static bool part_of_row(struct logic_compiler *c, struct logic_place at, str name, struct logic_node *node)
{
	struct logic_type row = node->type;
	if (node->path_n == 0)
		return true;
	if (row.kind != LOGIC_GROUP || !row.pointer.p)
		return logic_refuse(c, at, L_ROW, both(name), none);
	return answer(c, at, name, row.pointer, L_ROW, node) &&
	       (node->n || always_there(c, row.pointer, node) || logic_refuse(c, at, L_LACKING, both(name), none));
}

static bool outside(struct logic_compiler *c, struct logic_place at, str name, struct logic_node *node)
{
	bool today = str_is(name, "$today");
	if (!today && !(str_is(name, "$actor") && c->types->actor))
		return logic_refuse(c, at, L_QUESTION, both(name), none);
	node->base = today ? FROM_TODAY : FROM_ACTOR;
	node->type = (struct logic_type){ .kind = today ? LOGIC_DATE : LOGIC_TEXT, .rows_max = -1 };
	return true;
}

static bool in_reduce(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, str name,
                      struct logic_node *node)
{
	bool row = node->path_n && str_is(node->path[0], "current");
	if (!row && !(node->path_n && str_is(node->path[0], "accumulator")))
		return logic_refuse(c, at, L_REDUCE, both(name), none);
	node->base = row ? FROM_ROW : FROM_ACCUMULATOR;
	node->type = row ? *scope->row : *scope->accumulator;
	node->path++;
	node->path_n--;
	return part_of_row(c, at, name, node);
}

static bool resolve(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, str name,
                    struct logic_node *node)
{
	if (name.n && name.p[0] == '$')
		return outside(c, at, name, node);
	if (!split(c, at, name, node))
		return false;
	if (scope->kind == SCOPE_REDUCE)
		return in_reduce(c, scope, at, name, node);
	if (scope->kind == SCOPE_ROW) {
		node->base = FROM_ROW;
		node->type = *scope->row;
		return part_of_row(c, at, name, node);
	}
	node->base = FROM_ANSWERS;
	if (!answer(c, at, name, STR(""), L_QUESTION, node))
		return false;
	note_read(c, node->type.pointer);
	return true;
}

static bool read_otherwise(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	node->args = arena_array(c->arena, 1, sizeof(node->args[0]));
	node->args[0] = logic_node_of(c, scope, logic_place_below(c, at, json_at(at.json, 1), 1));
	node->n = 1;
	return node->args[0] != NULL;
}

static bool check_otherwise(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct logic_type *instead = &node->args[0]->type;
	if (!logic_agree(&node->type, instead))
		return logic_refuse(c, logic_place_below(c, at, json_at(at.json, 1), 1), L_MIXED, logic_kind_words(&node->type),
		                    logic_kind_words(instead));
	node->type = logic_join(&node->type, instead, c->arena);
	return true;
}

bool logic_var(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	bool array = json_is(at.json, JSON_ARRAY);
	const struct json_node *name = array ? json_at(at.json, 0) : at.json;
	struct logic_place where = array && name ? logic_place_below(c, at, name, 0) : at;
	node->op = OP_VAR;
	if (!json_is(name, JSON_STRING) || (array && json_count(at.json) > 2))
		return logic_refuse(c, where, L_NAME, both(json_is(name, JSON_NUMBER) ? (str){ name->p, name->n } : STR("?")), none);
	if (array && json_count(at.json) == 2 && !read_otherwise(c, scope, at, node))
		return false;
	if (!resolve(c, scope, where, json_str(name), node) || (node->n && !check_otherwise(c, at, node)))
		return false;
	if (node->type.kind == LOGIC_LIST && node->type.rows_max < 0)
		return logic_refuse(c, where, L_UNBOUNDED, both(json_str(name)), none);
	return true;
}
