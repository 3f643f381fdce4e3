/* pattern_test.c -- patterns where PCRE2, ECMA-262 and RFC 9485 agree, and an end to every match. */
#include <string.h>

#include <check.h>

#include "schema/pattern.h"

Suite *schema_pattern_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static bool matches(const char *pattern, str value)
{
	struct pattern *compiled = pattern_compile(arena, str_of(pattern));
	ck_assert_msg(compiled, "%s", pattern);
	return pattern_try(compiled, value) == PATTERN_MATCHES;
}

static const struct {
	const char *pattern, *value;
	bool found;
} matched[] = {
	{ "b", "abc", true }, /* not anchored by itself */
	{ "^b", "abc", false },
	{ "^[0-9]{3}$", "123", true },
	{ "^[0-9]{3}$", "1234", false },
	{ "^[0-9]{3}$", "123\n", false }, /* $ is the end, not the last line */
	{ "^[0-9]{3}$", "x\n123", false },
	{ "", "", true },
	{ "^$", "", true },
	{ "^.$", "å", true },
	{ "^.$", "😀", true },
	{ "^..$", "å", false },
	{ "^.$", "\n", false },
	{ "^.$", "\r", false },
	{ "^.$", "\u2028", false },
	{ "^.$", "\u2029", false },
	{ "^[^a]$", "\n", true },
	{ "^[.]$", "x", false },
	{ "^[å-ö]$", "æ", true },
	{ "^[å-ö]$", "ä", false }, /* by code points, not by alphabet */
	{ "^\\p{L}+$", "Åsa", true },
	{ "^\\p{L}+$", "Åsa1", false },
	{ "^\\P{L}$", "1", true },
	{ "^[\\p{Lu}_]+$", "ÅS_", true },
	{ "^\\p{L}{2}$", "ab", true },
	{ "^\\d$", "5", true },
	{ "^\\d$", "٥", false },
	{ "^\\w$", "å", false },
	{ "^\\s$", "\u00a0", true },
	{ "^\\s$", "\ufeff", true },
	{ "^\\s$", "\u2029", true },
	{ "^\\s$", "\xc2\x85", false },
	{ "^\\S$", "\u00a0", false },
	{ "^[\\sx]+$", "x\u2003\t", true },
	{ "^\\v$", "\v", true },
	{ "^\\v$", "\n", false },
	{ "^\\u00e5\\/$", "å/", true },
	{ "^[^]$", "\n", true }, /* ECMA-262: any character, and none */
	{ "^[]$", "]", false },
	{ "^(?:a|b)(?=c)", "bcd", true },
	{ "^(a)\\1$", "aa", true },
	{ "^a\\.b$", "axb", false },
	{ "^[+*(?]{2}$", "(*", true },
	{ "^\\(\\*$", "(*", true },
};

START_TEST(a_pattern_means_what_ecma_says)
{
	ck_assert_msg(matches(matched[_i].pattern, str_of(matched[_i].value)) == matched[_i].found, "%s on %s", matched[_i].pattern,
	              matched[_i].value);
}
END_TEST

START_TEST(an_absent_value_is_an_empty_one)
{
	ck_assert(matches("^$", STR_NONE) && !matches(".", STR_NONE));
}
END_TEST

/* Syntax errors, and what only PCRE2 can read. */
static const char *const unreadable[] = {
	"(", ")", "[a", "a{2,1}", "*a", "\\", "(?<n>a)\\k<m>", "(*ACCEPT)a", "(*UTF)a", "^(*FAIL)|a$", "(?i)a", "(?#x)a", "(?>a)", "(?R)", "(?|a)",
	"(?P<n>a)", "(?'n'a)", "(?C1)a", "a++", "a*+", "a?+", "a{2}+", "\\Aa", "a\\Z", "a\\z", "\\Ga", "a\\K", "\\Qa\\E", "\\h", "\\H", "\\R", "\\X",
	"\\C", "\\N", "\\a", "\\e", "\\g1", "\\o{12}", "\\V", "[[:alpha:]]", "[[.a.]]", "[[=a=]]", "[\\S]", "\\pL", "\\p{^Lu}", "\\p{L&}", "\\p{L", "\xff",
};

START_TEST(what_cannot_be_read_is_refused)
{
	ck_assert_msg(!pattern_compile(arena, str_of(unreadable[_i])), "%s", unreadable[_i]);
}
END_TEST

