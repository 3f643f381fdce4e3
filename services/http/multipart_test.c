/* multipart_test.c -- a form with a file in it, as browsers send it and as others might. */
#include "http/multipart.h"

#include "base/buf.h"

#include <check.h>

Suite *http_multipart_suite(void);

static struct arena *arena;
static struct pairs form;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static bool parse(const char *body)
{
	form = (struct pairs){ 0 };
	return multipart_parse(arena, STR("XYZ"), str_of(body), 4, &form);
}

#define FIELD "--XYZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
#define UPLOAD "--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n\r\n"

START_TEST(fields_and_files_come_in_their_order)
{
	ck_assert(parse(FIELD UPLOAD "--XYZ--\r\n"));
	ck_assert_uint_eq(form.n, 2);
	ck_assert(str_is(pairs_get(&form, STR("csrf")), "abc"));
	ck_assert(str_is(pairs_get(&form, STR("file")), "{}\r\n"));
}
END_TEST

START_TEST(a_file_that_was_not_chosen_is_empty)
{
	ck_assert(parse("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--XYZ--\r\n"));
	ck_assert(pairs_get(&form, STR("file")).p);
	ck_assert_uint_eq(pairs_get(&form, STR("file")).n, 0);
}
END_TEST

START_TEST(line_ends_of_a_text_field_become_plain)
{
	ck_assert(parse("--XYZ\r\ncontent-disposition: form-data; name=\"t\"\r\n\r\na\r\nb\rc\r\n--XYZ--"));
	ck_assert(str_is(pairs_get(&form, STR("t")), "a\nb\rc"));
}
END_TEST

START_TEST(a_boundary_is_read_from_the_header)
{
	ck_assert(str_is(multipart_boundary(arena, STR("multipart/form-data; boundary=XYZ")), "XYZ"));
	ck_assert(str_is(multipart_boundary(arena, STR("multipart/form-data; charset=utf-8; Boundary=\"a b;c\"")), "a b;c"));
	ck_assert(!multipart_boundary(arena, STR("multipart/form-data")).p);
	ck_assert(!multipart_boundary(arena, STR("multipart/form-data; boundary=")).p);
	ck_assert(!multipart_boundary(arena, STR("multipart/form-data; boundary=\"open")).p);
	struct buf b = buf_in(arena, 256);
	buf_lit(&b, "multipart/form-data; boundary=");
	for (int i = 0; i < 71; i++)
		buf_byte(&b, 'x');
	ck_assert(!multipart_boundary(arena, buf_str(&b)).p);
}
END_TEST

static const char *const broken[] = {
	"",
	"--XYZ",
	"preamble\r\n" FIELD "--XYZ--\r\n",
	FIELD "--XYZ--\r\nepilogue",
	FIELD,
	FIELD "--XYZ\r\n",
	FIELD "--XY--\r\n",
	"--XYZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Disposition: form-data; name=\"open\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Type: text/plain\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nno colon\r\n\r\nx\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--XYZ--\r\n",
	"--XYZ\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--XYZ--\r\n",
	FIELD FIELD FIELD FIELD FIELD "--XYZ--\r\n",
};

START_TEST(what_no_browser_sends_is_refused)
{
	ck_assert_msg(!parse(broken[_i]), "taken: %s", broken[_i]);
}
END_TEST

START_TEST(nul_in_a_text_field_is_refused_and_in_a_file_is_left)
{
	static const char text[] = "--XYZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\0\r\n--XYZ--\r\n";
	static const char file[] = "--XYZ\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\n\0\r\n--XYZ--\r\n";
	ck_assert(!multipart_parse(arena, STR("XYZ"), (str){ text, sizeof(text) - 1 }, 4, &form));
	ck_assert(multipart_parse(arena, STR("XYZ"), (str){ file, sizeof(file) - 1 }, 4, &form));
	ck_assert_uint_eq(form.items[0].value.n, 1);
}
END_TEST

START_TEST(a_body_cut_off_anywhere_is_refused)
{
	str whole = STR(FIELD UPLOAD "--XYZ--");
	for (size_t n = 0; n < whole.n; n++)
		ck_assert_msg(!multipart_parse(arena, STR("XYZ"), str_sub(whole, 0, n), 4, &form), "taken at %zu", n);
	ck_assert(multipart_parse(arena, STR("XYZ"), whole, 4, &form));
}
END_TEST

Suite *http_multipart_suite(void)
{
	Suite *suite = suite_create("http/multipart");
	TCase *tests = tcase_create("multipart");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, fields_and_files_come_in_their_order);
	tcase_add_test(tests, a_file_that_was_not_chosen_is_empty);
	tcase_add_test(tests, line_ends_of_a_text_field_become_plain);
	tcase_add_test(tests, a_boundary_is_read_from_the_header);
	tcase_add_loop_test(tests, what_no_browser_sends_is_refused, 0, sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(tests, nul_in_a_text_field_is_refused_and_in_a_file_is_left);
	tcase_add_test(tests, a_body_cut_off_anywhere_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
