/* patch_test.c -- operations of RFC 6902, appendix A and around it. */
#include <check.h>

#include "rules/patch.h"

Suite *rules_patch_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)1 << 24);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *parsed(const char *text)
{
	const struct json_node *node = json_parse(arena, str_of(text), &json_limits_document, NULL);
	ck_assert_ptr_nonnull(node);
	return node;
}

static void gives(const char *document, const char *operation, const char *expected)
{
	const struct json_node *out = patch_apply(arena, parsed(document), parsed(operation));
	if (!expected) {
		ck_assert_msg(!out, "%s on %s should be refused", operation, document);
		return;
	}
	ck_assert_msg(out && json_equal(out, parsed(expected)), "%s on %s", operation, document);
}

START_TEST(members_are_added_replaced_and_removed)
{
	gives("{\"a\":1}", "{\"op\":\"add\",\"path\":\"/b\",\"value\":2}", "{\"a\":1,\"b\":2}");
	gives("{\"a\":1}", "{\"op\":\"add\",\"path\":\"/a\",\"value\":2}", "{\"a\":2}");
	gives("{\"a\":{\"b\":1}}", "{\"op\":\"replace\",\"path\":\"/a/b\",\"value\":null}", "{\"a\":{\"b\":null}}");
	gives("{\"a\":1,\"b\":2}", "{\"op\":\"remove\",\"path\":\"/a\"}", "{\"b\":2}");
}
END_TEST

START_TEST(elements_are_put_in_and_taken_out)
{
	gives("{\"a\":[1,3]}", "{\"op\":\"add\",\"path\":\"/a/1\",\"value\":2}", "{\"a\":[1,2,3]}");
	gives("{\"a\":[1,3]}", "{\"op\":\"add\",\"path\":\"/a/-\",\"value\":2}", "{\"a\":[1,3,2]}");
	gives("{\"a\":[1,3]}", "{\"op\":\"add\",\"path\":\"/a/2\",\"value\":2}", "{\"a\":[1,3,2]}");
	gives("{\"a\":[1,3]}", "{\"op\":\"remove\",\"path\":\"/a/0\"}", "{\"a\":[3]}");
	gives("{\"a\":[1,3]}", "{\"op\":\"replace\",\"path\":\"/a/1\",\"value\":4}", "{\"a\":[1,4]}");
	gives("{\"a\":[{\"b\":1}]}", "{\"op\":\"replace\",\"path\":\"/a/0/b\",\"value\":4}", "{\"a\":[{\"b\":4}]}");
}
END_TEST

START_TEST(a_place_that_does_not_exist_is_refused)
{
	gives("{\"a\":1}", "{\"op\":\"replace\",\"path\":\"/b\",\"value\":2}", NULL);
	gives("{\"a\":1}", "{\"op\":\"remove\",\"path\":\"/b\"}", NULL);
	gives("{\"a\":1}", "{\"op\":\"add\",\"path\":\"/b\"}", NULL);
	gives("{\"a\":[1]}", "{\"op\":\"replace\",\"path\":\"/a/0\"}", NULL);
	gives("{\"a\":1}", "{\"op\":\"add\",\"path\":\"/b/c\",\"value\":2}", NULL);
	gives("{\"a\":1}", "{\"op\":\"add\",\"path\":\"/a/c\",\"value\":2}", NULL);
	gives("{\"a\":[1]}", "{\"op\":\"add\",\"path\":\"/a/2\",\"value\":2}", NULL);
	gives("{\"a\":[1]}", "{\"op\":\"remove\",\"path\":\"/a/1\"}", NULL);
	gives("{\"a\":[1]}", "{\"op\":\"replace\",\"path\":\"/a/-\",\"value\":1}", NULL);
	gives("{\"a\":[1,2]}", "{\"op\":\"replace\",\"path\":\"/a/01\",\"value\":1}", NULL);
	gives("{\"a\":[1,2]}", "{\"op\":\"replace\",\"path\":\"/a/-0\",\"value\":1}", NULL);
}
END_TEST

Suite *rules_patch_suite(void)
{
	Suite *suite = suite_create("rules/patch");
	TCase *t = tcase_create("operations");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, members_are_added_replaced_and_removed);
	tcase_add_test(t, elements_are_put_in_and_taken_out);
	tcase_add_test(t, a_place_that_does_not_exist_is_refused);
	suite_add_tcase(suite, t);
	return suite;
}
