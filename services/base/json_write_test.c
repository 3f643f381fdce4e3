/* json_write_test.c -- a tape as text: compact, and canonical by RFC 8785. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/config.h"
#include "base/json.h"

#include <check.h>

Suite *base_json_write_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *read_json(str text)
{
	const struct json_node *node = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_msg(node, "%.*s", STR_ARG(text));
	return node;
}

static const struct {
	const char *text, *compact;
} texts[] = {
	{ " [ 1.50 , -0 , 1E+2 ] ", "[1.50,-0,1E+2]" },
	{ "{ \"b\" : { } , \"a\" : [ ] , \"c\":null }", "{\"b\":{},\"a\":[],\"c\":null}" },
	{ "[true,false,[[]]]", "[true,false,[[]]]" },
	{ "\"\\u00e5\\/\\n\\u0001\\\"\\\\\"", "\"å/\\n\\u0001\\\"\\\\\"" },
	{ "{\"a\\\"\":1}", "{\"a\\\"\":1}" },
	{ "12345678901234567890.123456789", "12345678901234567890.123456789" },
};

START_TEST(compact_text_keeps_digits_and_order)
{
	const struct json_node *node = read_json(str_of(texts[_i].text));
	str out = json_write(arena, node);
	ck_assert(str_is(out, texts[_i].compact));
	ck_assert(json_equal(read_json(out), node));
}
END_TEST

/* RFC 8785 appendix B, and the corners of Number::toString. */
static const struct {
	const char *text, *canonical;
} numbers[] = {
	{ "0", "0" },
	{ "-0.0", "0" },
	{ "5e-324", "5e-324" },
	{ "-5e-324", "-5e-324" },
	{ "1.7976931348623157e308", "1.7976931348623157e+308" },
	{ "9007199254740992", "9007199254740992" },
	{ "9007199254740993", "9007199254740992" },
	{ "-9007199254740992", "-9007199254740992" },
	{ "295147905179352830000", "295147905179352830000" },
	{ "999999999999999999999", "1e+21" },
	{ "1e21", "1e+21" },
	{ "1e20", "100000000000000000000" },
	{ "9.999999999999997e22", "9.999999999999997e+22" },
	{ "1e23", "1e+23" },
	{ "1.0000000000000001e23", "1.0000000000000001e+23" },
	{ "0.000001", "0.000001" },
	{ "0.0000001", "1e-7" },
	{ "0.0000012", "0.0000012" },
	{ "1.23e-7", "1.23e-7" },
	{ "333333333.3333332", "333333333.3333332" },
	{ "333333333.33333329", "333333333.3333333" },
	{ "1424953923781206.2", "1424953923781206.2" },
	{ "7.12023634722304442589e-307", "7.120236347223045e-307" }, /* powers of two: not the nearest text of 16 digits, but one */
	{ "5.42665710323505244981e-166", "5.426657103235053e-166" },
	{ "1e00", "1" },
	{ "100.50", "100.5" },
	{ "1e-400", "0" },
	{ "1.5", "1.5" },
	{ "-123e-1", "-12.3" },
};

START_TEST(a_canonical_number_is_the_shortest_that_reads_back)
{
	str out = json_canonical(arena, read_json(str_of(numbers[_i].text)));
	ck_assert_msg(str_is(out, numbers[_i].canonical), "%s: %.*s", numbers[_i].text, STR_ARG(out));
}
END_TEST

START_TEST(every_power_of_two_reads_back_and_stays)
{
	for (int power = -1074; power < 1024; power++) {
		double value = ldexp(1, power), neighbour = nextafter(value, 0);
		str out = json_canonical(arena, read_json(arena_printf(arena, "[%.17e,%.17e]", value, -neighbour)));
		ck_assert_ptr_nonnull(out.p);
		char *end;
		ck_assert(strtod(out.p + 1, &end) == value);
		ck_assert(strtod(end + 1, NULL) == -neighbour);
		ck_assert(str_eq(json_canonical(arena, read_json(out)), out));
		arena_reset(arena);
	}
}
END_TEST

START_TEST(beyond_a_double_there_is_no_canonical_form)
{
	static const char *const beyond[] = { "1e309", "-1e309", "[1,{\"a\":1e400}]", "1e99999999999999999999" };
	for (size_t i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++)
		ck_assert_ptr_null(json_canonical(arena, read_json(str_of(beyond[i]))).p);
}
END_TEST

START_TEST(names_are_sorted_by_utf16_units)
{
	/* U+1F600 is D83D DE00, below U+E000 and U+FB33; by code points it would come last. */
	str out = json_canonical(arena, read_json(STR("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\ue000\":3,\"\\u20ac\":4,\"a\":5,\"\":6,"
	                                              "\"aa\":7,\"B\":8,\"\\ud7ff\":9}")));
	ck_assert(str_is(out, "{\"\":6,\"B\":8,\"a\":5,\"aa\":7,\"€\":4,\"\xed\x9f\xbf\":9,\"😀\":2,\"\xee\x80\x80\":3,\"\xef\xac\xb3\":1}"));
}
END_TEST

START_TEST(values_that_are_equal_have_one_canonical_form)
{
	str a = json_canonical(arena, read_json(STR("{\"b\":[1.0,{\"y\":1,\"x\":2}],\"a\":\"\\u00e5\"}")));
	str b = json_canonical(arena, read_json(STR(" { \"a\" : \"å\", \"b\" : [ 1, { \"x\" : 2e0, \"y\" : 1 } ] } ")));
	ck_assert(a.p && str_eq(a, b));
}
END_TEST

START_TEST(the_published_vectors_come_out_byte_for_byte)
{
	const char *vectors = getenv("BLANKETT_VECTORS");
	str folder = arena_join(arena, str_of(vectors ? vectors : "../shared/vectors"), STR("/jcs/testdata"), STR(""));
	DIR *dir = opendir(arena_join(arena, folder, STR("/input"), STR("")).p);
	if (!dir) {
		fprintf(stderr, "SKIPPED, LOUDLY: no vectors of RFC 8785 at %s\n", folder.p);
		return;
	}
	size_t n = 0;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!str_ends(str_of(entry->d_name), STR(".json")))
			continue;
		str input = config_file(arena_printf(arena, "%s/input/%s", folder.p, entry->d_name).p, 1 << 20);
		str output = config_file(arena_printf(arena, "%s/output/%s", folder.p, entry->d_name).p, 1 << 20);
		str out = json_canonical(arena, read_json(input));
		ck_assert_msg(str_eq(out, str_trim(output)), "%s: %.*s", entry->d_name, STR_ARG(out));
		n++;
	}
	closedir(dir);
	ck_assert_uint_ge(n, 6);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_json_write_suite(void)
{
	Suite *suite = suite_create("base/json_write");
	TCase *t = tcase_create("json_write");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, compact_text_keeps_digits_and_order, 0, COUNT(texts));
	tcase_add_loop_test(t, a_canonical_number_is_the_shortest_that_reads_back, 0, COUNT(numbers));
	tcase_add_test(t, every_power_of_two_reads_back_and_stays);
	tcase_add_test(t, beyond_a_double_there_is_no_canonical_form);
	tcase_add_test(t, names_are_sorted_by_utf16_units);
	tcase_add_test(t, values_that_are_equal_have_one_canonical_form);
	tcase_add_test(t, the_published_vectors_come_out_byte_for_byte);
	suite_add_tcase(suite, t);
	return suite;
}
