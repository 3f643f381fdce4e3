/* evaluate_test.c -- every keyword, met and not met; verdict and explanation agree on each. */
#include <check.h>

#include "schema/schema.h"

Suite *schema_evaluate_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)32 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *read_json(const char *text)
{
	const struct json_node *node = json_parse(arena, str_of(text), &json_limits_document, NULL);
	ck_assert_msg(node, "%s", text);
	return node;
}

static const struct schema *compile(const char *text)
{
	const struct schema_options options = { .assert_formats = true };
	struct schema_error error;
	const struct schema *schema = schema_compile(arena, read_json(text), &options, &error);
	ck_assert_msg(schema, "%s: %.*s", text, STR_ARG(error.reason));
	return schema;
}

/* The verdict, which the explanation must share; a failure has a row with the keyword. */
static bool valid(const char *schema_text, const char *instance, const char *keyword)
{
	const struct schema *schema = compile(schema_text);
	const struct json_node *node = read_json(instance);
	struct schema_report report;
	schema_explain(schema, node, arena, &report);
	bool verdict = schema_valid(schema, node, arena), named = false;
	ck_assert_msg(report.valid == verdict && (report.error_count == 0) == verdict, "%s on %s: verdict %d, explanation %d", schema_text,
	              instance, verdict, report.valid);
	for (size_t i = 0; i < report.error_count; i++)
		named |= str_is(report.errors[i].keyword, keyword);
	ck_assert_msg(verdict || named, "%s on %s: no row says %s", schema_text, instance, keyword);
	return verdict;
}

