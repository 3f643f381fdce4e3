/* unique_test.c -- uniqueItems compares values, in short arrays and in long ones alike. */
#include <check.h>

#include "schema/unique.h"

Suite *schema_unique_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Two values between as many others, none like another. */
static bool unique_among(unsigned others, const char *one, const char *two)
{
	str text = arena_printf(arena, "[%s", one);
	for (unsigned i = 0; i < others; i++)
		text = arena_printf(arena, "%.*s,[\"%u\",%u]", STR_ARG(text), i, i);
	text = arena_printf(arena, "%.*s,%s]", STR_ARG(text), two);
	const struct json_node *array = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_msg(array, "%.*s", STR_ARG(text));
	return unique_items(array, arena);
}

static const struct {
	const char *one, *two;
	bool differ;
} pairs[] = {
	{ "1", "1.0", false },
	{ "1e2", "100", false },
	{ "-0", "0.0", false },
	{ "12345678901234567890", "12345678901234567891", true },
	{ "\"\\u0061\"", "\"a\"", false },
	{ "\"1\"", "1", true },
	{ "true", "true", false },
	{ "false", "0", true },
	{ "null", "false", true },
	{ "{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}", false },
	{ "{\"a\":1,\"b\":2}", "{\"a\":2,\"b\":1}", true },
	{ "[1,2]", "[2,1]", true },
	{ "[]", "{}", true },
	{ "{}", "{}", false },
};

START_TEST(values_are_compared_whatever_stands_between)
{
	static const unsigned between[] = { 0, 1, 13, 14, 15, 16, 40, 300 };
	for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		ck_assert_msg(unique_among(between[i], pairs[_i].one, pairs[_i].two) == pairs[_i].differ, "%s and %s with %u between",
		              pairs[_i].one, pairs[_i].two, between[i]);
}
END_TEST

START_TEST(nothing_is_unique)
{
	ck_assert(unique_items(json_parse(arena, STR("[]"), &json_limits_document, NULL), arena));
}
END_TEST

Suite *schema_unique_suite(void)
{
	Suite *suite = suite_create("schema/unique");
	TCase *t = tcase_create("unique");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, values_are_compared_whatever_stands_between, 0, (int)(sizeof(pairs) / sizeof(pairs[0])));
	tcase_add_test(t, nothing_is_unique);
	suite_add_tcase(suite, t);
	return suite;
}
