/* pattern_simple_test.c -- the loop for simple patterns answers as PCRE2 does. */
#include <string.h>

#include <check.h>

#include "schema/pattern.h"
#include "schema/pattern_simple.h"

Suite *schema_pattern_simple_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 24);
}

static void teardown(void)
{
	arena_free(arena);
}

static const char *const simple[] = {
	"", ".*", "^", "^.*", "^$", "^abc", "^abc$", "^abc.*", "^x-", "^[0-9]{4}$", "^[1-9][0-9]{2} ?[0-9]{2}$",
	"^[0-9a-f]{64}$", "^\\+?[0-9 ()-]{6,20}$",
	"^[a-z][a-z0-9-]{1,39}$", "^a?b?c$", "^a*b+c{2,}$", "^a*?b$", "^\\.\\/\\x41\\u{42}$", "^[\\]\\-\\b]$", "^[$^.]$",
	"^a*$", "^a{0}b$", "^a{2}a$", "^[]$", "_datum$", "åäö$", "/$",
};

START_TEST(these_are_simple)
{
	ck_assert_msg(pattern_simple_of(arena, str_of(simple[_i])), "%s", simple[_i]);
}
END_TEST

static const char *const others[] = {
	"a", "$", ".", "a.*", "a.$", "a\\$", "[a]$", "a$$", "a|b$", ".*a", "^.", "^.*$", "^.*a", "^a.*b", "^a.+", "^a|b$", "^(a)$", "^(?:a)$", "^a$|b", "^^a", "^a^",
	"^\\.*$|",
	/* a step that might have to give back */
	"^a*a$", "^a?a$", "^[a-z]*x$", "^a*b?a$", "^a{1,2}b*a$", "^[ab]+[bc]+$", "^a*a",
	/* not ASCII, or not one character */
	"^å$", "^[å]$", "^[a-å]$", "^[^a]$", "^[^]$", "^\\u00e5$", "^\\d$", "^[\\d]$", "^\\w$", "^\\p{L}$", "^\\ba", "^(a)\\1$",
	"^a\\b$",
	"^abcdefghijklmnopq$", /* more steps than there are bits */
};

START_TEST(these_are_not)
{
	ck_assert_msg(!pattern_simple_of(arena, str_of(others[_i])), "%s", others[_i]);
}
END_TEST

static uint32_t state = 20260822;

static uint32_t below(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)state * n >> 32);
}

static void append(char *out, size_t size, const char *part)
{
	if (strlen(out) + strlen(part) < size)
		memcpy(out + strlen(out), part, strlen(part) + 1);
}

static void random_text(char *out, size_t size, const char *const *parts, uint32_t part_count, uint32_t most)
{
	for (uint32_t n = below(most + 1); n > 0; n--)
		append(out, size, parts[below(part_count)]);
}

static enum pattern_answer by_pcre2(const char *pattern, str value)
{
	/* The empty group changes nothing, but is not simple. */
	const struct pattern *compiled = pattern_compile(arena, arena_printf(arena, "^(?:)%s", pattern + 1));
	ck_assert_msg(compiled, "%s", pattern);
	return pattern_try(compiled, value);
}

START_TEST(they_match_what_pcre2_matches)
{
	static const char *const parts[] = { "a", "b", "c", "1", "-", "[ab]", "[a-c]", "[0-9]", "[]", "[c1-]",
		                             "*", "+", "?", "{0}", "{2}", "{1,2}", "{0,3}", "{2,}" };
	static const char *const values[] = { "a", "b", "c", "1", "2", "-", "aa", "å", "\n", "abc", "12" };
	unsigned tried = 0, matched = 0;
	for (unsigned round = 0; round < 20000; round++) {
		char pattern[64] = "^", value[32] = "";
		random_text(pattern, sizeof(pattern) - 3, parts, sizeof(parts) / sizeof(parts[0]), 8);
		append(pattern, sizeof(pattern), below(3) ? "$" : below(2) ? ".*" : "");
		random_text(value, sizeof(value), values, sizeof(values) / sizeof(values[0]), 6);
		if (!pattern_is_ecma(str_of(pattern)))
			continue;
		const struct pattern_simple *one = pattern_simple_of(arena, str_of(pattern));
		if (one) {
			bool answer = pattern_simple_matches(one, str_of(value));
			ck_assert_msg(answer == (by_pcre2(pattern, str_of(value)) == PATTERN_MATCHES), "%s on %s", pattern, value);
			tried++;
			matched += answer;
		}
		arena_reset(arena);
	}
	ck_assert_uint_gt(tried, 3000);
	ck_assert_uint_gt(matched, 500);
	ck_assert_uint_gt(tried - matched, 500);
}
END_TEST

START_TEST(an_ending_stands_at_the_end)
{
	const struct pattern_simple *ending = pattern_simple_of(arena, STR("_datum$"));
	static const char *const values[] = { "start_datum", "_datum", "_datum ", "_datum\n", "_datu", "", "datum", "_datum_datum" };
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		ck_assert_msg(pattern_simple_matches(ending, str_of(values[i])) ==
		                  (pattern_try(pattern_compile(arena, STR("(?:)_datum$")), str_of(values[i])) == PATTERN_MATCHES),
		              "%s", values[i]);
}
END_TEST

START_TEST(an_absent_value_is_an_empty_one)
{
	ck_assert(pattern_simple_matches(pattern_simple_of(arena, STR("^a*$")), STR_NONE));
	ck_assert(!pattern_simple_matches(pattern_simple_of(arena, STR("^a")), STR_NONE));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_pattern_simple_suite(void)
{
	Suite *suite = suite_create("schema/pattern_simple");
	TCase *t = tcase_create("pattern_simple");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, these_are_simple, 0, COUNT(simple));
	tcase_add_loop_test(t, these_are_not, 0, COUNT(others));
	tcase_add_test(t, they_match_what_pcre2_matches);
	tcase_add_test(t, an_ending_stands_at_the_end);
	tcase_add_test(t, an_absent_value_is_an_empty_one);
	suite_add_tcase(suite, t);
	return suite;
}
