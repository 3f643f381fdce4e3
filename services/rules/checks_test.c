/* checks_test.c -- what must hold between answers: when it is asked, where it is told, and what only informs. */
#include "rules/checks.h"

#include "rules/answers.h"
#include "rules/sample_test.h"
#include "rules/trial.h"

Suite *rules_checks_suite(void);

static struct arena *arena;
static const struct form *form;
static struct answers_report report;

static const char *const changes[][2] = {
	{ "/data/properties/antal/maximum", "900000000000000000" },
	{ "/checks", "[{\"id\":\"idag\",\"at\":\"/dag\",\"text\":\"k-idag\",\"logic\":{\"not-before\":[{\"var\":\"dag\"},{\"var\":\"$today\"}]}},"
	             "{\"id\":\"manga\",\"at\":\"/antal\",\"level\":\"warning\",\"text\":\"k-manga\",\"logic\":{\"<\":[{\"var\":\"antal\"},100]}},"
	             "{\"id\":\"mer\",\"at\":\"/mer\",\"text\":\"k-mer\",\"logic\":{\"===\":[{\"var\":\"namn\"},\"Anna\"]}},"
	             "{\"id\":\"ja\",\"at\":\"/namn\",\"unless\":\"/ja\",\"text\":\"k-ja\",\"logic\":{\"===\":[{\"var\":\"namn\"},\"Anna\"]}},"
	             "{\"id\":\"stort\",\"at\":\"/matt\",\"text\":\"k-stort\",\"logic\":{\"<\":[{\"*\":[{\"var\":\"antal\"},1000]},{\"var\":\"matt\"}]}}]" },
	{ "/texts/sv/k-idag", "\"Välj en dag som inte har passerat\"" },
	{ "/texts/sv/k-manga", "\"Det är ovanligt många\"" },
	{ "/texts/sv/k-mer", "\"Bara Anna\"" },
	{ "/texts/sv/k-ja", "\"Bara Anna kan säga ja\"" },
	{ "/texts/sv/k-stort", "\"För litet mått\"" },
};

static str changed(void)
{
	str definition = sample(arena);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		definition = sample_with(arena, definition, changes[i][0], changes[i][1]);
	return definition;
}

static void setup(void)
{
	struct findings findings = { 0 };
	seal_init();
	arena = arena_new((size_t)64 << 20);
	form = form_load(arena, changed(), &findings);
	ck_assert_msg(form != NULL, "%.*s %.*s", STR_ARG(findings.items[0].pointer), STR_ARG(findings.items[0].message));
}

static void teardown(void)
{
	arena_free(arena);
}

#define GOOD "\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true"

static void check(const char *answers)
{
	answers_check(form, sample_json(arena, str_of(answers)), STR("2026-03-02"), STR("sv"), arena, &report);
}

static void one_error(const char *pointer, const char *id, const char *words, size_t page)
{
	ck_assert_uint_eq(report.error_count, 1);
	ck_assert(!report.valid && report.schema.valid);
	ck_assert(str_is(report.errors[0].keyword, "check") && str_is(report.errors[0].check, id));
	ck_assert(str_is(report.errors[0].pointer, pointer) && str_is(report.errors[0].text, words));
	ck_assert_uint_eq(report.errors[0].page, page);
}

START_TEST(a_broken_check_is_an_error_at_its_question_in_its_words)
{
	check("{" GOOD ",\"dag\":\"2026-03-01\"}");
	one_error("/dag", "idag", "Välj en dag som inte har passerat", 2);
	ck_assert_uint_eq(answers_first_open_page(form, &report), 2);
	check("{" GOOD ",\"dag\":\"2026-03-02\"}");
	ck_assert(report.valid && report.error_count == 0);
}
END_TEST

