/* answers_test.c -- one evaluator, one answer: what is visible, required and valid, in words, page by page. */
#include "rules/answers.h"

#include "rules/sample_test.h"

Suite *rules_answers_suite(void);

#define GOOD "{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}"

static struct arena *arena;
static const struct form *form;
static struct answers_report report;

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	form = sample_form(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static void check(const char *answers)
{
	answers_check(form, sample_json(arena, str_of(answers)), STR("2026-03-02"), STR("sv"), arena, &report);
	ck_assert_int_eq(report.valid, report.error_count == 0);
}

static void error_is(size_t i, const char *pointer, const char *keyword, const char *words, size_t page)
{
	ck_assert_uint_lt(i, report.error_count);
	const struct answers_error *e = &report.errors[i];
	ck_assert_str_eq(arena_z(arena, e->pointer), pointer);
	ck_assert_str_eq(arena_z(arena, e->keyword), keyword);
	ck_assert_str_eq(arena_z(arena, e->text), words);
	ck_assert_uint_eq(e->page, page);
}

START_TEST(right_answers_have_no_error)
{
	check(GOOD);
	ck_assert(report.valid);
	ck_assert(!answers_visible(&report, STR("/mer")));
	ck_assert(answers_visible(&report, STR("/kontakt/mobil")));
}
END_TEST

START_TEST(errors_come_in_page_order_at_their_question_in_its_words)
{
	check("{\"intygar\":true,\"val\":\"b\",\"mer\":\"kort\",\"dag\":\"2026-02-30\",\"flera\":[\"x\",\"x\"]}");
	ck_assert_uint_eq(report.error_count, 5);
	error_is(0, "/namn", "required", "Skriv namnet", 0);
	error_is(1, "/mer", "minLength", "För kort", 1);
	error_is(2, "/flera", "uniqueItems", "Bara en gång", 2);
	error_is(3, "/dag", "format", "Skriv ett datum", 2);
	error_is(4, "/kontakt", "required", "Skriv hur vi når dig", 3);
}
END_TEST

START_TEST(what_an_answer_brings_up_is_required_then)
{
	check("{\"namn\":\"Anna\",\"val\":\"b\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	ck_assert_uint_eq(report.error_count, 1);
	error_is(0, "/mer", "required", "Skriv mer", 1);
	ck_assert(answers_visible(&report, STR("/mer")));
}
END_TEST

START_TEST(a_hidden_answer_that_was_sent_is_an_error)
{
	check("{\"namn\":\"Anna\",\"val\":\"a\",\"mer\":\"insmugglat\",\"kontakt\":{\"epost\":\"a@b.se\"},\"intygar\":true}");
	ck_assert_uint_eq(report.error_count, 1);
	error_is(0, "/mer", "false", "Ta bort svaret", 1);
}
END_TEST

START_TEST(an_answer_nobody_asked_for_is_an_error_of_no_page)
{
	check("{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"epost\":\"a@b.se\",\"x\":1},\"intygar\":true,\"admin\":true}");
	ck_assert_uint_eq(report.error_count, 2);
	ck_assert(str_is(report.errors[0].pointer, "/kontakt/x"));
	error_is(1, "/admin", "unevaluatedProperties", "Ta bort svaret", form->page_count);
}
END_TEST

START_TEST(a_group_that_lacks_a_part_says_so_at_the_part)
{
	check("{\"namn\":\"Anna\",\"val\":\"a\",\"kontakt\":{\"mobil\":\"070\"},\"intygar\":true}");
	error_is(0, "/kontakt/epost", "required", "Skriv e-post", 3);
}
END_TEST

START_TEST(a_page_shows_each_of_its_questions_errors_once)
{
	const struct answers_error *errors;
	check("{\"namn\":\"\",\"antal\":-1,\"val\":\"c\"}");
	size_t n = answers_page_errors(&report, 0, arena, &errors);
	ck_assert_uint_eq(n, 3);
	ck_assert(str_is(errors[0].pointer, "/namn"));
	ck_assert(str_is(errors[1].pointer, "/antal"));
	ck_assert(str_is(errors[2].pointer, "/val"));
	ck_assert_uint_eq(answers_page_errors(&report, 2, arena, &errors), 0);
}
END_TEST

START_TEST(a_page_without_questions_to_show_is_passed_over)
{
	check(GOOD);
	ck_assert(!report.page_visible[1]);
	ck_assert_uint_eq(answers_next_page(form, &report, 0), 2);
	ck_assert_uint_eq(answers_previous_page(form, &report, 2), 0);
	ck_assert_uint_eq(answers_previous_page(form, &report, 0), form->page_count);
	ck_assert_uint_eq(answers_next_page(form, &report, 4), 4);
	check("{\"val\":\"b\"}");
	ck_assert_uint_eq(answers_next_page(form, &report, 0), 1);
}
END_TEST

START_TEST(the_first_open_page_is_the_first_with_an_error)
{
	check("{}");
	ck_assert_uint_eq(answers_first_open_page(form, &report), 0);
	check("{\"namn\":\"Anna\",\"val\":\"b\"}");
	ck_assert_uint_eq(answers_first_open_page(form, &report), 1);
	check("{\"namn\":\"Anna\",\"val\":\"a\"}");
	ck_assert_uint_eq(answers_first_open_page(form, &report), 3);
	check(GOOD);
	ck_assert_uint_eq(answers_first_open_page(form, &report), 4);
}
END_TEST

START_TEST(pruning_takes_what_is_hidden_and_nothing_else)
{
	const struct json_node *before = sample_json(arena, STR("{\"val\":\"a\",\"mer\":\"dolt\",\"antal\":3}"));
	const struct json_node *after = answers_prune(form, before, STR("2026-03-02"), arena);
	ck_assert(json_equal(after, sample_json(arena, STR("{\"val\":\"a\",\"antal\":3}"))));
	ck_assert(json_equal(answers_prune(form, sample_json(arena, STR(GOOD)), STR("2026-03-02"), arena), sample_json(arena, STR(GOOD))));
}
END_TEST

START_TEST(answers_that_are_no_object_are_errors_not_accidents)
{
	static const char *const texts[] = { "null", "[]", "1", "\"x\"", "{\"kontakt\":[]}", "{\"flera\":{\"0\":1}}", "{\"namn\":{}}" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		check(texts[i]);
		ck_assert_msg(!report.valid, "%s", texts[i]);
	}
}
END_TEST

Suite *rules_answers_suite(void)
{
	Suite *s = suite_create("rules/answers");
	TCase *t = tcase_create("answers");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, right_answers_have_no_error);
	tcase_add_test(t, errors_come_in_page_order_at_their_question_in_its_words);
	tcase_add_test(t, what_an_answer_brings_up_is_required_then);
	tcase_add_test(t, a_hidden_answer_that_was_sent_is_an_error);
	tcase_add_test(t, an_answer_nobody_asked_for_is_an_error_of_no_page);
	tcase_add_test(t, a_group_that_lacks_a_part_says_so_at_the_part);
	tcase_add_test(t, a_page_shows_each_of_its_questions_errors_once);
	tcase_add_test(t, a_page_without_questions_to_show_is_passed_over);
	tcase_add_test(t, the_first_open_page_is_the_first_with_an_error);
	tcase_add_test(t, pruning_takes_what_is_hidden_and_nothing_else);
	tcase_add_test(t, answers_that_are_no_object_are_errors_not_accidents);
	suite_add_tcase(s, t);
	return s;
}