static const struct {
	const char *keyword, *schema;
	const char *good[8], *bad[8];
} cases[] = {
	{ "false", "false", { NULL }, { "1", "null", "{}" } },
	{ "", "true", { "1", "null", "{}" }, { NULL } },
	{ "type", "{\"type\":\"null\"}", { "null" }, { "false", "0", "\"\"", "[]", "{}" } },
	{ "type", "{\"type\":\"boolean\"}", { "true", "false" }, { "null", "0", "\"true\"" } },
	{ "type", "{\"type\":\"integer\"}", { "1", "1.0", "-1e2", "1e400", "12345678901234567890" }, { "1.5", "1e-1", "\"1\"", "null" } },
	{ "type", "{\"type\":\"number\"}", { "1", "1.5", "-0" }, { "\"1\"", "true", "null", "[]" } },
	{ "type", "{\"type\":\"string\"}", { "\"\"" }, { "1", "null", "[\"a\"]" } },
	{ "type", "{\"type\":\"array\"}", { "[]" }, { "{}", "\"\"" } },
	{ "type", "{\"type\":\"object\"}", { "{}" }, { "[]", "null" } },
	{ "type", "{\"type\":[\"string\",\"null\"]}", { "\"\"", "null" }, { "1", "{}" } },
	{ "const", "{\"const\":1}", { "1", "1.0", "10e-1" }, { "2", "true", "\"1\"", "[1]" } },
	{ "const", "{\"const\":{\"a\":[1,2]}}", { "{\"a\":[1,2.0]}" }, { "{\"a\":[2,1]}", "{\"a\":[1,2],\"b\":1}", "{}" } },
	{ "enum", "{\"enum\":[\"a\",null,0]}", { "\"a\"", "null", "0.0" }, { "\"A\"", "false", "\"\"" } },
	{ "enum", "{\"enum\":[]}", { NULL }, { "1", "null" } },
	{ "multipleOf", "{\"multipleOf\":0.1}", { "0.3", "1", "\"x\"" }, { "0.35" } },
	{ "maximum", "{\"maximum\":3}", { "3", "3.0", "-1e400", "\"9\"" }, { "3.0000000000000000000001", "4", "1e400" } },
	{ "exclusiveMaximum", "{\"exclusiveMaximum\":3}", { "2.9999999999999999999" }, { "3", "3.0" } },
	{ "minimum", "{\"minimum\":-2}", { "-2", "0", "null" }, { "-2.0001", "-1e400" } },
	{ "exclusiveMinimum", "{\"exclusiveMinimum\":-2}", { "-1.99999" }, { "-2", "-2.0" } },
	{ "maxLength", "{\"maxLength\":2}", { "\"ab\"", "\"😀😀\"", "\"\\ud83d\\ude00å\"", "123" }, { "\"abc\"", "\"e\\u0301x\"" } },
	{ "maxLength", "{\"maxLength\":2.0}", { "\"ab\"" }, { "\"abc\"" } },
	{ "minLength", "{\"minLength\":2}", { "\"ab\"", "\"åä\"", "1" }, { "\"a\"", "\"😀\"", "\"\"" } },
	{ "pattern", "{\"pattern\":\"b+\"}", { "\"abc\"", "1" }, { "\"ac\"", "\"\"" } },
	{ "format", "{\"format\":\"date\"}", { "\"2026-11-23\"", "20261123" }, { "\"2026-11-31\"", "\"\"" } },
	{ "maxItems", "{\"maxItems\":2}", { "[1,2]", "{}" }, { "[1,2,3]" } },
	{ "minItems", "{\"minItems\":2}", { "[1,2]", "\"\"" }, { "[1]", "[]" } },
	{ "minItems", "{\"minItems\":2e0}", { "[1,2]" }, { "[1]" } },
	{ "uniqueItems", "{\"uniqueItems\":true}", { "[1,2,\"1\",true]", "[]", "[{\"a\":1},{\"a\":2}]" },
	  { "[1,2,1.0]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]" } },
	{ "", "{\"uniqueItems\":false}", { "[1,1]" }, { NULL } },
	{ "type", "{\"items\":{\"type\":\"string\"}}", { "[]", "[\"a\"]", "{\"a\":1}" }, { "[\"a\",1]" } },
	{ "false", "{\"items\":false}", { "[]" }, { "[1]" } },
	{ "type", "{\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"number\"}]}", { "[]", "[\"a\"]", "[\"a\",1,null]" }, { "[1]", "[\"a\",\"b\"]" } },
	{ "false", "{\"prefixItems\":[{}],\"items\":false}", { "[1]", "[]" }, { "[1,2]" } },
	{ "contains", "{\"contains\":{\"const\":1}}", { "[1]", "[0,1]", "{}" }, { "[]", "[0]" } },
	{ "minContains", "{\"contains\":{\"const\":1},\"minContains\":2}", { "[1,1]" }, { "[1]", "[]" } },
	{ "maxContains", "{\"contains\":{\"const\":1},\"maxContains\":1}", { "[1,2]" }, { "[1,1]" } },
	{ "", "{\"contains\":{\"const\":1},\"minContains\":0}", { "[]", "[2]" }, { NULL } },
	{ "", "{\"minContains\":2,\"maxContains\":0}", { "[]", "[1]" }, { NULL } },
	{ "maxProperties", "{\"maxProperties\":1}", { "{}", "{\"a\":1}", "[1,2]" }, { "{\"a\":1,\"b\":1}" } },
	{ "minProperties", "{\"minProperties\":1}", { "{\"a\":1}" }, { "{}" } },
	{ "required", "{\"required\":[\"a\",\"b\"]}", { "{\"a\":null,\"b\":1}", "[]" }, { "{\"a\":1}", "{}", "{\"A\":1,\"b\":1}" } },
	{ "dependentRequired", "{\"dependentRequired\":{\"a\":[\"b\"]}}", { "{}", "{\"b\":1}", "{\"a\":1,\"b\":1}" }, { "{\"a\":1}" } },
	{ "type", "{\"properties\":{\"a\":{\"type\":\"string\"}}}", { "{}", "{\"b\":1}", "{\"a\":\"\"}", "[1]" }, { "{\"a\":1}" } },
	{ "false", "{\"properties\":{\"a\":false}}", { "{}", "{\"b\":1}" }, { "{\"a\":null}" } },
	{ "type", "{\"patternProperties\":{\"^a\":{\"type\":\"string\"},\"b$\":{\"type\":\"string\"}}}", { "{\"c\":1}", "{\"ab\":\"\"}" },
	  { "{\"ax\":1}", "{\"xb\":1}" } },
	{ "additionalProperties", "{\"properties\":{\"a\":{}},\"patternProperties\":{\"^x\":{}},\"additionalProperties\":false}",
	  { "{\"a\":1,\"xy\":1}", "{}" }, { "{\"b\":1}" } },
	{ "type", "{\"additionalProperties\":{\"type\":\"string\"}}", { "{\"b\":\"\"}" }, { "{\"b\":1}" } },
	{ "propertyNames", "{\"propertyNames\":{\"maxLength\":2}}", { "{\"ab\":1}", "{}" }, { "{\"abc\":1}" } },
	{ "type", "{\"dependentSchemas\":{\"a\":{\"properties\":{\"b\":{\"type\":\"string\"}}}}}", { "{\"b\":1}", "{\"a\":1,\"b\":\"\"}" },
	  { "{\"a\":1,\"b\":1}" } },
	{ "minimum", "{\"allOf\":[{\"minimum\":1},{\"maximum\":5}]}", { "3" }, { "0" } },
	{ "anyOf", "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":5}]}", { "\"\"", "5", "null" }, { "4" } },
	{ "oneOf", "{\"oneOf\":[{\"minimum\":2},{\"maximum\":4}]}", { "1", "5" }, { "3", "\"x\"" } },
	{ "not", "{\"not\":{\"type\":\"string\"}}", { "1" }, { "\"\"" } },
	{ "minimum", "{\"if\":{\"type\":\"integer\"},\"then\":{\"minimum\":5}}", { "5", "1.5", "\"\"" }, { "4" } },
	{ "maxLength", "{\"if\":{\"type\":\"integer\"},\"then\":{\"minimum\":5},\"else\":{\"maxLength\":1}}", { "5", "\"a\"" }, { "\"ab\"" } },
	{ "", "{\"then\":false,\"else\":false}", { "1" }, { NULL } },
	{ "type", "{\"$ref\":\"#/$defs/a~1b\",\"$defs\":{\"a/b\":{\"type\":\"string\"}}}", { "\"\"" }, { "1" } },
	{ "type", "{\"$ref\":\"#/$defs/a%25b%20+\",\"$defs\":{\"a%b +\":{\"type\":\"string\"}}}", { "\"\"" }, { "1" } },
	{ "maximum", "{\"$ref\":\"#/$defs/a\",\"maximum\":3,\"$defs\":{\"a\":{\"minimum\":1}}}", { "2" }, { "4" } },
	{ "type", "{\"properties\":{\"c\":{\"$ref\":\"#\"}},\"type\":\"object\"}", { "{\"c\":{\"c\":{}}}" }, { "{\"c\":{\"c\":1}}" } },
	{ "unevaluatedProperties", "{\"allOf\":[{\"properties\":{\"a\":{}}}],\"properties\":{\"b\":{}},\"unevaluatedProperties\":false}",
	  { "{\"a\":1,\"b\":1}", "{}" }, { "{\"c\":1}" } },
	{ "unevaluatedProperties", "{\"anyOf\":[{\"properties\":{\"a\":{\"const\":1}}},{\"properties\":{\"b\":{}}}],\"unevaluatedProperties\":false}",
	  { "{\"a\":1}", "{\"a\":1,\"b\":1}" }, { "{\"a\":2,\"b\":1}" } },
	{ "unevaluatedProperties", "{\"if\":{\"properties\":{\"a\":{\"const\":1}},\"required\":[\"a\"]},\"then\":{\"properties\":{\"b\":{}}},"
	                           "\"unevaluatedProperties\":false}",
	  { "{\"a\":1,\"b\":1}", "{}" }, { "{\"b\":1}", "{\"a\":2}" } },
	{ "unevaluatedProperties", "{\"not\":{\"not\":{\"properties\":{\"a\":{}}}},\"unevaluatedProperties\":false}", { "{}" }, { "{\"a\":1}" } },
	{ "type", "{\"properties\":{\"a\":{}},\"unevaluatedProperties\":{\"type\":\"string\"}}", { "{\"b\":\"\"}" }, { "{\"b\":1}" } },
	{ "type", "{\"allOf\":[{\"type\":\"object\"},{\"anyOf\":[{\"type\":\"object\"}]}]}", { "{}", "{\"a\":1}" }, { "1" } },
	{ "required", "{\"allOf\":[{\"required\":[\"a\"]},{\"properties\":{\"a\":{\"type\":\"string\"}}}],\"properties\":{\"a\":true}}",
	  { "{\"a\":\"\"}", "1" }, { "{}", "{\"b\":1}" } },
	{ "type", "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}}],\"properties\":{\"a\":{\"minLength\":2}}}", { "{\"a\":\"ab\"}" },
	  { "{\"a\":1}" } },
	{ "minLength", "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"string\"}}}],\"properties\":{\"a\":{\"minLength\":2}}}", { NULL },
	  { "{\"a\":\"a\"}" } },
	{ "additionalProperties", "{\"allOf\":[{\"properties\":{\"a\":true}}],\"properties\":{\"b\":true},\"additionalProperties\":false}",
	  { "{\"b\":1}" }, { "{\"a\":1}" } },
	{ "false", "{\"prefixItems\":[{}],\"contains\":{\"const\":1},\"unevaluatedItems\":false}", { "[0,1,1]", "[1]" }, { "[1,2,1]" } },
};