START_TEST(a_warning_informs_and_never_stops)
{
	check("{" GOOD ",\"antal\":100}");
	ck_assert(report.valid && report.error_count == 0);
	ck_assert_uint_eq(report.warning_count, 1);
	ck_assert(str_is(report.warnings[0].check, "manga") && str_is(report.warnings[0].text, "Det är ovanligt många"));
	check("{" GOOD ",\"antal\":99}");
	ck_assert_uint_eq(report.warning_count, 0);
}
END_TEST

START_TEST(a_check_is_not_asked_before_it_can_be_decided)
{
	check("{" GOOD "}");
	ck_assert(report.valid && report.warning_count == 0);
	ck_assert_int_eq(report.checks[0], CHECK_NOT_ASKED);
	check("{" GOOD ",\"dag\":\"2026-02-30\"}"); /* its own rule complains, and nothing else */
	ck_assert_uint_eq(report.error_count, 1);
	ck_assert(str_is(report.errors[0].keyword, "format"));
	answers_check(form, sample_json(arena, STR("{" GOOD ",\"dag\":\"1999-01-01\"}")), STR_NONE, STR("sv"), arena, &report);
	ck_assert_msg(report.valid, "nobody says which day it is");
}
END_TEST

START_TEST(a_check_at_a_hidden_question_is_not_asked)
{
	check("{\"namn\":\"Bo\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	ck_assert(report.valid);
	ck_assert_int_eq(report.checks[2], CHECK_NOT_ASKED);
	check("{\"namn\":\"Bo\",\"val\":\"b\",\"mer\":\"Mer om det\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	one_error("/mer", "mer", "Bara Anna", 1);
}
END_TEST

START_TEST(unless_waits_for_an_answer)
{
	check("{\"namn\":\"Bo\",\"val\":\"a\",\"ja\":false,\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	one_error("/namn", "ja", "Bara Anna kan säga ja", 0);
	check("{\"namn\":\"Bo\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	ck_assert(report.valid);
}
END_TEST

START_TEST(what_cannot_be_reckoned_is_broken_not_passed)
{
	check("{" GOOD ",\"antal\":900000000000000000,\"matt\":1}");
	one_error("/matt", "stort", "För litet mått", 0);
}
END_TEST

START_TEST(a_test_has_the_day_of_the_one_it_builds_on)
{
	str definition = sample_with(arena, changed(), "/tests/0/today", "\"2026-08-18\"");
	definition = sample_with(arena, definition, "/tests/2/today", "\"2027-01-01\"");
	const struct form *dated = form_load_published(arena, definition);
	ck_assert_ptr_nonnull(dated);
	ck_assert(str_is(trial_today(dated, 0), "2026-08-18"));
	ck_assert(str_is(trial_today(dated, 1), "2026-08-18"));
	ck_assert(str_is(trial_today(dated, 2), "2027-01-01"));
	ck_assert_ptr_null(trial_today(form, 0).p);
}
END_TEST

START_TEST(a_published_form_asks_too)
{
	form = form_load_published(arena, form->text);
	check("{" GOOD ",\"dag\":\"2026-03-01\"}");
	one_error("/dag", "idag", "Välj en dag som inte har passerat", 2);
	ck_assert_ptr_null(form_load_published(arena, sample_with(arena, changed(), "/checks/0/logic", "{\"var\":\"dag\"}")));
}
END_TEST

Suite *rules_checks_suite(void)
{
	Suite *s = suite_create("rules/checks");
	TCase *t = tcase_create("checks");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_broken_check_is_an_error_at_its_question_in_its_words);
	tcase_add_test(t, a_warning_informs_and_never_stops);
	tcase_add_test(t, a_check_is_not_asked_before_it_can_be_decided);
	tcase_add_test(t, a_check_at_a_hidden_question_is_not_asked);
	tcase_add_test(t, unless_waits_for_an_answer);
	tcase_add_test(t, what_cannot_be_reckoned_is_broken_not_passed);
	tcase_add_test(t, a_test_has_the_day_of_the_one_it_builds_on);
	tcase_add_test(t, a_published_form_asks_too);
	suite_add_tcase(s, t);
	return s;
}
