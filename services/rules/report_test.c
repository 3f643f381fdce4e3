/* report_test.c -- one line of JSON says what is wrong, what is asked and what is left of the answers. */
#include "rules/report.h"
#include "rules/sample_test.h"

Suite *rules_report_suite(void);

static struct arena *arena;
static const struct form *form;

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	form = sample_form(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *report_on(const char *answers)
{
	str text = report_json(form, sample_json(arena, str_of(answers)), STR("2026-08-01"), STR("sv"), arena);
	return sample_json(arena, text);
}

static void holds(const struct json_node *report, const char *pointer, const char *json)
{
	str text = json_write(arena, json_pointer(report, str_of(pointer)));
	ck_assert_str_eq(arena_z(arena, text), json);
}

START_TEST(right_answers_are_valid_and_no_page_complains)
{
	const struct json_node *report =
		report_on("{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	holds(report, "/valid", "true");
	holds(report, "/errors", "[]");
	holds(report, "/pages",
	      "[{\"id\":\"forst\",\"errors\":[]},{\"id\":\"mera\",\"errors\":[]},{\"id\":\"kontakt\",\"errors\":[]},"
	      "{\"id\":\"granska\",\"errors\":[]}]");
	holds(report, "/visible",
	      "[\"/namn\",\"/antal\",\"/matt\",\"/val\",\"/flera\",\"/dag\",\"/ja\",\"/kontakt\",\"/kontakt/epost\",\"/kontakt/mobil\","
	      "\"/intygar\"]");
}
END_TEST

START_TEST(an_error_stands_in_its_words_at_its_page)
{
	const struct json_node *report = report_on("{\"namn\":\"A\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	holds(report, "/valid", "false");
	holds(report, "/errors", "[{\"at\":\"/namn\",\"keyword\":\"minLength\",\"text\":\"För kort\",\"page\":\"forst\"}]");
	holds(report, "/pages/0/errors", "[{\"at\":\"/namn\",\"text\":\"För kort\"}]");
}
END_TEST

START_TEST(what_no_page_asks_belongs_to_no_page)
{
	const struct json_node *report =
		report_on("{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true,\"okänd\":1}");
	holds(report, "/errors/0/at", "\"/okänd\"");
	holds(report, "/errors/0/page", "null");
}
END_TEST

START_TEST(hidden_answers_are_an_error_and_are_left_out)
{
	const struct json_node *report = report_on("{\"val\":\"a\",\"mer\":\"smugglat\"}");
	holds(report, "/valid", "false");
	holds(report, "/answers", "{\"val\":\"a\"}");
}
END_TEST

START_TEST(what_is_calculated_and_what_only_informs_are_told)
{
	struct findings findings = { 0 };
	str definition = sample(arena);
	definition = sample_with(arena, definition, "/data/properties/dubbelt",
	                         "{\"type\":\"number\",\"minimum\":0,\"maximum\":99000,\"readOnly\":true}");
	definition = sample_with(arena, definition, "/calc",
	                         "[{\"id\":\"c\",\"target\":\"/dubbelt\",\"logic\":{\"*\":[{\"var\":\"antal\"},2]}}]");
	definition = sample_with(arena, definition, "/checks",
	                         "[{\"id\":\"idag\",\"at\":\"/dag\",\"level\":\"warning\",\"text\":\"k-idag\","
	                         "\"logic\":{\"not-before\":[{\"var\":\"dag\"},{\"var\":\"$today\"}]}}]");
	definition = sample_with(arena, definition, "/texts/sv/k-idag", "\"Har passerat\"");
	definition = sample_with(arena, definition, "/texts/sv/!calc", "\"Går inte att räkna ut\"");
	form = form_load(arena, definition, &findings);
	ck_assert_msg(form != NULL, "%.*s %.*s", STR_ARG(findings.items[0].pointer), STR_ARG(findings.items[0].message));
	const struct json_node *report = report_on("{\"antal\":4,\"dag\":\"2026-07-31\"}");
	holds(report, "/calculated", "{\"/dubbelt\":8}");
	holds(report, "/answers/dubbelt", "8");
	holds(report, "/warnings", "[{\"at\":\"/dag\",\"keyword\":\"check\",\"text\":\"Har passerat\",\"page\":\"mera\"}]");
	report = report_on("{\"dag\":\"2026-08-01\"}");
	holds(report, "/calculated", "{}");
	holds(report, "/warnings", "[]");
}
END_TEST

Suite *rules_report_suite(void)
{
	Suite *s = suite_create("rules/report");
	TCase *t = tcase_create("report");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, right_answers_are_valid_and_no_page_complains);
	tcase_add_test(t, an_error_stands_in_its_words_at_its_page);
	tcase_add_test(t, what_no_page_asks_belongs_to_no_page);
	tcase_add_test(t, what_is_calculated_and_what_only_informs_are_told);
	tcase_add_test(t, hidden_answers_are_an_error_and_are_left_out);
	suite_add_tcase(s, t);
	return s;
}
