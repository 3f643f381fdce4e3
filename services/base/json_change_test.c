/* json_change_test.c -- what changes, changes at its place; what does not stays as it was written. */
#include <check.h>

#include "base/json_change.h"

Suite *base_json_change_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static void becomes(const char *before, const struct json_change *changes, size_t n, const char *after)
{
	const struct json_node *root = json_parse(arena, str_of(before), &json_limits_document, NULL);
	ck_assert(root);
	ck_assert_str_eq(arena_z(arena, json_changed(arena, root, changes, n)), after);
}

static void put(const char *before, const char *pointer, const char *value, const char *after)
{
	struct json_change one = { str_of(pointer), str_of(value) };
	becomes(before, &one, 1, after);
}

START_TEST(a_value_is_replaced_where_it_stands)
{
	put("{\"a\":1.50,\"b\":[1,2],\"c\":3}", "/a", "\"x\"", "{\"a\":\"x\",\"b\":[1,2],\"c\":3}");
	put("{\"a\":1.50,\"b\":[1,2],\"c\":3}", "/b", "{}", "{\"a\":1.50,\"b\":{},\"c\":3}");
	put("{\"a\":{\"b\":1,\"c\":2}}", "/a/c", "null", "{\"a\":{\"b\":1,\"c\":null}}");
	put("{\"a\":[{\"b\":1},{\"b\":1}]}", "/a/1/b", "2", "{\"a\":[{\"b\":1},{\"b\":2}]}");
	put("{\"a/b\":1,\"c~d\":2}", "/c~0d", "3", "{\"a/b\":1,\"c~d\":3}");
}
END_TEST

START_TEST(a_new_value_comes_last_in_objects_made_on_the_way)
{
	put("{}", "/a", "1", "{\"a\":1}");
	put("{\"a\":1}", "/b", "[2]", "{\"a\":1,\"b\":[2]}");
	put("{\"a\":1}", "/b/c/d", "true", "{\"a\":1,\"b\":{\"c\":{\"d\":true}}}");
	put("{\"a\":{\"b\":1}}", "/a/~1c", "2", "{\"a\":{\"b\":1,\"/c\":2}}");
}
END_TEST

START_TEST(an_absent_value_takes_out)
{
	put("{\"a\":1,\"b\":2,\"c\":3}", "/a", NULL, "{\"b\":2,\"c\":3}");
	put("{\"a\":1,\"b\":2,\"c\":3}", "/b", NULL, "{\"a\":1,\"c\":3}");
	put("{\"a\":{\"b\":1}}", "/a/b", NULL, "{\"a\":{}}");
	put("{\"a\":[1,2,3]}", "/a/1", NULL, "{\"a\":[1,3]}");
	put("{\"a\":1}", "/b", NULL, "{\"a\":1}");
	put("{\"a\":1}", "/b/c", NULL, "{\"a\":1}");
}
END_TEST

START_TEST(what_leads_nowhere_changes_nothing)
{
	put("{\"a\":1}", "/a/b", "2", "{\"a\":1}");
	put("{\"a\":[1]}", "/a/1", "2", "{\"a\":[1]}");
	put("{\"a\":[1]}", "/a/x", "2", "{\"a\":[1]}");
	put("{\"a\":1}", "", "2", "{\"a\":1}");
	put("7", "/a", "2", "7");
}
END_TEST

START_TEST(all_changes_speak_of_the_document_as_it_was)
{
	const struct json_change several[] = { { STR("/k/e"), STR("\"1\"") }, { STR("/a/0"), STR_NONE }, { STR("/a/1"), STR_NONE },
		                               { STR("/k/f"), STR("\"2\"") }, { STR("/k/g"), STR_NONE } };
	becomes("{\"a\":[1,2,3],\"kk\":1}", several, 5, "{\"a\":[3],\"kk\":1,\"k\":{\"e\":\"1\",\"f\":\"2\"}}");
	const struct json_change twice[] = { { STR("/a"), STR("1") }, { STR("/a"), STR("2") }, { STR("/a/b"), STR("3") } };
	becomes("{}", twice, 3, "{\"a\":1}");
	becomes("{\"a\":{\"b\":0}}", twice, 3, "{\"a\":1}");
}
END_TEST

Suite *base_json_change_suite(void)
{
	Suite *s = suite_create("base/json_change");
	TCase *t = tcase_create("json_change");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_value_is_replaced_where_it_stands);
	tcase_add_test(t, a_new_value_comes_last_in_objects_made_on_the_way);
	tcase_add_test(t, an_absent_value_takes_out);
	tcase_add_test(t, what_leads_nowhere_changes_nothing);
	tcase_add_test(t, all_changes_speak_of_the_document_as_it_was);
	suite_add_tcase(s, t);
	return s;
}
