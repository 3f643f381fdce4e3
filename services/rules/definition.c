/* definition.c -- the meta-schema at work. */
#include "rules/definition.h"

#include <sysexits.h>

#include "base/problem.h"

static const unsigned char meta_schema_text[] = {
#include "definition_schema.inc"
};

static const struct schema *meta_schema(struct arena *arena)
{
	const struct schema_options options = { .assert_formats = true };
	const str text = { (const char *)meta_schema_text, sizeof(meta_schema_text) };
	struct json_error bad_json;
	struct schema_error bad_schema;
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &bad_json);
	const struct schema *schema = root ? schema_compile(arena, root, &options, &bad_schema) : NULL;
	if (!schema)
		die(EX_SOFTWARE, "definition.meta_schema", root ? bad_schema.reason : str_of(bad_json.reason));
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

static void report_row(struct finding_list *list, const struct schema *meta, const struct schema_row *row)
{
	static const char *const structure[] = { "allOf", "anyOf", "if", "then", "else", "$ref", "properties", "items", NULL };
	static const char *const surplus[] = { "false", "additionalProperties", "unevaluatedProperties", NULL };
	const struct json_node *help = json_get(schema_at(meta, row->pointer), STR("x-help"));
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
	const struct schema *meta = meta_schema(list->arena);
	struct schema_report report;
	schema_explain(meta, list->root, list->arena, &report);
	for (size_t i = 0; i < report.error_count; i++)
		report_row(list, meta, &report.errors[i]);
	if (!report.valid && list->n == 0)
		finding_add(list, F_PART_VALUE, STR(""), STR("definition"), report.errors[0].keyword);
	return report.valid;
}

const struct schema *definition_plan(struct arena *arena, const struct json_node *data, struct schema_error *error)
{
	const struct schema_options options = { .assert_formats = true, .closed = true };
	return schema_compile(arena, data, &options, error);
}

const struct schema *definition_compile(struct finding_list *list)
{
	struct schema_error error;
	const struct schema *schema = definition_plan(list->arena, json_get(list->root, STR("data")), &error);
	if (schema)
		return schema;
	str rule = arena_join(list->arena, STR("/data"), error.pointer, STR(""));
	str at = json_pointer_add(list->arena, rule, error.keyword);
	finding_add(list, F_SCHEMA, json_pointer(list->root, at) ? at : rule, error.keyword, error.reason);
	return NULL;
}
