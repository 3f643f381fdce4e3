/* format_net_test.c -- email, hostname and addresses of the Internet. */
#include "schema/format_test.h"

Suite *schema_format_net_suite(void);

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10
#define LABEL63 A60 "aaa"

static const struct format_case cases[] = {
	{ "email",
	  { "joe.bloggs@example.com", "te~st@example.com", "~test@example.com", "test~@example.com", "te.s.t@example.com",
	    "a+b!#$%&'*/=?^_`{|}@b.se", "a@xn--rksmrgs-5wao1o.se", "a@b", "a@1.2.3.4", "\"a\"@b.se", "\"\"@b.se",
	    "\"a b@c..\"@b.se", "\"\\\"\\\\\"@b.se", "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a@[ipv6:::1]", A60 "aaaa@b.se" },
	  { "", "@", "2962", "@example.com", "a@", ".test@example.com", "test.@example.com", "te..st@example.com",
	    "a b@example.com", "a@b@c.se", "a@-b.se", "a@b-.se", "a@b..se", "a@.se", "a@b.se.", "a\n@b.se", "a@b.se\n",
	    "a<b@c.se", "å@b.se", "a@å.se", "a,b@c.se", "\"a@b.se", "\"a\"b@b.se", "a\"b\"@b.se", "\"a\\\"@b.se", "\"a\n\"@b.se",
	    "\"å\"@b.se", "\"\\å\"@b.se", "\"a\"", "\"", "a@[192.0.2.1", "a@192.0.2.1]", "a@[192.0.2.256]", "a@[]", "a@[",
	    "a@[::1]", "a@[IPv6:]", "a@[IPv6:192.0.2.1]", "a@[tag:x]", "a@b.se (x)", "<a@b.se>", "a@b_c.se", "a@xn--x",
	    A60 "aaaaa@b.se", "\"" A60 "aaa\"@b.se" } },
	{ "idn-email",
	  { "å@b.se", "\"å ä\"@b.se", "a@å.se", "実@実.se", "a@cafe\xcc\x81.se", "a@[192.0.2.1]", "a@xn--rksmrgs-5wao1o.se",
	    "a.ö@räksmörgås.se" },
	  { "", "å", "@å.se", "å@", "å@Å.se", "å.@b.se", "\"\\å\"@b.se", "a＠b.se", "a@b。se", "å@å..se", "a@xn--x",
	    "åååååååååååååååååååååååååååååååååå@b.se" } },
	{ "hostname",
	  { "www.example.com", "a", "1host", "hostnam3", "a-b", "xn--4gbwdl.xn--wgbh1c", "XN--RKSMRGS-5WAO1O.se", "ab--cd",
	    "r3---sn.example.com",
	    LABEL63 ".com", LABEL63 "." LABEL63 "." LABEL63 "." A60 "a" },
	  { "", ".", "..", ".a", "a.", "a..b", "-a", "a-", "-", "a_b", "a b", "a.b\n", "å", "a.-b", "xn--", "xn--a", "xn---",
	    "xn--rksmrgs-5wao1o-", "1a.xn--4dbc5h", "a。b", "a/b", "a:1", "*.a", LABEL63 "a.com",
	    LABEL63 "." LABEL63 "." LABEL63 "." A60 "aa" } },
	{ "ipv4",
	  { "0.0.0.0", "255.255.255.255", "192.0.2.1", "10.20.30.40" },
	  { "", ".", "1.2.3", "1.2.3.4.", "1.2.3.4.5", ".1.2.3.4", "1..3.4", "256.0.0.1", "1.2.3.999", "01.2.3.4", "1.2.3.00",
	    "1.2.3.0001", "1.2.3.-4", "1.2.3.+4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.x", "0x1.2.3.4", "1,2,3,4", "1.2.3.٤",
	    "4294967297.1.1.1" } },
	{ "ipv6",
	  { "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3::7:8", "2001:DB8::Ab",
	    "::192.0.2.1", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "64:ff9b::192.0.2.1", "::1:2:3:4:5:192.0.2.1" },
	  { "", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
	    "1::2::3", "1:::2", "12345::", "::g", "::1%eth0", "::1/64", "[::1]", "1:2:3:4:5:6:7:192.0.2.1", "1:2:3:4:5:192.0.2.1",
	    "::1:2:3:4:5:6:192.0.2.1", "192.0.2.1", "::192.0.2", "::192.0.2.1:1", "::192.0.2.01", "192.0.2.1::", "::.1", " ::1",
	    "::1 ", "1:2:3:4:5:6:7:", "::১" } },
};

START_TEST(a_format_of_the_net_takes_what_its_rfc_has_and_nothing_else)
{
	check_format(&cases[_i]);
}
END_TEST

START_TEST(an_email_has_254_bytes_at_most)
{
	static const char most[] = "a@" LABEL63 "." LABEL63 "." LABEL63 "." A60;
	ck_assert_uint_eq(sizeof(most) - 1, 254);
	ck_assert(format_takes(format_email, str_sub(str_of(most), 0, 254)));
	ck_assert(!format_takes(format_email, STR("a@" LABEL63 "." LABEL63 "." LABEL63 "." A60 "a")));
}
END_TEST

Suite *schema_format_net_suite(void)
{
	Suite *suite = suite_create("schema/format_net");
	TCase *t = tcase_create("format_net");
	tcase_add_loop_test(t, a_format_of_the_net_takes_what_its_rfc_has_and_nothing_else, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(t, an_email_has_254_bytes_at_most);
	suite_add_tcase(suite, t);
	return suite;
}
