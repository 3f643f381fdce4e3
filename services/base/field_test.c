/* field_test.c -- components of a form page: wired by id, escaped, and each with the control its name promises. */
#include <string.h>

#include <check.h>

#include "base/field.h"

Suite *base_field_suite(void);

static struct arena *arena;
static struct html h;

static void setup(void)
{
	arena = arena_new(1 << 22);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct field_option options[] = {
	{ { "a", 1 }, { "Alfa", 4 }, { "first", 5 }, false },
	{ { "b\"", 2 }, { "Be<ta", 5 }, { NULL, 0 }, true },
	{ { "c", 1 }, { "Gamma", 5 }, { NULL, 0 }, false },
};

/* A question of any widget that has everything. */
static struct field question(enum field_widget widget)
{
	static const struct field part = { .widget = FIELD_TEXT, .id = { "f-street", 8 }, .name = { "/f/street", 9 }, .label = { "Gata", 4 } };
	return (struct field){ .widget = widget, .id = STR("f"), .name = STR("/f"), .label = STR("Fråga <1>"), .hint = STR("Hjälp & råd"),
		               .error = STR("Fel \"svar\""), .value = STR("vä<rde"), .day = STR("1"), .month = STR("2"), .year = STR("2026"),
		               .day_text = STR("Dag"), .month_text = STR("Månad"), .year_text = STR("År"), .options = options,
		               .option_count = 3, .parts = &part, .part_count = 1 };
}

static const char *shown(const struct field *f)
{
	h = html_in(arena, 64 << 10);
	field_html(&h, f, STR("Fel:"));
	ck_assert(buf_ok(&h.out));
	return h.out.p;
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
		n++;
	return n;
}

#define HAS(text, part) ck_assert_msg(strstr((text), (part)), "%s is not in %s", (part), (text))
#define HAS_NOT(text, part) ck_assert_msg(!strstr((text), (part)), "%s is in %s", (part), (text))

static const enum field_widget asked[] = { FIELD_TEXT, FIELD_TEXTAREA, FIELD_NUMBER, FIELD_RADIOS, FIELD_SELECT,
	                                   FIELD_CHECKBOXES, FIELD_CHECKBOX, FIELD_DATE, FIELD_GROUP };

START_TEST(label_hint_and_error_are_wired_by_id)
{
	struct field f = question(asked[_i]);
	const char *html = shown(&f);
	HAS(html, "Fråga &lt;1&gt;");
	HAS(html, "<div class=\"govuk-hint\" id=\"f-hint\">Hjälp &amp; råd</div>");
	HAS(html, "<p class=\"govuk-error-message\" id=\"f-error\"><span class=\"govuk-visually-hidden\">Fel:</span> Fel &quot;svar&quot;</p>");
	ck_assert_uint_eq(times(html, " aria-describedby=\"f-hint f-error\""), 1);
	HAS(html, "govuk-form-group--error");
	/* Labelled by a label of its own or by the legend around it. */
	ck_assert(strstr(html, " for=\"f\"") || strstr(html, "<legend"));
}
END_TEST

START_TEST(without_hint_and_error_nothing_points_at_them)
{
	struct field f = question(asked[_i]);
	f.hint = f.error = STR_NONE;
	const char *html = shown(&f);
	HAS_NOT(html, "f-hint");
	HAS_NOT(html, "f-error");
	HAS_NOT(html, "--error");
	HAS_NOT(html, "aria-invalid");
	f.hint = STR("x");
	HAS(shown(&f), " aria-describedby=\"f-hint\"");
}
END_TEST

START_TEST(the_error_summary_leads_to_a_control_that_is_there)
{
	struct field f = question(asked[_i]);
	const char *html = shown(&f);
	const char *control = arena_printf(arena, " id=\"%.*s\"", STR_ARG(field_target(arena, &f))).p;
	const char *at = strstr(html, control);
	ck_assert_ptr_nonnull(at);
	ck_assert_uint_eq(times(html, control), 1);
	while (*at != '<')
		at--;
	ck_assert_msg(strncmp(at, "<input", 6) == 0 || strncmp(at, "<textarea", 9) == 0 || strncmp(at, "<select", 7) == 0, "%.20s", at);
}
END_TEST

START_TEST(no_two_elements_have_one_id)
{
	struct field f = question(asked[_i]);
	const char *html = shown(&f);
	for (const char *at = html; (at = strstr(at, " id=\"")); at++) {
		const char *end = strchr(at + 5, '"');
		ck_assert_uint_eq(times(html, arena_printf(arena, "%.*s\"", (int)(end - at), at).p), 1);
	}
}
END_TEST

START_TEST(a_question_can_be_the_heading_of_its_page)
{
	struct field f = question(asked[_i]);
	/* A single box stands below a heading of its own. */
	if (f.widget == FIELD_CHECKBOX)
		return;
	HAS_NOT(shown(&f), "<h1");
	f.is_page_heading = true;
	ck_assert_uint_eq(times(shown(&f), "<h1"), 1);
	ck_assert_uint_eq(times(shown(&f), "</h1>"), 1);
}
END_TEST

START_TEST(an_optional_question_says_so)
{
	struct field f = question(asked[_i]);
	f.optional_text = STR("friv<illigt");
	HAS_NOT(shown(&f), "friv");
	f.optional = true;
	HAS(shown(&f), "(friv&lt;illigt)");
}
END_TEST

START_TEST(a_line_has_the_type_and_keyboard_of_its_content)
{
	struct field f = question(FIELD_TEXT);
	f.autocomplete = STR("street-address");
	const char *html = shown(&f);
	HAS(html, " type=\"text\"");
	HAS(html, " value=\"vä&lt;rde\"");
	HAS(html, " name=\"/f\"");
	HAS(html, " autocomplete=\"street-address\"");
	HAS(html, " aria-invalid=\"true\"");
	HAS_NOT(html, "inputmode");
	f.inputmode = STR("email");
	HAS(shown(&f), " type=\"email\" inputmode=\"email\"");
	f.inputmode = STR("tel");
	HAS(shown(&f), " type=\"tel\"");
	f = question(FIELD_NUMBER);
	f.inputmode = STR("numeric");
	HAS(shown(&f), " type=\"text\" inputmode=\"numeric\""); /* a number field would scroll and round */
}
END_TEST

START_TEST(a_text_area_keeps_its_first_line_break)
{
	struct field f = question(FIELD_TEXTAREA);
	f.value = STR("\n</textarea><b>");
	HAS(shown(&f), ">\n\n&lt;/textarea&gt;&lt;b&gt;</textarea>");
}
END_TEST

START_TEST(options_show_what_is_chosen_and_repeat_the_name)
{
	static const enum field_widget widgets[] = { FIELD_RADIOS, FIELD_CHECKBOXES };
	for (size_t i = 0; i < 2; i++) {
		struct field f = question(widgets[i]);
		const char *html = shown(&f);
		ck_assert_uint_eq(times(html, " name=\"/f\""), 3);
		ck_assert_uint_eq(times(html, i ? " type=\"checkbox\"" : " type=\"radio\""), 3);
		ck_assert_uint_eq(times(html, " checked=\"\""), 1);
		HAS(html, " value=\"b&quot;\" checked=\"\"");
		HAS(html, "for=\"f-2\">Be&lt;ta</label>");
		HAS(html, " id=\"f-item-hint\">first</div>");
		HAS(html, " aria-describedby=\"f-item-hint\"");
	}
	struct field f = question(FIELD_SELECT);
	const char *html = shown(&f);
	HAS(html, "<option value=\"\"></option>");
	HAS(html, "<option value=\"b&quot;\" selected=\"\">Be&lt;ta</option>");
	ck_assert_uint_eq(times(html, "<option"), 4);
}
END_TEST

START_TEST(a_single_box_sends_true)
{
	struct field f = question(FIELD_CHECKBOX);
	HAS(shown(&f), " value=\"true\"");
	HAS_NOT(shown(&f), " checked");
	f.options = &options[1];
	f.option_count = 1;
	HAS(shown(&f), " checked=\"\"");
}
END_TEST

START_TEST(a_date_is_three_boxes_that_keep_what_was_typed)
{
	struct field f = question(FIELD_DATE);
	f.day = STR("3\"");
	const char *html = shown(&f);
	HAS(html, " id=\"f-day\" name=\"/f.day\" value=\"3&quot;\"");
	HAS(html, " id=\"f-month\" name=\"/f.month\" value=\"2\"");
	HAS(html, " id=\"f-year\" name=\"/f.year\" value=\"2026\"");
	HAS(html, " for=\"f-day\">Dag</label>");
}
END_TEST

START_TEST(what_is_read_only_has_no_control)
{
	struct field f = question(FIELD_READONLY);
	f.error = STR_NONE;
	f.value = STR("a<b\nc");
	const char *html = shown(&f);
	HAS(html, "a&lt;b<br>c");
	HAS_NOT(html, "<input");
	HAS_NOT(html, " name=");
}
END_TEST

START_TEST(the_summary_lists_every_error_in_the_words_of_the_field)
{
	const struct field_error errors[] = { { STR("f-day"), STR("Fel <1>") }, { STR("g\""), STR("Fel 2") } };
	h = html_in(arena, 8192);
	field_error_summary(&h, STR("Det finns fel"), errors, 0);
	ck_assert_str_eq(h.out.p, "");
	field_error_summary(&h, STR("Det finns <fel>"), errors, 2);
	HAS(h.out.p, "Det finns &lt;fel&gt;</h2>");
	HAS(h.out.p, "<li><a href=\"#f-day\">Fel &lt;1&gt;</a></li><li><a href=\"#g&quot;\">Fel 2</a></li>");
	HAS(h.out.p, "role=\"alert\"");
	HAS(h.out.p, "tabindex=\"-1\"");
}
END_TEST

#define EACH(t, test) tcase_add_loop_test((t), test, 0, sizeof(asked) / sizeof(asked[0]))

Suite *base_field_suite(void)
{
	Suite *suite = suite_create("base/field");
	TCase *t = tcase_create("field");
	tcase_add_checked_fixture(t, setup, teardown);
	EACH(t, label_hint_and_error_are_wired_by_id);
	EACH(t, without_hint_and_error_nothing_points_at_them);
	EACH(t, the_error_summary_leads_to_a_control_that_is_there);
	EACH(t, no_two_elements_have_one_id);
	EACH(t, a_question_can_be_the_heading_of_its_page);
	EACH(t, an_optional_question_says_so);
	tcase_add_test(t, a_line_has_the_type_and_keyboard_of_its_content);
	tcase_add_test(t, a_text_area_keeps_its_first_line_break);
	tcase_add_test(t, options_show_what_is_chosen_and_repeat_the_name);
	tcase_add_test(t, a_single_box_sends_true);
	tcase_add_test(t, a_date_is_three_boxes_that_keep_what_was_typed);
	tcase_add_test(t, what_is_read_only_has_no_control);
	tcase_add_test(t, the_summary_lists_every_error_in_the_words_of_the_field);
	suite_add_tcase(suite, t);
	return suite;
}
