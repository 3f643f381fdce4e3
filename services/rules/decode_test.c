/* decode_test.c -- from form fields to answers: what people type becomes what the rules ask for, and what does not stays as typed. */
#include "rules/answers.h"
#include "rules/sample_test.h"

Suite *rules_decode_suite(void);

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

/* The answers after a page was posted with these fields (urlencoded), as JSON. */
static void posts(size_t page, const char *before, const char *encoded, const char *after)
{
	struct pairs fields;
	ck_assert(pairs_parse(arena, str_of(encoded), 100, &fields));
	const struct json_node *answers = answers_decode(form, page, sample_json(arena, str_of(before)), &fields, STR("2026-03-02"), arena);
	ck_assert_msg(json_equal(answers, sample_json(arena, str_of(after))), "%s gave %.*s", encoded, STR_ARG(json_write(arena, answers)));
}

START_TEST(text_is_trimmed_and_nothing_is_no_answer)
{
	posts(0, "{}", "%2Fnamn=+Anna+", "{\"namn\":\"Anna\"}");
	posts(0, "{\"namn\":\"Anna\",\"dag\":\"2026-01-01\"}", "%2Fnamn=++", "{\"dag\":\"2026-01-01\"}");
	posts(0, "{\"namn\":\"Anna\"}", "", "{}");
}
END_TEST

START_TEST(numbers_are_read_as_people_write_them)
{
	posts(0, "{}", "%2Fantal=1+200", "{\"antal\":1200}");
	posts(0, "{}", "%2Fantal=007", "{\"antal\":7}");
	posts(0, "{}", "%2Fantal=0", "{\"antal\":0}");
	posts(0, "{}", "%2Fmatt=3%2C5", "{\"matt\":3.5}");
	posts(0, "{}", "%2Fmatt=3.50", "{\"matt\":3.50}");
	posts(0, "{}", "%2Fmatt=-0%2C5", "{\"matt\":-0.5}");
}
END_TEST

START_TEST(what_is_no_number_stays_as_it_was_typed)
{
	static const char *const typed[] = { "tre", "3,", ",5", "1.2.3", "1e9", "--1", "-", "0x10", "1,2,3", "NaN", "3 kr", "0 0", "-0 1,5", "00 7" };
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct pair field = { STR("/matt"), str_of(typed[i]) };
		struct pairs fields = { &field, 1 };
		const struct json_node *answers = answers_decode(form, 0, sample_json(arena, STR("{}")), &fields, STR("2026-03-02"), arena);
		ck_assert_msg(str_is(json_member(answers, STR("matt")), typed[i]), "%s", typed[i]);
		struct answers_report report;
		answers_check(form, answers, STR("2026-03-02"), STR("sv"), arena, &report);
		bool told = false;
		for (size_t k = 0; k < report.error_count; k++)
			told |= str_is(report.errors[k].pointer, "/matt") && str_is(report.errors[k].text, "Skriv ett mått");
		ck_assert_msg(told, "%s", typed[i]);
	}
}
END_TEST

START_TEST(three_boxes_make_a_date)
{
	posts(2, "{}", "%2Fdag.day=8&%2Fdag.month=3&%2Fdag.year=2026", "{\"dag\":\"2026-03-08\"}");
	posts(2, "{}", "%2Fdag.day=&%2Fdag.month=&%2Fdag.year=", "{}");
	posts(2, "{}", "%2Fdag.day=31&%2Fdag.month=2&%2Fdag.year=2026", "{\"dag\":\"2026-02-31\"}");
	posts(2, "{}", "%2Fdag.day=8&%2Fdag.month=mars&%2Fdag.year=2026", "{\"dag\":\"2026-mars-8\"}");
	posts(2, "{}", "%2Fdag.year=2026", "{\"dag\":\"2026--\"}");
}
END_TEST

START_TEST(choices_become_their_values)
{
	posts(0, "{}", "%2Fval=a", "{\"val\":\"a\"}");
	posts(0, "{}", "%2Fval=c", "{\"val\":\"c\"}"); /* stays, and is an error */
	posts(2, "{}", "%2Fflera=x&%2Fflera=z", "{\"flera\":[\"x\",\"z\"]}");
	posts(2, "{\"flera\":[\"x\"]}", "", "{}");
	posts(2, "{}", "%2Fja=true", "{\"ja\":true}");
	posts(2, "{}", "%2Fja=false", "{\"ja\":false}");
	posts(4, "{}", "%2Fintygar=true", "{\"intygar\":true}");
	posts(4, "{\"intygar\":true}", "", "{}");
}
END_TEST

START_TEST(a_group_is_an_object_of_its_parts_and_empty_ones_vanish)
{
	posts(3, "{}", "%2Fkontakt%2Fepost=a%40b.se&%2Fkontakt%2Fmobil=", "{\"kontakt\":{\"epost\":\"a@b.se\"}}");
	posts(3, "{\"kontakt\":{\"epost\":\"a@b.se\",\"mobil\":\"070\"}}", "%2Fkontakt%2Fepost=&%2Fkontakt%2Fmobil=", "{}");
}
END_TEST

START_TEST(a_page_takes_only_its_own_questions)
{
	posts(0, "{\"dag\":\"2026-01-01\"}", "%2Fnamn=Anna&%2Fdag.day=1&%2Fdag.month=1&%2Fdag.year=2027&csrf=x&%2Fadmin=true",
	      "{\"dag\":\"2026-01-01\",\"namn\":\"Anna\"}");
	posts(99, "{\"namn\":\"Anna\"}", "%2Fnamn=Bo", "{\"namn\":\"Anna\"}");
}
END_TEST

START_TEST(what_an_answer_hides_is_gone_when_it_is_saved)
{
	posts(0, "{\"val\":\"b\",\"mer\":\"mycket mer\"}", "%2Fval=a", "{\"val\":\"a\"}");
	posts(1, "{\"val\":\"a\"}", "%2Fmer=insmugglat", "{\"val\":\"a\"}");
	posts(1, "{\"val\":\"b\"}", "%2Fmer=mer+om+det", "{\"val\":\"b\",\"mer\":\"mer om det\"}");
}
END_TEST

START_TEST(odd_fields_do_no_harm)
{
	posts(0, "{}", "%2Fnamn%2F0=x&%2Fnamn=%F0%9F%98%80%22%5C&%2F=x&=y", "{\"namn\":\"😀\\\"\\\\\"}");
	posts(0, "[]", "%2Fnamn=Anna", "{\"namn\":\"Anna\"}");
	posts(3, "{\"kontakt\":\"text\"}", "%2Fkontakt%2Fepost=a%40b.se", "{\"kontakt\":{\"epost\":\"a@b.se\"}}");
}
END_TEST

Suite *rules_decode_suite(void)
{
	Suite *s = suite_create("rules/decode");
	TCase *t = tcase_create("decode");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, text_is_trimmed_and_nothing_is_no_answer);
	tcase_add_test(t, numbers_are_read_as_people_write_them);
	tcase_add_test(t, what_is_no_number_stays_as_it_was_typed);
	tcase_add_test(t, three_boxes_make_a_date);
	tcase_add_test(t, choices_become_their_values);
	tcase_add_test(t, a_group_is_an_object_of_its_parts_and_empty_ones_vanish);
	tcase_add_test(t, a_page_takes_only_its_own_questions);
	tcase_add_test(t, what_an_answer_hides_is_gone_when_it_is_saved);
	tcase_add_test(t, odd_fields_do_no_harm);
	suite_add_tcase(s, t);
	return s;
}
