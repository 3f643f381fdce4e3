/* response_test.c -- no value can become a header, a cookie's attribute or another site. */
#include <string.h>

#include "http/page.h"
#include "http/response.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_response_suite(void);

static struct arena *arena;
static struct request q;
static struct response r;

static void setup(void)
{
	arena = arena_new(8 << 20);
	request_load(texts_load("services/web/texts"));
	page_allow_form_action("");
	q = (struct request){ .arena = arena, .method = GET, .path = STR("/api/x"), .api = true, .request_id = STR("id"),
		              .lang = texts_lang(request_languages(), STR("sv")) };
	r = response_in(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static bool head_has(const char *part)
{
	return strstr(response_head(&r, &q).p, part) != NULL;
}

START_TEST(an_answer_has_status_type_length_and_guards)
{
	response_json(&r, 201, STR("{}"));
	ck_assert(str_starts(response_head(&r, &q), STR("Status: 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
	                                                "Cache-Control: no-store\r\n")));
	ck_assert(str_ends(response_head(&r, &q), STR("X-Request-Id: id\r\n\r\n")));
	ck_assert(head_has("\r\nContent-Security-Policy: default-src 'none';"));
	ck_assert(head_has("\r\nX-Content-Type-Options: nosniff\r\n"));
}
END_TEST

START_TEST(scripts_run_on_a_page_that_has_one_and_nowhere_else)
{
	ck_assert(!head_has("script-src"));
	r.scripted = true;
	ck_assert(head_has("\r\nContent-Security-Policy: script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; default-src 'none';"));
	ck_assert(!head_has("'unsafe-eval'"));
}
END_TEST

START_TEST(only_what_is_the_same_for_all_may_be_kept)
{
	response_cacheable(&r);
	ck_assert(head_has("Cache-Control: public, max-age=300\r\n"));
}
END_TEST

START_TEST(a_header_value_with_a_control_byte_makes_a_500)
{
	static const char *const bad[] = { "a\r\nB: c", "a\nb", "a\rb", "a\tb", "\x7f" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		r = response_in(arena);
		response_header(&r, "X-Good", STR("kept"));
		response_header(&r, "X-Bad", str_of(bad[i]));
		ck_assert(head_has("Status: 500 "));
		ck_assert(!head_has("X-Bad") && !head_has("X-Good"));
		ck_assert(strstr(r.body.p, "\"status\":500"));
	}
}
END_TEST

START_TEST(too_many_headers_make_a_500)
{
	for (int i = 0; i < 2000; i++)
		response_header(&r, "X-Many", STR("0123456789"));
	ck_assert(head_has("Status: 500 "));
}
END_TEST

START_TEST(a_cookie_is_bound_to_this_host)
{
	response_cookie(&r, "__Host-sid", STR("v4.public.x"), 0, SAME_SITE_STRICT);
	ck_assert(head_has("Set-Cookie: __Host-sid=v4.public.x; Path=/; Secure; HttpOnly; SameSite=Strict\r\n"));
	response_cookie(&r, "__Host-sid", STR(""), -1, SAME_SITE_LAX);
	ck_assert(head_has("Set-Cookie: __Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0\r\n"));
}
END_TEST

START_TEST(a_cookie_of_another_kind_makes_a_500)
{
	response_cookie(&r, "sid", STR("x"), 0, SAME_SITE_LAX);
	ck_assert(head_has("Status: 500 "));
	r = response_in(arena);
	response_cookie(&r, "__Host-sid", STR("x; Domain=evil.example"), 0, SAME_SITE_LAX);
	ck_assert(head_has("Status: 500 "));
}
END_TEST

START_TEST(a_redirect_stays_here)
{
	ck_assert(response_see_other(&r, STR("/kvittens/"), STR("a b/å")));
	ck_assert(head_has("Status: 303 See Other\r\n"));
	ck_assert(head_has("\r\nLocation: /kvittens/a%20b%2F%C3%A5\r\n"));
	static const char *const away[] = { "//evil.example", "/\\evil.example", "https://evil.example", "" };
	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		r = response_in(arena);
		ck_assert(response_see_other(&r, str_of(away[i]), STR("")));
		ck_assert_msg(head_has("Status: 500 "), "%s", away[i]);
	}
}
END_TEST

START_TEST(a_problem_brings_the_headers_its_kind_needs)
{
	response_problem(&r, &q, &(struct problem){ .kind = P_METHOD, .allow = POST | GET | DELETE });
	ck_assert(head_has("Status: 405 Method Not Allowed\r\nContent-Type: application/problem+json\r\n"));
	ck_assert(head_has("\r\nAllow: GET, HEAD, POST, DELETE\r\n"));
	r = response_in(arena);
	response_problem(&r, &q, &(struct problem){ .kind = P_UNAVAILABLE, .retry_after_s = 3 });
	ck_assert(head_has("\r\nRetry-After: 3\r\n"));
	r = response_in(arena);
	response_problem(&r, &q, &(struct problem){ .kind = P_LOGIN_NEEDED });
	ck_assert(head_has("\r\nWWW-Authenticate: Bearer "));
}
END_TEST

Suite *http_response_suite(void)
{
	Suite *suite = suite_create("http/response");
	TCase *t = tcase_create("response");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, an_answer_has_status_type_length_and_guards);
	tcase_add_test(t, scripts_run_on_a_page_that_has_one_and_nowhere_else);
	tcase_add_test(t, only_what_is_the_same_for_all_may_be_kept);
	tcase_add_test(t, a_header_value_with_a_control_byte_makes_a_500);
	tcase_add_test(t, too_many_headers_make_a_500);
	tcase_add_test(t, a_cookie_is_bound_to_this_host);
	tcase_add_test(t, a_cookie_of_another_kind_makes_a_500);
	tcase_add_test(t, a_redirect_stays_here);
	tcase_add_test(t, a_problem_brings_the_headers_its_kind_needs);
	suite_add_tcase(suite, t);
	return suite;
}
