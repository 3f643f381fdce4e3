/* page_test.c -- the frame is whole, in the reader's language, and nothing said inside it becomes markup. */
#include <string.h>
#include <sysexits.h>

#include "http/page.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_page_suite(void);

static struct arena *arena;
static struct request q;
static struct response r;

static void setup(void)
{
	arena = arena_new(8 << 20);
	request_load(texts_load("services/web/texts"));
	q = (struct request){ .arena = arena,
		              .method = GET,
		              .path = STR("/mina/1"),
		              .request_id = STR("id"),
		              .caller = { .municipality = STR("0120") },
		              .lang = texts_lang(request_languages(), STR("sv")) };
	r = response_in(arena);
}

static void teardown(void)
{
	arena_free(arena);
}

static const char *page_with(struct page p)
{
	struct html h = page_begin(&p);
	page_heading(&h, p.title);
	ck_assert(page_end(&p, &h, &r, 200));
	return r.body.p;
}

static bool has(const char *page, const char *part)
{
	return strstr(page, part) != NULL;
}

START_TEST(a_title_is_text_and_never_markup)
{
	const char *page = page_with(page_of(&q, PAGE_CITIZEN, STR("<b>\"&'")));
	ck_assert(has(page, "<title>&lt;b&gt;"));
	ck_assert(!has(page, "<b>"));
}
END_TEST

START_TEST(only_a_page_that_asks_for_it_loads_the_script)
{
	char path[] = "/tmp/blankett-manifest-XXXXXX";
	static const char manifest[] = "{\"app.css\":\"app-1.css\",\"form.mjs\":\"form-2.mjs\"}";
	int fd = mkstemp(path);
	ck_assert_int_eq(write(fd, manifest, sizeof(manifest) - 1), (ssize_t)sizeof(manifest) - 1);
	close(fd);
	page_load(path, STR("production"));
	unlink(path);
	struct page p = page_of(&q, PAGE_CITIZEN, STR("x"));
	ck_assert(!has(page_with(p), "<script"));
	ck_assert(!r.scripted);
	p.scripted = true;
	ck_assert(has(page_with(p), "<script type=\"module\" src=\"/static/form-2.mjs\"></script></head>"));
	ck_assert(r.scripted);
}
END_TEST

START_TEST(a_title_ends_with_the_area_of_the_page)
{
	ck_assert(has(page_with(page_of(&q, PAGE_CITIZEN, STR("x"))), "<title>x – E-tjänster för skola och barnomsorg</title>"));
	ck_assert(has(page_with(page_of(&q, PAGE_CASEWORKER, STR("x"))), "<title>x – Handläggning</title>"));
	ck_assert(has(page_with(page_of(&q, PAGE_ADMIN, STR("x"))), "<title>x – Administration</title>"));
}
END_TEST

START_TEST(a_page_with_errors_says_so_first)
{
	struct field_error error = { STR("kontakt-epost"), STR("Skriv din e-post") };
	struct page p = page_of(&q, PAGE_CITIZEN, STR("Kontakt"));
	p.errors = &error;
	p.error_count = 1;
	const char *page = page_with(p);
	ck_assert(has(page, "<title>Fel: Kontakt"));
	ck_assert(has(page, "href=\"#kontakt-epost\""));
	ck_assert(strstr(page, "#kontakt-epost") < strstr(page, "<h1"));
}
END_TEST

START_TEST(the_place_in_the_menu_is_marked)
{
	ck_assert(has(page_with(page_of(&q, PAGE_CITIZEN, STR("x"))), "href=\"/mina\" aria-current=\"page\""));
	q.path = STR("/minas");
	ck_assert(!has(page_with(page_of(&q, PAGE_CITIZEN, STR("x"))), "aria-current=\"page\""));
}
END_TEST

START_TEST(a_language_link_keeps_the_question)
{
	struct pair query[] = { { STR("lang"), STR("en") }, { STR("status"), STR("a&b") } };
	q.query = (struct pairs){ query, 2 };
	ck_assert(has(page_with(page_of(&q, PAGE_CITIZEN, STR("x"))), "href=\"/mina/1?status=a%26b&amp;lang=sv\" lang=\"sv\""));
}
END_TEST

START_TEST(a_form_carries_the_token_of_its_session)
{
	struct html h = html_in(arena, 4096);
	q.caller.token = &q.token;
	page_form_begin(&h, &q, STR("/utkast/"), STR("a/b"));
	page_form_end(&h);
	ck_assert(has(buf_str(&h.out).p, "action=\"/utkast/a%2Fb\""));
	ck_assert(has(buf_str(&h.out).p, token_csrf(arena, &q.token).p));
}
END_TEST

START_TEST(a_login_leads_back)
{
	struct html h = html_in(arena, 4096);
	page_login(&h, &q, AUD_STAFF, STR("/a?b=\"><script>"));
	const char *form = buf_str(&h.out).p;
	ck_assert(has(form, "action=\"/eid/login\""));
	ck_assert(has(form, "name=\"audience\" value=\"staff\""));
	ck_assert(has(form, "name=\"return_to\" value=\"/a?b=&quot;&gt;&lt;script&gt;\""));
}
END_TEST

START_TEST(an_area_is_told_by_the_path)
{
	static const struct {
		const char *path;
		enum page_area area;
	} known[] = { { "/", PAGE_CITIZEN },
		      { "/handlaggare", PAGE_CASEWORKER },
		      { "/handlaggare/ko/x", PAGE_CASEWORKER },
		      { "/handlaggaren", PAGE_CITIZEN },
		      { "/admin/x", PAGE_ADMIN },
		      { "/administration", PAGE_CITIZEN } };
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		q.path = str_of(known[i].path);
		ck_assert_msg(page_area_of(&q) == known[i].area, "%s", known[i].path);
	}
}
END_TEST

START_TEST(the_policy_names_the_login_providers)
{
	page_allow_form_action("https://a.example  http://127.0.0.1:8082");
	ck_assert(str_ends(page_policy(), STR("; form-action 'self' https://a.example http://127.0.0.1:8082")));
	page_allow_form_action("");
	ck_assert(str_ends(page_policy(), STR("; form-action 'self'")));
}
END_TEST

static const char *const no_origins[] = { "https://a.example; script-src *", "javascript:x", "https://", "https://a.example/path", "*" };

START_TEST(what_is_no_origin_ends_the_start)
{
	page_allow_form_action(no_origins[_i]);
}
END_TEST

Suite *http_page_suite(void)
{
	Suite *suite = suite_create("http/page");
	TCase *t = tcase_create("page");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_title_is_text_and_never_markup);
	tcase_add_test(t, only_a_page_that_asks_for_it_loads_the_script);
	tcase_add_test(t, a_title_ends_with_the_area_of_the_page);
	tcase_add_test(t, a_page_with_errors_says_so_first);
	tcase_add_test(t, the_place_in_the_menu_is_marked);
	tcase_add_test(t, a_language_link_keeps_the_question);
	tcase_add_test(t, a_form_carries_the_token_of_its_session);
	tcase_add_test(t, a_login_leads_back);
	tcase_add_test(t, an_area_is_told_by_the_path);
	tcase_add_test(t, the_policy_names_the_login_providers);
	tcase_add_loop_exit_test(t, what_is_no_origin_ends_the_start, EX_CONFIG, 0,
	                         (int)(sizeof(no_origins) / sizeof(no_origins[0])));
	suite_add_tcase(suite, t);
	return suite;
}
