/* reference_test.c -- schemas that lead to schemas: by identifier, by anchor, from document to document, and never without end. */
#include <check.h>

#include "schema/schema.h"

Suite *schema_reference_suite(void);

static struct arena *arena;
static struct schema_error error;

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	error = (struct schema_error){ 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *read_json(str text)
{
	const struct json_node *node = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_msg(node, "%.*s", STR_ARG(text));
	return node;
}

/* Two documents that lie somewhere, and how often they were asked for. */
static unsigned asked;

static const struct json_node *lying_about(void *context, str uri)
{
	(void)context;
	asked++;
	if (str_is(uri, "https://kommun.example/adress.json"))
		return read_json(STR("{\"required\":[\"ort\"],\"properties\":{\"ort\":{\"$ref\":\"#text\"},\"land\":{\"$ref\":\"delar/land.json\"}},"
		                     "\"$defs\":{\"t\":{\"$anchor\":\"text\",\"type\":\"string\"}}}"));
	if (str_is(uri, "https://kommun.example/delar/land.json"))
		return read_json(STR("{\"enum\":[\"SE\",\"FI\"]}"));
	return NULL;
}

static const struct schema *compile(const char *text)
{
	const struct schema_options options = { .base_uri = STR("https://kommun.example/form.json"), .resolve = lying_about };
	return schema_compile(arena, read_json(str_of(text)), &options, &error);
}

static bool valid(const char *schema_text, const char *instance)
{
	const struct schema *schema = compile(schema_text);
	ck_assert_msg(schema, "%s: %.*s %.*s", schema_text, STR_ARG(error.keyword), STR_ARG(error.reason));
	struct schema_report report;
	schema_explain(schema, read_json(str_of(instance)), arena, &report);
	bool verdict = schema_valid(schema, read_json(str_of(instance)), arena);
	ck_assert_msg(verdict == report.valid && verdict == (report.error_count == 0), "%s on %s", schema_text, instance);
	return verdict;
}

static const struct {
	const char *schema, *good, *bad;
} links[] = {
	{ "{\"$ref\":\"adress.json\"}", "{\"ort\":\"Gustavsberg\"}", "{}" },
	{ "{\"$ref\":\"adress.json\"}", "{\"ort\":\"\",\"land\":\"FI\"}", "{\"ort\":\"\",\"land\":\"NO\"}" },
	{ "{\"$ref\":\"adress.json#text\"}", "\"\"", "1" },
	{ "{\"$ref\":\"adress.json#/$defs/t\"}", "\"\"", "1" },
	{ "{\"$ref\":\"#a\",\"$defs\":{\"x\":{\"$anchor\":\"a\",\"const\":1}}}", "1", "2" },
	{ "{\"$ref\":\"del\",\"$defs\":{\"x\":{\"$id\":\"del\",\"$ref\":\"#/$defs/y\",\"$defs\":{\"y\":{\"const\":1}}}}}", "1", "2" },
	{ "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", "{\"minLength\":1}", "{\"minLength\":-1}" },
	{ "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", "{\"items\":{\"not\":true}}", "{\"items\":{\"not\":3}}" },
	{ "{\"$ref\":\"https://json-schema.org/draft/2020-12/meta/content\"}", "{\"contentSchema\":true}", "{\"contentSchema\":3}" },
	{ "{\"enum\":[{\"$id\":\"x\",\"const\":1}],\"$defs\":{\"x\":{\"$id\":\"x\"}}}", "{\"$id\":\"x\",\"const\":1}", "1" },
	/* A tree whose branches are what the outermost says. */
	{ "{\"$id\":\"utan\",\"$dynamicAnchor\":\"nod\",\"$ref\":\"trad\",\"unevaluatedProperties\":false,\"$defs\":{\"t\":{\"$id\":\"trad\",\"$dynamicAnchor\":\"nod\","
	  "\"properties\":{\"barn\":{\"items\":{\"$dynamicRef\":\"#nod\"}}}}}}", "{\"barn\":[{\"barn\":[]}]}", "{\"barn\":[{\"bran\":[]}]}" },
	/* The same name in two resources, neither the root: the way there decides. */
	{ "{\"if\":{\"required\":[\"s\"]},\"then\":{\"$ref\":\"texter\"},\"else\":{\"$ref\":\"tal\"},\"$defs\":{"
	  "\"l\":{\"$id\":\"lista\",\"properties\":{\"v\":{\"items\":{\"$dynamicRef\":\"#sort\"}}},\"$defs\":{\"d\":{\"$dynamicAnchor\":\"sort\"}}},"
	  "\"a\":{\"$id\":\"texter\",\"$ref\":\"lista\",\"$defs\":{\"d\":{\"$dynamicAnchor\":\"sort\",\"type\":\"string\"}}},"
	  "\"b\":{\"$id\":\"tal\",\"$ref\":\"lista\",\"$defs\":{\"d\":{\"$dynamicAnchor\":\"sort\",\"type\":\"number\"}}}}}",
	  "{\"s\":1,\"v\":[\"a\"]}", "{\"v\":[\"a\"]}" },
};

START_TEST(a_reference_is_followed)
{
	ck_assert(valid(links[_i].schema, links[_i].good));
	ck_assert(!valid(links[_i].schema, links[_i].bad));
}
END_TEST

START_TEST(a_document_is_asked_for_once)
{
	asked = 0;
	ck_assert(compile("{\"properties\":{\"a\":{\"$ref\":\"adress.json\"},\"b\":{\"$ref\":\"adress.json#text\"}}}"));
	ck_assert_uint_eq(asked, 2);
}
END_TEST

START_TEST(a_name_is_given_once)
{
	ck_assert(!compile("{\"$defs\":{\"a\":{\"$id\":\"x\"},\"b\":{\"$id\":\"x\"}}}"));
	ck_assert(str_is(error.pointer, "/$defs/b") && str_is(error.keyword, "$id"));
	ck_assert(!compile("{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$dynamicAnchor\":\"x\"}}}"));
	ck_assert(str_is(error.keyword, "$dynamicAnchor"));
	ck_assert(compile("{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$id\":\"y\",\"$anchor\":\"x\"}}}"));
}
END_TEST

/* {"$ref":"#/$defs/1"} and so on to n, each of `fan` references to the next. */
static const char *chain(unsigned n, unsigned fan)
{
	str text = STR("{\"$ref\":\"#/$defs/0\",\"$defs\":{");
	for (unsigned i = 0; i < n; i++) {
		str parts = STR("");
		for (unsigned k = 0; k < fan; k++)
			parts = arena_printf(arena, "%.*s%s{\"$ref\":\"#/$defs/%u\"}", STR_ARG(parts), k ? "," : "", i + 1);
		text = arena_printf(arena, "%.*s\"%u\":{\"allOf\":[%.*s]},", STR_ARG(text), i, STR_ARG(parts));
	}
	return arena_printf(arena, "%.*s\"%u\":{\"type\":\"string\"}}}", STR_ARG(text), n).p;
}

START_TEST(a_long_chain_of_references_is_followed_or_refused_but_never_falls)
{
	ck_assert(valid(chain(200, 1), "\"\""));
	ck_assert(!valid(chain(200, 1), "1"));
	ck_assert(!compile(chain(1500, 1)));
	ck_assert(str_is(error.reason, "is reached through too many references"));
}
END_TEST

START_TEST(exponentially_many_steps_are_given_up)
{
	const struct schema *schema = compile(chain(40, 2));
	ck_assert(schema);
	ck_assert(!schema_valid(schema, read_json(STR("\"\"")), arena));
}
END_TEST

START_TEST(a_row_names_the_resource_it_comes_from)
{
	const struct schema *schema = compile("{\"$id\":\"https://x.example/a\",\"items\":{\"$ref\":\"b\"},\"$defs\":{\"b\":{\"$id\":\"b\",\"type\":\"null\"}}}");
	struct schema_report report;
	schema_explain(schema, read_json(STR("[1]")), arena, &report);
	ck_assert_uint_eq(report.error_count, 1);
	ck_assert(str_is(report.errors[0].resource, "https://x.example/b") && str_is(report.errors[0].schema_path, "/type"));
	ck_assert(str_is(report.errors[0].evaluation, "/items/$ref/type") && str_is(report.errors[0].pointer, "/0"));
}
END_TEST

START_TEST(annotations_of_what_holds_are_told_and_no_others)
{
	const struct schema *schema = compile("{\"title\":\"t\",\"anyOf\":[{\"readOnly\":true,\"type\":\"string\"},{\"deprecated\":true,\"type\":\"number\"}]}");
	const struct schema_note *notes;
	ck_assert_uint_eq(schema_annotate(schema, read_json(STR("\"a\"")), arena, &notes), 2);
	ck_assert(str_is(notes[0].keyword, "readOnly") && str_is(notes[0].evaluation, "/anyOf/0/readOnly") && json_true(notes[0].value));
	ck_assert(str_is(notes[1].keyword, "title") && str_is(notes[1].pointer, ""));
	ck_assert_uint_eq(schema_annotate(schema, read_json(STR("null")), arena, &notes), 0);
}
END_TEST

#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

Suite *schema_reference_suite(void)
{
	Suite *suite = suite_create("schema/reference");
	TCase *t = tcase_create("reference");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_reference_is_followed, 0, COUNT(links));
	tcase_add_test(t, a_document_is_asked_for_once);
	tcase_add_test(t, a_name_is_given_once);
	tcase_add_test(t, a_long_chain_of_references_is_followed_or_refused_but_never_falls);
	tcase_add_test(t, exponentially_many_steps_are_given_up);
	tcase_add_test(t, a_row_names_the_resource_it_comes_from);
	tcase_add_test(t, annotations_of_what_holds_are_told_and_no_others);
	suite_add_tcase(suite, t);
	return suite;
}
