/* logic_types.c -- the kinds of answers, read off their schemas. */
#include "schema/logic_plan.h"

static bool kind_of_value(const struct json_node *value, struct logic_type *out)
{
	if (json_is(value, JSON_TRUE) || json_is(value, JSON_FALSE))
		out->kind = LOGIC_BOOLEAN;
	else if (json_is(value, JSON_NUMBER))
		out->kind = LOGIC_NUMBER;
	else if (json_is(value, JSON_STRING))
		out->kind = LOGIC_TEXT;
	else
		return false;
	out->integer = out->kind == LOGIC_NUMBER && value->integer;
	return true;
}

/* An enum whose values are all of one kind. */
static bool kind_of_options(const struct json_node *options, struct logic_type *out)
{
	struct json_iter it = json_begin(options);
	if (!json_next(&it) || !kind_of_value(it.value, out))
		return false;
	while (json_next(&it)) {
		struct logic_type other;
		if (!kind_of_value(it.value, &other) || other.kind != out->kind)
			return false;
		out->integer &= other.integer;
	}
	out->options = out->kind == LOGIC_BOOLEAN ? NULL : options;
	return true;
}

static bool kind_of_type(const struct json_node *schema, struct logic_type *out)
{
	static const struct {
		const char *word;
		enum logic_kind kind;
	} words[] = {
		{ "boolean", LOGIC_BOOLEAN }, { "number", LOGIC_NUMBER }, { "integer", LOGIC_NUMBER },
		{ "string", LOGIC_TEXT },     { "array", LOGIC_LIST },    { "object", LOGIC_GROUP },
	};
	str type = json_member(schema, STR("type"));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(type, words[i].word)) {
			bool day = words[i].kind == LOGIC_TEXT && str_is(json_member(schema, STR("format")), "date");
			out->kind = day ? LOGIC_DATE : words[i].kind;
			out->integer = str_is(type, "integer");
			return true;
		}
	return false;
}

static bool type_at(const struct schema *data, str pointer, struct arena *arena, int depth, struct logic_type *out)
{
	const struct json_node *schema = depth < LOGIC_DEPTH_MAX ? schema_at(data, pointer) : NULL;
	const struct json_node *options = json_get(schema, STR("enum")), *constant = json_get(schema, STR("const"));
	*out = (struct logic_type){ .pointer = pointer, .rows_max = -1 };
	if (options ? !kind_of_options(options, out) : constant ? !kind_of_value(constant, out) : !kind_of_type(schema, out))
		return false;
	if (out->kind != LOGIC_LIST)
		return true;
	struct logic_type *rows = ARENA_NEW(arena, struct logic_type);
	out->rows = rows;
	out->rows_max = json_int(json_get(schema, STR("maxItems")), -1);
	return type_at(data, arena_join(arena, pointer, STR("/*"), STR("")), arena, depth + 1, rows);
}

bool logic_type_at(const struct schema *data, str pointer, struct arena *arena, struct logic_type *out)
{
	return type_at(data, pointer, arena, 0, out);
}

bool logic_agree(const struct logic_type *a, const struct logic_type *b)
{
	if (a->kind == LOGIC_LIST && b->kind == LOGIC_LIST)
		return !a->rows || !b->rows || logic_agree(a->rows, b->rows);
	if (a->kind == LOGIC_GROUP && b->kind == LOGIC_GROUP)
		return str_eq(a->pointer, b->pointer);
	return a->kind == b->kind || (a->kind == LOGIC_DATE && b->written_day) || (b->kind == LOGIC_DATE && a->written_day);
}

struct logic_type logic_join(const struct logic_type *a, const struct logic_type *b, struct arena *arena)
{
	struct logic_type both = a->kind == LOGIC_DATE ? *a : *b;
	both.integer = a->integer && b->integer;
	both.written_day = a->written_day && b->written_day;
	both.options = NULL;
	both.rows_max = a->rows_max > b->rows_max ? a->rows_max : b->rows_max;
	if (a->rows && b->rows) {
		struct logic_type *rows = ARENA_NEW(arena, struct logic_type);
		*rows = logic_join(a->rows, b->rows, arena);
		both.rows = rows;
	} else if (a->rows) {
		both.rows = a->rows;
	}
	return both;
}
