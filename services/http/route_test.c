/* route_test.c -- the gate: who may enter, from where, with what. */
#include "http/route.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_route_suite(void);

#define ORIGIN STR("https://e.example.se")

static bool door(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)r, (void)why;
	return true;
}

static const struct route routes[] = {
	{ GET, "/", door, AUD_NOBODY, 0, 0 },
	{ GET, "/a/{}", door, AUD_NOBODY, 0, 0 },
	{ POST, "/a/{}", door, AUD_CITIZEN, 100, CHECK_CSRF | CHECK_FORM },
	{ GET, "/a/{}/b/{}", door, AUD_STAFF, 0, 0 },
	{ PUT, "/json", door, AUD_CITIZEN, 100, CHECK_CSRF | CHECK_JSON | CHECK_KEY },
	{ GET, "/inner", door, AUD_NOBODY, 0, CHECK_INTERNAL },
	{ POST, "/open", door, AUD_NOBODY, 10, CHECK_ORIGIN },
	{ POST, "/api/queue", door, AUD_STAFF, 10, CHECK_CSRF | SCOPE_CASES_MOVE },
};
#define COUNT (sizeof(routes) / sizeof(routes[0]))
static const struct route *const form_door = &routes[2], *const json_door = &routes[4], *const open_door = &routes[6];

static struct arena *arena;
static struct request q;
static struct problem why;

static void setup(void)
{
	arena = arena_new(1 << 20);
	why = (struct problem){ 0 };
	q = (struct request){ .arena = arena, .method = GET, .path = STR("/"), .fetch_site = STR("same-origin") };
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct route *find(enum method method, const char *path)
{
	why = (struct problem){ 0 };
	q.method = method;
	q.path = str_of(path);
	return route_find(routes, COUNT, &q, &why);
}

static void log_in(enum audience audience)
{
	q.token = (struct token){ .audience = audience, .id = { 7 } };
	q.caller.token = &q.token;
}

static bool gate(const struct route *route)
{
	why = (struct problem){ 0 };
	return route_gate(route, &q, ORIGIN, &why);
}

/* A citizen with everything in order. */
static void good_form(void)
{
	static struct pair csrf;
	log_in(AUD_CITIZEN);
	csrf = (struct pair){ STR("csrf"), token_csrf(arena, &q.token) };
	q.form = (struct pairs){ &csrf, 1 };
}

START_TEST(a_hole_takes_one_segment_that_is_not_empty)
{
	ck_assert_ptr_eq(find(GET, "/a/x"), &routes[1]);
	ck_assert(str_is(q.args[0], "x"));
	ck_assert_ptr_eq(find(GET, "/a/x/b/y"), &routes[3]);
	ck_assert(str_is(q.args[0], "x") && str_is(q.args[1], "y"));
	static const char *const none[] = { "/a", "/a/", "/a/x/", "/a/x/b", "/a/x/b/", "/a//b/y", "//", "/b", "/A/x" };
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		ck_assert_msg(!find(GET, none[i]), "%s", none[i]);
		ck_assert_int_eq(why.kind, P_NOT_FOUND);
	}
}
END_TEST

START_TEST(head_is_served_as_get)
{
	ck_assert_ptr_eq(find(HEAD, "/a/x"), &routes[1]);
}
END_TEST

START_TEST(another_method_is_told_those_there_are)
{
	ck_assert(!find(DELETE, "/a/x"));
	ck_assert_int_eq(why.kind, P_METHOD);
	ck_assert_uint_eq(why.allow, GET | POST);
	ck_assert(!find((enum method)0, "/a/x") && why.kind == P_METHOD);
}
END_TEST

START_TEST(an_inner_door_is_not_there_from_outside)
{
	ck_assert(!find(GET, "/inner") && why.kind == P_NOT_FOUND);
	ck_assert(!find(POST, "/inner") && why.kind == P_NOT_FOUND);
	q.internal = true;
	ck_assert_ptr_eq(find(GET, "/inner"), &routes[5]);
}
END_TEST

static enum problem_kind head_of(const struct route *route, int64_t length, bool given)
{
	why = (struct problem){ 0 };
	return route_gate_head(route, &q, length, given, &why) ? P_NONE : why.kind;
}

