/* calc_test.c -- answers that the server works out: in order, again at every change, and never taken from outside. */
#include "rules/calc.h"

#include "rules/answers.h"
#include "rules/sample_test.h"

Suite *rules_calc_suite(void);

#define TODAY STR("2026-03-02")

static struct arena *arena;
static const struct form *form;

/* The first calculation reads the second; a condition reads a calculation; another reads an answer that can be hidden. */
static const char *const changes[][2] = {
	{ "/data/properties/summa", "{\"type\":\"number\",\"minimum\":-9000,\"maximum\":99000,\"readOnly\":true}" },
	{ "/data/properties/dubbelt", "{\"type\":\"number\",\"minimum\":-9000,\"maximum\":99000,\"readOnly\":true}" },
	{ "/data/properties/per", "{\"type\":\"number\",\"minimum\":0,\"maximum\":99000,\"readOnly\":true}" },
	{ "/data/properties/mer_finns", "{\"type\":\"boolean\",\"readOnly\":true}" },
	{ "/data/properties/antal/maximum", "900000000000000000" },
	{ "/calc", "[{\"id\":\"c1\",\"target\":\"/dubbelt\",\"logic\":{\"*\":[{\"var\":\"summa\"},2]}},"
	           "{\"id\":\"c2\",\"target\":\"/summa\",\"logic\":{\"+\":[{\"var\":\"antal\"},{\"var\":[\"matt\",0]}]}},"
	           "{\"id\":\"c3\",\"target\":\"/per\",\"logic\":{\"/\":[100,{\"var\":\"antal\"}]}},"
	           "{\"id\":\"c4\",\"target\":\"/mer_finns\",\"logic\":{\"!==\":[{\"var\":[\"mer\",\"\"]},\"\"]}}]" },
	{ "/data/allOf/-", "{\"if\":{\"required\":[\"dubbelt\"],\"properties\":{\"dubbelt\":{\"minimum\":10}}},"
	                   "\"else\":{\"properties\":{\"dag\":false}}}" },
	{ "/texts/sv/!calc", "\"Går inte att räkna ut\"" },
};

static void setup(void)
{
	struct findings findings = { 0 };
	seal_init();
	arena = arena_new((size_t)64 << 20);
	str definition = sample(arena);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		definition = sample_with(arena, definition, changes[i][0], changes[i][1]);
	form = form_load(arena, definition, &findings);
	ck_assert_msg(form != NULL, "%.*s %.*s", STR_ARG(findings.items[0].pointer), STR_ARG(findings.items[0].message));
}

static void teardown(void)
{
	arena_free(arena);
}

static void worked_out(const char *answers, const char *expected)
{
	const bool *failed;
	const struct json_node *out = calc_apply(form, sample_json(arena, str_of(answers)), TODAY, arena, &failed);
	ck_assert_msg(json_equal(out, sample_json(arena, str_of(expected))), "%.*s", STR_ARG(json_write(arena, out)));
}

START_TEST(each_target_is_worked_out_after_those_it_reads)
{
	worked_out("{\"antal\":4,\"matt\":2.5}", "{\"antal\":4,\"matt\":2.5,\"summa\":6.5,\"dubbelt\":13,\"per\":25,\"mer_finns\":false}");
	worked_out("{\"antal\":3}", "{\"antal\":3,\"summa\":3,\"dubbelt\":6,\"per\":33.333333333,\"mer_finns\":false}");
}
END_TEST

START_TEST(what_is_sent_for_a_target_is_overwritten_or_removed)
{
	worked_out("{\"antal\":4,\"summa\":1,\"dubbelt\":\"x\",\"per\":null}",
	           "{\"antal\":4,\"summa\":4,\"dubbelt\":8,\"per\":25,\"mer_finns\":false}");
	worked_out("{\"summa\":1,\"dubbelt\":2,\"per\":3,\"mer_finns\":true}", "{\"mer_finns\":false}");
	worked_out("{\"antal\":\"fyra\",\"summa\":1}", "{\"antal\":\"fyra\",\"mer_finns\":false}");
}
END_TEST

