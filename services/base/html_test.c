/* html_test.c -- what is not a literal is escaped, and nothing is cut in silence. */
#include <check.h>

#include "base/html.h"

Suite *base_html_suite(void);

static struct arena *arena;
static struct html h;

static void setup(void)
{
	arena = arena_new(1 << 20);
	h = html_in(arena, 8192);
}

static void teardown(void)
{
	arena_free(arena);
}

static void holds(const char *wanted)
{
	ck_assert_str_eq(h.out.p, wanted);
	ck_assert(buf_ok(&h.out));
}

START_TEST(literal_markup_stays)
{
	html_markup(&h, "<p class=\"a\">&nbsp;");
	holds("<p class=\"a\">&nbsp;");
}
END_TEST

static const struct {
	const char *raw, *escaped;
} texts[] = {
	{ "", "" },
	{ "plain åäö 😀", "plain åäö 😀" },
	{ "<script>", "&lt;script&gt;" },
	{ "\"'&", "&quot;&#39;&amp;" },
	{ "&amp;", "&amp;amp;" },
	{ "a\nb", "a\nb" },
	{ "x<", "x&lt;" },
	{ ">x", "&gt;x" },
};

START_TEST(text_is_escaped)
{
	html_text(&h, str_of(texts[_i].raw));
	holds(texts[_i].escaped);
}
END_TEST

START_TEST(no_byte_that_begins_or_ends_markup_gets_through)
{
	char all[256];
	for (int c = 0; c < 256; c++)
		all[c] = (char)c;
	html_text(&h, (str){ all, sizeof(all) });
	str out = buf_str(&h.out);
	ck_assert_uint_eq(out.n, 256 + 4 + 3 + 3 + 5 + 4); /* &amp; &lt; &gt; &quot; &#39; */
	ck_assert(str_find(out, '<') == SIZE_MAX && str_find(out, '>') == SIZE_MAX);
	ck_assert(str_find(out, '"') == SIZE_MAX && str_find(out, '\'') == SIZE_MAX);
}
END_TEST

START_TEST(an_attribute_cannot_be_left)
{
	html_attr(&h, "title", STR("\" onclick=\"x"));
	holds(" title=\"&quot; onclick=&quot;x\"");
}
END_TEST

START_TEST(an_absent_attribute_is_not_written_and_an_empty_one_is)
{
	html_attr(&h, "checked", STR_NONE);
	holds("");
	html_attr(&h, "checked", STR(""));
	holds(" checked=\"\"");
}
END_TEST

START_TEST(line_breaks_are_shown_where_they_are_asked_for)
{
	html_lines(&h, STR("<a>\nb\n"));
	holds("&lt;a&gt;<br>b<br>");
}
END_TEST

START_TEST(a_link_encodes_its_segment_and_escapes_the_rest)
{
	html_link(&h, "c", STR("/a?b=1&c="), STR("x/y?\"å"), STR("<t>"));
	holds("<a class=\"c\" href=\"/a?b=1&amp;c=x%2Fy%3F%22%C3%A5\">&lt;t&gt;</a>");
}
END_TEST

START_TEST(a_link_that_does_not_fit_is_not_cut_in_silence)
{
	char segment[3000];
	for (size_t i = 0; i < sizeof(segment); i++)
		segment[i] = 'a';
	html_link(&h, "c", STR("/"), (str){ segment, sizeof(segment) }, STR("t"));
	ck_assert(!buf_ok(&h.out));
}
END_TEST

START_TEST(a_part_is_appended_with_its_state)
{
	struct html part = html_in(arena, 10), broken = html_in(arena, 3);
	html_markup(&part, "<b>x</b>");
	html_append(&h, &part);
	holds("<b>x</b>");
	html_markup(&broken, "<b>x</b>");
	html_append(&h, &broken);
	ck_assert(!buf_ok(&h.out));
}
END_TEST

Suite *base_html_suite(void)
{
	Suite *suite = suite_create("base/html");
	TCase *t = tcase_create("html");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, literal_markup_stays);
	tcase_add_loop_test(t, text_is_escaped, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_test(t, no_byte_that_begins_or_ends_markup_gets_through);
	tcase_add_test(t, an_attribute_cannot_be_left);
	tcase_add_test(t, an_absent_attribute_is_not_written_and_an_empty_one_is);
	tcase_add_test(t, line_breaks_are_shown_where_they_are_asked_for);
	tcase_add_test(t, a_link_encodes_its_segment_and_escapes_the_rest);
	tcase_add_test(t, a_link_that_does_not_fit_is_not_cut_in_silence);
	tcase_add_test(t, a_part_is_appended_with_its_state);
	suite_add_tcase(suite, t);
	return suite;
}
