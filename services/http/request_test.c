/* request_test.c -- what comes from outside is copied once and checked for form. */
#include "base/buf.h"
#include "http/request.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_request_suite(void);

static struct arena *arena;
static struct request q;
static struct problem why;

static void setup(void)
{
	arena = arena_new(1 << 20);
	why = (struct problem){ 0 };
	request_load(texts_load("services/web/texts"));
}

static void teardown(void)
{
	arena_free(arena);
}

/* Reads a request of up to three variables. */
static bool read_request(const char *a, const char *b, const char *c)
{
	str copies[3] = { arena_copy(arena, str_of(a)), arena_copy(arena, str_of(b)), arena_copy(arena, str_of(c)) };
	char *list[4] = { 0 };
	for (size_t i = 0, n = 0; i < 3; i++) {
		if (!copies[i].p)
			continue;
		list[n] = arena_alloc(arena, copies[i].n + 1);
		for (size_t k = 0; k < copies[i].n; k++)
			list[n][k] = copies[i].p[k];
		n++;
	}
	why = (struct problem){ 0 };
	return request_read(&q, arena, list, &why);
}

START_TEST(the_first_variable_of_a_name_wins_and_names_are_exact)
{
	char one[] = "PATHS=no", two[] = "PATH=first", three[] = "PATH=second";
	char *list[] = { one, two, three, NULL };
	ck_assert(str_is(request_variable(list, "PATH"), "first"));
	ck_assert(!request_variable(list, "path").p);
	ck_assert(!request_variable(NULL, "PATH").p);
}
END_TEST

START_TEST(a_path_is_decoded_once)
{
	ck_assert(read_request("REQUEST_METHOD=GET", "REQUEST_URI=/a%C3%A5/%252F?x=%2B+1", NULL));
	ck_assert(str_is(q.path, "/aå/%2F"));
	ck_assert(str_is(q.query_text, "x=%2B+1"));
	ck_assert(str_is(pairs_get(&q.query, STR("x")), "+ 1"));
	ck_assert(str_is(request_path_text(&q), "/a%C3%A5/%252F"));
}
END_TEST

START_TEST(a_path_that_is_none_is_refused_and_still_answerable)
{
	static const char *const bad[] = { "REQUEST_URI=",       "REQUEST_URI=x",    "REQUEST_URI=//x",  "REQUEST_URI=/%2fx",
		                           "REQUEST_URI=/%00",   "REQUEST_URI=/%7f", "REQUEST_URI=/%c0", "REQUEST_URI=/%",
		                           "REQUEST_URI=/a?b=%", "REQUEST_URI=/%1" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!read_request("REQUEST_METHOD=GET", bad[i], NULL), "%s", bad[i]);
		ck_assert_int_eq(why.kind, P_BAD_REQUEST);
		ck_assert(q.lang && q.path.n > 0 && q.request_id.n == 32);
	}
}
END_TEST

START_TEST(a_method_nobody_knows_is_none)
{
	ck_assert(read_request("REQUEST_METHOD=PROPFIND", "REQUEST_URI=/", NULL));
	ck_assert_int_eq((int)q.method, 0);
	ck_assert(read_request("REQUEST_METHOD=get", "REQUEST_URI=/", NULL) && (int)q.method == 0);
	ck_assert(read_request("REQUEST_METHOD=HEAD", "REQUEST_URI=/", NULL) && q.method == HEAD);
}
END_TEST

START_TEST(only_cookies_of_ours_are_kept_and_repeated_ones_are_seen)
{
	ck_assert(read_request("HTTP_COOKIE=a=1; __Host-sid=x=y; b; __Host-sid=z", "REQUEST_URI=/", NULL));
	ck_assert_uint_eq(q.cookies.n, 2);
	ck_assert_uint_eq(pairs_count(&q.cookies, STR("__Host-sid")), 2);
	ck_assert(str_is(pairs_get(&q.cookies, STR("__Host-sid")), "x=y"));
}
END_TEST

START_TEST(too_many_cookies_of_ours_are_refused)
{
	struct buf header = buf_in(arena, 8192);
	buf_lit(&header, "HTTP_COOKIE=");
	for (int i = 0; i < 33; i++)
		buf_lit(&header, "__Host-a=1; ");
	ck_assert(!read_request(buf_str(&header).p, "REQUEST_URI=/", NULL));
	ck_assert(read_request(arena_z(arena, str_sub(buf_str(&header), 0, 12 + 32 * 12)), "REQUEST_URI=/", NULL));
}
END_TEST

