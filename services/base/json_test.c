/* json_test.c -- the strict reader: what is accepted, what is refused and where, and limits that hold from birth. */
#include <string.h>

#include <check.h>

#include "base/json.h"

Suite *base_json_suite(void);

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

static const struct json_node *read_json(const char *text)
{
	return json_parse(arena, str_of(text), &json_limits_answers, &error);
}

/* Walks the whole tape by span alone: what the header says of its shape. */
static const struct json_node *sane(const struct json_node *node)
{
	const struct json_node *end = node + node->span;
	size_t children = 0;
	for (const struct json_node *at = node + 1; at < end;) {
		if (node->type == JSON_OBJECT) {
			ck_assert_uint_eq(at->type, JSON_STRING);
			ck_assert_uint_eq(at->span, 1);
			ck_assert_uint_eq(at->hash, json_hash((str){ at->p, at->n }));
			at++;
		}
		at = sane(at);
		children++;
	}
	ck_assert_uint_eq(children, json_count(node));
	if (node->type == JSON_STRING) {
		ck_assert_uint_eq(node->hash, 0);
		ck_assert_uint_eq(node->chars, str_chars((str){ node->p, node->n }));
	}
	return end;
}

static const struct {
	const char *text;
	enum json_type type;
	uint32_t span, count;
} values[] = {
	{ "null", JSON_NULL, 1, 0 },
	{ " true ", JSON_TRUE, 1, 0 },
	{ "\t\r\nfalse\n", JSON_FALSE, 1, 0 },
	{ "-0", JSON_NUMBER, 1, 0 },
	{ "1.5e-3", JSON_NUMBER, 1, 0 },
	{ "\"\"", JSON_STRING, 1, 0 },
	{ "[]", JSON_ARRAY, 1, 0 },
	{ "[ ]", JSON_ARRAY, 1, 0 },
	{ "[1 , [2], {}]", JSON_ARRAY, 5, 3 },
	{ "{ }", JSON_OBJECT, 1, 0 },
	{ "{\"a\" : 1,\"b\":{\"c\":[1,2]}}", JSON_OBJECT, 9, 2 },
};

START_TEST(every_kind_of_value_is_read)
{
	const struct json_node *node = read_json(values[_i].text);
	ck_assert_ptr_nonnull(node);
	ck_assert_uint_eq(node->type, values[_i].type);
	ck_assert_uint_eq(node->span, values[_i].span);
	ck_assert_uint_eq(json_count(node), values[_i].count);
	sane(node);
}
END_TEST

static const struct {
	const char *text, *value;
	uint32_t chars;
} strings[] = {
	{ "\"abc\"", "abc", 3 },
	{ "\"å€😀\"", "å€😀", 3 },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8 },
	{ "\"\\u00e5\\u20AC\\ud83d\\uDE00\"", "å€😀", 3 },
	{ "\"\\u0001\\u007f\"", "\x01\x7f", 2 },
	{ "\"\\uffff\\ue000\"", "\xef\xbf\xbf\xee\x80\x80", 2 },
	{ "\"\\udbff\\udfff\"", "\xf4\x8f\xbf\xbf", 1 },
	{ "\"\x7f\"", "\x7f", 1 },
};

START_TEST(strings_are_decoded)
{
	const struct json_node *node = read_json(strings[_i].text);
	ck_assert(str_is(json_str(node), strings[_i].value));
	ck_assert_uint_eq(node->chars, strings[_i].chars);
	sane(node);
}
END_TEST

START_TEST(numbers_keep_their_text_and_know_whether_they_are_whole)
{
	static const struct {
		const char *text;
		bool integer;
	} numbers[] = { { "0", true }, { "-0", true }, { "12345678901234567890123", true }, { "1.0", false }, { "1e2", false },
		        { "1E+2", false }, { "-1.50", false } };
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct json_node *node = read_json(numbers[i].text);
		ck_assert(node && str_is((str){ node->p, node->n }, numbers[i].text));
		ck_assert_int_eq(node->integer, numbers[i].integer);
	}
}
END_TEST

