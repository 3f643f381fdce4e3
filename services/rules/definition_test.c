/* definition_test.c -- the published format of definitions, and that a definition's identity is its content, however it is written. */
#include "rules/definition.h"

#include "base/config.h"
#include "rules/sample_test.h"

Suite *rules_definition_suite(void);

static struct arena *arena;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)256 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* A row of pseudo-random numbers; the same in every run (xorshift). */
static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void write_space(struct buf *b, uint64_t *state)
{
	static const char space[] = " \t\n\r";
	for (uint64_t n = next(state) % 3; n > 0; n--)
		buf_byte(b, space[next(state) % 4]);
}

/* The same value with its members in any order, space anywhere, and letters written as escapes at will. */
static void write_otherwise(struct buf *b, const struct json_node *node, uint64_t *state)
{
	bool object = json_is(node, JSON_OBJECT);
	size_t n = json_count(node), *order = ARENA_ARRAY(arena, size_t, n + 1);
	const struct json_node **keys = ARENA_ARRAY(arena, const struct json_node *, n + 1), **values = ARENA_ARRAY(arena, const struct json_node *, n + 1);
	if (!object && !json_is(node, JSON_ARRAY)) {
		buf_add(b, json_write(arena, node));
		return;
	}
	size_t i = 0;
	for (struct json_iter it = json_begin(node); json_next(&it); i++) {
		keys[i] = it.key;
		values[i] = it.value;
		order[i] = i;
	}
	for (i = n; object && i > 1; i--) {
		size_t k = next(state) % i, swap = order[i - 1];
		order[i - 1] = order[k];
		order[k] = swap;
	}
	buf_byte(b, object ? '{' : '[');
	for (i = 0; i < n; i++) {
		if (i)
			buf_byte(b, ',');
		write_space(b, state);
		if (object) {
			buf_json(b, json_str(keys[order[i]]));
			write_space(b, state);
			buf_byte(b, ':');
			write_space(b, state);
		}
		write_otherwise(b, values[order[i]], state);
		write_space(b, state);
	}
	buf_byte(b, object ? '}' : ']');
}

START_TEST(a_definition_keeps_its_hash_however_it_is_written)
{
	const struct form *form = sample_form(arena);
	uint64_t state = 88172645463325252u;
	for (int round = 0; round < 100; round++) {
		struct buf b = buf_in(arena, 1 << 20);
		write_otherwise(&b, form->root, &state);
		const struct form *again = form_load_published(arena, buf_str(&b));
		ck_assert_ptr_nonnull(again);
		ck_assert_str_eq(again->sha256, form->sha256);
	}
}
END_TEST

START_TEST(any_other_content_has_another_hash)
{
	static const char *const changes[][2] = { { "/version", "\"1.0.1\"" },        { "/texts/sv/title", "\"prov\"" }, { "/texts/sv/title", "\"Prov \"" },
		                                  { "/data/required/0", "\"mer\"" },  { "/tests/2", NULL },          { "/subject/ageMin", "7" },
		                                  { "/data/properties/ja", "{\"const\":true}" } };
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const struct form *form = form_load_published(arena, sample_with(arena, sample(arena), changes[i][0], changes[i][1]));
		ck_assert_msg(form && strcmp(form->sha256, sample_form(arena)->sha256) != 0, "%s", changes[i][0]);
	}
}
END_TEST

/* What an editor shows beside each property: itself or the shape it refers to. */
static void check_described(const struct json_node *node, str pointer)
{
	for (struct json_iter it = json_begin(json_get(node, STR("properties"))); json_next(&it);) {
		str at = json_pointer_add(arena, pointer, json_str(it.key));
		ck_assert_msg(json_member(it.value, STR("title")).n && json_member(it.value, STR("description")).n, "%s", at.p);
	}
	for (struct json_iter it = json_begin(json_is(node, JSON_OBJECT) ? node : NULL); json_next(&it);) {
		str name = json_str(it.key);
		bool holds_schemas = str_is(name, "properties") || str_is(name, "$defs");
		for (struct json_iter part = json_begin(holds_schemas ? it.value : NULL); json_next(&part);)
			check_described(part.value, json_pointer_add(arena, pointer, json_str(part.key)));
		if (str_is(name, "items") || str_is(name, "additionalProperties"))
			check_described(it.value, json_pointer_add(arena, pointer, name));
	}
}

START_TEST(every_property_of_the_format_is_described_for_an_editor)
{
	const struct json_node *meta = sample_json(arena, config_file("forms/definition.schema.json", (size_t)1 << 20));
	check_described(meta, STR(""));
	/* What the design names is there. */
	static const char *const parts[] = { "$schema",     "id",    "version", "validFrom", "languages", "subject",    "data",     "calc",  "checks", "pages",
		                             "prefill", "attachments", "roles", "signing", "routing",   "retention", "legalBasis", "decision", "texts", "tests" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ck_assert_msg(json_get(json_get(meta, STR("properties")), str_of(parts[i])) != NULL, "%s", parts[i]);
}
END_TEST

START_TEST(the_format_is_a_schema_that_leaves_nothing_unknown)
{
	struct schema_error error = { 0 };
	const struct json_node *meta = sample_json(arena, config_file("forms/definition.schema.json", (size_t)1 << 20));
	ck_assert_msg(definition_plan(arena, meta, &error) != NULL, "%s %s", error.pointer.p, error.reason.p);
}
END_TEST

START_TEST(one_rule_is_tried_by_itself)
{
	struct schema_error error;
	ck_assert(definition_rule(arena, STR("minLength"), sample_json(arena, STR("2")), &error));
	ck_assert(!definition_rule(arena, STR("minLength"), sample_json(arena, STR("-2")), &error));
	ck_assert_uint_eq(error.pointer.n, 0);
	ck_assert(!definition_rule(arena, STR("\" åäö"), sample_json(arena, STR("{}")), &error));
	ck_assert(!definition_rule(arena, STR("not"), sample_json(arena, STR("{\"type\":\"x\"}")), &error));
	ck_assert(str_is(error.pointer, "/not"));
}
END_TEST

Suite *rules_definition_suite(void)
{
	Suite *s = suite_create("rules/definition");
	TCase *t = tcase_create("definition");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_definition_keeps_its_hash_however_it_is_written);
	tcase_add_test(t, any_other_content_has_another_hash);
	tcase_add_test(t, every_property_of_the_format_is_described_for_an_editor);
	tcase_add_test(t, the_format_is_a_schema_that_leaves_nothing_unknown);
	tcase_add_test(t, one_rule_is_tried_by_itself);
	suite_add_tcase(s, t);
	return s;
}
