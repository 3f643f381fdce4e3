/* explain_test.c -- the rows of an explanation: where, what, by which way; and what is required or forbidden now. */
#include <check.h>

#include "schema/schema.h"

Suite *schema_explain_suite(void);

static struct arena *arena;
static struct schema_report report;

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static void explain(const char *schema_text, const char *instance_text)
{
	const struct schema_options options = { 0 };
	struct schema_error error;
	const struct json_node *root = json_parse(arena, str_of(schema_text), &json_limits_document, NULL);
	const struct json_node *instance = json_parse(arena, str_of(instance_text), &json_limits_document, NULL);
	ck_assert_msg(root && instance, "%s %s", schema_text, instance_text);
	const struct schema *schema = schema_compile(arena, root, &options, &error);
	ck_assert_msg(schema, "%s: %.*s", schema_text, STR_ARG(error.reason));
	schema_explain(schema, instance, arena, &report);
	ck_assert_int_eq(report.valid, schema_valid(schema, instance, arena));
	ck_assert_int_eq(report.valid, report.error_count == 0);
}

static const struct {
	const char *schema, *instance, *pointer, *keyword, *schema_path, *evaluation, *parameter, *value;
} rows[] = {
	{ "{\"minimum\":5}", "4", "", "minimum", "/minimum", "/minimum", "5", "4" },
	{ "{\"minLength\":3}", "\"a\"", "", "minLength", "/minLength", "/minLength", "3", "\"a\"" },
	{ "{\"maxLength\":3.0}", "\"abcd\"", "", "maxLength", "/maxLength", "/maxLength", "3", "\"abcd\"" },
	{ "{\"multipleOf\":0.5}", "0.3", "", "multipleOf", "/multipleOf", "/multipleOf", "0.5", "0.3" },
	{ "{\"minItems\":2}", "[]", "", "minItems", "/minItems", "/minItems", "2", "[]" },
	{ "{\"required\":[\"x\"]}", "{}", "", "required", "/required", "/required", "x", "{}" },
	{ "{\"dependentRequired\":{\"a\":[\"b/c\"]}}", "{\"a\":1}", "", "dependentRequired", "/dependentRequired", "/dependentRequired", "b/c", "{\"a\":1}" },
	{ "{\"properties\":{\"a/b\":{\"items\":{\"type\":\"string\"}}}}", "{\"a/b\":[\"\",1]}", "/a~1b/1", "type", "/properties/a~1b/items/type",
	  "/properties/a~1b/items/type", NULL, "1" },
	{ "{\"properties\":{\"a\":false}}", "{\"a\":1}", "/a", "false", "/properties/a", "/properties/a", NULL, "1" },
	{ "{\"patternProperties\":{\"^a/\":{\"type\":\"null\"}}}", "{\"a/b\":1}", "/a~1b", "type", "/patternProperties/^a~1/type",
	  "/patternProperties/^a~1/type", NULL, "1" },
	{ "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"type\":\"null\"}}}", "{\"a\":1}", "/a", "type", "/$defs/x/type",
	  "/properties/a/$ref/type", NULL, "1" },
	{ "{\"additionalProperties\":false}", "{\"a\":1}", "/a", "additionalProperties", "/additionalProperties", "/additionalProperties", NULL, "1" },
	{ "{\"unevaluatedProperties\":false}", "{\"~\":1}", "/~0", "unevaluatedProperties", "/unevaluatedProperties", "/unevaluatedProperties", NULL, "1" },
	{ "{\"allOf\":[{},{\"type\":\"null\"}]}", "1", "", "type", "/allOf/1/type", "/allOf/1/type", NULL, "1" },
	{ "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}}", "1", "", "type", "/$defs/a/type", "/$ref/type", NULL, "1" },
	{ "{\"if\":true,\"then\":{\"const\":2}}", "1", "", "const", "/then/const", "/then/const", NULL, "1" },
	{ "{\"if\":false,\"else\":{\"const\":2}}", "1", "", "const", "/else/const", "/else/const", NULL, "1" },
	{ "{\"dependentSchemas\":{\"a\":{\"maxProperties\":1}}}", "{\"a\":1,\"b\":1}", "", "maxProperties", "/dependentSchemas/a/maxProperties",
	  "/dependentSchemas/a/maxProperties", "1", "{\"a\":1,\"b\":1}" },
	{ "{\"anyOf\":[{\"type\":\"null\"},{\"const\":2}]}", "1", "", "anyOf", "/anyOf", "/anyOf", NULL, "1" },
	{ "{\"not\":{}}", "1", "", "not", "/not", "/not", NULL, "1" },
	{ "{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]", "", "maxContains", "/maxContains", "/maxContains", "1", "[1,1]" },
	{ "{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":1}", "", "propertyNames", "/propertyNames", "/propertyNames", "ab", "{\"ab\":1}" },
	{ "{\"prefixItems\":[{},{\"type\":\"null\"}]}", "[0,1]", "/1", "type", "/prefixItems/1/type", "/prefixItems/1/type", NULL, "1" },
};

