/* lint_conditions.c -- one idiom for conditions, so that they can be explained, shown, tested and edited.
 *
 * {"if": {"required": [k], "properties": {k: S}}, "then": {"required": [...]}, "else": {"properties": {x: false}}}, at the root
 * of data only. `required` in the if matters: without it the condition holds before k is answered. */
#include "rules/definition.h"
#include "rules/lint.h"

#define NAMES_MAX 200

static const char *const condition_members[] = { "if", "then", "else", NULL };
static const char *const if_members[] = { "required", "properties", NULL };
static const char *const tests_of_value[] = { "const", "enum", "contains", "minimum", "maximum", "exclusiveMinimum",
	                                      "exclusiveMaximum", NULL };
static const char *const tests_of_item[] = { "const", "enum", NULL };

static str at(struct finding_list *list, str pointer, const char *name)
{
	return arena_printf(list->arena, "%.*s/%s", STR_ARG(pointer), name);
}

static void only_members(struct finding_list *list, const struct json_node *node, str pointer, const char *const *allowed)
{
	if (!json_is(node, JSON_OBJECT)) {
		finding_add(list, F_CONDITION_SHAPE, pointer, pointer, STR_NONE);
		return;
	}
	for (struct json_iter it = json_begin(node); json_next(&it);)
		if (!lint_word_in(json_str(it.key), allowed))
			finding_add(list, F_CONDITION_SHAPE, json_pointer_add(list->arena, pointer, json_str(it.key)),
			            json_str(it.key), STR_NONE);
}

static void known(struct finding_list *list, const struct json_node *properties, str name, str pointer)
{
	if (name.p && !json_get(properties, name))
		finding_add(list, F_QUESTION_UNKNOWN, pointer, name, STR_NONE);
}

static void known_names(struct finding_list *list, const struct json_node *properties, const struct json_node *required, str pointer)
{
	size_t i = 0;
	for (struct json_iter it = json_begin(required); json_next(&it); i++)
		known(list, properties, json_str(it.value), json_pointer_index(list->arena, at(list, pointer, "required"), i));
}

/* A rule of the if that cannot be carried out. */
static void check_tests(struct finding_list *list, const struct json_node *tests, str pointer)
{
	struct schema_error error;
	for (struct json_iter it = json_begin(tests); json_next(&it);)
		if (lint_word_in(json_str(it.key), tests_of_value) && !definition_rule(list->arena, json_str(it.key), it.value, &error))
			finding_add(list, F_SCHEMA, json_pointer_add(list->arena, pointer, json_str(it.key)), json_str(it.key), error.reason);
}

void lint_if(const struct form *form, struct finding_list *list, const struct json_node *node, str pointer)
{
	const struct json_node *properties = json_pointer(form->root, STR("/data/properties"));
	only_members(list, node, pointer, if_members);
	const struct json_node *required = json_get(node, STR("required")), *read = json_get(node, STR("properties"));
	if (json_is(node, JSON_OBJECT) && json_count(read) == 0)
		finding_add(list, F_CONDITION_SHAPE, pointer, STR("if"), STR_NONE);
	for (struct json_iter it = json_begin(json_is(read, JSON_OBJECT) ? read : NULL); json_next(&it);) {
		str name = json_str(it.key);
		str where = json_pointer_add(list->arena, at(list, pointer, "properties"), name);
		known(list, properties, name, where);
		if (!lint_lists(required, name))
			finding_add(list, F_CONDITION_REQUIRED, where, name, STR_NONE);
		only_members(list, it.value, where, tests_of_value);
		check_tests(list, it.value, where);
		if (json_get(it.value, STR("contains")))
			only_members(list, json_get(it.value, STR("contains")), at(list, where, "contains"), tests_of_item);
	}
	known_names(list, properties, required, pointer);
}

static void check_branch(struct finding_list *list, const struct json_node *properties, const struct json_node *node, str pointer)
{
	only_members(list, node, pointer, if_members);
	known_names(list, properties, json_get(node, STR("required")), pointer);
	for (struct json_iter it = json_begin(json_get(node, STR("properties"))); json_next(&it);) {
		str where = json_pointer_add(list->arena, at(list, pointer, "properties"), json_str(it.key));
		known(list, properties, json_str(it.key), where);
		if (!json_is(it.value, JSON_FALSE))
			finding_add(list, F_CONDITION_SHAPE, where, json_str(it.key), STR_NONE);
	}
}

