/* json_read_test.c -- looking things up in a tape, and pointers by RFC 6901. */
#include <check.h>

#include "base/json.h"

Suite *base_json_read_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *read_json(const char *text)
{
	const struct json_node *node = json_parse(arena, str_of(text), &json_limits_answers, NULL);
	ck_assert_msg(node, "%s", text);
	return node;
}

START_TEST(absent_answers_absent_all_the_way)
{
	const struct json_node *none = json_get(json_at(json_get(NULL, STR("a")), 3), STR("b"));
	ck_assert_ptr_null(none);
	ck_assert_ptr_null(json_str(none).p);
	ck_assert_ptr_null(json_member(none, STR("x")).p);
	ck_assert_ptr_null(json_pointer(none, STR("/a")));
	ck_assert(!json_is(none, JSON_NULL) && !json_true(none));
	ck_assert_int_eq(json_int(none, 7), 7);
	ck_assert_uint_eq(json_count(none), 0);
	struct json_iter it = json_begin(none);
	ck_assert(!json_next(&it));
}
END_TEST

START_TEST(names_are_exact)
{
	const struct json_node *o = read_json("{\"a\":\"1\",\"A\":\"2\",\"aa\":{\"a\":\"3\"},\"\":\"4\"}");
	ck_assert(str_is(json_member(o, STR("a")), "1") && str_is(json_member(o, STR("A")), "2"));
	ck_assert(str_is(json_member(o, STR("")), "4"));
	ck_assert_ptr_null(json_get(o, STR("b")));
	ck_assert_ptr_null(json_member(o, STR("aa")).p); /* there, but no string */
	ck_assert_ptr_null(json_get(json_get(o, STR("a")), STR("a")));
}
END_TEST

START_TEST(elements_are_counted_from_zero)
{
	const struct json_node *a = read_json("[[1,2],{\"x\":[3]},4]");
	ck_assert(json_int(json_at(a, 2), 0) == 4 && json_is(json_at(a, 1), JSON_OBJECT));
	ck_assert_ptr_null(json_at(a, 3));
	ck_assert_ptr_null(json_at(a, SIZE_MAX));
	ck_assert_ptr_null(json_at(json_at(a, 1), 0));
	ck_assert(json_count(a) == 3 && json_count(json_at(a, 1)) == 1 && json_count(json_at(a, 2)) == 0);
}
END_TEST

START_TEST(walking_gives_every_value_once_and_keys_in_objects_only)
{
	const struct json_node *root = read_json("{\"a\":[1,[2,3]],\"b\":{\"c\":4},\"d\":5}");
	struct json_iter it = json_begin(root);
	const char *names[] = { "a", "b", "d" };
	size_t n = 0;
	while (json_next(&it)) {
		ck_assert(str_is(json_str(it.key), names[n++]));
		ck_assert_ptr_eq(it.value, json_get(root, json_str(it.key)));
	}
	ck_assert_uint_eq(n, 3);
	ck_assert(!json_next(&it));
	it = json_begin(json_get(root, STR("a")));
	for (n = 0; json_next(&it); n++)
		ck_assert(!it.key && it.value == json_at(json_get(root, STR("a")), n));
	ck_assert_uint_eq(n, 2);
}
END_TEST

static const struct {
	const char *text;
	int64_t value;
} integers[] = {
	{ "0", 0 }, { "-0", 0 }, { "42", 42 }, { "9223372036854775807", INT64_MAX }, { "-9223372036854775808", INT64_MIN },
	{ "999999999999999999", 999999999999999999 },   { "-999999999999999999", -999999999999999999 },
	{ "1000000000000000000", 1000000000000000000 }, { "-1000000000000000000", -1000000000000000000 },
	{ "9223372036854775808", 77 }, { "-9223372036854775809", 77 }, { "1.0", 77 }, { "1e2", 77 }, { "\"1\"", 77 }, { "true", 77 }, { "null", 77 }, { "[1]", 77 },
};

