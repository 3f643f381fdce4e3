/* json_edit_test.c -- JSON that is built or changed: what goes in comes out, digits included. */
#include <check.h>

#include "base/json_edit.h"

Suite *base_json_edit_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 22);
}

static void teardown(void)
{
	arena_free(arena);
}

static struct json_edit *tree(const char *text)
{
	const struct json_node *node = json_parse(arena, str_of(text), &json_limits_answers, NULL);
	ck_assert_msg(node, "%s", text);
	return json_edit_of(arena, node);
}

START_TEST(a_copy_says_the_same)
{
	static const char *const texts[] = {
		"null", "true", "false", "\"\"", "\"å\\n\\\"\\\\\\u0001/\"", "[]", "{}", "[1,[2,{\"a\":null}],\"x\"]",
		"{\"b\":1,\"a\":{\"\":2},\"B\":3}", "[0,-0,1.50,1E+2,12345678901234567890.12345678901234567]",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_str_eq(json_edit_text(tree(texts[i])).p, texts[i]);
}
END_TEST

START_TEST(a_tree_is_built_from_nothing)
{
	struct json_edit *root = json_edit_object(arena), *list = json_edit_array(arena);
	json_edit_push(list, json_edit_bool(arena, true));
	json_edit_push(list, json_edit_bool(arena, false));
	json_edit_push(list, json_edit_null(arena));
	json_edit_push(list, json_edit_number(arena, STR("0.10")));
	json_edit_put(root, "list", list);
	json_edit_put_int(root, "n", INT64_MIN);
	json_edit_put_str(root, "s", STR("a\"b"));
	json_edit_put_str(root, "none", STR_NONE);
	json_edit_put_str(root, "empty", STR(""));
	ck_assert_str_eq(json_edit_text(root).p,
	                 "{\"list\":[true,false,null,0.10],\"n\":-9223372036854775808,\"s\":\"a\\\"b\",\"none\":null,\"empty\":\"\"}");
}
END_TEST

START_TEST(a_member_is_replaced_by_its_exact_name)
{
	struct json_edit *root = tree("{\"a\":1,\"A\":2}");
	json_edit_put_int(root, "a", 3);
	ck_assert_str_eq(json_edit_text(root).p, "{\"A\":2,\"a\":3}");
}
END_TEST

static const struct {
	const char *before, *pointer, *value, *after; /* value NULL removes; after NULL: refused, and nothing changed */
} sets[] = {
	{ "{}", "/a", "1", "{\"a\":1}" },
	{ "{\"a\":0}", "/a", "1", "{\"a\":1}" },
	{ "{\"A\":0}", "/a", "1", "{\"A\":0,\"a\":1}" },
	{ "{}", "/a/b/c", "1", "{\"a\":{\"b\":{\"c\":1}}}" },
	{ "{}", "/", "1", "{\"\":1}" },
	{ "{}", "/a~1b/m~0n", "1", "{\"a/b\":{\"m~n\":1}}" },
	{ "{\"a\":[1,2]}", "/a/1", "9", "{\"a\":[1,9]}" },
	{ "{\"a\":[1,2]}", "/a/2", "9", "{\"a\":[1,2,9]}" },
	{ "{\"a\":[1,2]}", "/a/-", "9", "{\"a\":[1,2,9]}" },
	{ "{\"a\":[]}", "/a/-/b", "9", "{\"a\":[{\"b\":9}]}" },
	{ "{\"a\":[{\"b\":1}]}", "/a/0/b", "9", "{\"a\":[{\"b\":9}]}" },
	{ "[1]", "/0", "{\"x\":[]}", "[{\"x\":[]}]" },
	{ "{\"a\":1,\"b\":2}", "/a", NULL, "{\"b\":2}" },
	{ "{\"a\":[1,2,3]}", "/a/1", NULL, "{\"a\":[1,3]}" },
	{ "{\"a\":1}", "/b", NULL, "{\"a\":1}" },
	{ "{\"a\":1}", "/b/c", NULL, "{\"a\":1}" },
	{ "{\"a\":[1,2]}", "/a/3", "9", NULL },
	{ "{\"a\":[1,2]}", "/a/01", "9", NULL },
	{ "{\"a\":[1,2]}", "/a/-0", "9", NULL },
	{ "{\"a\":[1,2]}", "/a/-1", "9", NULL },
	{ "{\"a\":[1,2]}", "/a/x", "9", NULL },
	{ "{\"a\":[1,2]}", "/a/3", NULL, NULL },
	{ "{\"a\":1}", "/a/b", "9", NULL },
	{ "{\"a\":\"x\"}", "/a/b/c", "9", NULL },
	{ "{\"a\":1}", "", "9", NULL },
	{ "{\"a\":1}", "a", "9", NULL },
};

START_TEST(a_pointer_says_what_is_set_or_removed)
{
	struct json_edit *root = tree(sets[_i].before), *value = sets[_i].value ? tree(sets[_i].value) : NULL;
	bool done = json_edit_set(root, str_of(sets[_i].pointer), value);
	ck_assert_msg(done == (sets[_i].after != NULL), "%s %s", sets[_i].before, sets[_i].pointer);
	ck_assert_str_eq(json_edit_text(root).p, sets[_i].after ? sets[_i].after : sets[_i].before);
}
END_TEST

START_TEST(what_is_written_is_read_back_by_the_strict_reader)
{
	struct json_edit *root = json_edit_object(arena);
	char every[128];
	for (int c = 1; c < 128; c++)
		every[c - 1] = (char)c;
	json_edit_put_str(root, "every", (str){ every, 127 });
	json_edit_put_str(root, "wide", STR("å€😀"));
	const struct json_node *back = json_parse(arena, json_edit_text(root), &json_limits_answers, NULL);
	ck_assert(str_eq(json_member(back, STR("every")), (str){ every, 127 }) && str_is(json_member(back, STR("wide")), "å€😀"));
}
END_TEST

START_TEST(a_tree_may_be_left_half_built)
{
	/* Freed with the arena, once: a sanitizer sees the rest. */
	struct json_edit *root = json_edit_object(arena);
	json_edit_put(root, "a", json_edit_of(arena, json_parse(arena, STR("[{},[1]]"), &json_limits_answers, NULL)));
	json_edit_array(arena);
	ck_assert(!json_edit_set(root, STR("/a/7"), json_edit_string(arena, STR("never put in"))));
	ck_assert(json_edit_set(root, STR("/a/0"), NULL));
	ck_assert_str_eq(json_edit_text(root).p, "{\"a\":[[1]]}");
}
END_TEST

Suite *base_json_edit_suite(void)
{
	Suite *suite = suite_create("base/json_edit");
	TCase *t = tcase_create("json_edit");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_copy_says_the_same);
	tcase_add_test(t, a_tree_is_built_from_nothing);
	tcase_add_test(t, a_member_is_replaced_by_its_exact_name);
	tcase_add_loop_test(t, a_pointer_says_what_is_set_or_removed, 0, sizeof(sets) / sizeof(sets[0]));
	tcase_add_test(t, what_is_written_is_read_back_by_the_strict_reader);
	tcase_add_test(t, a_tree_may_be_left_half_built);
	suite_add_tcase(suite, t);
	return suite;
}