START_TEST(a_row_says_where_what_and_by_which_way)
{
	explain(rows[_i].schema, rows[_i].instance);
	ck_assert_uint_eq(report.error_count, 1);
	const struct schema_row *row = report.errors;
	ck_assert_msg(str_is(row->pointer, rows[_i].pointer), "pointer %.*s", STR_ARG(row->pointer));
	ck_assert_msg(str_is(row->keyword, rows[_i].keyword), "keyword %.*s", STR_ARG(row->keyword));
	ck_assert_msg(str_is(row->schema_path, rows[_i].schema_path), "schema path %.*s", STR_ARG(row->schema_path));
	ck_assert_msg(str_is(row->evaluation, rows[_i].evaluation), "evaluation path %.*s", STR_ARG(row->evaluation));
	ck_assert_msg(rows[_i].parameter ? str_is(row->parameter, rows[_i].parameter) : !row->parameter.p, "parameter %.*s", STR_ARG(row->parameter));
	ck_assert(row->value && str_is(json_write(arena, row->value), rows[_i].value));
}
END_TEST

START_TEST(every_error_has_a_row_and_the_first_stops_nothing)
{
	explain("{\"required\":[\"a\",\"b\"],\"properties\":{\"c\":{\"type\":\"string\",\"minimum\":5},\"d\":{\"items\":{\"maximum\":1}}},"
	        "\"maxProperties\":1,\"allOf\":[{\"required\":[\"e\"]},{\"not\":{}}]}",
	        "{\"c\":1,\"d\":[2,1,3]}");
	static const char *const found[] = { " maxProperties", " required", " required", "/c type", "/c minimum", "/d/0 maximum", "/d/2 maximum",
		                             " required", " not" };
	ck_assert_uint_eq(report.error_count, sizeof(found) / sizeof(found[0]));
	for (size_t i = 0; i < report.error_count; i++) {
		str got = arena_join(arena, report.errors[i].pointer, STR(" "), report.errors[i].keyword);
		ck_assert_msg(str_is(got, found[i]), "%zu: %.*s", i, STR_ARG(got));
	}
}
END_TEST

START_TEST(branches_that_only_ask_leave_no_rows)
{
	explain("{\"if\":{\"type\":\"null\"},\"anyOf\":[{\"type\":\"null\"},true],\"oneOf\":[{\"type\":\"null\"},true],\"not\":{\"type\":\"null\"},"
	        "\"contains\":{\"type\":\"null\"},\"minContains\":0}",
	        "[1]");
	ck_assert(report.valid);
}
END_TEST

/* The list as one text, so that a test reads as what it promises. */
static const char *joined(const str *list, size_t n)
{
	str all = STR("");
	for (size_t i = 0; i < n; i++)
		all = arena_join(arena, all, i ? STR(" ") : STR(""), list[i]);
	return all.p;
}