START_TEST(four_kibibytes_of_our_cookies_are_taken_and_no_more)
{
	struct buf header = buf_in(arena, 8192);
	buf_lit(&header, "HTTP_COOKIE=__Host-a=");
	for (size_t i = 0; i < 4096 - 8; i++)
		buf_byte(&header, 'x');
	ck_assert(read_request(arena_z(arena, buf_str(&header)), "REQUEST_URI=/", NULL));
	buf_byte(&header, 'x');
	ck_assert(!read_request(arena_z(arena, buf_str(&header)), "REQUEST_URI=/", NULL));
	/* What is not ours may be as long as it likes. */
	ck_assert(read_request(arena_printf(arena, "HTTP_COOKIE=other=%.*s", STR_ARG(buf_str(&header))).p, "REQUEST_URI=/", NULL));
}
END_TEST

START_TEST(the_language_is_asked_for_remembered_accepted_or_swedish)
{
	ck_assert(read_request("REQUEST_URI=/?lang=en", "HTTP_ACCEPT_LANGUAGE=sv", "HTTP_COOKIE=__Host-lang=sv"));
	ck_assert(str_is(lang_tag(q.lang), "en") && q.lang_chosen);
	ck_assert(read_request("REQUEST_URI=/", "HTTP_ACCEPT_LANGUAGE=sv", "HTTP_COOKIE=__Host-lang=en"));
	ck_assert(str_is(lang_tag(q.lang), "en") && !q.lang_chosen);
	ck_assert(read_request("REQUEST_URI=/", "HTTP_ACCEPT_LANGUAGE=en", NULL) && str_is(lang_tag(q.lang), "en"));
	ck_assert(read_request("REQUEST_URI=/?lang=tlh", NULL, NULL) && str_is(lang_tag(q.lang), "sv") && !q.lang_chosen);
}
END_TEST

START_TEST(a_request_id_is_32_hex_digits_or_our_own)
{
	ck_assert(read_request("REQUEST_URI=/", "BLANKETT_REQUEST_ID=00112233445566778899AABBCCDDEEFF", NULL));
	ck_assert(str_is(q.request_id, "00112233445566778899aabbccddeeff"));
	ck_assert(read_request("REQUEST_URI=/", "BLANKETT_REQUEST_ID=short", NULL));
	ck_assert_uint_eq(q.request_id.n, 32);
	ck_assert(!str_is(q.request_id, "00112233445566778899aabbccddeeff"));
}
END_TEST

START_TEST(media_type_and_key_lose_their_wrapping)
{
	ck_assert(read_request("REQUEST_URI=/api/v1/x", "CONTENT_TYPE=Application/JSON ; charset=UTF-8",
	                       "HTTP_IDEMPOTENCY_KEY=\"01890000-0000-7000-8000-0000000000AB\""));
	ck_assert(str_is(q.content_type, "application/json"));
	ck_assert(str_is(q.idempotency_key, "01890000-0000-7000-8000-0000000000ab"));
	ck_assert(q.api);
}
END_TEST

START_TEST(inside_is_only_what_the_internal_listener_says)
{
	ck_assert(read_request("REQUEST_URI=/", "BLANKETT_INTERNAL=1", NULL) && q.internal);
	ck_assert(read_request("REQUEST_URI=/", "BLANKETT_INTERNAL=", NULL) && !q.internal);
	ck_assert(read_request("REQUEST_URI=/", "HTTP_BLANKETT_INTERNAL=1", NULL) && !q.internal);
}
END_TEST

START_TEST(a_form_is_parsed_and_its_fields_are_trimmed)
{
	ck_assert(read_request("REQUEST_URI=/", "CONTENT_TYPE=application/x-www-form-urlencoded", NULL));
	ck_assert(request_take_body(&q, STR("%2Fnamn=+%C3%85sa+&csrf=1"), &why));
	ck_assert(str_is(request_field(&q, "/namn"), "Åsa"));
	ck_assert(str_is(request_field(&q, "none"), ""));
	ck_assert(!request_take_body(&q, STR("a=%ff"), &why) && why.kind == P_BAD_REQUEST);
}
END_TEST

Suite *http_request_suite(void)
{
	Suite *suite = suite_create("http/request");
	TCase *t = tcase_create("request");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_first_variable_of_a_name_wins_and_names_are_exact);
	tcase_add_test(t, a_path_is_decoded_once);
	tcase_add_test(t, a_path_that_is_none_is_refused_and_still_answerable);
	tcase_add_test(t, a_method_nobody_knows_is_none);
	tcase_add_test(t, only_cookies_of_ours_are_kept_and_repeated_ones_are_seen);
	tcase_add_test(t, too_many_cookies_of_ours_are_refused);
	tcase_add_test(t, four_kibibytes_of_our_cookies_are_taken_and_no_more);
	tcase_add_test(t, the_language_is_asked_for_remembered_accepted_or_swedish);
	tcase_add_test(t, a_request_id_is_32_hex_digits_or_our_own);
	tcase_add_test(t, media_type_and_key_lose_their_wrapping);
	tcase_add_test(t, inside_is_only_what_the_internal_listener_says);
	tcase_add_test(t, a_form_is_parsed_and_its_fields_are_trimmed);
	suite_add_tcase(suite, t);
	return suite;
}