/* Without scripts a page cannot grow while it is filled in: what is hidden or shown by an answer comes on a later page. */
static void check_pages(const struct form *form, struct finding_list *list, str read, const struct json_node *branch, str pointer)
{
	size_t reads = lint_page_of(form, arena_join(list->arena, STR("/"), read, STR("")));
	for (struct json_iter it = json_begin(json_get(branch, STR("properties"))); json_next(&it);) {
		str hidden = json_str(it.key);
		size_t shown = lint_page_of(form, arena_join(list->arena, STR("/"), hidden, STR("")));
		if (shown <= reads && shown < form->page_count && reads < form->page_count && !str_eq(hidden, read))
			finding_add(list, F_CONDITION_PAGE, json_pointer_add(list->arena, at(list, pointer, "properties"), hidden), hidden,
			            read);
	}
}

static size_t index_of(const struct json_node *properties, str name)
{
	size_t i = 0;
	for (struct json_iter it = json_begin(properties); json_next(&it); i++)
		if (str_eq(json_str(it.key), name))
			return i;
	return NAMES_MAX;
}

struct graph {
	bool edge[NAMES_MAX][NAMES_MAX]; /* the answer to the first decides about the second */
};

static void add_edges(struct graph *graph, const struct json_node *properties, const struct json_node *condition)
{
	static const char *const branches[] = { "then", "else" };
	for (struct json_iter read = json_begin(json_pointer(condition, STR("/if/required"))); json_next(&read);)
		for (size_t b = 0; b < 2; b++) {
			const struct json_node *hides = json_get(json_get(condition, str_of(branches[b])), STR("properties"));
			for (struct json_iter it = json_begin(hides); json_next(&it);) {
				size_t from = index_of(properties, json_str(read.value)), to = index_of(properties, json_str(it.key));
				if (from < NAMES_MAX && to < NAMES_MAX)
					graph->edge[from][to] = true;
			}
		}
}

static void check_circles(struct finding_list *list, const struct json_node *data)
{
	const struct json_node *properties = json_get(data, STR("properties"));
	size_t n = json_count(properties) < NAMES_MAX ? json_count(properties) : NAMES_MAX;
	struct graph *graph = ARENA_NEW(list->arena, struct graph);
	for (struct json_iter it = json_begin(json_get(data, STR("allOf"))); json_next(&it);)
		add_edges(graph, properties, it.value);
	for (size_t via = 0; via < n; via++)
		for (size_t from = 0; from < n; from++)
			for (size_t to = 0; graph->edge[from][via] && to < n; to++)
				graph->edge[from][to] |= graph->edge[via][to];
	size_t i = 0;
	for (struct json_iter it = json_begin(properties); json_next(&it) && i < n; i++)
		if (graph->edge[i][i])
			finding_add(list, F_CONDITION_CIRCLE, json_pointer_add(list->arena, STR("/data/properties"), json_str(it.key)),
			            json_str(it.key), STR_NONE);
}

static void check_condition(const struct form *form, struct finding_list *list, const struct json_node *node, str pointer)
{
	const struct json_node *properties = json_pointer(form->root, STR("/data/properties"));
	const struct json_node *then = json_get(node, STR("then")), *otherwise = json_get(node, STR("else"));
	only_members(list, node, pointer, condition_members);
	if (!json_is(node, JSON_OBJECT))
		return;
	if (!then && !otherwise)
		finding_add(list, F_CONDITION_SHAPE, pointer, STR("if"), STR_NONE);
	lint_if(form, list, json_get(node, STR("if")), at(list, pointer, "if"));
	if (then)
		check_branch(list, properties, then, at(list, pointer, "then"));
	if (otherwise)
		check_branch(list, properties, otherwise, at(list, pointer, "else"));
	for (struct json_iter it = json_begin(json_pointer(node, STR("/if/required"))); json_next(&it);) {
		check_pages(form, list, json_str(it.value), then, at(list, pointer, "then"));
		check_pages(form, list, json_str(it.value), otherwise, at(list, pointer, "else"));
	}
}

void lint_conditions(const struct form *form, struct finding_list *list)
{
	const struct json_node *data = json_get(form->root, STR("data"));
	if (!lint_has_questions(form))
		return;
	size_t i = 0;
	for (struct json_iter it = json_begin(json_get(data, STR("allOf"))); json_next(&it); i++)
		check_condition(form, list, it.value, json_pointer_index(list->arena, STR("/data/allOf"), i));
	check_circles(list, data);
}