START_TEST(every_keyword_holds_and_is_held_to)
{
	for (size_t i = 0; cases[_i].good[i]; i++)
		ck_assert_msg(valid(cases[_i].schema, cases[_i].good[i], cases[_i].keyword), "%s refuses %s", cases[_i].schema, cases[_i].good[i]);
	for (size_t i = 0; cases[_i].bad[i]; i++)
		ck_assert_msg(!valid(cases[_i].schema, cases[_i].bad[i], cases[_i].keyword), "%s takes %s", cases[_i].schema, cases[_i].bad[i]);
}
END_TEST

/* 200,001 characters, and bounds written with a point. */
START_TEST(large_bounds_with_a_point_are_bounds)
{
	char *text = arena_alloc(arena, 200004);
	for (size_t i = 0; i < 200001; i++)
		text[i + 1] = 'a';
	text[0] = text[200002] = '"';
	const struct json_node *s = read_json(text);
	ck_assert(!schema_valid(compile("{\"maxLength\":200000.0}"), s, arena));
	ck_assert(schema_valid(compile("{\"maxLength\":200001.0}"), s, arena));
	ck_assert(schema_valid(compile("{\"minLength\":2.00001e5}"), s, arena));
	ck_assert(!schema_valid(compile("{\"minLength\":2.00002e5}"), s, arena));
	ck_assert(schema_valid(compile("{\"maxLength\":1e400}"), s, arena) && !schema_valid(compile("{\"minLength\":1e400}"), s, arena));
}
END_TEST

