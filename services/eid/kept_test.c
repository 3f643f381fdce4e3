#include "eid/kept.h"

#include <check.h>

Suite *eid_kept_suite(void);

#define NOW ((int64_t)5000 * 1000)
#define MINUTE ((int64_t)60 * 1000)

static struct kept fetched_at(int64_t now_ms)
{
	struct kept kept = {0};
	kept_tried(&kept, true, now_ms);
	return kept;
}

START_TEST(what_was_fetched_serves_for_an_hour)
{
	struct kept kept = fetched_at(NOW);
	ck_assert(kept_is_fresh(&kept, NOW));
	ck_assert(kept_is_fresh(&kept, NOW + 60 * MINUTE - 1));
	ck_assert(!kept_is_fresh(&kept, NOW + 60 * MINUTE));
}
END_TEST

START_TEST(nothing_is_fresh_before_it_was_fetched)
{
	struct kept kept = {0};
	ck_assert(!kept_is_fresh(&kept, NOW));
	kept_tried(&kept, false, NOW);
	ck_assert(!kept_is_fresh(&kept, NOW));
}
END_TEST

START_TEST(a_failed_try_forgets_what_was_there)
{
	struct kept kept = fetched_at(NOW);
	kept_tried(&kept, false, NOW + MINUTE);
	ck_assert(!kept_is_fresh(&kept, NOW + MINUTE));
}
END_TEST

START_TEST(one_look_a_minute_is_allowed_before_the_hour_is_over)
{
	struct kept kept = fetched_at(NOW);
	ck_assert(kept_take_look(&kept, NOW + 1));
	kept_tried(&kept, true, NOW + 1);
	ck_assert(!kept_take_look(&kept, NOW + 2));
	ck_assert(!kept_take_look(&kept, NOW + MINUTE));
	ck_assert(kept_take_look(&kept, NOW + 1 + MINUTE));
}
END_TEST

START_TEST(a_look_that_brought_nothing_counts)
{
	struct kept kept = fetched_at(NOW);
	ck_assert(kept_take_look(&kept, NOW));
	kept_tried(&kept, false, NOW);
	ck_assert(!kept_take_look(&kept, NOW + MINUTE - 1));
}
END_TEST

START_TEST(a_clock_that_went_backwards_makes_nothing_fresh_and_allows_no_look)
{
	struct kept kept = fetched_at(NOW);
	ck_assert(!kept_is_fresh(&kept, NOW - 1));
	ck_assert(kept_take_look(&kept, NOW));
	ck_assert(!kept_take_look(&kept, NOW - 1));
	ck_assert(!kept_take_look(&kept, NOW - 100 * MINUTE));
}
END_TEST

Suite *eid_kept_suite(void)
{
	Suite *suite = suite_create("eid/kept");
	TCase *all = tcase_create("all");
	tcase_add_test(all, what_was_fetched_serves_for_an_hour);
	tcase_add_test(all, nothing_is_fresh_before_it_was_fetched);
	tcase_add_test(all, a_failed_try_forgets_what_was_there);
	tcase_add_test(all, one_look_a_minute_is_allowed_before_the_hour_is_over);
	tcase_add_test(all, a_look_that_brought_nothing_counts);
	tcase_add_test(all, a_clock_that_went_backwards_makes_nothing_fresh_and_allows_no_look);
	suite_add_tcase(suite, all);
	return suite;
}