static const struct {
	const char *text;
	bool small;
	int64_t number;
} numbers[] = {
	{ "0", true, 0 },
	{ "-0", true, 0 },
	{ "5", true, 5 },
	{ "-17", true, -17 },
	{ "2147483648", true, 2147483648 },
	{ "99999999999999999", true, 99999999999999999 },
	{ "999999999999999999", true, 999999999999999999 },
	{ "-999999999999999999", true, -999999999999999999 },
	{ "100000000000000000", true, 100000000000000000 },
	{ "1000000000000000000", false, 0 },
	{ "-1000000000000000000", false, 0 },
	{ "9223372036854775808", false, 0 },
	{ "99999999999999999999999999", false, 0 },
	{ "1.0", false, 0 },
	{ "1e2", false, 0 },
	{ "-0.0", false, 0 },
};

START_TEST(an_integer_of_18_digits_has_its_value_and_no_other)
{
	const struct json_node *node = read_json(numbers[_i].text);
	ck_assert_int_eq(node->small, numbers[_i].small);
	ck_assert_int_eq(node->number, numbers[_i].number);
	/* Where the text goes on, too. */
	node = json_at(read_json(arena_printf(arena, "[%s,\n\"12345678\"]", numbers[_i].text).p), 0);
	ck_assert_int_eq(node->small, numbers[_i].small);
	ck_assert_int_eq(node->number, numbers[_i].number);
	ck_assert_uint_eq(json_count(node), 0);
}
END_TEST

START_TEST(a_node_takes_half_a_line_of_the_cache)
{
	ck_assert_uint_eq(sizeof(struct json_node), 32);
}
END_TEST

static const struct {
	const char *text, *reason;
	size_t offset;
} refused[] = {
	{ "", "the text is empty", 0 },
	{ "  ", "the text ends too early", 2 },
	{ "nul", "unexpected text", 0 },
	{ "nullx", "more after the end", 4 },
	{ "1 2", "more after the end", 2 },
	{ "{} []", "more after the end", 3 },
	{ "\xef\xbb\xbf{}", "unexpected text", 0 }, /* byte order mark */
	{ "NaN", "unexpected text", 0 },
	{ "+1", "unexpected text", 0 },
	{ ".5", "unexpected text", 0 },
	{ "'a'", "unexpected text", 0 },
	{ "\f1", "unexpected text", 0 },
	{ "// x\n1", "unexpected text", 0 },
	{ "-", "broken number", 0 },
	{ "[01]", "broken number", 1 },
	{ "-01", "broken number", 0 },
	{ "1.", "broken number", 0 },
	{ "1.e5", "broken number", 0 },
	{ "1e", "broken number", 0 },
	{ "1e+", "broken number", 0 },
	{ "1e5.5", "more after the end", 3 },
	{ "[-]", "broken number", 1 },
	{ "[-a]", "broken number", 1 },
	{ "0x10", "more after the end", 1 },
	{ "[1,]", "unexpected text", 3 },
	{ "[,1]", "unexpected text", 1 },
	{ "[1 2]", "a comma or an end is missing", 3 },
	{ "[1", "the text ends too early", 2 },
	{ "[1}", "a comma or an end is missing", 2 },
	{ "{\"a\":1,}", "a member name is missing", 7 },
	{ "{a:1}", "a member name is missing", 1 },
	{ "{1:1}", "a member name is missing", 1 },
	{ "{\"a\" 1}", "a colon is missing", 5 },
	{ "{\"a\":}", "unexpected text", 5 },
	{ "{\"a\":1", "the text ends too early", 6 },
	{ "\"abc", "string without an end", 0 },
	{ "\"abc\\\"", "string without an end", 0 },
	{ "\"a\tb\"", "control character in a string", 2 },
	{ "\"a\\xb\"", "broken escape", 2 },
	{ "\"\\u12g4\"", "broken escape", 3 },
	{ "\"\\u123\"", "broken escape", 3 },
	{ "\"\\\n\"", "broken escape", 1 },
	{ "\"x\\u0000\"", "U+0000", 2 },
	{ "{\"\\u0000\":1}", "U+0000", 2 },
	{ "\"\\ud800\"", "lone surrogate", 1 },
	{ "\"\\ud800x\"", "lone surrogate", 1 },
	{ "\"\\ud800\\n\"", "lone surrogate", 1 },
	{ "\"\\ud800\\ud800\"", "lone surrogate", 1 },
	{ "\"\\udc00\"", "lone surrogate", 1 },
	{ "[\"\xff\"]", "invalid UTF-8", 1 },
	{ "\"\xc0\xaf\"", "invalid UTF-8", 0 },
	{ "\"\xed\xa0\x80\"", "invalid UTF-8", 0 },
	{ "{\"a\":1,\"a\":2}", "duplicate member", 7 },
	{ "{\"a\":1,\"\\u0061\":2}", "duplicate member", 7 },
	{ "{\"\":1,\"b\":2,\"\":3}", "duplicate member", 12 },
	{ "[{\"x\":{\"a\":1,\"a\":1}}]", "duplicate member", 13 },
};

