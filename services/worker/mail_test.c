/* mail_test.c -- a message on the wire: whole headers whatever the texts hold, and nothing on it but what it was given. */
#include <string.h>

#include <check.h>

#include "worker/mail.h"

Suite *worker_mail_suite(void);

static struct arena *arena;
static struct mail mail;

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
	mail = (struct mail){ .from = STR("no-reply@example.se"),
		              .to = STR("anna@example.com"),
		              .from_name = STR("Exempelköping"),
		              .subject = STR("Något har hänt"),
		              .text = STR("Rad ett.\nRad två.\n"),
		              .id = STR("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
		              .domain = STR("example.se"),
		              .now_ms = 1795450310123 };
}

static void teardown(void)
{
	arena_free(arena);
}

static int value_of(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* RFC 2045 base64, line breaks ignored. */
static str decoded(str text)
{
	char *out = arena_alloc(arena, text.n + 1);
	size_t n = 0;
	unsigned bits = 0, have = 0;
	for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
		if (text.p[i] == '\r' || text.p[i] == '\n')
			continue;
		ck_assert_msg(value_of(text.p[i]) >= 0, "byte %d", text.p[i]);
		bits = bits << 6 | (unsigned)value_of(text.p[i]);
		have += 6;
		if (have >= 8)
			out[n++] = (char)(bits >> (have -= 8) & 0xff);
	}
	return (str){ out, n };
}

/* The value of a header, unfolded; there must be exactly one. */
static str header(str message, const char *name)
{
	const char *end = strstr(message.p, "\r\n\r\n");
	str found = STR_NONE, start = arena_join(arena, STR("\r\n"), str_of(name), STR(":"));
	str all = arena_join(arena, STR("\r\n"), str_sub(message, 0, (size_t)(end - message.p) + 2), STR(""));
	for (size_t i = 0; i < all.n; i++) {
		if (!str_starts(str_sub(all, i, all.n), start))
			continue;
		ck_assert_msg(!found.p, "%s stands there twice", name);
		size_t from = i + start.n, to = from;
		while (!str_starts(str_sub(all, to, all.n), STR("\r\n")) || all.p[to + 2] == ' ')
			to++;
		found = str_sub(all, from, to - from);
	}
	ck_assert_msg(found.p, "no %s", name);
	return found;
}

/* Encoded words of RFC 2047, joined. */
static str words(str value)
{
	str out = STR("");
	for (const char *at = value.p; (at = strstr(at, "=?utf-8?B?")) && at < value.p + value.n; at++) {
		const char *from = at + 10, *to = strstr(from, "?=");
		ck_assert_int_le(to + 2 - at, 75);
		str word = decoded((str){ from, (size_t)(to - from) });
		ck_assert_msg(str_utf8(word), "half a character");
		out = arena_join(arena, out, word, STR(""));
	}
	return out;
}

static str body(str message)
{
	const char *end = strstr(message.p, "\r\n\r\n");
	ck_assert_ptr_nonnull(end);
	return decoded(str_of(end + 4));
}

/* What RFC 5322 demands of every message: ASCII, CR LF alone, lines of at most 78, headers that are names and folds. */
static str written(void)
{
	str message = mail_write(arena, &mail), line, rest = message;
	ck_assert(str_ends(message, STR("\r\n")));
	bool in_headers = true;
	while (rest.n) {
		ck_assert(str_cut(rest, '\n', &line, &rest));
		ck_assert(line.n >= 1 && line.p[line.n - 1] == '\r');
		line.n--;
		ck_assert_uint_le(line.n, 78);
		for (size_t i = 0; i < line.n; i++)
			ck_assert_msg(line.p[i] >= ' ' && line.p[i] <= '~', "%.*s", STR_ARG(line));
		in_headers &= line.n > 0;
		if (in_headers && line.p[0] != ' ')
			ck_assert_msg(str_find(line, ':') != SIZE_MAX, "%.*s", STR_ARG(line));
	}
	return message;
}

START_TEST(a_message_says_what_it_was_given)
{
	str m = written();
	ck_assert(str_is(words(header(m, "From")), "Exempelköping") && str_ends(header(m, "From"), STR("<no-reply@example.se>")));
	ck_assert(str_is(header(m, "To"), " <anna@example.com>"));
	ck_assert(str_is(words(header(m, "Subject")), "Något har hänt"));
	ck_assert(str_is(header(m, "Date"), " Mon, 23 Nov 2026 16:11:50 +0000"));
	ck_assert(str_is(header(m, "Message-ID"), " <017f22e2-79b0-7cc3-98c4-dc0c0c07398f@example.se>"));
	ck_assert(str_is(header(m, "Content-Type"), " text/plain; charset=utf-8"));
	ck_assert(str_is(header(m, "Content-Transfer-Encoding"), " base64"));
	ck_assert(str_is(header(m, "Auto-Submitted"), " auto-generated"));
	ck_assert(str_is(body(m), "Rad ett.\r\nRad två.\r\n"));
}
END_TEST

START_TEST(nothing_stands_in_it_besides)
{
	/* Nine headers: one more could be a place for what a postcard must not say. */
	str m = written(), line, rest = str_sub(m, 0, (size_t)(strstr(m.p, "\r\n\r\n") - m.p));
	size_t names = 0;
	while (rest.n) {
		str_cut(rest, '\n', &line, &rest);
		names += line.p[0] != ' ';
	}
	ck_assert_uint_eq(names, 9);
	ck_assert(str_is(header(m, "MIME-Version"), " 1.0"));
}
END_TEST