START_TEST(length_and_media_type_are_checked_before_the_body)
{
	q.method = POST;
	q.content_type = STR("application/x-www-form-urlencoded");
	ck_assert_int_eq(head_of(form_door, 100, true), P_NONE);
	ck_assert_int_eq(head_of(form_door, 0, false), P_LENGTH_NEEDED);
	ck_assert_int_eq(head_of(form_door, 101, true), P_TOO_LARGE);
	ck_assert_int_eq(head_of(form_door, INT64_MAX, true), P_TOO_LARGE);
	ck_assert_int_eq(head_of(json_door, 1, true), P_MEDIA_TYPE);
	q.method = GET;
	ck_assert_int_eq(head_of(&routes[0], 0, false), P_NONE);
	ck_assert_int_eq(head_of(&routes[0], 1, true), P_TOO_LARGE);
}
END_TEST

START_TEST(a_citizen_with_everything_in_order_enters)
{
	good_form();
	ck_assert(gate(form_door));
}
END_TEST

START_TEST(the_origin_is_asked_for_before_the_session)
{
	q.fetch_site = STR("cross-site");
	ck_assert(!gate(form_door) && why.kind == P_CSRF);
	q.fetch_site = STR("same-origin");
	ck_assert(!gate(form_door) && why.kind == P_LOGIN_NEEDED);
}
END_TEST

START_TEST(only_our_own_pages_may_post)
{
	static const char *const sites[] = { "cross-site", "same-site", "none", "", "Same-Origin" };
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++) {
		q.fetch_site = str_of(sites[i]);
		q.origin = ORIGIN;
		ck_assert_msg(!gate(open_door), "%s", sites[i]);
	}
	q.fetch_site = STR_NONE;
	ck_assert(gate(open_door));
	q.origin = STR("https://e.example.se.evil");
	ck_assert(!gate(open_door));
	q.origin = STR_NONE;
	ck_assert(!gate(open_door));
}
END_TEST

START_TEST(staff_and_citizens_have_doors_of_their_own)
{
	log_in(AUD_STAFF);
	ck_assert(gate(&routes[3]));
	log_in(AUD_CITIZEN);
	ck_assert(!gate(&routes[3]) && why.kind == P_LOGIN_NEEDED);
	ck_assert(gate(&routes[0]));
}
END_TEST

START_TEST(a_program_enters_where_a_scope_is_named_and_nowhere_else)
{
	log_in(AUD_SERVICE);
	q.bearer = true;
	ck_assert(gate(&routes[7]));
	ck_assert(gate(&routes[0]));
	ck_assert(!gate(&routes[3]) && why.kind == P_FORBIDDEN);
	ck_assert(!gate(form_door) && why.kind == P_FORBIDDEN);
	log_in(AUD_CITIZEN);
	ck_assert(!gate(&routes[7]) && why.kind == P_LOGIN_NEEDED);
	log_in(AUD_STAFF);
	ck_assert(gate(&routes[7]));
}
END_TEST

START_TEST(the_token_of_another_session_does_not_do)
{
	good_form();
	q.token.id[0] ^= 1;
	ck_assert(!gate(form_door) && why.kind == P_CSRF);
	q.form.n = 0;
	ck_assert(!gate(form_door) && why.kind == P_CSRF);
}
END_TEST

START_TEST(a_bearer_needs_no_page_of_ours_but_a_key)
{
	log_in(AUD_CITIZEN);
	q.bearer = true;
	q.fetch_site = STR_NONE;
	ck_assert(!gate(json_door) && why.kind == P_BAD_REQUEST);
	q.idempotency_key = STR("01890000-0000-7000-8000-000000000002");
	ck_assert(gate(json_door));
	q.caller.token = NULL;
	ck_assert(!gate(json_door) && why.kind == P_LOGIN_NEEDED);
}
END_TEST

Suite *http_route_suite(void)
{
	Suite *suite = suite_create("http/route");
	TCase *t = tcase_create("gate");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_hole_takes_one_segment_that_is_not_empty);
	tcase_add_test(t, head_is_served_as_get);
	tcase_add_test(t, another_method_is_told_those_there_are);
	tcase_add_test(t, an_inner_door_is_not_there_from_outside);
	tcase_add_test(t, length_and_media_type_are_checked_before_the_body);
	tcase_add_test(t, a_citizen_with_everything_in_order_enters);
	tcase_add_test(t, the_origin_is_asked_for_before_the_session);
	tcase_add_test(t, only_our_own_pages_may_post);
	tcase_add_test(t, staff_and_citizens_have_doors_of_their_own);
	tcase_add_test(t, a_program_enters_where_a_scope_is_named_and_nowhere_else);
	tcase_add_test(t, the_token_of_another_session_does_not_do);
	tcase_add_test(t, a_bearer_needs_no_page_of_ours_but_a_key);
	suite_add_tcase(suite, t);
	return suite;
}
