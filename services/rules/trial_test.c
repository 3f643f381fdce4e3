/* trial_test.c -- the tests inside definitions: how their answers are made, and that the forms of this house pass theirs. */
#include "rules/trial.h"

#include <glob.h>

#include "base/config.h"
#include "rules/compose.h"
#include "rules/sample_test.h"

Suite *rules_trial_suite(void);

#define FILE_BYTES ((size_t)2 << 20)

static struct arena *arena;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)256 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

START_TEST(a_test_builds_on_an_earlier_one)
{
	const struct form *form = sample_form(arena);
	const struct json_node *answers = trial_answers(form, 2, arena, NULL);
	ck_assert(str_is(json_member(answers, STR("namn")), "Anna"));
	ck_assert(str_is(json_member(answers, STR("val")), "b"));
	ck_assert_ptr_null(json_get(answers, STR("mer")));
	ck_assert_ptr_null(trial_answers(form, 3, arena, NULL));
}
END_TEST

START_TEST(a_base_that_stands_later_or_nowhere_gives_no_answers)
{
	struct findings findings;
	static const char *const bases[] = { "\"saknas\"", "\"allt\"", "\"ingen\"" };
	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		const struct form *form = form_load(arena, sample_with(arena, sample(arena), "/tests/1/base", bases[i]), &findings);
		ck_assert_ptr_nonnull(form);
		ck_assert_ptr_null(trial_answers(form, 1, arena, NULL));
	}
}
END_TEST

START_TEST(what_the_tests_have_seen_is_counted)
{
	struct form_trial trial;
	ck_assert_ptr_nonnull(form_examine(arena, sample(arena), &trial));
	ck_assert_uint_eq(trial.test_count, 3);
	ck_assert(str_is(trial.tests[2].name, "saknas"));
	for (size_t i = 0; i < 3; i++)
		ck_assert(trial.tests[i].passed);
	ck_assert(trial.conditions.seen == 1 && trial.conditions.all == 1);
	ck_assert(trial.pages.seen == 5 && trial.pages.all == 5);
	/* The test that shows the second page is wrong, so nothing right shows it. */
	ck_assert_ptr_null(form_examine(arena, sample_with(arena, sample(arena), "/tests/1/patch/2/value", "-1"), &trial));
	ck_assert(trial.tests[0].passed && !trial.tests[1].passed && trial.tests[2].passed);
	ck_assert(trial.conditions.seen == 1 && trial.pages.seen == 4);
}
END_TEST

START_TEST(a_check_is_seen_when_one_test_keeps_it_and_another_breaks_it)
{
	static const char *const bounds[] = { "{\"<\":[{\"var\":[\"antal\",0]},1000]}", "{\"<\":[{\"var\":[\"antal\",0]},9001]}" };
	str definition = sample_with(arena, sample(arena), "/checks", "[{\"id\":\"k\",\"at\":\"/antal\",\"level\":\"warning\",\"text\":\"k\",\"logic\":true}]");
	for (size_t i = 0; i < 2; i++) {
		struct form_trial trial;
		ck_assert_ptr_null(form_examine(arena, sample_with(arena, definition, "/checks/0/logic", bounds[i]), &trial));
		ck_assert_uint_eq(trial.checks.all, 1);
		ck_assert_uint_eq(trial.checks.seen, i == 0);
	}
}
END_TEST

START_TEST(tests_that_cannot_be_run_are_not_counted_as_passed)
{
	struct form_trial trial;
	ck_assert_ptr_null(form_examine(arena, sample_with(arena, sample(arena), "/data/properties/namn/format", "\"namn\""), &trial));
	ck_assert_uint_eq(trial.test_count, 0);
	ck_assert_ptr_null(form_examine(arena, sample_with(arena, sample(arena), "/tests/0/expect", NULL), &trial));
	ck_assert_uint_eq(trial.test_count, 0);
	str unreckoned = sample_with(arena, sample(arena), "/calc", "[{\"id\":\"c\",\"target\":\"/antal\",\"logic\":\"tre\"}]");
	ck_assert_ptr_null(form_examine(arena, unreckoned, &trial));
	ck_assert_uint_eq(trial.test_count, 0);
}
END_TEST

static struct compose_part part(const char *path, const char *lang)
{
	return (struct compose_part){ str_of(path), str_of(lang), config_file(path, FILE_BYTES) };
}

/* The folders of forms/, composed as the command line does it. */
static size_t definitions(str *out, size_t most)
{
	glob_t forms;
	size_t n = 0;
	ck_assert_int_eq(glob("forms/*/form.json", 0, NULL, &forms), 0);
	for (; n < forms.gl_pathc && n < most; n++) {
		str folder = str_of(forms.gl_pathv[n]);
		folder = arena_copy(arena, str_sub(folder, 0, folder.n - (sizeof("/form.json") - 1)));
		const struct compose_part texts[] = { part(arena_printf(arena, "%s/texts/en.json", folder.p).p, "en"),
			                              part(arena_printf(arena, "%s/texts/sv.json", folder.p).p, "sv") };
		const struct compose parts = {
			.form = part(arena_printf(arena, "%s/form.json", folder.p).p, NULL),
			.tests = part(arena_printf(arena, "%s/tests.json", folder.p).p, NULL),
			.texts = texts,
			.text_count = 2,
		};
		out[n] = compose_document(arena, &parts);
	}
	globfree(&forms);
	return n;
}

START_TEST(every_form_of_the_house_passes_its_own_tests)
{
	str definition[32];
	size_t n = definitions(definition, 32);
	ck_assert_uint_ge(n, 1);
	for (size_t i = 0; i < n; i++) {
		struct findings findings = { 0 };
		const struct form *form = form_load(arena, definition[i], &findings);
		bool passed = form && form_test(form, arena, &findings);
		ck_assert_msg(passed, "%.*s: %.*s", STR_ARG(findings.items[0].pointer), STR_ARG(findings.items[0].message));
	}
}
END_TEST

/* Undoing one rule of a form must be noticed by a test of that form, or the test proves nothing. */
START_TEST(a_condition_taken_away_is_noticed_by_the_tests)
{
	str definition[32];
	size_t n = definitions(definition, 32);
	for (size_t i = 0; i < n; i++) {
		size_t conditions = json_count(json_pointer(sample_json(arena, definition[i]), STR("/data/allOf")));
		for (size_t k = 0; k < conditions; k++) {
			struct findings findings = { 0 };
			str without = sample_with(arena, definition[i], arena_printf(arena, "/data/allOf/%zu", k).p, NULL);
			const struct form *form = form_load(arena, without, &findings);
			ck_assert_ptr_nonnull(form);
			ck_assert_msg(!form_test(form, arena, &findings), "%.*s without condition %zu", STR_ARG(form->id), k);
		}
	}
}
END_TEST

Suite *rules_trial_suite(void)
{
	Suite *s = suite_create("rules/trial");
	TCase *t = tcase_create("trial");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_test_builds_on_an_earlier_one);
	tcase_add_test(t, a_base_that_stands_later_or_nowhere_gives_no_answers);
	tcase_add_test(t, what_the_tests_have_seen_is_counted);
	tcase_add_test(t, a_check_is_seen_when_one_test_keeps_it_and_another_breaks_it);
	tcase_add_test(t, tests_that_cannot_be_run_are_not_counted_as_passed);
	tcase_add_test(t, every_form_of_the_house_passes_its_own_tests);
	tcase_add_test(t, a_condition_taken_away_is_noticed_by_the_tests);
	suite_add_tcase(s, t);
	return s;
}
