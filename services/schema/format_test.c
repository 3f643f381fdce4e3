/* format_test.c -- the formats by name: what each takes and what it refuses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/json.h"
#include "schema/format.h"

#include <check.h>

Suite *schema_format_suite(void);

static const struct {
	const char *format;
	const char *good[12], *bad[32];
} formats[] = {
	{ "date",
	  { "2026-11-23", "2024-02-29", "0001-01-01" },
	  { "", "2026-02-29", "2026-13-01", "2026-11-31", "26-11-23", "2026-1-1", "20261123", "2026-11-23T", "2026-11-23 ", "1963-06-1৪" } },
	{ "time",
	  { "08:30:06Z", "08:30:06.283185Z", "08:30:06+02:00", "08:30:06-08:00", "23:59:60Z", "23:59:60+00:00", "01:29:60+01:30", "15:59:60-08:00",
	    "08:30:06z" },
	  { "", "08:30:06", "8:30:06Z", "24:00:00Z", "00:60:00Z", "00:00:61Z", "22:59:60Z", "23:58:60Z", "23:59:60+01:00", "08:30:06+2:00",
	    "08:30:06+02", "08:30:06+24:00", "08:30:06+00:60", "08:30:06.Z", "08:30:06,5Z", "08:30Z", " 08:30:06Z", "08:30:06 Z", "008:030:006Z",
	    "08:30:06PST", "1২:00:00Z" } },
	{ "date-time",
	  { "2026-11-23T08:30:06Z", "2026-11-23t08:30:06z", "2026-11-23T08:30:06.283185+01:00", "1998-12-31T23:59:60Z",
	    "1998-12-31T15:59:60.123-08:00" },
	  { "", "2026-11-23", "2026-11-23T08:30:06", "2026-11-23 08:30:06Z", "2026-02-29T08:30:06Z", "2026-11-23T24:00:00Z", "2026-11-23T08:30:06+01",
	    "2026-11-23T08:30:06+0100", "1998-12-31T22:59:60Z", "1998-12-31T23:58:60Z", "2026-11-23T08:30:06-24:00", "2026-327T08:30:06Z",
	    "06/19/1963 08:30:06 PST" } },
	{ "email",
	  { "joe.bloggs@example.com", "te~st@example.com", "~test@example.com", "test~@example.com", "te.s.t@example.com",
	    "a+b!#$%&'*/=?^_`{|}@b.se", "a@xn--rksmrgs-5wao1o.se" },
	  { "", "2962", "@example.com", "a@", "a@b", ".test@example.com", "test.@example.com", "te..st@example.com", "a b@example.com", "a@b@c.se",
	    "a@-b.se", "a@b-.se", "a@b..se", "a@.se", "a@b.se.", "a\n@b.se", "a@b.se\n", "a<b@c.se", "å@b.se", "a@å.se", "a,b@c.se", "\"a\"@b.se",
	    "1234567890123456789012345678901234567890123456789012345678901234x@b.se" } },
	{ "hostname",
	  { "www.example.com", "a", "1host", "hostnam3", "a-b", "xn--4gbwdl.xn--wgbh1c",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789a.com" },
	  { "", ".", ".a", "a.", "a..b", "-a", "a-", "a_b", "a b", "a.b\n", "ab--cd", "å", "a.-b",
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789-a.com" } },
	{ "uuid",
	  { "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000" },
	  { "", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa-73b441d163800", "2eb8aa08aa9811eab4aa73b441d16380",
	    "2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "2eb8aa08aa98-11ea-b4aa73b441d16380----", "{2eb8aa08-aa98-11ea-b4aa-73b441d1638}",
	    "2eb8aa0-8aa98-11ea-b4aa-73b441d16380" } },
	{ "uri",
	  { "http://foo.bar/?baz=qux#quux", "http://foo.bar/?q=Test%20URL-encoded%20stuff", "http://-.~_!$&'()*+,;=:%40:80@example.com:8080",
	    "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com", "news:a.b", "tel:+1-816-555-1212", "urn:oasis:names:docbook",
	    "https://[1::]:80/a", "file:///etc/x", "a:" },
	  { "", "abc", "//foo.bar/", "/a", "\\\\WINDOWS\\share", ":// x", "http:// x.com", "http://example.com/<>", "http://[::1", "http://a b.se/",
	    "bar,baz:foo", "1a:b", "a^b:c", "http://[a]b@c.se/", "http://foo:80a/", "http://a.se/[b]", "http://a.se/%4", "http://a.se/%zz",
	    "http://a.se/å", "http://a.se/\\b", "http://a.se/\"", "http://a.se:-1/", "https://[]/a", "http://a.se/#a#b", "%61:b" } },
	{ "json-pointer",
	  { "", "/", "/foo", "/foo/0", "/a~1b/m~0n", "//", "/å/ /-", "/~01" },
	  { "foo", "0", "#", "#/", "/~", "/foo/~", "/~2", "/foo//bar~", "/~-1", "a/b" } },
	{ "x-se-postnummer",
	  { "13440", "134 40", "10000" },
	  { "", "1344", "134400", "01344", "013 44", "1344 0", "134  40", "13 440", "134-40", "SE-13440", "134 4a", " 13440", "1٣440" } },
	{ "x-se-personnummer",
	  { "189001019802" },
	  { "", "189001019803", "8900101980", "890101-9802", "18900101-9802", "189013019802", "18900101980", "1890010198020", "18900101980a",
	    " 89001019802", "-89001019802" } },
};

START_TEST(a_format_takes_what_it_names_and_nothing_else)
{
	format_check *check = format_find(str_of(formats[_i].format));
	ck_assert(check);
	ck_assert_ptr_nonnull(formats[_i].bad[0]);
	for (size_t i = 0; formats[_i].good[i]; i++)
		ck_assert_msg(check(str_of(formats[_i].good[i])), "%s: %s", formats[_i].format, formats[_i].good[i]);
	for (size_t i = 0; formats[_i].bad[i]; i++)
		ck_assert_msg(!check(str_of(formats[_i].bad[i])), "%s: %s", formats[_i].format, formats[_i].bad[i]);
}
END_TEST

START_TEST(no_format_reads_beyond_its_value)
{
	/* Exact copies, so that a sanitizer sees it. */
	for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++)
		for (size_t i = 0; formats[f].good[i]; i++)
			for (size_t n = 0; n <= strlen(formats[f].good[i]); n++) {
				char *copy = malloc(n ? n : 1);
				ck_assert_ptr_nonnull(copy);
				memcpy(copy, formats[f].good[i], n);
				(void)format_find(str_of(formats[f].format))((str){ copy, n });
				free(copy);
			}
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

/* Skatteverket's test numbers: personnummer and samordningsnummer. */
static const char *const lists[] = { "allPins.json", "allCoords.json" };

START_TEST(every_published_test_number_is_valid_and_no_neighbour_is)
{
	const char *folder = getenv("BLANKETT_VECTORS");
	struct arena *arena = arena_new((size_t)64 << 20);
	str path = arena_printf(arena, "%s/personnummer/%s", folder ? folder : "../shared/vectors", lists[_i]);
	if (access(path.p, R_OK) != 0) {
		fprintf(stderr, "SKIPPED, LOUDLY: no test numbers at %s\n", path.p);
		arena_free(arena);
		return;
	}
	struct json_iter it = json_begin(json_parse(arena, config_file(path.p, 4 << 20), &json_limits_document, NULL));
	size_t n = 0, unknown_day = 0, unknown_month = 0;
	for (; json_next(&it); n++) {
		char number[12];
		ck_assert_uint_eq(json_str(it.value).n, sizeof(number));
		memcpy(number, json_str(it.value).p, sizeof(number));
		const str whole = { number, sizeof(number) };
		if (!format_personnummer(whole))
			ck_abort_msg("%.12s", number);
		unknown_day += number[6] == '6' && number[7] == '0';
		unknown_month += number[4] == '0' && number[5] == '0';
		for (char d = '0'; d <= '9'; d++) {
			number[11] = d;
			if (format_personnummer(whole) != (d == json_str(it.value).p[11]))
				ck_abort_msg("%.12s", number);
		}
		number[11] = json_str(it.value).p[11];
		/* Luhn sees every single digit of the ten; the century it does not cover. */
		for (size_t i = 2; i < 12; i++) {
			number[i] = (char)('0' + (number[i] - '0' + 1) % 10);
			if (format_personnummer(whole))
				ck_abort_msg("%.12s", number);
			number[i] = json_str(it.value).p[i];
		}
	}
	ck_assert_uint_gt(n, 2000);
	if (_i == 1)
		ck_assert(unknown_day > 0 && unknown_month > 0);
	arena_free(arena);
}
END_TEST

/* The check digit of eleven digits, so that no number has to be written here that could be somebody's. */
static str with_check_digit(char number[12])
{
	for (number[11] = '0'; number[11] <= '9'; number[11]++) {
		unsigned sum = 0;
		for (size_t i = 2; i < 12; i++) {
			unsigned d = (unsigned)(number[i] - '0') << (i % 2 == 0);
			sum += d > 9 ? d - 9 : d;
		}
		if (sum % 10 == 0)
			break;
	}
	return (str){ number, 12 };
}

START_TEST(a_coordination_number_may_leave_the_date_open_and_a_personal_one_not)
{
	static const struct {
		const char *date;
		bool valid;
	} dates[] = {
		{ "18900160", true },  { "18900061", true },  { "18900060", true },  { "18900161", true }, { "18900191", true },
		{ "18900231", false }, { "18900100", false }, { "18900001", false }, { "18900131", true }, { "18900132", false },
		{ "18900192", false }, { "18901360", false }, { "18900288", true },  { "18900291", true },  { "18960289", true },
		{ "18900059", false }, { "00000161", false }, { "18900431", false }, { "18900229", false }, { "18960229", true },
	};
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		char number[12] = "........980";
		memcpy(number, dates[i].date, 8);
		ck_assert_msg(format_personnummer(with_check_digit(number)) == dates[i].valid, "%s", dates[i].date);
	}
}
END_TEST

START_TEST(the_individual_number_is_never_000)
{
	char number[12] = "18900101000";
	ck_assert(!format_personnummer(with_check_digit(number)));
}
END_TEST

Suite *schema_format_suite(void)
{
	Suite *suite = suite_create("schema/format");
	TCase *t = tcase_create("format");
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_format_takes_what_it_names_and_nothing_else, 0, sizeof(formats) / sizeof(formats[0]));
	tcase_add_test(t, no_format_reads_beyond_its_value);
	tcase_add_test(t, a_name_is_exact_and_an_unknown_one_has_no_check);
	tcase_add_loop_test(t, every_published_test_number_is_valid_and_no_neighbour_is, 0, 2);
	tcase_add_test(t, a_coordination_number_may_leave_the_date_open_and_a_personal_one_not);
	tcase_add_test(t, the_individual_number_is_never_000);
	suite_add_tcase(suite, t);
	return suite;
}