static const char *const plain[] = {
	"^$", "^abc$", "^[0-9]{5}$", "^[1-9][0-9]{2} ?[0-9]{2}$", "^(\\+|0)[0-9][0-9 -]{5,18}$", "^(a|b|)*$", "^\\p{L}[\\p{L} .'-]{0,79}$",
	"^[^<>]*$", "^[-a]$", "^[a-]$", "^[^-]$", "^[a^$.|]$", "^[\\]\\[\\\\-]$", "^a{2}$", "^a{2,}$", "^a{2,3}b+c*d?$", "^.\\.$", "^\\n\\r\\t$",
	"^å<\"/'=!#:,;@$", "^((a))$", "^\\P{Lu}$",
};

START_TEST(an_i_regexp_between_anchors_is_plain_and_compiles)
{
	ck_assert_msg(pattern_is_plain(str_of(plain[_i])), "%s", plain[_i]);
	ck_assert_msg(pattern_compile(arena, str_of(plain[_i])), "%s", plain[_i]);
}
END_TEST

static const char *const not_plain[] = {
	"", "^", "$", "abc", "^abc", "abc$", "^abc\\$", "^a|b$", "^|a$", "^a$|^b$", "^(?:a)$", "^(?=a)$", "^(?!a)$", "^(*ACCEPT)$", "^(a$", "^a)$",
	"^a)(b$", "^a*?$", "^a+?$", "^a??$", "^a{2}?$", "^a++$", "^a**$", "^a{2}{3}$", "^\\d$", "^\\w$", "^\\s$", "^\\ba$", "^(a)\\1$", "^\\u00e5$",
	"^\\x41$", "^\\/$", "^[\\d]$", "^[[:alpha:]]$", "^[]$", "^[^]$", "^[]a]$", "^[a$", "^a]$", "^a}$", "^{2}$", "^*$", "^a{,3}$", "^a{x}$", "^a{2$",
	"^a^b$", "^a$b$", "^[a-b-c]$", "^[a--]$", "^[\\p{L}-z]$", "^[a-\\p{L}]$", "^\\pL$", "^\\p{Letter}$", "^\\p{L&}$", "^\\p{}$", "^\\p{L$", "^+$",
	"^(+)$", "^[a[b]$", "^\\$",
};

START_TEST(anything_else_is_not_plain)
{
	ck_assert_msg(!pattern_is_plain(str_of(not_plain[_i])), "%s", not_plain[_i]);
	ck_assert(!pattern_is_plain(STR_NONE));
}
END_TEST

START_TEST(groups_in_groups_have_an_end)
{
	char text[1003] = "^";
	memset(text + 1, '(', 500);
	memset(text + 501, ')', 500);
	text[1001] = '$';
	ck_assert(!pattern_is_plain(str_of(text)));
}
END_TEST

START_TEST(a_pattern_that_runs_away_matches_nothing_and_says_so)
{
	static char value[4000];
	memset(value, 'a', sizeof(value));
	value[sizeof(value) - 1] = '!';
	struct pattern *p = pattern_compile(arena, STR("^(a+)+$"));
	ck_assert_int_eq(pattern_try(p, (str){ value, sizeof(value) }), PATTERN_RAN_AWAY);
	ck_assert_int_eq(pattern_try(p, STR("aaa")), PATTERN_MATCHES);
	ck_assert_int_eq(pattern_try(p, STR("b")), PATTERN_DIFFERS);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_pattern_suite(void)
{
	Suite *suite = suite_create("schema/pattern");
	TCase *t = tcase_create("pattern");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_pattern_means_what_ecma_says, 0, COUNT(matched));
	tcase_add_test(t, an_absent_value_is_an_empty_one);
	tcase_add_loop_test(t, what_cannot_be_read_is_refused, 0, COUNT(unreadable));
	tcase_add_loop_test(t, an_i_regexp_between_anchors_is_plain_and_compiles, 0, COUNT(plain));
	tcase_add_loop_test(t, anything_else_is_not_plain, 0, COUNT(not_plain));
	tcase_add_test(t, groups_in_groups_have_an_end);
	tcase_add_test(t, a_pattern_that_runs_away_matches_nothing_and_says_so);
	suite_add_tcase(suite, t);
	return suite;
}
