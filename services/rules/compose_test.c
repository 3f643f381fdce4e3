/* compose_test.c -- one document of several files, and the way back to a line of a file. */
#include "rules/compose.h"

#include "rules/sample_test.h"

Suite *rules_compose_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)8 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

#define PART(name, lang, text) { { name, sizeof(name) - 1 }, { lang, sizeof(lang) - 1 }, { text, sizeof(text) - 1 } }

static const struct compose_part texts[] = {
	PART("texts/en.json", "en", "{\n\"a\": \"EN2\",\n\"b\": \"EN3\"\n}\n\n"),
	PART("texts/sv.json", "sv", "{\n\"a\": \"SV2\",\n\"b\": \"SV3\"\n}"),
};
static const struct compose parts = {
	.form = PART("form.json", "", "{\n\"id\": \"FORM2\",\n\"x\": \"FORM3\"\n}\n"),
	.tests = PART("tests.json", "", "[\n\"TESTS2\",\n\"TESTS3\"\n]\n"),
	.texts = texts,
	.text_count = 2,
};

START_TEST(the_parts_become_one_document)
{
	const struct json_node *root = sample_json(arena, compose_document(arena, &parts));
	ck_assert(str_is(json_member(root, STR("id")), "FORM2"));
	ck_assert(str_is(json_str(json_pointer(root, STR("/texts/sv/b"))), "SV3"));
	ck_assert(str_is(json_str(json_pointer(root, STR("/tests/1"))), "TESTS3"));
	ck_assert_uint_eq(json_count(root), 4);
}
END_TEST

/* The line of the document that holds a word. */
static unsigned line_of(str document, const char *word)
{
	unsigned line = 1;
	for (size_t i = 0; i < document.n; i++) {
		if (str_starts(str_sub(document, i, document.n), str_of(word)))
			return line;
		line += document.p[i] == '\n';
	}
	ck_abort_msg("%s is not there", word);
	return 0;
}

START_TEST(every_line_leads_back_to_its_file)
{
	static const struct {
		const char *word, *file;
		unsigned line;
	} lines[] = {
		{ "FORM2", "form.json", 2 },      { "FORM3", "form.json", 3 },      { "EN2", "texts/en.json", 2 }, { "EN3", "texts/en.json", 3 },
		{ "SV2", "texts/sv.json", 2 },    { "SV3", "texts/sv.json", 3 },    { "TESTS2", "tests.json", 2 }, { "TESTS3", "tests.json", 3 },
	};
	str document = compose_document(arena, &parts);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct compose_place place = compose_place(&parts, line_of(document, lines[i].word));
		ck_assert_str_eq(arena_z(arena, place.file), lines[i].file);
		ck_assert_uint_eq(place.line, lines[i].line);
	}
}
END_TEST

START_TEST(tests_may_be_absent)
{
	struct compose some = parts;
	some.tests.text = STR_NONE;
	const struct json_node *root = sample_json(arena, compose_document(arena, &some));
	ck_assert_ptr_null(json_get(root, STR("tests")));
	ck_assert_uint_eq(json_count(root), 3);
}
END_TEST

START_TEST(a_file_without_its_end_comes_back_as_it_is)
{
	struct compose broken = parts;
	broken.form.text = STR("{\n\"id\": 1\n");
	ck_assert(str_eq(compose_document(arena, &broken), broken.form.text));
	struct compose_place place = compose_place(&broken, 2);
	ck_assert(str_is(place.file, "form.json"));
	ck_assert_uint_eq(place.line, 2);
}
END_TEST

Suite *rules_compose_suite(void)
{
	Suite *s = suite_create("rules/compose");
	TCase *t = tcase_create("compose");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_parts_become_one_document);
	tcase_add_test(t, every_line_leads_back_to_its_file);
	tcase_add_test(t, tests_may_be_absent);
	tcase_add_test(t, a_file_without_its_end_comes_back_as_it_is);
	suite_add_tcase(s, t);
	return s;
}