START_TEST(an_integer_is_exact_or_not_there)
{
	ck_assert_int_eq(json_int(read_json(integers[_i].text), 77), integers[_i].value);
}
END_TEST

/* The examples of RFC 6901 5, and what it forbids. */
static const char document[] = "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,"
                               "\"m~n\":8,\"~1\":9,\"0\":10,\"å\":{\"\":{\"x\":11}}}";
static const struct {
	const char *pointer;
	int64_t value; /* -1: nothing */
} pointers[] = {
	{ "/", 0 },         { "/a~1b", 1 },     { "/c%d", 2 },   { "/e^f", 3 },     { "/g|h", 4 },     { "/i\\j", 5 },    { "/k\"l", 6 },
	{ "/ ", 7 },        { "/m~0n", 8 },     { "/~01", 9 },   { "/0", 10 },      { "/å//x", 11 },   { "a", -1 },       { "/a/b", -1 },
	{ "/m~n", -1 },     { "/m~2n", -1 },    { "/a~", -1 },   { "/foo/2", -1 },  { "/foo/-", -1 },  { "/foo/01", -1 }, { "/foo/-0", -1 },
	{ "/foo/+1", -1 },  { "/foo/1e0", -1 }, { "/foo/", -1 }, { "/foo/0/0", -1 }, { "#/0", -1 },     { "/foo/ 1", -1 }, { "/FOO", -1 },
	{ "/foo/99999999999999999999", -1 },    { "0", -1 },
};

START_TEST(a_pointer_names_one_value_or_none)
{
	const struct json_node *found = json_pointer(read_json(document), str_of(pointers[_i].pointer));
	if (pointers[_i].value < 0)
		ck_assert_msg(!found, "%s", pointers[_i].pointer);
	else
		ck_assert_msg(json_int(found, -1) == pointers[_i].value, "%s", pointers[_i].pointer);
}
END_TEST

START_TEST(pointers_reach_containers_and_elements)
{
	const struct json_node *root = read_json(document);
	ck_assert_ptr_eq(json_pointer(root, STR("")), root);
	ck_assert_ptr_eq(json_pointer(root, STR("/foo")), json_get(root, STR("foo")));
	ck_assert(str_is(json_str(json_pointer(root, STR("/foo/0"))), "bar") && str_is(json_str(json_pointer(root, STR("/foo/1"))), "baz"));
}
END_TEST

START_TEST(a_pointer_made_of_tokens_comes_apart_into_the_same)
{
	static const char *const tokens[] = { "", "a", "a/b", "m~n", "~1", "/~/", "å€", "0", "-" };
	str pointer = STR(""), token;
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		pointer = json_pointer_add(arena, pointer, str_of(tokens[i]));
	ck_assert(str_is(pointer, "//a/a~1b/m~0n/~01/~1~0~1/å€/0/-"));
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		ck_assert_msg(json_pointer_next(arena, &pointer, &token) && str_is(token, tokens[i]), "%s", tokens[i]);
	ck_assert(!json_pointer_next(arena, &pointer, &token));
	ck_assert(str_is(json_pointer_index(arena, STR("/a"), 17), "/a/17"));
	str foreign = STR("a/b");
	ck_assert(!json_pointer_next(arena, &foreign, &token) && str_is(foreign, "a/b"));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_json_read_suite(void)
{
	Suite *suite = suite_create("base/json_read");
	TCase *t = tcase_create("json_read");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, absent_answers_absent_all_the_way);
	tcase_add_test(t, names_are_exact);
	tcase_add_test(t, elements_are_counted_from_zero);
	tcase_add_test(t, walking_gives_every_value_once_and_keys_in_objects_only);
	tcase_add_loop_test(t, an_integer_is_exact_or_not_there, 0, COUNT(integers));
	tcase_add_loop_test(t, a_pointer_names_one_value_or_none, 0, COUNT(pointers));
	tcase_add_test(t, pointers_reach_containers_and_elements);
	tcase_add_test(t, a_pointer_made_of_tokens_comes_apart_into_the_same);
	suite_add_tcase(suite, t);
	return suite;
}
