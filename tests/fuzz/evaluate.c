/* evaluate.c -- schema_valid and schema_explain over any schema and any document: two JSON texts with a separator between them. */
#include "schema.h"

#define ARENA_BYTES ((size_t)512 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	str schema_text, instance_text;
	fuzz_halves(arena, data, size, &schema_text, &instance_text);
	const struct json_node *root = json_parse(arena, schema_text, &json_limits_document, NULL);
	const struct json_node *instance = json_parse(arena, instance_text, &json_limits_answers, NULL);
	if (root && instance) {
		for (int formats = 0; formats <= 1; formats++) {
			const struct schema_options options = { .assert_formats = formats };
			const struct schema *schema = fuzz_compile(arena, schema_text, root, &options);
			if (schema)
				fuzz_evaluate(arena, schema, instance);
		}
	}
	arena_free(arena);
	return 0;
}
