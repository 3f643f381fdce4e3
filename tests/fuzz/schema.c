#include "schema.h"

struct schema *fuzz_compile(struct arena *arena, str text, const struct json_node *root, const struct schema_options *options)
{
	struct schema_error error = { .offset = SIZE_MAX };
	struct schema *schema = schema_compile(arena, root, options, &error);
	if (!schema)
		PROMISE("a refusal has a reason and a place", error.reason.p && error.offset <= text.n);
	return schema;
}

static void same_rows(const struct schema_report *a, const struct schema_report *b)
{
	PROMISE("an explanation is repeatable", a->error_count == b->error_count && a->required_count == b->required_count
	        && a->forbidden_count == b->forbidden_count && a->branch_count == b->branch_count);
	for (size_t i = 0; i < a->error_count; i++)
		PROMISE("row by row", str_eq(a->errors[i].pointer, b->errors[i].pointer) && str_eq(a->errors[i].evaluation, b->errors[i].evaluation));
}

void fuzz_evaluate(struct arena *arena, const struct schema *schema, const struct json_node *instance)
{
	struct arena *scratch = arena_new((size_t)64 << 20);
	struct schema_report report, again;
	bool verdict = schema_valid(schema, instance, scratch);
	schema_explain(schema, instance, arena, &report);
	PROMISE("verdict and explanation agree", report.valid == verdict && (report.error_count == 0) == verdict);
	for (size_t i = 0; i < report.error_count; i++) {
		const struct schema_row *row = &report.errors[i];
		PROMISE("a row names a keyword and its place", row->keyword.p && row->evaluation.p && row->schema_path.p);
		PROMISE("a row points at its value", !row->value || json_pointer(instance, row->pointer) == row->value);
	}
	arena_reset(scratch);
	PROMISE("a verdict is repeatable", schema_valid(schema, instance, scratch) == verdict);
	schema_explain(schema, instance, arena, &again);
	same_rows(&report, &again);
	arena_free(scratch);
}