START_TEST(what_cannot_be_reckoned_is_an_error_at_its_target)
{
	struct answers_report report;
	answers_check(form, sample_json(arena, STR("{\"antal\":0}")), TODAY, STR("sv"), arena, &report);
	const struct answers_error *last = &report.errors[report.error_count - 1];
	ck_assert(!report.valid && str_is(last->keyword, "calc") && str_is(last->pointer, "/per") && str_is(last->text, "Går inte att räkna ut"));
	ck_assert_ptr_null(json_get(report.answers, STR("per")));
	ck_assert_uint_eq(last->page, form->page_count);
}
END_TEST

START_TEST(a_check_of_answers_gives_them_back_with_what_is_worked_out)
{
	struct answers_report report;
	const char *answers = "{\"namn\":\"Anna\",\"val\":\"a\",\"antal\":5,\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}";
	answers_check(form, sample_json(arena, str_of(answers)), TODAY, STR("sv"), arena, &report);
	ck_assert(report.valid);
	ck_assert_int_eq(json_int(json_get(report.answers, STR("dubbelt")), 0), 10);
}
END_TEST

START_TEST(what_is_hidden_is_removed_and_reckoned_again)
{
	const char *before = "{\"val\":\"a\",\"mer\":\"Mycket mer\",\"antal\":4,\"dag\":\"2026-08-18\"}";
	const struct json_node *after = answers_prune(form, sample_json(arena, str_of(before)), TODAY, arena);
	const char *expected = "{\"val\":\"a\",\"antal\":4,\"summa\":4,\"dubbelt\":8,\"per\":25,\"mer_finns\":false}";
	ck_assert_msg(json_equal(after, sample_json(arena, str_of(expected))), "%.*s", STR_ARG(json_write(arena, after)));
}
END_TEST

START_TEST(answers_of_a_case_are_shown_as_they_were_stored)
{
	struct answers_report report;
	const struct json_node *stored = sample_json(arena, STR("{\"antal\":4,\"dubbelt\":99,\"dag\":\"2026-08-18\"}"));
	answers_visibility(form, stored, arena, &report);
	ck_assert_ptr_eq(report.answers, stored);
	ck_assert(answers_visible(&report, STR("/dag")));
}
END_TEST

START_TEST(a_published_form_calculates_too)
{
	form = form_load_published(arena, form->text);
	ck_assert_ptr_nonnull(form);
	worked_out("{\"antal\":4}", "{\"antal\":4,\"summa\":4,\"dubbelt\":8,\"per\":25,\"mer_finns\":false}");
}
END_TEST

START_TEST(a_published_form_that_cannot_calculate_is_damaged)
{
	str circle = sample_with(arena, form->text, "/calc/1/logic", "{\"var\":\"dubbelt\"}");
	ck_assert_ptr_null(form_load_published(arena, circle));
	ck_assert_ptr_null(form_load_published(arena, sample_with(arena, form->text, "/calc/1/logic", "{\"%\":[1,2]}")));
}
END_TEST

Suite *rules_calc_suite(void)
{
	Suite *s = suite_create("rules/calc");
	TCase *t = tcase_create("calc");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, each_target_is_worked_out_after_those_it_reads);
	tcase_add_test(t, what_is_sent_for_a_target_is_overwritten_or_removed);
	tcase_add_test(t, what_cannot_be_reckoned_is_an_error_at_its_target);
	tcase_add_test(t, a_check_of_answers_gives_them_back_with_what_is_worked_out);
	tcase_add_test(t, what_is_hidden_is_removed_and_reckoned_again);
	tcase_add_test(t, answers_of_a_case_are_shown_as_they_were_stored);
	tcase_add_test(t, a_published_form_calculates_too);
	tcase_add_test(t, a_published_form_that_cannot_calculate_is_damaged);
	suite_add_tcase(s, t);
	return s;
}
