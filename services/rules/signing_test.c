/* signing_test.c -- which policy answers lead to, and that nothing but what is listed is shared. */
#include "rules/signing.h"

#include "rules/sample_test.h"

Suite *rules_signing_suite(void);

#define TAIL ",\"sameAddress\":\"one\",\"reminderDays\":[3,7],\"expireDays\":14,\"onExpiry\":\"lapse\",\"onDecline\":\"end\""
#define WHEN_B "{\"if\":{\"required\":[\"val\"],\"properties\":{\"val\":{\"const\":\"b\"}}},\"then\":\"all-sign\",\"else\":\"notify-other\"}"

static struct arena *arena;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)64 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct form *form_with(const char *signing)
{
	struct findings findings;
	const struct form *form = form_load(arena, sample_with(arena, sample(arena), "/signing", signing), &findings);
	ck_assert_msg(form != NULL, "%.*s", STR_ARG(findings.items[0].message));
	return form;
}

static enum signing_policy policy_for(const struct form *form, const char *answers)
{
	return signing_policy_for(form, sample_json(arena, str_of(answers)), arena);
}

START_TEST(one_policy_is_everybodys)
{
	const struct form *form = sample_form(arena);
	ck_assert_int_eq(policy_for(form, "{}"), SIGNING_NONE);
	ck_assert_str_eq(signing_policy_word(SIGNING_OTHER_CONSENTS), "other-consents-by-deadline");
}
END_TEST

START_TEST(a_policy_follows_the_answer_it_depends_on)
{
	const struct form *form = form_with("{\"policy\":" WHEN_B ",\"shows\":[\"/namn\"]" TAIL "}");
	ck_assert_int_eq(policy_for(form, "{\"val\":\"b\"}"), SIGNING_ALL_SIGN);
	ck_assert_int_eq(policy_for(form, "{\"val\":\"a\"}"), SIGNING_NOTIFY_OTHER);
	ck_assert_int_eq(policy_for(form, "{}"), SIGNING_NOTIFY_OTHER);
}
END_TEST

START_TEST(a_case_waits_only_where_somebody_must_answer)
{
	ck_assert(!signing_waits(SIGNING_NONE));
	ck_assert(!signing_waits(SIGNING_NOTIFY_OTHER));
	ck_assert(signing_waits(SIGNING_OTHER_CONSENTS));
	ck_assert(signing_waits(SIGNING_ALL_SIGN));
}
END_TEST

START_TEST(days_and_ends_are_read)
{
	const struct signing *signing = form_with("{\"policy\":\"all-sign\",\"shows\":[\"/namn\"]" TAIL "}")->signing;
	ck_assert(signing->reminder_count == 2 && signing->reminder_days[0] == 3 && signing->reminder_days[1] == 7);
	ck_assert_int_eq(signing->expire_days, 14);
	ck_assert(str_is(signing->same_address, "one") && str_is(signing->on_expiry, "lapse") && str_is(signing->on_decline, "end"));
}
END_TEST

START_TEST(only_what_is_listed_is_shared)
{
	static const struct {
		const char *shows, *answers, *shared;
	} rows[] = {
		{ "", "{\"namn\":\"Anna\",\"val\":\"b\"}", "{}" },
		{ "\"/val\",\"/namn\"", "{\"val\":\"b\",\"mer\":\"hemligt\",\"namn\":\"Anna\",\"kontakt\":{\"epost\":\"a@b.se\"}}",
		  "{\"namn\":\"Anna\",\"val\":\"b\"}" },
		{ "\"/namn\"", "{\"val\":\"a\"}", "{}" },
		{ "\"/flera\",\"/antal\"", "{\"antal\":1200,\"flera\":[\"x\",\"z\"]}", "{\"antal\":1200,\"flera\":[\"x\",\"z\"]}" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		str json = arena_printf(arena, "{\"policy\":\"all-sign\",\"shows\":[%s]" TAIL "}", rows[i].shows);
		str shared = signing_shared(form_with(json.p), sample_json(arena, str_of(rows[i].answers)), arena);
		ck_assert_msg(str_is(shared, rows[i].shared), "%.*s", STR_ARG(shared));
	}
}
END_TEST

START_TEST(a_question_is_named_only_where_it_is_listed)
{
	const struct form *form = form_with("{\"policy\":\"all-sign\",\"shows\":[\"/namn\",\"/val\"]" TAIL "}");
	ck_assert(signing_shows(form, STR("/namn")) && signing_shows(form, STR("/val")));
	ck_assert(!signing_shows(form, STR("/mer")) && !signing_shows(form, STR("/na")) && !signing_shows(form, STR("/kontakt/epost")));
	ck_assert(!signing_shows(sample_form(arena), STR("/namn")));
}
END_TEST

START_TEST(a_part_of_a_group_is_shared_without_the_rest_of_it)
{
	static const char address[] =
	    "{\"type\":\"object\",\"properties\":{\"gata\":{\"type\":\"string\",\"maxLength\":9},\"ort\":{\"type\":\"string\",\"maxLength\":9}},"
	    "\"additionalProperties\":false}";
	str definition = sample_with(arena, sample(arena), "/data/properties/plats", address);
	definition = sample_with(arena, definition, "/signing", "{\"policy\":\"notify-other\",\"shows\":[\"/plats/ort\"]}");
	const struct form *form = form_load_published(arena, definition);
	str shared = signing_shared(form, sample_json(arena, STR("{\"plats\":{\"gata\":\"Ågatan 1\",\"ort\":\"Å\"}}")), arena);
	ck_assert_msg(str_is(shared, "{\"plats\":{\"ort\":\"Å\"}}"), "%.*s", STR_ARG(shared));
}
END_TEST

START_TEST(a_test_of_the_form_can_expect_the_policy)
{
	struct form_trial trial;
	str definition = sample_with(arena, sample(arena), "/signing", "{\"policy\":" WHEN_B ",\"shows\":[\"/namn\"]" TAIL "}");
	definition = sample_with(arena, definition, "/tests/0/expect/signing", "\"notify-other\"");
	definition = sample_with(arena, definition, "/tests/1/expect/signing", "\"all-sign\"");
	ck_assert_ptr_nonnull(form_examine(arena, definition, &trial));
	ck_assert(trial.conditions.seen == 2 && trial.conditions.all == 2);
}
END_TEST

Suite *rules_signing_suite(void)
{
	Suite *s = suite_create("rules/signing");
	TCase *t = tcase_create("signing");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, one_policy_is_everybodys);
	tcase_add_test(t, a_policy_follows_the_answer_it_depends_on);
	tcase_add_test(t, a_case_waits_only_where_somebody_must_answer);
	tcase_add_test(t, days_and_ends_are_read);
	tcase_add_test(t, only_what_is_listed_is_shared);
	tcase_add_test(t, a_question_is_named_only_where_it_is_listed);
	tcase_add_test(t, a_part_of_a_group_is_shared_without_the_rest_of_it);
	tcase_add_test(t, a_test_of_the_form_can_expect_the_policy);
	suite_add_tcase(s, t);
	return s;
}
