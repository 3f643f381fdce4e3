/* buf_test.c -- bytes being written: the limit from birth, the invariants after every call, the two encodings. */
#include <check.h>

#include "base/buf.h"

Suite *base_buf_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 22);
}

static void teardown(void)
{
	arena_free(arena);
}

static void sane(const struct buf *b)
{
	ck_assert(b->n <= b->limit && b->n <= b->capacity && b->capacity <= b->limit);
	ck_assert_int_eq(b->p[b->n], '\0');
	ck_assert(buf_str(b).p == b->p && buf_str(b).n == b->n);
}

START_TEST(what_is_added_is_held_in_order)
{
	struct buf b = buf_in(arena, 1000);
	sane(&b);
	buf_add(&b, STR("ab"));
	buf_add(&b, STR_NONE);
	buf_lit(&b, "c");
	buf_byte(&b, 'd');
	buf_byte(&b, '\0');
	buf_int(&b, INT64_MIN);
	buf_printf(&b, "|%s|", "e");
	sane(&b);
	ck_assert(str_eq(buf_str(&b), STR("abcd\0-9223372036854775808|e|")));
	ck_assert(buf_ok(&b));
}
END_TEST

START_TEST(the_limit_can_be_reached_and_not_passed)
{
	for (size_t limit = 0; limit < 1100; limit = limit * 2 + 1) {
		struct buf b = buf_in(arena, limit);
		for (size_t i = 0; i < limit; i++) {
			buf_byte(&b, (char)('a' + i % 26));
			sane(&b);
		}
		ck_assert(buf_ok(&b) && b.n == limit);
		for (size_t i = 0; i < limit; i++)
			ck_assert_int_eq(b.p[i], (char)('a' + i % 26));
		buf_byte(&b, '!');
		sane(&b);
		ck_assert(!buf_ok(&b) && b.n == limit);
	}
}
END_TEST

START_TEST(broken_stays_broken_and_keeps_what_fitted)
{
	struct buf b = buf_in(arena, 5);
	buf_add(&b, STR("abc"));
	buf_add(&b, STR("def"));
	ck_assert(!buf_ok(&b));
	/* It would fit, but something before it is missing. */
	buf_add(&b, STR("g"));
	buf_printf(&b, "h");
	sane(&b);
	ck_assert(!buf_ok(&b) && str_is(buf_str(&b), "abc"));
}
END_TEST

START_TEST(long_formatted_text_is_whole_or_not_there)
{
	for (int n = 254; n < 259; n++) {
		struct buf one = buf_in(arena, 1000);
		buf_printf(&one, "%*d", n, 7);
		sane(&one);
		ck_assert(one.n == (size_t)n && one.p[n - 1] == '7');
	}
	struct buf b = buf_in(arena, 1000), tight = buf_in(arena, 999);
	buf_printf(&b, "%1000d", 7);
	sane(&b);
	ck_assert(buf_ok(&b) && b.n == 1000);
	buf_printf(&tight, "%1000d", 7);
	sane(&tight);
	ck_assert(!buf_ok(&tight) && tight.n == 0);
}
END_TEST

static const struct {
	const char *raw, *json;
} json_texts[] = {
	{ "", "\"\"" },
	{ "abc", "\"abc\"" },
	{ "\"", "\"\\\"\"" },
	{ "a\\b", "\"a\\\\b\"" },
	{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
	{ "\x01\x1f", "\"\\u0001\\u001f\"" },
	{ "\x7f/<>&", "\"\x7f/<>&\"" },
	{ "åäö€😀", "\"åäö€😀\"" },
};

START_TEST(a_json_string_is_quoted_and_escaped)
{
	struct buf b = buf_in(arena, 1000);
	buf_json(&b, str_of(json_texts[_i].raw));
	sane(&b);
	ck_assert_str_eq(b.p, json_texts[_i].json);
}
END_TEST

START_TEST(an_absent_json_string_is_empty)
{
	struct buf b = buf_in(arena, 10);
	buf_json(&b, STR_NONE);
	ck_assert_str_eq(b.p, "\"\"");
}
END_TEST

START_TEST(only_unreserved_characters_stay_in_a_url)
{
	struct buf b = buf_in(arena, 4000);
	for (int c = 0; c < 256; c++) {
		struct buf one = buf_in(arena, 8);
		char byte = (char)c;
		buf_url(&one, (str){ &byte, 1 });
		bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		                  c == '_' || c == '~';
		ck_assert_uint_eq(one.n, unreserved ? 1 : 3);
		if (!unreserved)
			ck_assert(str_eq(buf_str(&one), arena_printf(arena, "%%%02X", (unsigned)c)));
	}
	buf_url(&b, STR("å/?&=%+ #"));
	ck_assert_str_eq(b.p, "%C3%A5%2F%3F%26%3D%25%2B%20%23");
}
END_TEST

Suite *base_buf_suite(void)
{
	Suite *suite = suite_create("base/buf");
	TCase *t = tcase_create("buf");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_is_added_is_held_in_order);
	tcase_add_test(t, the_limit_can_be_reached_and_not_passed);
	tcase_add_test(t, broken_stays_broken_and_keeps_what_fitted);
	tcase_add_test(t, long_formatted_text_is_whole_or_not_there);
	tcase_add_loop_test(t, a_json_string_is_quoted_and_escaped, 0, sizeof(json_texts) / sizeof(json_texts[0]));
	tcase_add_test(t, an_absent_json_string_is_empty);
	tcase_add_test(t, only_unreserved_characters_stay_in_a_url);
	suite_add_tcase(suite, t);
	return suite;
}
