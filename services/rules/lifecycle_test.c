/* lifecycle_test.c -- the table of moves keeps its promises. */
#include <check.h>

#include "rules/lifecycle.h"

Suite *rules_lifecycle_suite(void);

static const struct transition *find(enum case_status from, str event, enum case_actor who)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		if (lifecycle[i].from == from && (lifecycle[i].who & (unsigned)who) && str_is(event, lifecycle[i].event))
			return &lifecycle[i];
	return NULL;
}

START_TEST(a_status_an_event_and_an_actor_name_one_move_but_where_the_signing_policy_chooses)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		for (size_t j = i + 1; j < lifecycle_count; j++)
			ck_assert_msg(lifecycle[i].from == CASE_AWAITING_SIGNATURE || lifecycle[i].from != lifecycle[j].from || !(lifecycle[i].who & lifecycle[j].who) ||
			                      !str_is(str_of(lifecycle[i].event), lifecycle[j].event),
			              "%s twice from %s", lifecycle[i].event, case_status_word(lifecycle[i].from));
}
END_TEST

START_TEST(a_case_that_waits_for_signatures_is_touched_by_no_caseworker_and_comes_in_or_to_nothing)
{
	for (size_t i = 0; i < lifecycle_count; i++) {
		const struct transition *t = &lifecycle[i];
		if (t->from != CASE_AWAITING_SIGNATURE)
			continue;
		ck_assert_msg(!(t->who & ACTOR_CASEWORKER), "%s", t->event);
		ck_assert_msg(t->to == CASE_RECEIVED || t->to == CASE_WITHDRAWN || (t->to == t->from && str_is(STR("sign"), t->event)), "%s", t->event);
	}
}
END_TEST

START_TEST(every_status_can_be_reached_from_a_draft)
{
	bool reached[CASE_STATUS__MAX] = { [CASE_DRAFT] = true };
	for (int round = 0; round < CASE_STATUS__MAX; round++)
		for (size_t i = 0; i < lifecycle_count; i++)
			if (reached[lifecycle[i].from])
				reached[lifecycle[i].to] = true;
	for (unsigned s = 0; s < CASE_STATUS__MAX; s++)
		ck_assert_msg(reached[s], "%s is never reached", case_status_word((enum case_status)s));
}
END_TEST

START_TEST(only_archived_and_purged_have_no_way_out)
{
	for (unsigned s = 0; s < CASE_STATUS__MAX; s++) {
		bool leaves = false;
		for (size_t i = 0; i < lifecycle_count; i++)
			leaves |= lifecycle[i].from == (enum case_status)s;
		ck_assert_msg(leaves == (s != CASE_ARCHIVED && s != CASE_PURGED), "%s", case_status_word((enum case_status)s));
	}
}
END_TEST

START_TEST(a_purge_takes_only_drafts_and_closed_cases)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		if (lifecycle[i].to == CASE_PURGED) {
			ck_assert(lifecycle[i].from == CASE_DRAFT || lifecycle[i].from == CASE_CLOSED);
			ck_assert_uint_eq(lifecycle[i].who, ACTOR_SYSTEM);
		}
}
END_TEST

START_TEST(every_way_to_decided_carries_a_decision_and_tells_the_applicant)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		if (lifecycle[i].to == CASE_DECIDED) {
			ck_assert_uint_eq(lifecycle[i].effects, EFFECT_DECISION | EFFECT_NOTIFY);
			ck_assert(lifecycle[i].own_case);
			ck_assert_uint_eq(lifecycle[i].who, ACTOR_CASEWORKER);
		}
}
END_TEST

START_TEST(a_citizen_withdraws_until_the_decision_and_never_after)
{
	static const enum case_status open[] = { CASE_AWAITING_SIGNATURE, CASE_RECEIVED, CASE_COMPLETION_REQUESTED,
		                                 CASE_INVESTIGATING, CASE_COMMUNICATED, CASE_SUSPENDED };
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		ck_assert_ptr_nonnull(find(open[i], STR("withdraw"), ACTOR_CITIZEN));
	ck_assert_ptr_null(find(CASE_DECIDED, STR("withdraw"), ACTOR_CITIZEN));
	ck_assert_ptr_null(find(CASE_CLOSED, STR("withdraw"), ACTOR_CITIZEN));
	ck_assert_ptr_null(find(CASE_RECEIVED, STR("withdraw"), ACTOR_CASEWORKER));
}
END_TEST

START_TEST(a_citizen_cannot_decide)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		if (lifecycle[i].who & ACTOR_CITIZEN)
			ck_assert(!(lifecycle[i].effects & EFFECT_DECISION));
	ck_assert_ptr_null(find(CASE_INVESTIGATING, STR("decide"), ACTOR_CITIZEN));
}
END_TEST

START_TEST(a_received_case_starts_decides_and_closes)
{
	const struct transition *t = find(CASE_RECEIVED, STR("start"), ACTOR_CASEWORKER);
	ck_assert_ptr_nonnull(t);
	t = find(t->to, STR("decide"), ACTOR_CASEWORKER);
	ck_assert_ptr_nonnull(t);
	t = find(t->to, STR("execute"), ACTOR_CASEWORKER);
	ck_assert_ptr_nonnull(t);
	t = find(t->to, STR("close"), ACTOR_SYSTEM);
	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(t->to, CASE_CLOSED);
}
END_TEST

START_TEST(words_and_numbers_of_statuses_agree)
{
	for (unsigned s = 0; s < CASE_STATUS__MAX; s++)
		ck_assert_uint_eq(case_status_of(str_of(case_status_word((enum case_status)s))), s);
	ck_assert_int_eq(case_status_of(STR("lost")), CASE_STATUS__MAX);
	ck_assert_int_eq(case_status_of(STR_NONE), CASE_STATUS__MAX);
}
END_TEST

Suite *rules_lifecycle_suite(void)
{
	Suite *suite = suite_create("rules/lifecycle");
	TCase *t = tcase_create("table");
	tcase_add_test(t, a_status_an_event_and_an_actor_name_one_move_but_where_the_signing_policy_chooses);
	tcase_add_test(t, a_case_that_waits_for_signatures_is_touched_by_no_caseworker_and_comes_in_or_to_nothing);
	tcase_add_test(t, every_status_can_be_reached_from_a_draft);
	tcase_add_test(t, only_archived_and_purged_have_no_way_out);
	tcase_add_test(t, a_purge_takes_only_drafts_and_closed_cases);
	tcase_add_test(t, every_way_to_decided_carries_a_decision_and_tells_the_applicant);
	tcase_add_test(t, a_citizen_withdraws_until_the_decision_and_never_after);
	tcase_add_test(t, a_citizen_cannot_decide);
	tcase_add_test(t, a_received_case_starts_decides_and_closes);
	tcase_add_test(t, words_and_numbers_of_statuses_agree);
	suite_add_tcase(suite, t);
	return suite;
}
