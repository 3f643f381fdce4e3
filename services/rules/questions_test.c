/* questions_test.c -- questions as fields, and answers in words. */
#include "rules/questions.h"

#include "rules/sample_test.h"
#include "rules/trial.h"

Suite *rules_questions_suite(void);

static struct arena *arena;
static const struct form *form;
static const struct question_words words = {
	{ "frivilligt", 10 }, { "Dag", 3 }, { "Månad", 6 }, { "År", 3 }, { "Ja", 2 }, { "Nej", 3 }, { "Inte besvarad", 13 },
	{ "Högst {n}", 10 },
};

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	form = sample_form(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static size_t fields_of(size_t page, const char *answers, bool errors, const struct field **out)
{
	struct answers_report *report = ARENA_NEW(arena, struct answers_report);
	const struct json_node *node = sample_json(arena, str_of(answers));
	answers_check(form, node, STR("2026-03-02"), STR("sv"), arena, report);
	return questions_of_page(form, page, node, errors ? report : NULL, report, STR("sv"), &words, arena, out);
}

START_TEST(a_field_has_its_words_its_place_and_its_answer)
{
	const struct field *f;
	ck_assert_uint_eq(fields_of(0, "{\"namn\":\"Anna\",\"val\":\"b\",\"matt\":3.5}", false, &f), 4);
	ck_assert_int_eq(f[0].widget, FIELD_TEXT);
	ck_assert(str_is(f[0].id, "f-namn") && str_is(f[0].name, "/namn") && str_is(f[0].label, "Namn") && str_is(f[0].hint, "Hela namnet"));
	ck_assert(str_is(f[0].value, "Anna") && !f[0].optional && !f[0].error.p);
	ck_assert(f[1].optional && str_is(f[1].inputmode, "numeric") && str_is(f[1].value, ""));
	ck_assert(str_is(f[2].inputmode, "decimal") && str_is(f[2].value, "3,5"));
	ck_assert_uint_eq(f[3].option_count, 2);
	ck_assert(str_is(f[3].options[1].value, "b") && str_is(f[3].options[1].label, "Det andra"));
	ck_assert(f[3].options[1].chosen && !f[3].options[0].chosen);
	ck_assert(!f[0].is_page_heading);
}
END_TEST

START_TEST(the_only_question_of_a_page_is_its_heading)
{
	const struct field *f;
	ck_assert_uint_eq(fields_of(1, "{\"val\":\"b\"}", false, &f), 1);
	ck_assert(f[0].is_page_heading && !f[0].optional);
	ck_assert(str_ends(f[0].hint, STR("200")));
	ck_assert_uint_eq(fields_of(4, "{}", false, &f), 1);
	ck_assert(!f[0].is_page_heading);
}
END_TEST

START_TEST(a_hidden_question_is_not_asked)
{
	const struct field *f;
	ck_assert_uint_eq(fields_of(1, "{\"val\":\"a\"}", false, &f), 0);
	ck_assert_uint_eq(fields_of(99, "{}", false, &f), 0);
}
END_TEST

START_TEST(errors_stand_at_their_field_when_they_are_asked_for)
{
	const struct field *f;
	fields_of(0, "{\"namn\":\"A\"}", true, &f);
	ck_assert(str_is(f[0].error, "För kort") && str_is(f[3].error, "Välj") && !f[1].error.p);
	fields_of(0, "{\"namn\":\"A\"}", false, &f);
	ck_assert(!f[0].error.p);
	fields_of(3, "{\"kontakt\":{\"epost\":\"x\"}}", true, &f);
	ck_assert(!f[0].error.p && str_is(f[0].parts[0].error, "Skriv en adress"));
}
END_TEST

START_TEST(a_broken_date_is_shown_again_as_it_was_typed)
{
	const struct field *f;
	fields_of(2, "{\"dag\":\"2026-mars-8\"}", true, &f);
	ck_assert(str_is(f[1].year, "2026") && str_is(f[1].month, "mars") && str_is(f[1].day, "8"));
	ck_assert(str_is(f[1].error, "Skriv ett datum"));
	ck_assert(str_is(f[1].month_text, "Månad"));
}
END_TEST

START_TEST(a_group_has_parts_of_its_own)
{
	const struct field *f;
	fields_of(3, "{\"kontakt\":{\"epost\":\"a@b.se\"}}", false, &f);
	ck_assert_int_eq(f[0].widget, FIELD_GROUP);
	ck_assert_uint_eq(f[0].part_count, 2);
	ck_assert(str_is(f[0].parts[0].name, "/kontakt/epost") && str_is(f[0].parts[0].id, "f-kontakt-epost"));
	ck_assert(str_is(f[0].parts[0].value, "a@b.se") && !f[0].parts[0].optional && f[0].parts[1].optional);
}
END_TEST

static const struct question_row *row_of(const struct question_row *rows, size_t n, const char *pointer)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(rows[i].pointer, pointer))
			return &rows[i];
	return NULL;
}

