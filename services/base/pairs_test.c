/* pairs_test.c -- names and values as a form sends them. */
#include <check.h>

#include "base/pairs.h"

Suite *base_pairs_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static struct pairs parsed(const char *text)
{
	struct pairs pairs;
	ck_assert_msg(pairs_parse(arena, str_of(text), 10, &pairs), "%s", text);
	return pairs;
}

static const struct {
	const char *text, *name, *value;
} ones[] = {
	{ "a=b", "a", "b" },
	{ "a=", "a", "" },
	{ "a", "a", "" },
	{ "=b", "", "b" },
	{ "a=b=c", "a", "b=c" },
	{ "a+b=c+d", "a b", "c d" },
	{ "a=%2B%26%3D%25", "a", "+&=%" },
	{ "%61=%62", "a", "b" },
	{ "a=%c3%A5", "a", "å" },
	{ "a=1%0D%0A2%0a3", "a", "1\n2\n3" },
	{ "a=1%0D2", "a", "1\r2" },
	{ "&&a=b&&", "a", "b" },
};

START_TEST(one_pair_is_decoded)
{
	struct pairs pairs = parsed(ones[_i].text);
	ck_assert_uint_eq(pairs.n, 1);
	ck_assert(str_is(pairs.items[0].name, ones[_i].name) && str_is(pairs.items[0].value, ones[_i].value));
	ck_assert_ptr_nonnull(pairs.items[0].value.p);
}
END_TEST

START_TEST(order_and_repetition_are_kept)
{
	struct pairs pairs = parsed("b=1&a=2&b=3");
	ck_assert_uint_eq(pairs.n, 3);
	ck_assert(str_is(pairs_get(&pairs, STR("b")), "1") && str_is(pairs.items[2].value, "3"));
	ck_assert_uint_eq(pairs_count(&pairs, STR("b")), 2);
	ck_assert_uint_eq(pairs_count(&pairs, STR("B")), 0);
	ck_assert_ptr_null(pairs_get(&pairs, STR("B")).p);
}
END_TEST

START_TEST(nothing_is_no_pair)
{
	ck_assert_uint_eq(parsed("").n, 0);
	ck_assert_uint_eq(parsed("&").n, 0);
	struct pairs pairs;
	ck_assert(pairs_parse(arena, STR_NONE, 0, &pairs) && pairs.n == 0);
}
END_TEST

static const char *const broken[] = {
	"a=%", "a=%4", "a=%4g", "a=%g4", "%=a", "a=%00", "%00=a", "a=%ff", "a=\xff", "a=%c3", "a=%ed%a0%80", "a=1&b=%zz", "a=% 41", "a=%-1",
};

START_TEST(a_broken_escape_and_broken_utf8_are_refused_whole)
{
	struct pairs pairs = { NULL, 77 };
	ck_assert_msg(!pairs_parse(arena, str_of(broken[_i]), 10, &pairs), "%s", broken[_i]);
	ck_assert_uint_eq(pairs.n, 77);
	/* What stands behind the text does not complete it. */
	ck_assert(!pairs_parse(arena, (str){ "a=%41", 4 }, 10, &pairs));
}
END_TEST

START_TEST(the_number_of_pairs_has_a_limit)
{
	struct pairs pairs;
	ck_assert(pairs_parse(arena, STR("a&b&c"), 3, &pairs) && pairs.n == 3);
	ck_assert(!pairs_parse(arena, STR("a&b&c&d"), 3, &pairs));
	ck_assert(!pairs_parse(arena, STR("a"), 0, &pairs));
}
END_TEST

Suite *base_pairs_suite(void)
{
	Suite *suite = suite_create("base/pairs");
	TCase *t = tcase_create("pairs");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, one_pair_is_decoded, 0, sizeof(ones) / sizeof(ones[0]));
	tcase_add_test(t, order_and_repetition_are_kept);
	tcase_add_test(t, nothing_is_no_pair);
	tcase_add_loop_test(t, a_broken_escape_and_broken_utf8_are_refused_whole, 0, sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(t, the_number_of_pairs_has_a_limit);
	suite_add_tcase(suite, t);
	return suite;
}