START_TEST(what_is_not_json_is_refused_with_reason_and_place)
{
	ck_assert_msg(!read_json(refused[_i].text), "%s", refused[_i].text);
	ck_assert_str_eq(error.reason, refused[_i].reason);
	ck_assert_uint_eq(error.offset, refused[_i].offset);
	/* Nobody has to ask why. */
	ck_assert_ptr_null(json_parse(arena, str_of(refused[_i].text), &json_limits_answers, NULL));
}
END_TEST

START_TEST(a_nul_byte_is_refused_wherever_it_stands)
{
	static const str texts[] = { { "\0", 1 }, { "1\0", 2 }, { "[1\0]", 4 }, { "\"a\0b\"", 5 }, { "\"\\\0\"", 4 }, { "{}\0", 3 } };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(!json_parse(arena, texts[i], &json_limits_answers, &error), "%zu", i);
}
END_TEST

START_TEST(a_text_is_refused_at_every_place_it_can_be_cut)
{
	const str whole = STR("{\"a\":[1.5e-3,true,null,\"x\\u00e5\\ud83d\\ude00\"],\"b\":{\"c\":false}}");
	ck_assert_ptr_nonnull(json_parse(arena, whole, &json_limits_answers, &error));
	for (size_t n = 0; n < whole.n; n++) {
		/* An exact copy, so that a sanitizer sees a read beyond it. */
		char *cut = arena_alloc(arena, n ? n : 1);
		memcpy(cut, whole.p, n);
		ck_assert_msg(!json_parse(arena, (str){ cut, n }, &json_limits_answers, &error), "%zu", n);
		ck_assert_uint_le(error.offset, n);
	}
}
END_TEST

START_TEST(duplicates_are_found_among_many_members)
{
	for (size_t members = 2; members <= 600; members += 13) {
		for (int twin = 0; twin < 2; twin++) {
			char text[16384];
			size_t n = 0;
			text[n++] = '{';
			for (size_t i = 0; i < members; i++)
				n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\"m%zu\":%zu", i ? "," : "",
				                      twin && i + 1 == members ? members / 2 - 1 : i, i);
			text[n++] = '}';
			const struct json_node *node = json_parse(arena, (str){ text, n }, &json_limits_answers, &error);
			ck_assert_msg((node == NULL) == (twin == 1), "%zu members", members);
			if (twin)
				ck_assert_str_eq(error.reason, "duplicate member");
			else
				ck_assert_ptr_eq(sane(node), node + 1 + 2 * members);
		}
		arena_reset(arena);
	}
}
END_TEST

static const struct json_limits tight = { .bytes = 60, .depth = 3, .nodes = 10, .members = 4, .string_bytes = 5, .number_bytes = 6 };

static const struct {
	const char *within, *beyond, *reason;
} limits[] = {
	{ "[1,2,3,4,5,6,7,8,9]", "[1,2,3,4,5,6,7,8,9,0]", "too many values" },
	{ "[[[]]]", "[[[[]]]]", "too deep" },
	{ "[{\"a\":[]}]", "[{\"a\":[[]]}]", "too deep" },
	{ "{\"a\":{\"b\":1},\"c\":1,\"d\":1}", "{\"a\":{\"b\":1},\"c\":1,\"d\":1,\"e\":1}", "too many members" },
	{ "\"12345\"", "\"123456\"", "string too long" },
	{ "{\"12345\":1}", "{\"123456\":1}", "string too long" },
	{ "-12.34", "-12.345", "number too long" },
	{ "[                                                         1]", "[                                                          1]",
	  "text too long" },
};

