/* json.c -- base/json: what is accepted is a sound tape, and its text says the same again. */
#include "base/json.h"
#include "fuzz.h"

#define ARENA_BYTES ((size_t)256 << 20)

static const struct json_limits narrow = { .bytes = 200, .depth = 3, .nodes = 12, .members = 4, .string_bytes = 8, .number_bytes = 6 };
static const struct json_limits wide = { .bytes = 1 << 24, .depth = 1000, .nodes = 1 << 24, .members = 1 << 24, .string_bytes = 1 << 24, .number_bytes = 1 << 24 };

/* Every node has its place, spans add up, strings are counted, names hashed, twins refused. */
static void sound(const struct json_node *node, str text, unsigned depth)
{
	PROMISE("a value begins within its text", node->offset < text.n);
	PROMISE("a scalar is one node", node->type >= JSON_ARRAY || node->span == 1);
	if (node->type == JSON_STRING)
		PROMISE("a string is UTF-8 and its code points are counted", str_utf8(json_str(node)) && str_chars(json_str(node)) == node->chars);
	if (node->type == JSON_NUMBER)
		PROMISE("a number keeps its text", node->n && str_eq((str){ node->p, node->n }, str_sub(text, node->offset, node->n)));
	if (node->type < JSON_ARRAY)
		return;
	struct json_iter it = json_begin(node);
	size_t span = 1, count = 0;
	while (json_next(&it)) {
		if (it.key) {
			PROMISE("a name is a string with its hash", it.key->type == JSON_STRING && it.key->hash == json_hash(json_str(it.key)));
			PROMISE("a member is found by its name, which is there once", json_get(node, json_str(it.key)) == it.value);
		} else {
			PROMISE("an element is found by its number", json_at(node, count) == it.value);
		}
		sound(it.value, text, depth + 1);
		span += it.value->span + (it.key != NULL);
		count++;
	}
	PROMISE("spans and counts add up", span == node->span && count == json_count(node));
}

static void says_the_same(struct arena *arena, const struct json_node *root)
{
	str written = json_write(arena, root);
	const struct json_node *again = json_parse(arena, written, &wide, NULL);
	PROMISE("what is written can be read", again != NULL);
	PROMISE("and is equal", json_equal(root, again) && json_equal(again, root));
	PROMISE("and is written the same", str_eq(written, json_write(arena, again)));
}

static void one_canonical_form(struct arena *arena, const struct json_node *root)
{
	str canonical = json_canonical(arena, root);
	if (!canonical.p)
		return;
	const struct json_node *again = json_parse(arena, canonical, &wide, NULL);
	PROMISE("the canonical form can be read", again != NULL);
	PROMISE("and is its own canonical form", str_eq(canonical, json_canonical(arena, again)));
	PROMISE("and a value has one only", !json_equal(root, again) || str_eq(canonical, json_canonical(arena, root)));
}

static const struct json_node *parse(struct arena *arena, str text, const struct json_limits *limits)
{
	struct json_error error = { NULL, SIZE_MAX };
	unsigned line, column;
	const struct json_node *root = json_parse(arena, text, limits, &error);
	if (root)
		return root;
	PROMISE("a refusal has a reason and a place", error.reason && error.offset <= text.n);
	json_position(text, error.offset, &line, &column);
	PROMISE("which is a line and a column", line >= 1 && column >= 1);
	return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	str text = fuzz_bytes(arena, data, size);
	const struct json_node *answers = parse(arena, text, &json_limits_answers), *document = parse(arena, text, &json_limits_document);
	PROMISE("what wider limits refuse, narrower do", (document || !answers) && (answers || !parse(arena, text, &narrow)));
	if (document) {
		sound(document, text, 0);
		says_the_same(arena, document);
		one_canonical_form(arena, document);
	}
	arena_free(arena);
	return 0;
}
