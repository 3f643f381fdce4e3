/* punycode_test.c -- Punycode there and back, and what is none. */
#include <string.h>

#include "schema/punycode.h"

#include <check.h>

Suite *schema_punycode_suite(void);

#define MOST 63

/* RFC 3492 7.1 (B, L and S among them), and edges. */
static const struct {
	const char *text;
	size_t n;
	uint32_t points[24];
} pairs[] = {
	{ "ihqwcrb4cv8a8dqg056pqjye", 9, { 0x4ED6, 0x4EEC, 0x4E3A, 0x4EC0, 0x4E48, 0x4E0D, 0x8BF4, 0x4E2D, 0x6587 } },
	{ "3b-ww4c5e180e575a65lsy2b", 8, { '3', 0x5E74, 'b', 0x7D44, 0x91D1, 0x516B, 0x5148, 0x751F } },
	{ "-> $1.00 <--", 11, { '-', '>', ' ', '$', '1', '.', '0', '0', ' ', '<', '-' } },
	{ "rksmrgs-5wao1o", 10, { 'r', 0xE4, 'k', 's', 'm', 0xF6, 'r', 'g', 0xE5, 's' } },
	{ "tda", 1, { 0xFC } },
	{ "a-", 1, { 'a' } },
	{ "dn32g", 1, { 0x10FFFF } },
	{ "", 0, { 0 } },
};

START_TEST(what_is_written_reads_back)
{
	char text[MOST];
	uint32_t points[MOST];
	size_t n, bytes;
	ck_assert(punycode_encode(pairs[_i].points, pairs[_i].n, text, MOST, &bytes));
	ck_assert_msg(bytes == strlen(pairs[_i].text) && memcmp(text, pairs[_i].text, bytes) == 0, "%.*s", (int)bytes, text);
	ck_assert(punycode_decode((str){ text, bytes }, points, MOST, &n));
	ck_assert_uint_eq(n, pairs[_i].n);
	ck_assert_int_eq(memcmp(points, pairs[_i].points, n * sizeof(points[0])), 0);
}
END_TEST

START_TEST(what_is_no_punycode_is_refused)
{
	static const char *const bad[] = { "x", "99999999", "a_b", "a-b_", "\xc3\xa5", "en32g", "gaa0000000000", "tda ", "tdb-_",
		                               "ib9b", "zy0c" /* surrogates */ };
	uint32_t points[MOST];
	size_t n;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!punycode_decode(str_of(bad[i]), points, MOST, &n), "%s", bad[i]);
}
END_TEST

START_TEST(room_is_never_exceeded)
{
	uint32_t points[10];
	char text[14];
	size_t n, bytes;
	ck_assert(punycode_decode(STR("rksmrgs-5wao1o"), points, 10, &n));
	for (size_t most = 0; most < 10; most++)
		ck_assert(!punycode_decode(STR("rksmrgs-5wao1o"), points, most, &n));
	ck_assert(punycode_encode(pairs[3].points, 10, text, 14, &bytes));
	for (size_t most = 0; most < 14; most++)
		ck_assert(!punycode_encode(pairs[3].points, 10, text, most, &bytes));
}
END_TEST

Suite *schema_punycode_suite(void)
{
	Suite *suite = suite_create("schema/punycode");
	TCase *t = tcase_create("punycode");
	tcase_add_loop_test(t, what_is_written_reads_back, 0, sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(t, what_is_no_punycode_is_refused);
	tcase_add_test(t, room_is_never_exceeded);
	suite_add_tcase(suite, t);
	return suite;
}
