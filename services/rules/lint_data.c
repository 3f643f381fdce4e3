/* lint_data.c -- the rules for the answers: closed, bounded, without surprises. */
#include "rules/lint.h"

static const char *const anywhere[] = { "type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
	                                "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
	                                "uniqueItems", "items", "properties", "required", "additionalProperties", "$ref",
	                                "title", "description", "$comment", "readOnly", NULL };
static const char *const at_root[] = { "allOf", "unevaluatedProperties", "$defs", "$schema", "$id", NULL };

static str below(struct finding_list *list, str pointer, const char *name)
{
	return arena_printf(list->arena, "%.*s/%s", STR_ARG(pointer), name);
}

static bool is_name(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '_')))
			return false;
	}
	return name.n > 0 && name.n <= 60;
}

static void check_keywords(struct finding_list *list, const struct json_node *node, str pointer, bool root)
{
	for (struct json_iter it = json_begin(node); json_next(&it);) {
		str keyword = json_str(it.key);
		if (str_starts(keyword, STR("x-")) || lint_word_in(keyword, anywhere) || (root && lint_word_in(keyword, at_root)))
			continue;
		finding_add(list, F_KEYWORD, json_pointer_add(list->arena, pointer, keyword), keyword, STR_NONE);
	}
	str ref = json_member(node, STR("$ref"));
	if (ref.p && !str_starts(ref, STR("#/$defs/")))
		finding_add(list, F_KEYWORD, below(list, pointer, "$ref"), STR("$ref"), STR_NONE);
}

static void check_bounds(struct finding_list *list, const struct json_node *node, str pointer, bool root)
{
	str type = json_member(node, STR("type"));
	bool fixed = json_get(node, STR("enum")) || json_get(node, STR("const")) || json_get(node, STR("$ref"));
	str name = pointer;
	while (str_find(name, '/') != SIZE_MAX)
		name = str_sub(name, str_find(name, '/') + 1, name.n);
	if (!type.p && !fixed)
		finding_add(list, F_PART_MISSING, pointer, STR("type"), STR_NONE);
	bool dated = str_is(json_member(node, STR("format")), "date");
	if (str_is(type, "string") && !fixed && !dated && !json_get(node, STR("maxLength")))
		finding_add(list, F_BOUND, pointer, STR("maxLength"), name);
	if (str_is(type, "array") && !json_get(node, STR("maxItems")))
		finding_add(list, F_BOUND, pointer, STR("maxItems"), name);
	if (str_is(type, "array") && !json_get(node, STR("items")))
		finding_add(list, F_PART_MISSING, pointer, STR("items"), STR_NONE);
	bool closed = json_is(json_get(node, STR("additionalProperties")), JSON_FALSE) ||
	              (root && json_is(json_get(node, STR("unevaluatedProperties")), JSON_FALSE));
	if (str_is(type, "object") && !closed)
		finding_add(list, F_CLOSED, pointer, root ? STR("unevaluatedProperties") : STR("additionalProperties"), STR_NONE);
}

static void check_schema(struct finding_list *list, const struct json_node *node, str pointer, int depth);

static void check_children(struct finding_list *list, const struct json_node *node, str pointer, const char *keyword, int depth)
{
	str base = below(list, pointer, keyword);
	for (struct json_iter it = json_begin(json_get(node, str_of(keyword))); json_next(&it);) {
		str name = json_str(it.key), at = json_pointer_add(list->arena, base, name);
		if (!is_name(name))
			finding_add(list, F_NAME, at, name, STR_NONE);
		check_schema(list, it.value, at, depth + 1);
	}
}

static void check_schema(struct finding_list *list, const struct json_node *node, str pointer, int depth)
{
	if (depth > LINT_DEPTH_MAX) {
		finding_add(list, F_RECURSIVE, pointer, pointer, STR_NONE);
		return;
	}
	if (!json_is(node, JSON_OBJECT)) {
		finding_add(list, F_KEYWORD, pointer, json_true(node) ? STR("true") : STR("false"), STR_NONE);
		return;
	}
	bool root = depth == 0;
	check_keywords(list, node, pointer, root);
	check_bounds(list, node, pointer, root);
	check_children(list, node, pointer, "properties", depth);
	if (root)
		check_children(list, node, pointer, "$defs", depth);
	if (json_get(node, STR("items")))
		check_schema(list, json_get(node, STR("items")), below(list, pointer, "items"), depth + 1);
}

/* A name listed as required must be a question, or nobody could ever answer. */
static void check_required(struct finding_list *list, const struct json_node *data, str where, int depth)
{
	const struct json_node *node = form_schema_in(data, where);
	if (depth > LINT_DEPTH_MAX) {
		finding_add(list, F_RECURSIVE, STR("/data"), where, STR_NONE);
		return;
	}
	const struct json_node *properties = json_get(node, STR("properties"));
	for (struct json_iter it = json_begin(json_get(node, STR("required"))); json_next(&it);)
		if (!json_get(properties, json_str(it.value)))
			finding_add(list, F_QUESTION_UNKNOWN, STR("/data/required"), json_str(it.value), STR_NONE);
	for (struct json_iter it = json_begin(properties); json_next(&it);)
		check_required(list, data, json_pointer_add(list->arena, where, json_str(it.key)), depth + 1);
}

void lint_data(const struct form *form, struct finding_list *list)
{
	const struct json_node *data = json_get(form->root, STR("data"));
	size_t before = list->n;
	check_schema(list, data, STR("/data"), 0);
	if (list->n == before)
		check_required(list, data, STR(""), 0);
}
