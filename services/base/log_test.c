/* log_test.c -- one event, one JSON line, one write; and no way in for a citizen's text. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"

#include <check.h>

Suite *base_log_suite(void);

static struct arena *arena;
static int heard, kept;

/* Standard error is a datagram socket: every write(2) arrives by itself. */
static void setup(void)
{
	int pair[2];
	arena = arena_new(1 << 20);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair), 0);
	kept = dup(STDERR_FILENO);
	dup2(pair[1], STDERR_FILENO);
	close(pair[1]);
	heard = pair[0];
	log_threshold(LOG_DEBUG);
	log_service("blankett");
	log_request(STR_NONE);
	clock_set_ms(1795450310123);
}

static void teardown(void)
{
	dup2(kept, STDERR_FILENO);
	close(heard);
	close(kept);
	clock_set_ms(0);
	arena_free(arena);
}

/* The next write; absent when there is none. */
static str next(void)
{
	static char bytes[8192];
	ssize_t n = recv(heard, bytes, sizeof(bytes), 0);
	return n < 0 ? STR_NONE : (str){ bytes, (size_t)n };
}

/* The one line that was written, which must be one, whole, and JSON of scalars. */
static const struct json_node *line(void)
{
	str text = arena_copy(arena, next());
	ck_assert_msg(text.n > 0, "nothing was written");
	ck_assert_uint_eq(str_find(text, '\n'), text.n - 1);
	ck_assert_ptr_null(next().p);
	const struct json_node *node = json_parse(arena, text, &json_limits_answers, NULL);
	ck_assert_msg(json_is(node, JSON_OBJECT), "%.*s", STR_ARG(text));
	struct json_iter it = json_begin(node);
	while (json_next(&it))
		ck_assert(json_is(it.value, JSON_STRING) || json_is(it.value, JSON_NUMBER));
	return node;
}

START_TEST(an_event_bears_time_level_service_process_and_its_fields)
{
	log_service("blankett-citizen");
	log_event(LOG_WARNING, "case.decided", LOG_WORD("reference", STR("SKJ-2026-000123-3")), LOG_INT("version", 3),
	          LOG_INT("least", INT64_MIN));
	const struct json_node *e = line();
	ck_assert(str_is(json_member(e, STR("time")), "2026-11-23T16:11:50.123Z"));
	ck_assert(str_is(json_member(e, STR("level")), "warning") && str_is(json_member(e, STR("service")), "blankett-citizen"));
	ck_assert(str_is(json_member(e, STR("event")), "case.decided"));
	ck_assert_int_eq(json_int(json_get(e, STR("pid")), -1), getpid());
	ck_assert(str_is(json_member(e, STR("reference")), "SKJ-2026-000123-3"));
	ck_assert_int_eq(json_int(json_get(e, STR("version")), -1), 3);
	ck_assert_int_eq(json_int(json_get(e, STR("least")), -1), INT64_MIN);
	ck_assert_uint_eq(json_count(e), 8);
}
END_TEST

START_TEST(fields_are_numbers_and_words_of_ours_and_nothing_else)
{
	/* A kind more would be a way in: whoever adds one meets this. */
	ck_assert_int_eq(LOG_KIND_WORD, 1);
	struct log_field number = LOG_INT("n", 1), word = LOG_WORD("w", STR("x"));
	ck_assert(number.kind == LOG_KIND_NUMBER && !number.word.p && word.kind == LOG_KIND_WORD && word.number == 0);
}
END_TEST

START_TEST(the_request_is_named_while_it_is_served)
{
	log_request(STR("0195f0c0a1b2"));
	log_plain(LOG_INFO, "a");
	ck_assert(str_is(json_member(line(), STR("request_id")), "0195f0c0a1b2"));
	log_request(STR_NONE);
	log_plain(LOG_INFO, "b");
	ck_assert_ptr_null(json_get(line(), STR("request_id")));
	char longest[300];
	memset(longest, 'x', sizeof(longest));
	log_request((str){ longest, sizeof(longest) });
	log_plain(LOG_INFO, "c");
	ck_assert_uint_eq(json_member(line(), STR("request_id")).n, 64);
}
END_TEST

