/* uri_test.c -- references as RFC 3986 resolves them. */
#include <check.h>

#include "schema/uri.h"

Suite *schema_uri_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* The examples of RFC 3986 5.4, from the base http://a/b/c/d;p?q, and the bases that schemas have. */
static const struct {
	const char *base, *reference, *target;
} targets[] = {
	{ NULL, "g:h", "g:h" },
	{ NULL, "g", "http://a/b/c/g" },
	{ NULL, "./g", "http://a/b/c/g" },
	{ NULL, "g/", "http://a/b/c/g/" },
	{ NULL, "/g", "http://a/g" },
	{ NULL, "//g", "http://g" },
	{ NULL, "?y", "http://a/b/c/d;p?y" },
	{ NULL, "g?y", "http://a/b/c/g?y" },
	{ NULL, "#s", "http://a/b/c/d;p?q#s" },
	{ NULL, "g#s", "http://a/b/c/g#s" },
	{ NULL, "g?y#s", "http://a/b/c/g?y#s" },
	{ NULL, ";x", "http://a/b/c/;x" },
	{ NULL, "", "http://a/b/c/d;p?q" },
	{ NULL, ".", "http://a/b/c/" },
	{ NULL, "./", "http://a/b/c/" },
	{ NULL, "..", "http://a/b/" },
	{ NULL, "../", "http://a/b/" },
	{ NULL, "../g", "http://a/b/g" },
	{ NULL, "../..", "http://a/" },
	{ NULL, "../../", "http://a/" },
	{ NULL, "../../g", "http://a/g" },
	{ NULL, "../../../g", "http://a/g" },
	{ NULL, "/./g", "http://a/g" },
	{ NULL, "/../g", "http://a/g" },
	{ NULL, "g.", "http://a/b/c/g." },
	{ NULL, "..g", "http://a/b/c/..g" },
	{ NULL, "./g/.", "http://a/b/c/g/" },
	{ NULL, "g/../h", "http://a/b/c/h" },
	{ NULL, "g;x=1/../y", "http://a/b/c/y" },
	{ NULL, "g?y/../x", "http://a/b/c/g?y/../x" },
	{ NULL, "g#s/../x", "http://a/b/c/g#s/../x" },
	{ "http://a", "b", "http://a/b" },
	{ "", "a/b.json#/c", "a/b.json#/c" },
	{ "urn:uuid:deadbeef-1234-0000-0000-4321feebdaed", "#/a", "urn:uuid:deadbeef-1234-0000-0000-4321feebdaed#/a" },
	{ "urn:blankett:form", "urn:blankett:other", "urn:blankett:other" },
	{ "file:///a/b.json", "c.json", "file:///a/c.json" },
	{ "http://a/b#old", "#new", "http://a/b#new" },
};

START_TEST(a_reference_is_resolved)
{
	str base = str_of(targets[_i].base ? targets[_i].base : "http://a/b/c/d;p?q");
	str target = uri_resolve(arena, base, str_of(targets[_i].reference));
	ck_assert_msg(str_is(target, targets[_i].target), "%s gave %.*s, not %s", targets[_i].reference, STR_ARG(target), targets[_i].target);
}
END_TEST

START_TEST(a_fragment_is_split_off)
{
	str uri, fragment;
	uri_split(STR("a#b#c"), &uri, &fragment);
	ck_assert(str_is(uri, "a") && str_is(fragment, "b#c"));
	uri_split(STR("a"), &uri, &fragment);
	ck_assert(str_is(uri, "a") && fragment.p && fragment.n == 0);
}
END_TEST

START_TEST(escapes_are_decoded_or_refused)
{
	ck_assert(str_is(uri_decode(arena, STR("a%20b+c%C3%A5")), "a b+cå"));
	static const char *const broken[] = { "%", "a%2", "%zz", "%ff", "%00" };
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		ck_assert_msg(!uri_decode(arena, str_of(broken[i])).p, "%s", broken[i]);
}
END_TEST

Suite *schema_uri_suite(void)
{
	Suite *suite = suite_create("schema/uri");
	TCase *t = tcase_create("uri");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_reference_is_resolved, 0, (int)(sizeof(targets) / sizeof(targets[0])));
	tcase_add_test(t, a_fragment_is_split_off);
	tcase_add_test(t, escapes_are_decoded_or_refused);
	suite_add_tcase(suite, t);
	return suite;
}
