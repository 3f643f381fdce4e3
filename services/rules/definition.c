/* definition.c -- the meta-schema at work. */
#include "rules/definition.h"

#include <sysexits.h>

#include "base/buf.h"
#include "base/problem.h"

static const unsigned char meta_schema_text[] = {
#include "definition_schema.inc"
};

static const struct schema *meta_schema(struct arena *arena, const struct json_node **json)
{
	const struct schema_options options = { .assert_formats = true };
	const str text = { (const char *)meta_schema_text, sizeof(meta_schema_text) };
	struct json_error bad_json;
	struct schema_error bad_schema;
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &bad_json);
	const struct schema *schema = root ? schema_compile(arena, root, &options, &bad_schema) : NULL;
	if (!schema)
		die(EX_SOFTWARE, "definition.meta_schema", root ? bad_schema.reason : str_of(bad_json.reason));
	*json = root;
	return schema;
}

static str last_token(struct arena *arena, str pointer)
{
	str token = STR("");
	while (json_pointer_next(arena, &pointer, &token))
		;
	return token;
}

static bool is_any(str keyword, const char *const *words)
{
	for (; *words; words++)
		if (str_is(keyword, *words))
			return true;
	return false;
}

static str without_last(str pointer)
{
	while (pointer.n && pointer.p[pointer.n - 1] != '/')
		pointer.n--;
	return str_sub(pointer, 0, pointer.n - (pointer.n > 0));
}

/* The help of the place in the meta-schema whose rule is broken; a branch of a rule is helped by the rule. */
static const struct json_node *help_of(struct arena *arena, const struct json_node *meta, str schema_path)
{
	static const char *const branches[] = { "if", "then", "else", "not", NULL };
	str at = without_last(schema_path);
	while (is_any(last_token(arena, at), branches))
		at = without_last(at);
	return json_get(json_pointer(meta, at), STR("x-help"));
}

static void report_row(struct finding_list *list, const struct json_node *meta, const struct schema_row *row)
{
	static const char *const structure[] = { "allOf", "anyOf", "if", "then", "else", "$ref", "properties", "items", NULL };
	static const char *const surplus[] = { "false", "additionalProperties", "unevaluatedProperties", NULL };
	const struct json_node *help = help_of(list->arena, meta, row->schema_path);
	if (is_any(row->keyword, structure))
		return;
	if (str_is(row->keyword, "required"))
		finding_add(list, F_PART_MISSING, row->pointer, row->parameter, STR_NONE);
	else if (is_any(row->keyword, surplus))
		finding_add(list, F_PART_UNKNOWN, row->pointer, last_token(list->arena, row->pointer), STR_NONE);
	else if (help)
		finding_add(list, F_PART_HELP, row->pointer, json_member(help, STR("en")), json_member(help, STR("sv")));
	else
		finding_add(list, F_PART_VALUE, row->pointer, last_token(list->arena, row->pointer), row->keyword);
}

bool definition_read(struct finding_list *list)
{
	struct json_error error;
	list->root = json_parse(list->arena, list->text, &json_limits_document, &error);
	if (!list->root) {
		finding_add_at(list, F_JSON, error.offset, str_of(error.reason), STR_NONE);
		return false;
	}
	const struct json_node *json;
	const struct schema *meta = meta_schema(list->arena, &json);
	struct schema_report report;
	schema_explain(meta, list->root, list->arena, &report);
	for (size_t i = 0; i < report.error_count; i++)
		report_row(list, json, &report.errors[i]);
	if (!report.valid && list->n == 0)
		finding_add(list, F_PART_VALUE, STR(""), STR("definition"), report.errors[0].keyword);
	return json_is(list->root, JSON_OBJECT);
}

bool definition_rule(struct arena *arena, str keyword, const struct json_node *value, struct schema_error *error)
{
	struct buf alone = buf_in(arena, json_limits_document.bytes);
	buf_lit(&alone, "{");
	buf_json(&alone, keyword);
	buf_lit(&alone, ":");
	buf_add(&alone, json_write(arena, value));
	buf_lit(&alone, "}");
	const struct json_node *rule = json_parse(arena, buf_str(&alone), &json_limits_document, NULL);
	*error = (struct schema_error){ .pointer = STR(""), .keyword = keyword, .reason = STR("is too large") };
	return rule && definition_plan(arena, rule, error);
}

const struct schema *definition_compile(struct finding_list *list)
{
	struct schema_error error;
	const struct json_node *data = json_get(list->root, STR("data"));
	if (!json_is(data, JSON_OBJECT))
		return NULL;
	const struct schema *schema = definition_plan(list->arena, data, &error);
	if (schema)
		return schema;
	str rule = arena_join(list->arena, STR("/data"), error.pointer, STR(""));
	str at = json_pointer_add(list->arena, rule, error.keyword);
	if (!finding_list_below(list, STR("/data")))
		finding_add(list, F_SCHEMA, json_pointer(list->root, at) ? at : rule, error.keyword, error.reason);
	return NULL;
}