START_TEST(answers_are_told_in_words)
{
	const struct question_row *rows;
	const struct json_node *answers = trial_answers(form, 1, arena, NULL);
	size_t n = questions_answered(form, answers, STR("sv"), &words, arena, &rows);
	ck_assert(str_is(row_of(rows, n, "/val")->value, "Det andra"));
	ck_assert(str_is(row_of(rows, n, "/flera")->value, "Ett\nTre"));
	ck_assert(str_is(row_of(rows, n, "/matt")->value, "3,5"));
	ck_assert(str_is(row_of(rows, n, "/ja")->value, "Nej"));
	ck_assert(str_is(row_of(rows, n, "/dag")->value, "2026-08-18"));
	ck_assert(str_is(row_of(rows, n, "/mer")->value, "Mycket mer\nom det"));
	ck_assert(str_is(row_of(rows, n, "/kontakt")->value, "a@b.se\n070-174 06 05"));
	ck_assert_uint_eq(row_of(rows, n, "/kontakt")->page, 3);
}
END_TEST

START_TEST(what_was_not_answered_says_so_and_what_is_hidden_is_not_listed)
{
	const struct question_row *rows;
	const struct json_node *answers = trial_answers(form, 0, arena, NULL);
	size_t n = questions_answered(form, answers, STR("sv"), &words, arena, &rows);
	ck_assert(str_is(row_of(rows, n, "/antal")->value, "Inte besvarad"));
	ck_assert_ptr_null(row_of(rows, n, "/mer"));
}
END_TEST

static void add_field(struct pair *pairs, size_t *n, str name, str value)
{
	pairs[(*n)++] = (struct pair){ name, value };
}

/* What a browser sends when nothing is touched. */
static void send_field(struct pair *pairs, size_t *n, const struct field *f)
{
	switch (f->widget) {
	case FIELD_RADIOS:
	case FIELD_SELECT:
	case FIELD_CHECKBOXES:
	case FIELD_CHECKBOX:
		for (size_t i = 0; i < f->option_count; i++)
			if (f->options[i].chosen)
				add_field(pairs, n, f->name, f->options[i].value);
		break;
	case FIELD_DATE:
		add_field(pairs, n, arena_join(arena, f->name, STR(".day"), STR("")), f->day);
		add_field(pairs, n, arena_join(arena, f->name, STR(".month"), STR("")), f->month);
		add_field(pairs, n, arena_join(arena, f->name, STR(".year"), STR("")), f->year);
		break;
	case FIELD_GROUP:
		for (size_t i = 0; i < f->part_count; i++)
			send_field(pairs, n, &f->parts[i]);
		break;
	case FIELD_TEXT:
	case FIELD_TEXTAREA:
	case FIELD_NUMBER:
		add_field(pairs, n, f->name, f->value);
		break;
	case FIELD_CODE:
	case FIELD_FILE:
	case FIELD_READONLY:
		break;
	}
}

START_TEST(showing_every_page_and_sending_it_back_changes_no_answer)
{
	for (size_t test = 0; test < 2; test++) {
		const struct json_node *answers = trial_answers(form, test, arena, NULL), *now = answers;
		for (size_t page = 0; page < form->page_count; page++) {
			const struct field *fields;
			struct answers_report report;
			struct pair pairs[64];
			size_t sent = 0;
			answers_check(form, now, STR("2026-03-02"), STR("sv"), arena, &report);
			size_t n = questions_of_page(form, page, now, NULL, &report, STR("sv"), &words, arena, &fields);
			for (size_t i = 0; i < n; i++)
				send_field(pairs, &sent, &fields[i]);
			const struct pairs form_fields = { pairs, sent };
			now = answers_decode(form, page, now, &form_fields, STR("2026-03-02"), arena);
		}
		ck_assert_msg(json_equal(now, answers), "%.*s became %.*s", STR_ARG(json_write(arena, answers)), STR_ARG(json_write(arena, now)));
	}
}
END_TEST

Suite *rules_questions_suite(void)
{
	Suite *s = suite_create("rules/questions");
	TCase *t = tcase_create("questions");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_field_has_its_words_its_place_and_its_answer);
	tcase_add_test(t, the_only_question_of_a_page_is_its_heading);
	tcase_add_test(t, a_hidden_question_is_not_asked);
	tcase_add_test(t, errors_stand_at_their_field_when_they_are_asked_for);
	tcase_add_test(t, a_broken_date_is_shown_again_as_it_was_typed);
	tcase_add_test(t, a_group_has_parts_of_its_own);
	tcase_add_test(t, answers_are_told_in_words);
	tcase_add_test(t, what_was_not_answered_says_so_and_what_is_hidden_is_not_listed);
	tcase_add_test(t, showing_every_page_and_sending_it_back_changes_no_answer);
	suite_add_tcase(s, t);
	return s;
}
