/* idna_test.c -- labels of IDNA2008: characters, neighbours, direction, composition, length. */
#include "schema/format_test.h"
#include "schema/idna_table.h"

Suite *schema_idna_suite(void);

#define Y20 "üüüüüüüüüüüüüüüüüüüü"

static const struct format_case cases[] = {
	{ "idn-hostname",
	  { "räksmörgås.se", "xn--rksmrgs-5wao1o.se", "XN--RKSMRGS-5WAO1O.SE", "WWW.example.se", "a。b．c｡d", "straße.de",
	    "faß-ß.de", "ßς་〇", "۽۾", "실례.테스트", "café.se", "l·l", "α͵β", "א׳ב", "א״ב", "・ア", "・丈", "ا٠١", "ا۰۱", "क्‍ष", "क्‌ष",
	    "بي‌بي", "a1.b2", "אב.a-1", "אב1.ab", "1.2", "𐌀.se", "ạ̈", "ệ", "ấ", "ốc.vn" },
	  { "", ".", "å.", "。å", "å。。b", "Å.se", "å_b", "å b", "-å", "å-", "åb--c", "ab--cd", "a·l", "·l", "l·", "α͵", "α͵S",
	    "A׳ב", "׳ב", "・", "def・abc", "ب٠۰", "क‍ष", "‍ष", "क्‌षx‌y", "ـߺ", "〮실례", "\xcc\x81" "a", "e\xcc\x81",
	    "a\xcc\x88\xcc\xa3", "\xc3\xa9\xcc\xa3", "0ا", "aא", "א0٠", "0a.א", "-a.א", "אa", "ab.אa", "א-", "xn--0ca24w",
	    "xn--7a", "xn---9uc", "xn--example-", "xn--tda.xn--", "½", "ﬁ", "①", "Ａ", "™", "☃", "😀", "\xe1\x84\x80\xe1\x85\xa1",
	    "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "a\xc2\xad", "\xe2\x80\x8e" "a", Y20 Y20 Y20 Y20 } },
};

START_TEST(a_name_keeps_the_rules_of_idna2008)
{
	check_format(&cases[_i]);
}
END_TEST

START_TEST(a_mail_domain_may_be_decomposed_and_keeps_the_other_rules)
{
	ck_assert(!format_idn_hostname(STR("cafe\xcc\x81.se")));
	ck_assert(format_idn_email(STR("a@cafe\xcc\x81.se")));
	ck_assert(!format_idn_email(STR("a@\xcc\x81" "e.se")));
	ck_assert(!format_idn_email(STR("a@ab--cd.se")));
}
END_TEST

START_TEST(a_label_is_63_bytes_as_it_goes_over_the_wire)
{
	char text[4 * 64];
	size_t longest = 0;
	for (size_t n = 1; n <= 64; n++) {
		for (size_t i = 0; i < n; i++)
			memcpy(text + 2 * i, "ü", 2);
		if (format_idn_hostname((str){ text, 2 * n }))
			longest = n;
	}
	/* xn-- and the first ü take 4 + 3 bytes, each further ü one more. */
	ck_assert_uint_eq(longest, 57);
}
END_TEST

START_TEST(a_name_is_253_bytes_as_it_goes_over_the_wire)
{
	char text[8 * 60];
	size_t n = 0;
	/* 36 labels of xn--tda and their dots are 288 bytes: 31 and a bit fit. */
	for (int label = 0; label < 31; label++, n += 3)
		memcpy(text + n, "ü.", 3);
	memcpy(text + n, "abcde", 5);
	ck_assert(format_idn_hostname((str){ text, n + 5 }));
	memcpy(text + n, "abcdef", 6);
	ck_assert(!format_idn_hostname((str){ text, n + 6 }));
}
END_TEST

START_TEST(a_code_point_beyond_unicode_is_disallowed)
{
	static const uint32_t points[] = { 0, ' ', '_', 'A', 0xD800, 0x10FFFF, 0x110000, UINT32_MAX };
	for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++)
		ck_assert_uint_eq(idna_kind_of(points[i])->status, IDNA_DISALLOWED);
	ck_assert_uint_eq(idna_kind_of('a')->status, IDNA_VALID);
	ck_assert_uint_eq(idna_kind_of(0x200D)->status, IDNA_CONTEXT);
	ck_assert_uint_eq(idna_kind_of(0x0301)->combining, 230);
}
END_TEST

/* UAX 15: a mark that stands behind another of a lower class may still compose with the base. */
START_TEST(what_composes_is_not_in_form_c)
{
	static const struct {
		size_t n;
		bool composed;
		uint32_t points[4];
	} texts[] = {
		{ 1, true, { 0xE9 } }, { 2, false, { 'e', 0x301 } }, { 2, true, { 'q', 0x301 } },
		{ 3, false, { 'a', 0x323, 0x302 } }, { 1, true, { 0x1EAD } },
		{ 2, false, { 0x1EA1, 0x302 } }, { 2, false, { 0xE2, 0x323 } }, { 3, false, { 'q', 0x301, 0x323 } },
		{ 3, true, { 'q', 0x323, 0x301 } },
		{ 3, true, { 'a', 'b', 0x337 } }, { 3, false, { 'a', 0x337, 0x301 } }, { 2, false, { 0x9C7, 0x9BE } },
		{ 3, true, { 0x9C7, 0x9CD, 0x9BE } },
		{ 2, false, { 0x11131, 0x11127 } }, { 2, true, { 0xE1, 0x301 } }, { 1, true, { 0xAC00 } }, { 0, true, { 0 } },
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(idna_is_nfc(texts[i].points, texts[i].n) == texts[i].composed, "%zu", i);
}
END_TEST

Suite *schema_idna_suite(void)
{
	Suite *suite = suite_create("schema/idna");
	TCase *t = tcase_create("idna");
	tcase_add_loop_test(t, a_name_keeps_the_rules_of_idna2008, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(t, a_mail_domain_may_be_decomposed_and_keeps_the_other_rules);
	tcase_add_test(t, a_label_is_63_bytes_as_it_goes_over_the_wire);
	tcase_add_test(t, a_name_is_253_bytes_as_it_goes_over_the_wire);
	tcase_add_test(t, a_code_point_beyond_unicode_is_disallowed);
	tcase_add_test(t, what_composes_is_not_in_form_c);
	suite_add_tcase(suite, t);
	return suite;
}