/* The value makes the pattern run away; wherever it is needed, nobody may call the instance valid. */
static const char *const runaways[] = {
	"{\"pattern\":\"^(a+)+$\"}",
	"{\"not\":{\"pattern\":\"^(a+)+$\"}}",
	"{\"if\":{\"pattern\":\"^(a+)+$\"},\"then\":{\"maxLength\":1}}",
	"{\"anyOf\":[{\"pattern\":\"^(a+)+$\"},true]}",
};

START_TEST(a_pattern_that_runs_away_never_leads_to_valid)
{
	char value[43] = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"";
	ck_assert(!valid(runaways[_i], value, "pattern"));
	/* The next one is judged afresh. */
	ck_assert_int_eq(valid(runaways[_i], "\"b\"", "pattern"), _i != 0);
}
END_TEST

START_TEST(a_pattern_that_is_not_needed_cannot_run_away)
{
	ck_assert(valid("{\"anyOf\":[true,{\"pattern\":\"^(a+)+$\"}]}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", "pattern"));
}
END_TEST

START_TEST(a_name_that_runs_away_is_not_passed_over)
{
	ck_assert(!valid("{\"patternProperties\":{\"^(a+)+$\":false}}", "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\":1}", "pattern"));
}
END_TEST

START_TEST(the_verdict_needs_no_memory_where_nothing_is_left_over)
{
	struct arena *scratch = arena_new(1 << 16);
	const struct schema *s = compile("{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":1}]}},"
	                                 "\"if\":{\"required\":[\"b\"]},\"then\":{\"maxProperties\":2},\"additionalProperties\":{\"items\":{\"type\":\"null\"}}}");
	ck_assert(schema_valid(s, read_json("{\"a\":2,\"b\":[null,null]}"), scratch));
	ck_assert(!schema_valid(s, read_json("{\"a\":2,\"b\":[null,1]}"), scratch));
	ck_assert_uint_eq(arena_used(scratch), 0);
	arena_free(scratch);
}
END_TEST

START_TEST(an_array_too_long_is_not_compared_pair_by_pair)
{
	/* 16,000 elements would be 128 million pairs; the bound comes first, in the explanation too. */
	char *text = arena_alloc(arena, 200000);
	size_t n = 0;
	text[n++] = '[';
	for (unsigned i = 0; i < 16000; i++)
		n += (size_t)snprintf(text + n, 200000 - n, "%s%u", i ? "," : "", i);
	text[n++] = ']';
	ck_assert(!valid("{\"maxItems\":10,\"uniqueItems\":true}", text, "maxItems"));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_evaluate_suite(void)
{
	Suite *suite = suite_create("schema/evaluate");
	TCase *t = tcase_create("evaluate");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, every_keyword_holds_and_is_held_to, 0, COUNT(cases));
	tcase_add_test(t, large_bounds_with_a_point_are_bounds);
	tcase_add_loop_test(t, a_pattern_that_runs_away_never_leads_to_valid, 0, COUNT(runaways));
	tcase_add_test(t, a_pattern_that_is_not_needed_cannot_run_away);
	tcase_add_test(t, a_name_that_runs_away_is_not_passed_over);
	tcase_add_test(t, the_verdict_needs_no_memory_where_nothing_is_left_over);
	tcase_add_test(t, an_array_too_long_is_not_compared_pair_by_pair);
	suite_add_tcase(suite, t);
	return suite;
}