START_TEST(the_same_message_is_written_the_same_twice)
{
	str first = written();
	ck_assert(str_eq(written(), first));
}
END_TEST

static const char *const injections[] = {
	"x\r\nBcc: eve@example.com", "x\nBcc: eve@example.com", "x\rBcc: eve@example.com", "\r\n\r\nHello", "\r\n.\r\nMAIL FROM:<eve@example.com>",
	"x?=\r\nBcc: eve@example.com", "<eve@example.com>", "\",<eve@example.com>", "=?utf-8?B?QQ==?=", "\xc3\xa5\xe2\x80\xa8x",
};

START_TEST(no_text_can_begin_a_header)
{
	mail.subject = mail.from_name = mail.text = str_of(injections[_i]);
	str m = written();
	ck_assert(str_is(words(header(m, "Subject")), injections[_i]));
	ck_assert(str_is(words(header(m, "From")), injections[_i]));
	ck_assert_ptr_null(strstr(m.p, "eve"));
	ck_assert_ptr_null(strstr(m.p, "Bcc"));
}
END_TEST

START_TEST(words_are_cut_between_characters)
{
	for (size_t pad = 0; pad < 50; pad++) {
		str subject = str_sub(STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), 0, pad);
		mail.subject = arena_join(arena, subject, STR("åäö€😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"), STR("slut"));
		ck_assert(str_eq(words(header(written(), "Subject")), mail.subject));
	}
}
END_TEST

START_TEST(the_text_comes_whole_at_any_length)
{
	char text[1000];
	memset(text, 'x', sizeof(text));
	for (size_t n = 0; n < 200; n++) {
		mail.text = (str){ text, n };
		ck_assert_uint_eq(body(written()).n, n ? n + 2 : 0);
	}
	mail.text = STR("a\n\n.\nb");
	ck_assert(str_is(body(written()), "a\r\n\r\n.\r\nb\r\n"));
}
END_TEST

START_TEST(the_day_of_the_week_is_right)
{
	static const struct {
		int64_t ms;
		const char *date;
	} days[] = { { 0, " Thu, 01 Jan 1970 00:00:00 +0000" }, { 951825599000, " Tue, 29 Feb 2000 11:59:59 +0000" },
		     { 1798761599999, " Thu, 31 Dec 2026 23:59:59 +0000" } };
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		mail.now_ms = days[i].ms;
		ck_assert(str_is(header(written(), "Date"), days[i].date));
	}
}
END_TEST

START_TEST(an_address_is_one_plain_address)
{
	static const char *const good[] = { "a@b", "anna@example.com", "a.b+c@x-y.example.se", "!#$%&'*+-/=?^_`{|}~@b.se", "1@2.se" };
	static const char *const bad[] = { "", "a", "@", "a@", "@b.se", "a@b@c.se", ".a@b.se", "a.@b.se", "a..b@c.se", "a@.b.se", "a@b..se", "a@b.se.",
		                           "a b@c.se", "a@b.se ", " a@b.se", "a@b.se\r\nBcc: x@y.se", "a@b.se\n", "a\t@b.se", "a@b.se,c@d.se", "<a@b.se>",
		                           "\"a\"@b.se", "a(b)@c.se", "a@[127.0.0.1]", "a:b@c.se", "a;b@c.se", "a\\b@c.se", "å@b.se", "a@å.se", "a@b_c.se", "a@-b.se",
		                           "a@b-.se", "a@b.-se" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(mail_address(str_of(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!mail_address(str_of(bad[i])), "%s", bad[i]);
	ck_assert(!mail_address(STR_NONE) && !mail_address((str){ "a\0@b.se", 7 }));
}
END_TEST

START_TEST(a_subject_that_is_no_text_still_ends)
{
	char bytes[200];
	memset(bytes, 0x80, sizeof(bytes));
	struct mail odd = { .from = STR("a@b.se"), .to = STR("c@d.se"), .subject = { bytes, sizeof(bytes) }, .text = STR("x\n"),
		             .id = STR("0"), .domain = STR("b.se") };
	ck_assert(str_ends(mail_write(arena, &odd), STR("\r\n")));
}
END_TEST

START_TEST(an_address_has_limits)
{
	char text[300];
	memset(text, 'a', sizeof(text));
	text[64] = '@';
	ck_assert(mail_address((str){ text, 64 + 1 + 63 })); /* local part 64, label 63 */
	ck_assert(!mail_address((str){ text, 64 + 1 + 64 }));
	for (size_t i = 128; i < sizeof(text); i += 50)
		text[i] = '.';
	ck_assert(mail_address((str){ text, 254 }) && !mail_address((str){ text, 255 }));
	memset(text, 'a', sizeof(text));
	text[65] = '@';
	ck_assert(!mail_address((str){ text, 70 }));
}
END_TEST

Suite *worker_mail_suite(void)
{
	Suite *suite = suite_create("worker/mail");
	TCase *t = tcase_create("mail");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_message_says_what_it_was_given);
	tcase_add_test(t, nothing_stands_in_it_besides);
	tcase_add_test(t, the_same_message_is_written_the_same_twice);
	tcase_add_loop_test(t, no_text_can_begin_a_header, 0, sizeof(injections) / sizeof(injections[0]));
	tcase_add_test(t, words_are_cut_between_characters);
	tcase_add_test(t, the_text_comes_whole_at_any_length);
	tcase_add_test(t, the_day_of_the_week_is_right);
	tcase_add_test(t, an_address_is_one_plain_address);
	tcase_add_test(t, a_subject_that_is_no_text_still_ends);
	tcase_add_test(t, an_address_has_limits);
	suite_add_tcase(suite, t);
	return suite;
}
