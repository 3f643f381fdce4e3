/* compile_test.c -- a schema becomes a plan whole or is refused with its place: nothing is ever half-checked. */
#include <check.h>

#include "schema/schema.h"

Suite *schema_compile_suite(void);

static struct arena *arena;
static struct schema_error error;

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
	error = (struct schema_error){ 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct schema_options open_mode = { 0 }, asserting = { .assert_formats = true },
                                   closed_mode = { .assert_formats = true, .closed = true };

static struct schema *compile(const char *text, const struct schema_options *options)
{
	struct json_error broken;
	const struct json_node *root = json_parse(arena, str_of(text), &json_limits_document, &broken);
	ck_assert_msg(root, "%s: %s", text, broken.reason);
	return schema_compile(arena, root, options, &error);
}

static void refused(const char *text, const struct schema_options *options, const char *pointer, const char *keyword)
{
	ck_assert_msg(!compile(text, options), "%s was taken", text);
	ck_assert_msg(str_is(error.pointer, pointer), "%s: %.*s", text, STR_ARG(error.pointer));
	ck_assert_msg(str_is(error.keyword, keyword), "%s: %.*s", text, STR_ARG(error.keyword));
	ck_assert_uint_gt(error.reason.n, 0);
}

/* Where a schema would lead out of its document, or to a dialect nobody knows. */
static const struct {
	const char *schema, *pointer, *keyword;
} astray[] = {
	{ "{\"$ref\":\"other.json\"}", "", "$ref" },
	{ "{\"items\":{\"$ref\":\"https://x.example/s.json#/a\"}}", "/items", "$ref" },
	{ "{\"$ref\":\"#name\"}", "", "$ref" },
	{ "{\"$dynamicRef\":\"#name\"}", "", "$dynamicRef" },
	{ "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}", "", "$schema" },
	{ "{\"$anchor\":\"a b\"}", "", "$anchor" },
	{ "{\"$id\":\"https://x.example/#a\"}", "", "$id" },
};

START_TEST(a_reference_that_nobody_can_follow_is_refused_with_its_place)
{
	refused(astray[_i].schema, &open_mode, astray[_i].pointer, astray[_i].keyword);
	refused(astray[_i].schema, &closed_mode, astray[_i].pointer, astray[_i].keyword);
}
END_TEST

/* No schema of 2020-12. */
static const struct {
	const char *schema, *pointer, *keyword;
} broken[] = {
	{ "1", "", "" },
	{ "[]", "", "" },
	{ "\"x\"", "", "" },
	{ "{\"items\":[{}]}", "/items", "" },
	{ "{\"not\":null}", "/not", "" },
	{ "{\"properties\":[]}", "", "properties" },
	{ "{\"properties\":{\"a\":1}}", "/properties/a", "" },
	{ "{\"patternProperties\":[]}", "", "patternProperties" },
	{ "{\"patternProperties\":{\"(\":{}}}", "", "patternProperties" },
	{ "{\"dependentSchemas\":[]}", "", "dependentSchemas" },
	{ "{\"$defs\":[]}", "", "$defs" },
	{ "{\"allOf\":[]}", "", "allOf" },
	{ "{\"anyOf\":{}}", "", "anyOf" },
	{ "{\"oneOf\":[true,1]}", "/oneOf/1", "" },
	{ "{\"prefixItems\":true}", "", "prefixItems" },
	{ "{\"type\":\"text\"}", "", "type" },
	{ "{\"type\":[]}", "", "type" },
	{ "{\"type\":[\"string\",\"text\"]}", "", "type" },
	{ "{\"type\":{\"string\":\"string\"}}", "", "type" },
	{ "{\"type\":1}", "", "type" },
	{ "{\"enum\":\"a\"}", "", "enum" },
	{ "{\"required\":\"a\"}", "", "required" },
	{ "{\"required\":[1]}", "", "required" },
	{ "{\"required\":true}", "", "required" }, /* draft 3 */
	{ "{\"dependentRequired\":{\"a\":\"b\"}}", "", "dependentRequired" },
	{ "{\"dependentRequired\":[]}", "", "dependentRequired" },
	{ "{\"maxLength\":-1}", "", "maxLength" },
	{ "{\"minItems\":1.5}", "", "minItems" },
	{ "{\"maxProperties\":\"1\"}", "", "maxProperties" },
	{ "{\"minContains\":null}", "", "minContains" },
	{ "{\"maximum\":\"1\"}", "", "maximum" },
	{ "{\"exclusiveMinimum\":true}", "", "exclusiveMinimum" }, /* draft 4 */
	{ "{\"multipleOf\":0}", "", "multipleOf" },
	{ "{\"multipleOf\":-2}", "", "multipleOf" },
	{ "{\"uniqueItems\":1}", "", "uniqueItems" },
	{ "{\"pattern\":1}", "", "pattern" },
	{ "{\"pattern\":\"[a\"}", "", "pattern" },
	{ "{\"pattern\":\"(?i)a\"}", "", "pattern" },
	{ "{\"format\":1}", "", "format" },
	{ "{\"$ref\":1}", "", "$ref" },
	{ "{\"$ref\":\"#/nowhere\"}", "", "$ref" },
	{ "{\"$ref\":\"#/$defs/x\",\"$defs\":{\"x\":7}}", "/$defs/x", "" },
	{ "{\"$ref\":\"#/%zz\"}", "", "$ref" },
};

START_TEST(what_is_no_schema_is_refused_with_its_place)
{
	refused(broken[_i].schema, &open_mode, broken[_i].pointer, broken[_i].keyword);
	refused(broken[_i].schema, &closed_mode, broken[_i].pointer, broken[_i].keyword);
}
END_TEST

/* Taken in the open, refused in our own definitions. */
static const struct {
	const char *schema, *pointer, *keyword;
} foreign[] = {
	{ "{\"minLenght\":3}", "", "minLenght" },
	{ "{\"properties\":{\"a\":{\"dependencies\":{}}}}", "/properties/a", "dependencies" },
	{ "{\"items\":{\"x_y\":1}}", "/items", "x_y" },
	{ "{\"definitions\":{}}", "", "definitions" },
	{ "{\"$anchor\":\"a\"}", "", "$anchor" },
	{ "{\"properties\":{\"a/b\":{\"items\":{\"$dynamicRef\":\"#x\"},\"$dynamicAnchor\":\"x\"}}}", "/properties/a~1b/items", "$dynamicRef" },
	{ "{\"allOf\":[{},{\"$dynamicAnchor\":\"x\"}]}", "/allOf/1", "$dynamicAnchor" },
	{ "{\"$defs\":{\"x\":{\"not\":{\"$vocabulary\":{}}}}}", "/$defs/x/not", "$vocabulary" },
	{ "{\"if\":{\"$id\":\"http://x.example/\"}}", "/if", "$id" },
	{ "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", "", "$ref" },
	{ "{\"format\":\"colour\"}", "", "format" },
	{ "{\"pattern\":\"[0-9]\"}", "", "pattern" },
	{ "{\"pattern\":\"^\\\\d+$\"}", "", "pattern" },
	{ "{\"pattern\":\"^a|b$\"}", "", "pattern" },
	{ "{\"allOf\":[{\"pattern\":\"^(?=a)a$\"}]}", "/allOf/0", "pattern" },
	{ "{\"patternProperties\":{\"^x-\":{}}}", "", "patternProperties" },
};

START_TEST(our_own_definitions_are_closed)
{
	ck_assert_msg(compile(foreign[_i].schema, &open_mode), "%s: %.*s", foreign[_i].schema, STR_ARG(error.reason));
	refused(foreign[_i].schema, &closed_mode, foreign[_i].pointer, foreign[_i].keyword);
}
END_TEST

static const char *const taken[] = {
	"true", "false", "{}",
	"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://x.example/\",\"$comment\":\"c\"}",
	"{\"title\":\"t\",\"description\":\"d\",\"default\":1,\"deprecated\":true,\"readOnly\":true,\"writeOnly\":false,\"examples\":[]}",
	"{\"contentEncoding\":\"base64\",\"contentMediaType\":\"text/plain\",\"contentSchema\":{\"type\":\"x\"}}",
	"{\"x-widget\":{\"type\":\"anything\"},\"x-\":1}",
	"{\"pattern\":\"^(a|b)[0-9]{2}$\",\"format\":\"x-se-postnummer\"}",
	"{\"const\":{\"type\":1},\"enum\":[{\"$ref\":7}]}",
	"{\"properties\":{\"type\":{},\"$ref\":{},\"pattern\":false}}",
	"{\"maxLength\":2.0,\"minItems\":1e1}",
};

START_TEST(annotations_and_values_are_not_taken_for_keywords)
{
	ck_assert_msg(compile(taken[_i], &closed_mode), "%s: %.*s %.*s", taken[_i], STR_ARG(error.pointer), STR_ARG(error.reason));
}
END_TEST

START_TEST(an_unknown_format_annotates_and_is_refused_in_our_own)
{
	ck_assert(compile("{\"format\":\"colour\"}", &open_mode));
	ck_assert(compile("{\"format\":\"colour\"}", &asserting));
	refused("{\"format\":\"colour\"}", &closed_mode, "", "format");
}
END_TEST

static const char *const endless[] = {
	"{\"$ref\":\"#\"}",
	"{\"allOf\":[{\"$ref\":\"#\"}]}",
	"{\"not\":{\"$ref\":\"#\"}}",
	"{\"if\":{\"$ref\":\"#\"}}",
	"{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}",
	"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"anyOf\":[{\"oneOf\":[{\"$ref\":\"#/$defs/b\"}]}]},\"b\":{\"then\":{\"$ref\":\"#/$defs/a\"}}}}",
};

START_TEST(a_schema_that_never_ends_is_refused)
{
	ck_assert_msg(!compile(endless[_i], &open_mode), "%s", endless[_i]);
	ck_assert(str_is(error.keyword, "$ref"));
}
END_TEST

START_TEST(a_schema_that_goes_down_the_instance_ends)
{
	ck_assert(compile("{\"properties\":{\"child\":{\"$ref\":\"#\"}},\"items\":{\"$ref\":\"#\"}}", &open_mode));
	ck_assert(compile("{\"additionalProperties\":{\"$ref\":\"#\"},\"contains\":{\"$ref\":\"#\"},\"propertyNames\":{\"$ref\":\"#\"}}", &open_mode));
}
END_TEST

START_TEST(the_place_in_the_text_is_given)
{
	const char text[] = "{\n  \"properties\": { \"a\": { \"maxLength\": -1 } }\n}";
	refused(text, &open_mode, "/properties/a", "maxLength");
	unsigned line, column;
	json_position(STR("{\n  \"properties\": { \"a\": { \"maxLength\": -1 } }\n}"), error.offset, &line, &column);
	ck_assert(line == 2 && column == 39);
}
END_TEST

START_TEST(a_location_leads_to_the_schema_that_describes_it)
{
	const struct schema *s = compile("{\"properties\":{\"a\":{\"title\":\"A\",\"items\":{\"title\":\"I\"},\"prefixItems\":[{\"title\":\"P\"}]},"
	                                 "\"b\":{\"$ref\":\"#/$defs/b\"},\"x/y\":{\"title\":\"X\"}},\"allOf\":[{\"properties\":{\"c\":{\"title\":\"C\"}}}],"
	                                 "\"$defs\":{\"b\":{\"title\":\"B\",\"properties\":{\"d\":{\"title\":\"D\"}}}}}",
	                                 &open_mode);
	static const struct {
		const char *pointer, *title;
	} places[] = { { "/a", "A" },   { "/a/0", "P" }, { "/a/1", "I" }, { "/a/*", "I" },  { "/b", "B" }, { "/b/d", "D" },
		       { "/c", "C" },   { "/x~1y", "X" }, { "/z", NULL },  { "/a/x", NULL }, { "/b/d/e", NULL } };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		str title = json_member(schema_at(s, str_of(places[i].pointer)), STR("title"));
		ck_assert_msg(places[i].title ? str_is(title, places[i].title) : !title.p, "%s", places[i].pointer);
	}
	ck_assert(json_get(schema_at(s, STR("")), STR("$defs")));
}
END_TEST