static const struct {
	const char *schema, *instance, *required, *forbidden;
} masks[] = {
	{ "{\"required\":[\"a\",\"b/c\"]}", "{\"a\":1}", "/a /b~1c", "" },
	{ "{\"properties\":{\"a\":false,\"b\":{},\"c\":false}}", "{\"a\":1}", "", "/a /c" },
	{ "{\"properties\":{\"o\":{\"required\":[\"x\"],\"properties\":{\"y\":false}}}}", "{\"o\":{}}", "/o/x", "/o/y" },
	{ "{\"properties\":{\"o\":{\"required\":[\"x\"]}}}", "{}", "", "" }, /* a location that is not there demands nothing */
	{ "{\"properties\":{\"o\":{\"required\":[\"x\"]}}}", "{\"o\":1}", "", "" },
	{ "{\"items\":{\"required\":[\"x\"]}}", "[{},{\"x\":1}]", "/0/x /1/x", "" },
	{ "{\"dependentRequired\":{\"a\":[\"b\"],\"c\":[\"d\"]}}", "{\"a\":1}", "/b", "" },
	{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"properties\":{\"b\":false}}}", "{\"a\":1}", "/b", "" },
	{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]},\"else\":{\"properties\":{\"b\":false}}}", "{}", "", "/b" },
	{ "{\"allOf\":[{\"required\":[\"a\"]},{\"required\":[\"a\",\"b\"]}],\"$ref\":\"#/$defs/r\",\"$defs\":{\"r\":{\"required\":[\"c\"]}}}", "{}", "/c /a /b",
	  "" },
	/* What is only asked is not demanded. */
	{ "{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\"]}]}", "{}", "", "" },
	{ "{\"oneOf\":[{\"required\":[\"a\"]},{\"properties\":{\"b\":false}}]}", "{}", "", "" },
	{ "{\"not\":{\"required\":[\"a\"],\"properties\":{\"b\":false}}}", "{}", "", "" },
	{ "{\"properties\":{\"l\":{\"contains\":{\"required\":[\"a\"]}}}}", "{\"l\":[{}]}", "", "" },
	{ "{\"additionalProperties\":false}", "{\"a\":1}", "", "" }, /* surplus, not hidden */
};

START_TEST(what_is_required_and_forbidden_now_is_known)
{
	explain(masks[_i].schema, masks[_i].instance);
	ck_assert_str_eq(joined(report.required, report.required_count), masks[_i].required);
	ck_assert_str_eq(joined(report.forbidden, report.forbidden_count), masks[_i].forbidden);
}
END_TEST

START_TEST(a_condition_is_reported_once_per_outcome)
{
	explain("{\"items\":{\"if\":{\"minimum\":5},\"then\":{\"if\":{\"multipleOf\":2}}}}", "[1,6,2,8,7]");
	static const struct {
		const char *path;
		bool outcome;
	} seen[] = { { "/items/if", false }, { "/items/if", true }, { "/items/then/if", true }, { "/items/then/if", false } };
	ck_assert_uint_eq(report.branch_count, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert(str_is(report.branches[i].schema_path, seen[i].path) && report.branches[i].outcome == seen[i].outcome);
}
END_TEST

START_TEST(a_condition_that_was_not_reached_is_not_reported)
{
	explain("{\"properties\":{\"a\":{\"if\":true}},\"else\":{\"if\":true}}", "{}");
	ck_assert_uint_eq(report.branch_count, 0);
}
END_TEST

START_TEST(many_rows_are_all_kept)
{
	char *text = arena_alloc(arena, 8200);
	size_t n = 0;
	text[n++] = '[';
	for (unsigned i = 0; i < 4000; i++) {
		if (i)
			text[n++] = ',';
		text[n++] = '1';
	}
	text[n++] = ']';
	explain("{\"items\":{\"type\":\"null\"}}", text);
	ck_assert_uint_eq(report.error_count, 4000);
	for (size_t i = 0; i < 4000; i++)
		ck_assert(str_eq(report.errors[i].pointer, arena_printf(arena, "/%zu", i)));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_explain_suite(void)
{
	Suite *suite = suite_create("schema/explain");
	TCase *t = tcase_create("explain");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_row_says_where_what_and_by_which_way, 0, COUNT(rows));
	tcase_add_test(t, every_error_has_a_row_and_the_first_stops_nothing);
	tcase_add_test(t, branches_that_only_ask_leave_no_rows);
	tcase_add_loop_test(t, what_is_required_and_forbidden_now_is_known, 0, COUNT(masks));
	tcase_add_test(t, a_condition_is_reported_once_per_outcome);
	tcase_add_test(t, a_condition_that_was_not_reached_is_not_reported);
	tcase_add_test(t, many_rows_are_all_kept);
	suite_add_tcase(suite, t);
	return suite;
}
