/* format_uri_test.c -- URI, IRI, references to them, and templates. */
#include "schema/format_test.h"

Suite *schema_format_uri_suite(void);

static const struct format_case cases[] = {
	{ "uri",
	  { "http://foo.bar/?baz=qux#quux", "http://foo.bar/?q=Test%20URL-encoded%20stuff",
	    "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com:8080", "ldap://[2001:db8::7]/c=GB?objectClass?one",
	    "mailto:John.Doe@example.com", "news:a.b", "tel:+1-816-555-1212", "urn:oasis:names:docbook", "https://[1::]:80/a",
	    "file:///etc/x", "a:", "a+b-c.1:x", "a:/", "a://", "a://b:/", "a://b:99999999999/", "a:b//c", "a:?#", "a:#?/:@",
	    "a://@/", "a://:80", "a://[v1F.a:b]/", "a://[::192.0.2.1]", "a://%C3%A5/", "HTTP://A" },
	  { "", "abc", "//foo.bar/", "/a", "#a", "?a:b", "\\\\WINDOWS\\share", ":// x", "http:// x.com", "http://example.com/<>",
	    "http://[::1", "http://a b.se/", "bar,baz:foo", "1a:b", "a^b:c", "http://[a]b@c.se/", "http://foo:80a/",
	    "http://a.se/[b]", "http://a.se/%4", "http://a.se/%", "http://a.se/%zz", "http://a.se/å", "http://a.se/\\b",
	    "http://a.se/\"", "http://a.se:-1/", "https://[]/a", "http://a.se/#a#b", "%61:b", "a_b:c", ":a", "a://b@c@d/",
	    "a://[::1]x/", "a://[::1]:x/", "a://[::1%25eth0]/", "a://[v.a]", "a://[v1.]", "a://[vg.a]", "a://[v1.%41]",
	    "a://[1.2.3.4]", "a://b?c|d", "a:{b}", "a:b`", "a: b", "a:b\n", "a://x:1:2/", "http://2001:db8::1/" } },
	{ "uri-reference",
	  { "", "#", "?", "/", "//", "///", "a", "a/b:c", "./a:b", "?a:b", "#a:b", "//a:80/b", "a%41", "..", "a@b",
	    "http://foo.bar/", "/:", "@", "*" },
	  { "a b", ":", "1:b", "%41:b", "a_b:c", "#a#b", "/%zz", "/[::1]", "//a:b/", "//a@b@c/", "\\", "å", "a<", "//[::1",
	    "a|b" } },
	{ "iri",
	  { "http://ƒøø.ßår/?∂éœ=πîx#πîüx", "a:å", "a:𐌀", "a://å@å/", "a:?\xee\x80\x80", "a:%C3%A5", "a:?\xf3\xb0\x80\x80",
	    "a:\xc2\xa0", "a:b" },
	  { "", "å", "å:b", "a:\xee\x80\x80", "a:#\xee\x80\x80", "a://\xee\x80\x80/", "a:\xe2\x80\x8e" "b", "a:\xe2\x80\xae",
	    "a:?\xe2\x80\xab", "a:\xef\xbf\xbf", "a:\xef\xb7\x90", "a:\xc2\x80", "a:\xf0\x9f\xbf\xbe", "a:\xf3\xa0\x80\x81",
	    "a:\xf4\x8f\xbf\xbf", "a:\xef\xbf\xb9", "a://b:å/", "a://[::å]/" } },
	{ "iri-reference",
	  { "", "å", "/å", "#å", "?\xee\x80\x80", "//å/å", "å/b:c" },
	  { "å:b", "\xee\x80\x80", "å b", "å\\", "//[å]/", "\xe2\x80\x8f" } },
	{ "uri-template",
	  { "", "a", "{a}", "{a}{b}", "/a/{b}/c{?d,e*,f:3}", "{+a}", "{#a}", "{.a}", "{/a}", "{;a}", "{?a}", "{&a}", "{=a}",
	    "{,a}", "{!a}", "{@a}", "{|a}", "{a.b}", "{_}", "{1}", "{%41}", "{a%41.b}", "{a:1}", "{a:9999}", "{a*,b:10}", "a%41b",
	    "å", "\xee\x80\x80", "\xe2\x80\x8e", "a'b", "[]", "#!$&()*+,;=?@_~" },
	  { "{", "}", "{}", "{a", "a}", "{{a}}", "{a}}", "{+}", "{++a}", "{a,}", "{,}", "{,,a}", "{a,,b}", "{a.}", "{.a.}",
	    "{a..b}", "{a b}", "{a-b}", "{a:}", "{a:0}", "{a:01}", "{a:10000}", "{a:x}", "{a:-1}", "{a*1}", "{a**}", "{a:1*}",
	    "{a*:1}", "{*}", "{:1}", "{å}", "{a%4}", "{a%}", "{a=b}", "a b", "a\"", "a<b", "a>b", "a\\b", "a^b", "a`b", "a|b",
	    "%", "%4", "%zz", "a\x7f", "\xc2\x80" } },
};

START_TEST(a_format_of_identifiers_takes_what_its_rfc_has_and_nothing_else)
{
	check_format(&cases[_i]);
}
END_TEST

START_TEST(what_is_a_uri_is_an_iri_and_a_reference_to_either)
{
	for (size_t i = 0; cases[0].good[i]; i++) {
		str uri = str_of(cases[0].good[i]);
		ck_assert_msg(format_iri(uri) && format_uri_reference(uri) && format_iri_reference(uri), "%s", cases[0].good[i]);
	}
}
END_TEST

Suite *schema_format_uri_suite(void)
{
	Suite *suite = suite_create("schema/format_uri");
	TCase *t = tcase_create("format_uri");
	tcase_add_loop_test(t, a_format_of_identifiers_takes_what_its_rfc_has_and_nothing_else, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(t, what_is_a_uri_is_an_iri_and_a_reference_to_either);
	suite_add_tcase(suite, t);
	return suite;
}