START_TEST(every_condition_is_listed)
{
	const str *found;
	const struct schema *s = compile("{\"if\":true,\"allOf\":[{\"if\":true,\"then\":{\"if\":false}},{}]}", &open_mode);
	ck_assert_uint_eq(schema_branches(s, arena, &found), 3);
	ck_assert(str_is(found[0], "/if") && str_is(found[1], "/allOf/0/if") && str_is(found[2], "/allOf/0/then/if"));
	ck_assert_uint_eq(schema_branches(compile("{}", &open_mode), arena, &found), 0);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_compile_suite(void)
{
	Suite *suite = suite_create("schema/compile");
	TCase *t = tcase_create("compile");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_reference_that_nobody_can_follow_is_refused_with_its_place, 0, COUNT(astray));
	tcase_add_loop_test(t, what_is_no_schema_is_refused_with_its_place, 0, COUNT(broken));
	tcase_add_loop_test(t, our_own_definitions_are_closed, 0, COUNT(foreign));
	tcase_add_loop_test(t, annotations_and_values_are_not_taken_for_keywords, 0, COUNT(taken));
	tcase_add_test(t, an_unknown_format_annotates_and_is_refused_in_our_own);
	tcase_add_loop_test(t, a_schema_that_never_ends_is_refused, 0, COUNT(endless));
	tcase_add_test(t, a_schema_that_goes_down_the_instance_ends);
	tcase_add_test(t, the_place_in_the_text_is_given);
	tcase_add_test(t, a_location_leads_to_the_schema_that_describes_it);
	tcase_add_test(t, every_condition_is_listed);
	suite_add_tcase(suite, t);
	return suite;
}
