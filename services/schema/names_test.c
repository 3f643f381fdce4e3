/* names_test.c -- a member's name is found, in whatever order, and no other one is taken for it. */
#include <check.h>

#include "schema/names.h"

Suite *schema_names_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Names of every length from 0 to 40, and their neighbours that differ in one byte. */
#define LENGTHS 41u

static str name_of(unsigned length, unsigned changed)
{
	char *p = arena_alloc(arena, length + 1);
	for (unsigned i = 0; i < length; i++)
		p[i] = (char)('a' + i % 23 + (i == changed ? 1 : 0));
	return (str){ p, length };
}

static const struct json_node *key_of(str name)
{
	const struct json_node *object =
	    json_parse(arena, arena_printf(arena, "{\"%.*s\":0}", STR_ARG(name)), &json_limits_document, NULL);
	ck_assert(object);
	return object + 1;
}

static struct names known(unsigned n)
{
	struct name *items = ARENA_ARRAY(arena, struct name, n + 1);
	for (unsigned i = 0; i < n; i++)
		items[i] = (struct name){ name_of(i, LENGTHS), json_hash(name_of(i, LENGTHS)) };
	return names_of(arena, items, n);
}

START_TEST(a_name_is_found_and_its_neighbours_are_not)
{
	struct names names = known(LENGTHS);
	for (unsigned length = 0; length < LENGTHS; length++) {
		ck_assert_uint_eq(names_find(&names, key_of(name_of(length, LENGTHS))), length);
		for (unsigned changed = 0; changed < length; changed++)
			ck_assert_uint_eq(names_find(&names, key_of(name_of(length, changed))), NAMES_NONE);
	}
}
END_TEST

START_TEST(the_next_name_is_looked_for_first_and_any_other_found_all_the_same)
{
	struct names names = known(LENGTHS);
	static const unsigned order[] = { 0, 1, 2, 40, 39, 7, 8, 0, 40 };
	size_t next = 0;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		ck_assert_uint_eq(names_find_next(&names, key_of(name_of(order[i], LENGTHS)), &next), order[i]);
		ck_assert_uint_eq(next, order[i] + 1);
	}
	ck_assert_uint_eq(names_find_next(&names, key_of(STR("okand")), &next), NAMES_NONE);
	ck_assert_uint_eq(next, 41);
}
END_TEST

START_TEST(in_no_names_nothing_is_found)
{
	struct names names = known(0);
	size_t next = 0;
	ck_assert_uint_eq(names_find(&names, key_of(STR("a"))), NAMES_NONE);
	ck_assert_uint_eq(names_find_next(&names, key_of(STR("")), &next), NAMES_NONE);
}
END_TEST

START_TEST(bytes_are_the_same_or_not_at_every_length_and_place)
{
	for (unsigned length = 0; length < LENGTHS; length++) {
		str name = name_of(length, LENGTHS);
		ck_assert(names_same(name.p, name_of(length, LENGTHS).p, length));
		for (unsigned changed = 0; changed < length; changed++)
			ck_assert_msg(!names_same(name.p, name_of(length, changed).p, length), "%u of %u", changed, length);
	}
}
END_TEST

Suite *schema_names_suite(void)
{
	Suite *suite = suite_create("schema/names");
	TCase *t = tcase_create("names");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_name_is_found_and_its_neighbours_are_not);
	tcase_add_test(t, the_next_name_is_looked_for_first_and_any_other_found_all_the_same);
	tcase_add_test(t, in_no_names_nothing_is_found);
	tcase_add_test(t, bytes_are_the_same_or_not_at_every_length_and_place);
	suite_add_tcase(suite, t);
	return suite;
}