START_TEST(every_limit_can_be_reached_and_not_passed)
{
	ck_assert_ptr_nonnull(json_parse(arena, str_of(limits[_i].within), &tight, &error));
	ck_assert_msg(!json_parse(arena, str_of(limits[_i].beyond), &tight, &error), "%s", limits[_i].beyond);
	ck_assert_str_eq(error.reason, limits[_i].reason);
}
END_TEST

START_TEST(hostile_depth_ends_at_the_limit)
{
	static char text[200000];
	memset(text, '[', sizeof(text));
	ck_assert_ptr_null(json_parse(arena, (str){ text, sizeof(text) }, &json_limits_answers, &error));
	ck_assert_str_eq(error.reason, "too deep");
	ck_assert_uint_eq(error.offset, 64);
}
END_TEST

START_TEST(the_largest_answers_fit_a_few_megabytes)
{
	static char text[256 << 10];
	size_t n = 0;
	text[n++] = '[';
	while (n < 32764) {
		text[n++] = '1';
		text[n++] = ',';
	}
	text[n++] = '1';
	text[n++] = ']';
	memset(text + n, ' ', sizeof(text) - n);
	const struct json_node *node = json_parse(arena, (str){ text, sizeof(text) }, &json_limits_answers, &error);
	ck_assert_ptr_nonnull(node);
	ck_assert_uint_eq(node->span, json_limits_answers.nodes);
	ck_assert_uint_lt(arena_used(arena), 4u << 20);
}
END_TEST

START_TEST(a_position_counts_lines_and_characters_from_one)
{
	const str text = STR("{\n  \"å€\": x\n}");
	unsigned line, column;
	json_position(text, 0, &line, &column);
	ck_assert(line == 1 && column == 1);
	json_position(text, 1, &line, &column);
	ck_assert(line == 1 && column == 2);
	json_position(text, 2, &line, &column);
	ck_assert(line == 2 && column == 1);
	ck_assert_ptr_null(json_parse(arena, text, &json_limits_answers, &error));
	json_position(text, error.offset, &line, &column);
	ck_assert(line == 2 && column == 9);
	json_position(text, 9999, &line, &column);
	ck_assert(line == 3 && column == 2);
}
END_TEST

START_TEST(equal_names_have_equal_hashes_however_they_were_written)
{
	struct json_iter it = json_begin(read_json("[{\"a/b\":1},{\"a\\/\\u0062\":1}]"));
	ck_assert(json_next(&it));
	struct json_iter first = json_begin(it.value);
	ck_assert(json_next(&it));
	struct json_iter second = json_begin(it.value);
	ck_assert(json_next(&first) && json_next(&second));
	ck_assert_uint_eq(first.key->hash, second.key->hash);
	ck_assert_uint_eq(first.key->hash, json_hash(STR("a/b")));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_json_suite(void)
{
	Suite *suite = suite_create("base/json");
	TCase *t = tcase_create("json");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, every_kind_of_value_is_read, 0, COUNT(values));
	tcase_add_loop_test(t, strings_are_decoded, 0, COUNT(strings));
	tcase_add_test(t, numbers_keep_their_text_and_know_whether_they_are_whole);
	tcase_add_loop_test(t, an_integer_of_18_digits_has_its_value_and_no_other, 0, COUNT(numbers));
	tcase_add_test(t, a_node_takes_half_a_line_of_the_cache);
	tcase_add_loop_test(t, what_is_not_json_is_refused_with_reason_and_place, 0, COUNT(refused));
	tcase_add_test(t, a_nul_byte_is_refused_wherever_it_stands);
	tcase_add_test(t, a_text_is_refused_at_every_place_it_can_be_cut);
	tcase_add_test(t, duplicates_are_found_among_many_members);
	tcase_add_loop_test(t, every_limit_can_be_reached_and_not_passed, 0, COUNT(limits));
	tcase_add_test(t, hostile_depth_ends_at_the_limit);
	tcase_add_test(t, the_largest_answers_fit_a_few_megabytes);
	tcase_add_test(t, a_position_counts_lines_and_characters_from_one);
	tcase_add_test(t, equal_names_have_equal_hashes_however_they_were_written);
	suite_add_tcase(suite, t);
	return suite;
}
