/* body_test.c -- a body is whole or refused. */
#include <string.h>

#include "http/body.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_body_suite(void);

static struct arena *arena;
static struct problem why;

static void setup(void)
{
	arena = arena_new(1 << 20);
	why = (struct problem){ 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

static const char *sent;
static bool unbroken;

static size_t from_test(char *out, size_t n, bool *whole)
{
	size_t got = strlen(sent) < n ? strlen(sent) : n;
	memcpy(out, sent, got);
	*whole = unbroken;
	return got;
}

static bool read_body(const char *bytes, bool whole, int64_t length, str *body)
{
	sent = bytes;
	unbroken = whole;
	return body_read(arena, from_test, &(struct body_length){ true, length }, body, &why);
}

START_TEST(digits_alone_are_a_length)
{
	struct body_length length;
	ck_assert(body_length_read(STR("00123"), &length, &why));
	ck_assert(length.given && length.bytes == 123);
	static const char *const bad[] = { "-1", "+1", " 1", "1 ", "1e3", "0x1", "1,1", "٣" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!body_length_read(str_of(bad[i]), &length, &why), "%s", bad[i]);
}
END_TEST

START_TEST(an_absent_and_an_empty_length_are_none)
{
	struct body_length length;
	ck_assert(body_length_read(STR_NONE, &length, &why) && !length.given);
	ck_assert(body_length_read(STR(""), &length, &why) && !length.given);
}
END_TEST

START_TEST(a_length_no_integer_holds_is_larger_than_any_limit)
{
	struct body_length length;
	ck_assert(body_length_read(STR("9223372036854775808"), &length, &why) && length.bytes == INT64_MAX);
	ck_assert(body_length_read(STR("18446744073709551617"), &length, &why) && length.bytes > INT64_MAX / 10);
	ck_assert(body_length_read(STR("99999999999999999999999999999999"), &length, &why) && length.bytes > INT64_MAX / 10);
}
END_TEST

START_TEST(a_whole_body_is_taken)
{
	str body;
	ck_assert(read_body("abc", true, 3, &body));
	ck_assert(str_is(body, "abc") && body.p[3] == '\0');
}
END_TEST

START_TEST(a_short_a_long_and_a_broken_body_are_refused)
{
	str body = STR("untouched");
	ck_assert(!read_body("ab", true, 3, &body) && why.kind == P_BAD_REQUEST);
	ck_assert(!read_body("abcd", true, 3, &body));
	ck_assert(!read_body("abc", false, 3, &body));
	ck_assert(str_is(body, "untouched"));
}
END_TEST

Suite *http_body_suite(void)
{
	Suite *suite = suite_create("http/body");
	TCase *t = tcase_create("body");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, digits_alone_are_a_length);
	tcase_add_test(t, an_absent_and_an_empty_length_are_none);
	tcase_add_test(t, a_length_no_integer_holds_is_larger_than_any_limit);
	tcase_add_test(t, a_whole_body_is_taken);
	tcase_add_test(t, a_short_a_long_and_a_broken_body_are_refused);
	suite_add_tcase(suite, t);
	return suite;
}
