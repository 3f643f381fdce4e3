/* compile.c -- schema_compile: any JSON may be handed in as a schema, and what it takes can be evaluated. */
#include "schema.h"

#define ARENA_BYTES ((size_t)512 << 20)

static const str instances[] = {
	STR("null"), STR("\"\""), STR("-0.5e1"), STR("{}"), STR("[]"), STR("[1,\"1\",[1.0],{\"a\":[true]},1]"),
	STR("{\"a\":{\"a\":{\"b\":[]}},\"b\":\"2026-03-02\",\"\":12345678901234567890,\"foo\":[{\"a\":1}]}"),
};

/* Two more documents can be referred to: the schema itself, under other names. */
static const struct json_node *resolve(void *context, str uri)
{
	const struct json_node *const *root = context;
	return str_eq(uri, STR("http://localhost/a")) || str_eq(uri, STR("http://localhost/b/c")) ? *root : NULL;
}

static void evaluate(struct arena *arena, const struct schema *schema, const struct json_node *root)
{
	for (size_t i = 0; i < sizeof(instances) / sizeof(instances[0]); i++) {
		const struct json_node *instance = json_parse(arena, instances[i], &json_limits_document, NULL);
		PROMISE("the instances are JSON", instance != NULL);
		fuzz_evaluate(arena, schema, instance);
	}
	fuzz_evaluate(arena, schema, root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	str text = fuzz_bytes(arena, data, size);
	const struct json_node *root = json_parse(arena, text, &json_limits_document, NULL);
	if (root) {
		const struct schema_options open = { .base_uri = STR("http://localhost/a"), .resolve = resolve, .resolve_context = &root };
		const struct schema_options closed = { .assert_formats = true, .closed = true };
		const struct schema *foreign = fuzz_compile(arena, text, root, &open), *own = fuzz_compile(arena, text, root, &closed);
		if (foreign)
			evaluate(arena, foreign, root);
		if (own)
			evaluate(arena, own, root);
	}
	arena_free(arena);
	return 0;
}
