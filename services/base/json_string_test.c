/* json_string_test.c -- strings are read eight bytes at a time; that must not show, whatever stands wherever. */
#include <string.h>

#include <check.h>

#include "base/json.h"

Suite *base_json_string_suite(void);

static struct arena *arena;
static struct json_error error;

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	error = (struct json_error){ NULL, 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

/* Of an exact copy, so that a sanitizer sees a read beyond the end. */
static const struct json_node *read_exactly(str text, const struct json_limits *limits)
{
	char *copy = arena_alloc(arena, text.n);
	memcpy(copy, text.p, text.n);
	return json_parse(arena, (str){ copy, text.n }, limits, &error);
}

/* Bytes of the UTF-8 sequence at p by the definition of RFC 3629: the code point is put together and looked at. */
static size_t sequence(const unsigned char *p, size_t left)
{
	static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf8 ? 4 : 0;
	if (n == 0 || n > left)
		return 0;
	unsigned long c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fu);
	}
	return c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0 : n;
}

/* Is the whole text one string? Byte by byte; of escapes it knows those that the texts below can hold. */
static bool reference(str text, char *value, size_t *n, size_t *chars)
{
	const unsigned char *p = (const unsigned char *)text.p;
	*n = *chars = 0;
	for (size_t i = 1; i < text.n; ++*chars) {
		if (p[i] == '"')
			return i + 1 == text.n;
		if (p[i] < 0x20)
			return false;
		if (p[i] == '\\') {
			if (i + 1 == text.n || (p[i + 1] != 'n' && p[i + 1] != '"' && p[i + 1] != '\\'))
				return false;
			value[(*n)++] = p[i + 1] == 'n' ? '\n' : (char)p[i + 1];
			i += 2;
			continue;
		}
		size_t bytes = sequence(p + i, text.n - i);
		if (bytes == 0)
			return false;
		memcpy(value + *n, p + i, bytes);
		*n += bytes;
		i += bytes;
	}
	return false;
}

static void same_as_reference(str text)
{
	char value[128];
	size_t n, chars;
	bool good = reference(text, value, &n, &chars);
	const struct json_node *node = read_exactly(text, &json_limits_answers);
	ck_assert_msg((node != NULL) == good, "%.*s", STR_ARG(text));
	if (!good) {
		ck_assert(error.reason && error.offset <= text.n);
		return;
	}
	ck_assert_msg(str_eq(json_str(node), (str){ value, n }), "%.*s", STR_ARG(text));
	ck_assert_uint_eq(node->chars, chars);
}

static const str specials[] = {
	{ "\"", 1 },       { "\\", 1 },       { "\0", 1 },           { "\x01", 1 },         { "\n", 1 },           { "\x1f", 1 },
	{ " ", 1 },        { "!", 1 },        { "#", 1 },            { "[", 1 },            { "]", 1 },            { "\x7f", 1 },
	{ "\x80", 1 },     { "\xa2", 1 },     { "\xdc", 1 },         { "\xff", 1 },         { "\xc3", 1 },         { "å", 2 },
	{ "\xc1\xbf", 2 }, { "\xc3\"", 2 },   { "€", 3 },            { "\xe2\x82", 2 },     { "\xed\xa0\x80", 3 }, { "\xe0\x9f\xbf", 3 },
	{ "😀", 4 },       { "\xf0\x9f", 2 }, { "\xf0\x8f\xbf\xbf", 4 }, { "\xf4\x90\x80\x80", 4 }, { "\\\\", 2 },         { "\\\"", 2 },
};

START_TEST(a_byte_means_the_same_at_every_place_of_every_length)
{
	/* 'n' is what a backslash may stand before. */
	for (size_t length = 0; length <= 40; length++) {
		for (size_t at = 0; at <= length; at++) {
			char text[64];
			memset(text, 'n', sizeof(text));
			text[0] = '"';
			memcpy(text + 1 + at, specials[_i].p, specials[_i].n);
			size_t rest = 1 + at + specials[_i].n, n = rest + length - at;
			memset(text + rest, 'n', length - at);
			text[n++] = '"';
			same_as_reference((str){ text, n });
			same_as_reference((str){ text, n - 1 });
		}
		arena_reset(arena);
	}
}
END_TEST

START_TEST(two_special_bytes_do_not_hide_each_other)
{
	for (size_t other = 0; other < sizeof(specials) / sizeof(specials[0]); other++) {
		for (size_t at = 0; at < 9; at++) {
			for (size_t gap = 0; gap < 9; gap++) {
				char text[64] = "\"";
				size_t n = 1;
				memset(text + n, 'n', at + gap + 30);
				n += at;
				memcpy(text + n, specials[_i].p, specials[_i].n);
				n += specials[_i].n + gap;
				memcpy(text + n, specials[other].p, specials[other].n);
				n += specials[other].n + 3;
				text[n++] = '"';
				same_as_reference((str){ text, n });
			}
		}
		arena_reset(arena);
	}
}
END_TEST

static const struct {
	const char *text;
	uint32_t chars;
} mixed[] = {
	{ "\"Åsa Öberg-Lindström\"", 19 },
	{ "\"aå€😀\"", 4 },
	{ "\"😀€åa😀€åa😀€åa\"", 12 },
	{ "\"e\xcc\x81\"", 2 },
	{ "\"\\u00e5å\\\\€\\ud83d\\ude00😀\\n\"", 7 },
	{ "\"rad ett\\nrad två\\n\\\"citat\\\"\"", 23 },
};

