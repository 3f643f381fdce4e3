/* form_test.c -- a definition, loaded: what it is, and the words in it. */
#include "rules/sample_test.h"

Suite *rules_form_suite(void);

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

static const struct form *loaded(str definition)
{
	struct findings findings;
	const struct form *f = form_load(arena, definition, &findings);
	ck_assert_msg(f != NULL, "%.*s", STR_ARG(findings.items[0].message));
	return f;
}

START_TEST(a_form_knows_what_its_definition_says)
{
	ck_assert(str_is(form->id, "prov"));
	ck_assert(str_is(form->version, "1.0.0"));
	ck_assert_int_eq(form->subject, FORM_SUBJECT_CHILD);
	ck_assert_int_eq(form->subject_age_min, 6);
	ck_assert_int_eq(form->subject_age_max, 18);
	ck_assert(str_is(form->queue, "prov"));
	ck_assert_int_eq(form->due_workdays, 20);
	ck_assert(str_is(form->reference_series, "PRV"));
	ck_assert_uint_eq(form->page_count, 5);
	ck_assert(form->pages[4].check_answers && !form->pages[0].check_answers);
	ck_assert_uint_eq(form_page_index(form, STR("mera")), 2);
	ck_assert_uint_eq(form_page_index(form, STR("ingen")), 5);
}
END_TEST

START_TEST(the_same_definition_in_other_order_and_spacing_is_the_same_form)
{
	struct json_edit *edit = json_edit_of(arena, sample_json(arena, sample(arena)));
	struct json_edit *id = json_edit_string(arena, STR("prov"));
	ck_assert(json_edit_set(edit, STR("/id"), NULL));
	ck_assert(json_edit_set(edit, STR("/id"), id)); /* last now */
	str moved = arena_join(arena, STR(" \n"), json_edit_text(edit), STR("\n"));
	ck_assert_str_eq(loaded(moved)->sha256, form->sha256);
	ck_assert_uint_eq(strlen(form->sha256), 64);
}
END_TEST

START_TEST(another_word_makes_another_form)
{
	str changed = sample_with(arena, sample(arena), "/texts/sv/title", "\"Prov!\"");
	ck_assert_str_ne(loaded(changed)->sha256, form->sha256);
}
END_TEST

START_TEST(what_is_published_loads_without_being_judged_again)
{
	/* A later lint may demand more than the one a version passed. */
	str older = sample_with(arena, sample(arena), "/texts/sv/~1namn/!minLength", NULL);
	struct findings findings;
	ck_assert_ptr_null(form_load(arena, older, &findings));
	const struct form *published = form_load_published(arena, older);
	ck_assert_ptr_nonnull(published);
	ck_assert(str_is(published->id, "prov"));
}
END_TEST

START_TEST(a_damaged_definition_is_not_loaded)
{
	str whole = sample(arena);
	ck_assert_ptr_null(form_load_published(arena, str_sub(whole, 0, whole.n - 1)));
	ck_assert_ptr_null(form_load_published(arena, sample_with(arena, whole, "/data/properties/namn/maxLength", "\"x\"")));
	ck_assert_ptr_null(form_load_published(arena, sample_with(arena, whole, "/routing", NULL)));
	ck_assert_ptr_null(form_load_published(arena, STR("{}")));
}
END_TEST

START_TEST(words_fall_back_to_the_first_language)
{
	ck_assert(str_is(form_text(form, STR("sv"), STR("title")), "Prov"));
	ck_assert(str_is(form_text(form, STR("fi"), STR("title")), "Prov"));
	ck_assert(str_is(form_text(form, STR("sv"), STR("ingen")), ""));
	ck_assert(str_is(form_question_text(form, STR("fi"), STR("/val"), STR("b")), "Det andra"));
	ck_assert_ptr_null(form_question_text(form, STR("sv"), STR("/val"), STR("hint")).p);
	ck_assert(str_is(form_page_title(form, STR("sv"), 1, arena), "Sedan"));
	ck_assert(str_is(form_page_title(form, STR("sv"), 99, arena), ""));
}
END_TEST

START_TEST(a_question_is_found_by_where_it_stands)
{
	ck_assert(str_is(json_member(form_schema(form, STR("/kontakt/epost")), STR("format")), "email"));
	ck_assert_int_eq(json_int(json_get(form_schema(form, STR("/mer")), STR("maxLength")), 0), 200);
	ck_assert_ptr_nonnull(json_get(form_schema(form, STR("/flera/1")), STR("enum")));
	ck_assert_ptr_nonnull(json_get(form_schema(form, STR("/flera/*")), STR("enum")));
	static const char *const wrong[] = { "/", "mer", "/mer/x", "/kontakt/", "/kontakt/epost/0", "/ingen", "//mer" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(!form_schema(form, str_of(wrong[i])), "%s", wrong[i]);
}
END_TEST

START_TEST(references_are_followed_but_not_in_circles)
{
	str shared = sample_with(arena, sample(arena), "/data/$defs", "{\"kort\":{\"type\":\"string\",\"minLength\":2,\"maxLength\":40}}");
	shared = sample_with(arena, shared, "/data/properties/namn", "{\"$ref\":\"#/$defs/kort\"}");
	ck_assert_int_eq(json_int(json_get(form_schema(loaded(shared), STR("/namn")), STR("maxLength")), 0), 40);
	const struct json_node *loop =
		sample_json(arena, STR("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}"));
	ck_assert_ptr_null(form_schema_in(loop, STR("/a")));
}
END_TEST

START_TEST(each_law_knows_how_its_decision_is_appealed)
{
	ck_assert(str_is(json_member(form_appeal(form, STR("l-1")), STR("kind")), "besvar"));
	ck_assert(str_is(json_member(form_appeal(form, STR("l-2")), STR("kind")), "annat"));
	ck_assert(str_is(json_member(form_appeal(form, STR("ingen")), STR("kind")), "besvar"));
	ck_assert(str_is(json_member(form_law(form, STR("l-2")), STR("sv")), "2 §"));
	ck_assert_ptr_null(form_law(form, STR("ingen")));
	ck_assert_ptr_null(form_appeal(loaded(sample_with(arena, sample(arena), "/decision", NULL)), STR("l-1")));
}
END_TEST

Suite *rules_form_suite(void)
{
	Suite *s = suite_create("rules/form");
	TCase *t = tcase_create("form");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_form_knows_what_its_definition_says);
	tcase_add_test(t, the_same_definition_in_other_order_and_spacing_is_the_same_form);
	tcase_add_test(t, another_word_makes_another_form);
	tcase_add_test(t, what_is_published_loads_without_being_judged_again);
	tcase_add_test(t, a_damaged_definition_is_not_loaded);
	tcase_add_test(t, words_fall_back_to_the_first_language);
	tcase_add_test(t, a_question_is_found_by_where_it_stands);
	tcase_add_test(t, references_are_followed_but_not_in_circles);
	tcase_add_test(t, each_law_knows_how_its_decision_is_appealed);
	suite_add_tcase(s, t);
	return s;
}