static const struct {
	const char *word, *shown;
} words[] = {
	{ "", "" },
	{ "plain", "plain" },
	{ "Malmö", "Malmö" },
	{ "a\"b\\c", "a'b'c" },
	{ "a\nb\r\tc\x01", "a b  c " },
	{ "\",\"level\":\"x", "','level':'x" },
	{ "bad\xff\xfe", "bad??" },
	{ "half\xc3", "half?" },
};

START_TEST(a_word_can_neither_end_the_line_nor_the_string)
{
	log_event(LOG_INFO, "e", LOG_WORD("w", str_of(words[_i].word)));
	str shown = json_member(line(), STR("w"));
	ck_assert_msg(str_is(shown, words[_i].shown), "%.*s", STR_ARG(shown));
}
END_TEST

START_TEST(a_long_word_is_cut_between_characters)
{
	for (size_t pad = 250; pad < 258; pad++) {
		char text[600];
		memset(text, 'x', pad);
		memcpy(text + pad, "😀😀", 8);
		log_event(LOG_INFO, "e", LOG_WORD("w", ((str){ text, pad + 8 })), LOG_INT("after", 1));
		const struct json_node *e = line();
		str w = json_member(e, STR("w"));
		ck_assert(w.n <= 256 && w.n > 252 && str_utf8(w));
		ck_assert_int_eq(json_int(json_get(e, STR("after")), 0), 1);
	}
}
END_TEST

START_TEST(a_field_that_does_not_fit_is_left_out_whole)
{
	char text[256];
	memset(text, 'x', sizeof(text));
	const str w = { text, sizeof(text) };
	for (size_t cut = 0; cut < 256; cut += 5) {
		log_event(LOG_INFO, "e", LOG_WORD("a", w), LOG_WORD("b", w), LOG_WORD("c", w), LOG_WORD("d", w), LOG_WORD("f", w),
		          LOG_WORD("g", w), LOG_WORD("h", ((str){ text, cut })), LOG_WORD("i", w), LOG_WORD("j", w), LOG_INT("k", 1));
		const struct json_node *e = line();
		ck_assert_uint_eq(json_member(e, STR("g")).n, 256);
		str i = json_member(e, STR("i"));
		ck_assert(!i.p || i.n == 256);
		ck_assert_ptr_null(json_get(e, STR("j")));
	}
}
END_TEST

START_TEST(below_the_threshold_there_is_silence)
{
	static const char *const names[] = { "debug", "info", "warning", "error" };
	for (unsigned threshold = LOG_DEBUG; threshold <= LOG_ERROR; threshold++)
		for (unsigned level = LOG_DEBUG; level <= LOG_ERROR; level++) {
			log_threshold_word(str_of(names[threshold]));
			log_plain((enum log_level)level, "e");
			if (level < threshold)
				ck_assert_ptr_null(next().p);
			else
				ck_assert(str_is(json_member(line(), STR("level")), names[level]));
		}
}
END_TEST

START_TEST(a_threshold_that_is_no_word_ends_the_start)
{
	log_threshold_word(STR("Info"));
}
END_TEST

START_TEST(logging_leaves_errno_alone)
{
	close(STDERR_FILENO);
	errno = EAGAIN;
	log_plain(LOG_ERROR, "nobody hears it");
	ck_assert_int_eq(errno, EAGAIN);
}
END_TEST

Suite *base_log_suite(void)
{
	Suite *suite = suite_create("base/log");
	TCase *t = tcase_create("log");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, an_event_bears_time_level_service_process_and_its_fields);
	tcase_add_test(t, fields_are_numbers_and_words_of_ours_and_nothing_else);
	tcase_add_test(t, the_request_is_named_while_it_is_served);
	tcase_add_loop_test(t, a_word_can_neither_end_the_line_nor_the_string, 0, sizeof(words) / sizeof(words[0]));
	tcase_add_test(t, a_long_word_is_cut_between_characters);
	tcase_add_test(t, a_field_that_does_not_fit_is_left_out_whole);
	tcase_add_test(t, below_the_threshold_there_is_silence);
	tcase_add_exit_test(t, a_threshold_that_is_no_word_ends_the_start, EX_CONFIG);
	tcase_add_test(t, logging_leaves_errno_alone);
	suite_add_tcase(suite, t);
	return suite;
}