START_TEST(characters_are_counted_whatever_their_bytes_and_however_written)
{
	const struct json_node *node = read_exactly(str_of(mixed[_i].text), &json_limits_answers);
	ck_assert_ptr_nonnull(node);
	ck_assert_uint_eq(node->chars, mixed[_i].chars);
	ck_assert_uint_eq(node->chars, str_chars(json_str(node)));
}
END_TEST

START_TEST(decoded_strings_stand_apart_and_plain_ones_in_the_text)
{
	const str text = STR("[\"a\\n\",\"plain\",\"\\u00e5\\\\\",{\"k\\t\":\"\\\"\"},\"\"]");
	const struct json_node *root = json_parse(arena, text, &json_limits_answers, &error);
	ck_assert(str_is(json_str(json_at(root, 0)), "a\n") && str_is(json_str(json_at(root, 2)), "å\\"));
	ck_assert(str_is(json_member(json_at(root, 3), STR("k\t")), "\""));
	ck_assert_ptr_eq(json_at(root, 1)->p, text.p + 8);
	for (size_t i = 0; i < 3; i += 2)
		ck_assert(json_at(root, i)->p < text.p || json_at(root, i)->p >= text.p + text.n);
}
END_TEST

/* Whatever is met first: the end, the length, the bytes, then escapes. */
static const struct {
	const char *text, *reason;
	size_t offset;
} wrong_twice[] = {
	{ "\"\\x\x01\"", "control character in a string", 3 },
	{ "\"\xff\x01\"", "control character in a string", 2 },
	{ "\"\\x \xff", "string without an end", 0 },
	{ "\"\\x1234567890\"", "string too long", 0 },
	{ "\"\xff""1234567890\"", "string too long", 0 },
	{ "\"\\x\xff\"", "invalid UTF-8", 0 },
	{ "\"\\ud800\xff\"", "invalid UTF-8", 0 },
	{ "\"\\\xc3\xa5\"", "broken escape", 1 },
	{ "\"å\\q\\x\"", "broken escape", 3 },
	{ "\"\\ud800\"", "lone surrogate", 1 },
};

START_TEST(of_two_faults_the_same_one_is_told)
{
	struct json_limits limits = json_limits_answers;
	limits.string_bytes = 10;
	ck_assert_ptr_null(read_exactly(str_of(wrong_twice[_i].text), &limits));
	ck_assert_str_eq(error.reason, wrong_twice[_i].reason);
	ck_assert_uint_eq(error.offset, wrong_twice[_i].offset);
}
END_TEST

START_TEST(the_limit_of_strings_counts_the_bytes_of_the_text)
{
	struct json_limits limits = json_limits_answers;
	limits.string_bytes = 6;
	ck_assert_ptr_nonnull(read_exactly(STR("\"\\u00e5\""), &limits));
	ck_assert_ptr_null(read_exactly(STR("\"\\u00e5a\""), &limits));
	ck_assert_ptr_nonnull(read_exactly(STR("\"ååå\""), &limits));
	ck_assert_ptr_null(read_exactly(STR("\"åååa\""), &limits));
}
END_TEST

START_TEST(nul_is_let_through_only_when_asked_and_only_as_an_escape)
{
	const str text = STR("{\"k\\u0000\":\"A\\u0000B\"}"), raw = STR("\"A\0B\"");
	ck_assert_ptr_null(read_exactly(text, &json_limits_answers));
	ck_assert_str_eq(error.reason, "U+0000");
	ck_assert_ptr_null(read_exactly(text, &json_limits_document));
	const struct json_node *root = read_exactly(text, &json_limits_suite), *value = json_get(root, STR("k\0"));
	ck_assert(str_eq(json_str(value), STR("A\0B")));
	ck_assert_uint_eq(value->chars, 3);
	ck_assert_ptr_null(read_exactly(raw, &json_limits_suite));
	ck_assert_str_eq(error.reason, "U+0000");
	ck_assert_ptr_null(read_exactly(STR("\"\\\0\""), &json_limits_suite));
	ck_assert(!json_limits_answers.nul && !json_limits_document.nul);
	struct json_limits same = json_limits_suite;
	same.nul = false;
	ck_assert(same.bytes == json_limits_document.bytes && same.depth == json_limits_document.depth &&
	          same.nodes == json_limits_document.nodes && same.members == json_limits_document.members &&
	          same.string_bytes == json_limits_document.string_bytes && same.number_bytes == json_limits_document.number_bytes);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_json_string_suite(void)
{
	Suite *suite = suite_create("base/json_string");
	TCase *t = tcase_create("json_string");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_byte_means_the_same_at_every_place_of_every_length, 0, COUNT(specials));
	tcase_add_loop_test(t, two_special_bytes_do_not_hide_each_other, 0, COUNT(specials));
	tcase_add_loop_test(t, characters_are_counted_whatever_their_bytes_and_however_written, 0, COUNT(mixed));
	tcase_add_test(t, decoded_strings_stand_apart_and_plain_ones_in_the_text);
	tcase_add_loop_test(t, of_two_faults_the_same_one_is_told, 0, COUNT(wrong_twice));
	tcase_add_test(t, the_limit_of_strings_counts_the_bytes_of_the_text);
	tcase_add_test(t, nul_is_let_through_only_when_asked_and_only_as_an_escape);
	suite_add_tcase(suite, t);
	return suite;
}
