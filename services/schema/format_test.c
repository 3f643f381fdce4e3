/* format_test.c -- the formats by name, those that have no file of their own, and what no format does. */
#include "schema/format_test.h"

#include "base/arena.h"

Suite *schema_format_suite(void);

static const char *const names[] = {
	"date", "time", "date-time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
	"uri-reference",
	"iri", "iri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex", "x-se-personnummer",
	"x-se-orgnr", "x-se-postnummer", "x-se-telefon", "x-se-bankkonto",
};
#define NAMES (sizeof(names) / sizeof(names[0]))

static const struct format_case cases[] = {
	{ "uuid",
	  { "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
	    "00000000-0000-0000-0000-000000000000" },
	  { "", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa-73b441d163800",
	    "2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "2eb8aa08aa98-11ea-b4aa73b441d16380----",
	    "{2eb8aa08-aa98-11ea-b4aa-73b441d1638}", "2eb8aa0-8aa98-11ea-b4aa-73b441d16380" } },
	{ "json-pointer",
	  { "", "/", "/foo", "/foo/0", "/a~1b/m~0n", "//", "/å/ /-", "/~01" },
	  { "foo", "0", "#", "#/", "/~", "/foo/~", "/~2", "/foo//bar~", "/~-1", "a/b" } },
	{ "relative-json-pointer",
	  { "0", "1", "120/foo", "0#", "2/a~1b", "0+1", "0-1#", "1+10/x", "0//", "0+0" },
	  { "", "/a", "#", "-1", "+1", "01", "0+", "0-", "0+01", "0+1+1", "0+1x", "0##", "1#/a", "0/~", "0/~2", "0a", " 0", "0 ",
	    "٠" } },
	{ "regex", { "", "^[a-z]{2,}$", "(?<n>a)b", "a|b" }, { "(", "^(abc]", "a{2,1}", "*" } },
};

START_TEST(a_format_takes_what_it_names_and_nothing_else)
{
	check_format(&cases[_i]);
}
END_TEST

START_TEST(every_format_of_the_specification_has_a_check)
{
	ck_assert_msg(format_find(str_of(names[_i])), "%s", names[_i]);
}
END_TEST

START_TEST(a_name_is_exact_and_an_unknown_one_has_no_check)
{
	static const char *const unknown[] = { "", "Date", "date ", "personnummer", "x-se-", "regex2", "anything" };
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		ck_assert_msg(!format_find(str_of(unknown[i])), "%s", unknown[i]);
	ck_assert(!format_find(STR_NONE));
}
END_TEST

START_TEST(no_format_takes_a_zero_byte_but_the_two_kinds_of_json_pointer)
{
	static const struct {
		const char *format, *good;
	} values[] = {
		{ "date", "2026-11-23" }, { "time", "08:30:06Z" }, { "date-time", "2026-11-23T08:30:06Z" }, { "duration", "P1D" },
		{ "email", "a@b.se" }, { "idn-email", "å@b.se" }, { "hostname", "b.se" }, { "idn-hostname", "å.se" },
		{ "ipv4", "192.0.2.1" },
		{ "ipv6", "::1" }, { "uri", "a:b" }, { "uri-reference", "b" }, { "iri", "a:å" }, { "iri-reference", "å" },
		{ "uri-template", "a{b}" },
		{ "uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380" }, { "x-se-personnummer", "189001019802" },
		{ "x-se-postnummer", "13440" },
		{ "x-se-telefon", "0701234567" },
	};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char bytes[64] = { 0 };
		format_check *check = format_find(str_of(values[i].format));
		size_t n = strlen(values[i].good);
		memcpy(bytes, values[i].good, n);
		ck_assert_msg(format_takes(check, (str){ bytes, n }), "%s", values[i].format);
		ck_assert_msg(!format_takes(check, (str){ bytes, n + 1 }), "%s, behind", values[i].format);
		memmove(bytes + 1, bytes, n);
		bytes[0] = '\0';
		ck_assert_msg(!format_takes(check, (str){ bytes, n + 1 }), "%s, before", values[i].format);
		memmove(bytes, bytes + 1, n);
		bytes[n / 2] = '\0';
		ck_assert_msg(!format_takes(check, (str){ bytes, n }), "%s, within", values[i].format);
	}
	ck_assert(format_takes(format_find(STR("json-pointer")), STR("/a\0b")));
	ck_assert(format_takes(format_find(STR("relative-json-pointer")), STR("0/a\0b")));
}
END_TEST

/* The time limit of the test case is the promise. */
START_TEST(no_format_is_lost_in_a_value_that_is_long_or_of_one_byte)
{
	static const char *const units[] = { "a", "0", "9", "-", ".", ":", "/", "%", "%41", "[", "(", "@", "\"", "\\", "{", "{a}",
	"a.", "1:", "xn--",
		                             "~", "~0", "T", "P1", "+", "å", "。", "e\xcc\x81", "𐌀", "ا", " ", "\x01" };
	format_check *check = format_find(str_of(names[_i]));
	struct arena *arena = arena_new((size_t)1 << 20);
	char *bytes = arena_alloc(arena, 1 << 16);
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		size_t n = strlen(units[u]), at = 0;
		for (; at + n <= 1 << 16; at += n)
			memcpy(bytes + at, units[u], n);
		(void)format_takes(check, (str){ bytes, at });
		bytes[0] = '"';
		(void)format_takes(check, (str){ bytes, at });
		(void)format_takes(check, str_of(units[u]));
	}
	for (int byte = 0; byte < 0x80; byte++)
		(void)format_takes(check, (str){ &(char){ (char)byte }, 1 });
	arena_free(arena);
}
END_TEST

Suite *schema_format_suite(void)
{
	Suite *suite = suite_create("schema/format");
	TCase *t = tcase_create("format");
	tcase_set_timeout(t, 20);
	tcase_add_loop_test(t, a_format_takes_what_it_names_and_nothing_else, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(t, every_format_of_the_specification_has_a_check, 0, NAMES);
	tcase_add_test(t, a_name_is_exact_and_an_unknown_one_has_no_check);
	tcase_add_test(t, no_format_takes_a_zero_byte_but_the_two_kinds_of_json_pointer);
	tcase_add_loop_test(t, no_format_is_lost_in_a_value_that_is_long_or_of_one_byte, 0, NAMES);
	suite_add_tcase(suite, t);
	return suite;
}
