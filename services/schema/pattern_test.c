/* pattern_test.c -- patterns mean what ECMA-262 says with the u flag, whatever runs them, and every match has an end. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <check.h>
#include <pcre2.h>

#include "schema/pattern.h"

Suite *schema_pattern_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 22);
}

static void teardown(void)
{
	arena_free(arena);
}

static enum pattern_answer answer(const char *pattern, str value)
{
	struct pattern *compiled = pattern_compile(arena, str_of(pattern));
	ck_assert_msg(compiled, "%s", pattern);
	return pattern_try(compiled, value);
}

static const struct {
	const char *pattern, *value;
	bool found;
} matched[] = {
	/* anchors and ends */
	{ "b", "abc", true },
	{ "^b", "abc", false },
	{ "^[0-9]{3}$", "123", true },
	{ "^[0-9]{3}$", "1234", false },
	{ "^[0-9]{3}$", "123\n", false }, /* $ is the end, not the last line */
	{ "^(?:[0-9]{3})$", "123\n", false },
	{ "^[0-9]{3}$", "x\n123", false },
	{ "(?:^|,)b", "a\nb", false },
	{ "", "", true },
	{ "^$", "", true },
	{ "^a|b$", "xb", true },
	/* the dot spares four line ends */
	{ "^.$", "å", true },
	{ "^.$", "😀", true },
	{ "^..$", "å", false },
	{ "^.$", "\n", false },
	{ "^.$", "\r", false },
	{ "^.$", "\u2028", false },
	{ "^.$", "\u2029", false },
	{ "^.$", "\xc2\x85", true },
	/* classes */
	{ "^[^a]$", "\n", true },
	{ "^[.]$", "x", false },
	{ "^[å-ö]$", "æ", true },
	{ "^[å-ö]$", "ä", false }, /* by code points, not by alphabet */
	{ "^[🐲-🐴]$", "🐳", true },
	{ "^[A-z]$", "_", true },
	{ "^[a]$", "A", false },
	{ "^[^]$", "\n", true }, /* any character, and none */
	{ "^[]$", "]", false },
	{ "^[]*$", "", true },
	{ "x|^[]*?$", "", true },
	{ "^[+*(?]{2}$", "(*", true },
	{ "^[a-]$", "-", true },
	{ "^[-a]$", "-", true },
	{ "^[+--]$", ",", true },
	{ "^[\\w-]$", "-", true },
	{ "^[[:alpha:]$", ":", true }, /* six characters, no name of a class */
	{ "^[a&&b]+$", "&", true },
	{ "^[\\b]$", "\b", true },
	{ "^[\\-\\]]+$", "-]", true },
	/* sets */
	{ "^\\d$", "5", true },
	{ "^\\d$", "٥", false },
	{ "^\\D$", "٥", true },
	{ "^\\w$", "å", false },
	{ "^\\w+$", "aZ_09", true },
	{ "^\\W$", "å", true },
	{ "^[\\W]$", "😀", true },
	{ "^[^\\W]$", "å", false },
	{ "^\\s$", "\u00a0", true },
	{ "^\\s$", "\ufeff", true },
	{ "^\\s$", "\u2029", true },
	{ "^\\s$", "\u180e", false },
	{ "^\\s$", "\xc2\x85", false },
	{ "^\\S$", "\u00a0", false },
	{ "^[\\sx]+$", "x\u2003\t", true },
	{ "^[\\S]$", "\u3000", false },
	{ "^[\\S]$", "a", true },
	{ "^[^\\S]$", "\u205f", true },
	{ "^[^\\S\\n]$", "\n", false },
	{ "[^\\D\\p{Nd}]", "é0🐲", false },
	/* boundaries are of ASCII words */
	{ "\\bb", "å b", true },
	{ "å\\b", "åb", true },
	{ "å\\B", "å b", true },
	{ "^\\Ba", "a", false },
	/* characters by other names */
	{ "^\\t\\n\\v\\f\\r$", "\t\n\v\f\r", true },
	{ "^\\v$", "\n", false },
	{ "^\\cJ\\cj$", "\n\n", true },
	{ "^\\u00e5\\xe5\\/$", "åå/", true },
	{ "^\\u{e5}\\u{00001F600}$", "å😀", true },
	{ "^\\ud83d\\ude00$", "😀", true },
	{ "^\\ud83d\\ude00{2}$", "😀😀", true },
	{ "^[\\ud83d\\ude00-\\ud83d\\ude02]$", "😁", true },
	{ "^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|$", "^$\\.*+?()[]{}|", true },
	{ "^å \"#%&',-:;<=>@_`~!$", "å \"#%&',-:;<=>@_`~!", true },
	/* halves of a pair never stand in UTF-8 */
	{ "\\ud83d", "😀", false },
	{ "^\\ude00\\ud83d|a", "a", true },
	{ "^(?:\\ud800*)$", "", true },
	{ "^[\\ud800-\\udfff]*$", "", true },
	{ "^[^\\ud800-\\udfff]+$", "å😀", true },
	{ "^[\\ud000-\\udfff]$", "\ud000", true },
	{ "^[\\ud800-\\uffff]$", "\ue000", true },
	{ "^[\\u{0}-\\u{10ffff}]$", "😀", true },
	/* properties */
	{ "^\\p{L}+$", "Åsa", true },
	{ "^\\p{L}+$", "Åsa1", false },
	{ "^\\P{L}$", "1", true },
	{ "^[\\p{Lu}_]+$", "ÅS_", true },
	{ "^[^\\P{Lu}]$", "Å", true },
	{ "^\\p{L}{2}$", "ab", true },
	{ "^\\p{Letter}\\p{Lowercase_Letter}\\p{LC}$", "Åås", true },
	{ "^\\p{digit}\\p{punct}\\p{Combining_Mark}$", "٥!\u0301", true },
	{ "^\\p{gc=Nd}\\p{General_Category=Decimal_Number}$", "1٥", true },
	{ "^\\p{Script=Latin}\\p{sc=Grek}\\p{Script=Cyrillic}$", "åαж", true },
	{ "^\\p{scx=Latn}$", "\u0363", true },
	{ "^\\p{sc=Latn}$", "\u0363", false },
	{ "^\\p{Script=Devanagari}$", "\u0964", false }, /* the danda is everybody's */
	{ "^\\p{Script_Extensions=Devanagari}\\p{scx=Deva}$", "\u0964\u0964", true },
	{ "^\\p{Alphabetic}\\p{Alpha}\\p{Upper}\\p{White_Space}\\p{space}$", "aåÅ\u2003 ", true },
	{ "^\\p{Emoji}\\p{Extended_Pictographic}\\p{ASCII}\\p{Any}$", "😀🐲a\n", true },
	{ "^\\p{Assigned}\\P{Assigned}[\\P{Assigned}]$", "a\u0378\u0378", true },
	/* quantifiers, greedy and lazy */
	{ "^a{2,}?b$", "aaab", true },
	{ "^a{0}b$", "b", true },
	{ "a{0}(?=a)a", "ba", true },
	{ "(?=(?:a|b){0})", "", true },
	{ "(?:b|)a*?^", "bba", true },
	{ "(?:[ab]|).+[ab]a", "baa", true },
	{ "^(a){0}(b)\\1\\2$", "bb", true },
	{ "^(?:(a)(?<n>a)){0,0}(b|c)\\k<n>\\3$", "bb", true },
	{ "^(?:(a)(?<n>a)){0,0}(b|c)\\k<n>\\3$", "bc", false },
	{ "^a{1,2}$", "aaa", false },
	{ "^(?:a|b)*?c$", "abac", true },
	/* groups and what refers to them */
	{ "^(?:a|b)(?=c)", "bcd", true },
	{ "^(?!ab)a", "ac", true },
	{ "(?<=å)b$", "åb", true },
	{ "(?<!å)b$", "åb", false },
	{ "(?<=a|åå)b$", "ååb", true },
	{ "^(a)\\1$", "aa", true },
	{ "^(?<n>a|b)\\k<n>$", "bb", true },
	{ "^(?<n>a|b)\\k<n>$", "ab", false },
	{ "^(?<län>a)(?<$_1>b)\\k<$_1>\\k<l\\u00e4n>$", "abba", true },
	{ "^(a)|b\\1$", "b", true }, /* what is not there is empty */
	{ "^(?:(a)|b)\\1{2}$", "b", true },
	{ "^\\1(a)$", "a", true },
	{ "^(a\\1)$", "a", true },
	{ "^\\k<n>(?<n>a)\\k<n>$", "aa", true },
	{ "^(a)\\1{2}$", "aaa", true },
	{ "^(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)\\10$", "abcdefghijj", true },
	{ "^(?=(a+))\\1b", "aab", true },
	{ "^(a)?\\1$", "aa", true },
	{ "^(a)\\x31$", "a1", true },
	{ "^a\\.b$", "axb", false },
	{ "^\\(\\*$", "(*", true },
};

START_TEST(a_pattern_means_what_ecma_says)
{
	ck_assert_msg(pattern_is_ecma(str_of(matched[_i].pattern)), "%s", matched[_i].pattern);
	enum pattern_answer right = matched[_i].found ? PATTERN_MATCHES : PATTERN_DIFFERS;
	ck_assert_msg(answer(matched[_i].pattern, str_of(matched[_i].value)) == right, "%s on %s", matched[_i].pattern, matched[_i].value);
}
END_TEST

START_TEST(zero_is_a_character_of_a_pattern)
{
	ck_assert_int_eq(answer("^\\0\\x00\\u{0}[\\0]$", (str){ "\0\0\0\0", 4 }), PATTERN_MATCHES);
}
END_TEST

START_TEST(an_absent_value_is_an_empty_one)
{
	ck_assert_int_eq(answer("^$", STR_NONE), PATTERN_MATCHES);
	ck_assert_int_eq(answer("^(?:)$", STR_NONE), PATTERN_MATCHES);
	ck_assert_int_eq(answer(".", STR_NONE), PATTERN_DIFFERS);
}
END_TEST

static const char *const unreadable[] = {
	/* mistakes */
	"(", ")", "(a", "a)", "[a", "[", "[^", "[a-", "\\", "[\\", "*a", "+", "?", "a**", "a|*", "(*)", "(?:+)", "^*", "$+",
	"\\b?", "(?=a)*", "(?<=a){2}", "(?", "(?<", "(?<n", "(?<n>a",
	"a{2,1}", "a{,2}", "a{", "a{1", "a{1,", "a{1,2", "{1}", "{", "}", "]", "a{}", "[z-a]", "[😀-a]", "[\\d-z]", "[a-\\d]",
	"[\\p{L}-z]", "[a--]", "[--+]",
	/* escapes that mean nothing */
	"\\a", "\\-", "\\_", "\\ ", "\\@", "\\\"", "\\å", "[\\a]", "[\\B]", "\\c", "\\c1", "\\cå", "[\\c]", "\\x", "\\x4",
	"\\xg1", "\\u", "\\u12", "\\u{}", "\\u{", "\\u{110000}",
	"\\u{g}", "\\u{1", "\\00", "\\01", "[\\1]", "[\\k<n>]",
	/* groups that are not there */
	"\\1", "\\2(a)", "(?:a)\\1", "(?=a)\\1", "[(]\\1", "\\(\\1", "\\99999999999", "\\k", "\\k<n>", "(?<n>a)\\k<m>",
	"(?<n>a)\\k<n", "(?<n>a)\\kn", "(?<n>a)|(?<n>b)", "(?<n>a)(?<\\u006e>b)",
	"(?<>a)", "(?<1>a)", "(?<a-b>a)", "(?< n>a)",
	/* properties that are not there */
	"\\p", "\\pL", "\\p{", "\\p{L", "\\p{}", "\\p{^Lu}", "\\p{L&}", "\\p{lu}", "\\p{letter}", "\\p{LETTER}", "\\p{greek}",
	"\\p{Greek}", "\\p{InGreek}", "\\p{sc=greek}", "\\p{Script=Lu}",
	"\\p{gc=Greek}", "\\p{gc=}", "\\p{=L}", "\\p{GC=Lu}", "\\p{sc:Grek}", "\\p{Xan}", "\\p{Alphabetic=Yes}",
	"\\p{Block=Basic_Latin}", "[\\p{Foo}]", "\\p{Assigned }",
	/* what only others read */
	"(*ACCEPT)a", "(*UTF)a", "^(*FAIL)|a$", "(?i)a", "(?ims)a", "(?i:a)", "(?-i:a)", "(?#x)a", "(?>a)", "(?R)", "(?1)",
	"(?&n)", "(?|a)", "(?P<n>a)", "(?P=n)", "(?P>n)", "(?'n'a)",
	"(?C1)a", "(?(1)a)", "a++", "a*+", "a?+", "a{2}+", "\\Aa", "a\\Z", "a\\z", "\\Ga", "a\\K", "\\Qa\\E", "\\h", "\\H",
	"\\R", "\\X", "\\C", "\\N", "\\e", "\\g1", "\\g{1}", "\\o{12}", "\\V",
	"\\x{41}", "\\U", "\\L",
	/* not UTF-8 */
	"\xff", "\xc3", "[\xe2\x80]", "\xed\xa0\x80",
};

START_TEST(what_ecma_does_not_read_is_refused)
{
	ck_assert_msg(!pattern_is_ecma(str_of(unreadable[_i])), "%s", unreadable[_i]);
	ck_assert_msg(!pattern_compile(arena, str_of(unreadable[_i])), "%s", unreadable[_i]);
}
END_TEST

static const char *const unlike[] = {
	"(?<=a+)b", "(?<=(?:a|bb)c)d", "(a)(?<=\\1)", "a{65536}",
	/* each turn forgets what the one before found */
	"(?:(a)|b)*\\1", "(?:(a)|\\1b)+", "(a)+\\1", "(a*){2}\\1", "(?<n>a)*\\k<n>", "((?:(a)|b)c){1,2}\\2",
	/* a turn that reads nothing does not count */
	"(?:(?=(a)))?\\1", "(?:\\p{CWKCF})",
};

START_TEST(what_pcre2_would_answer_otherwise_is_refused_though_ecma_reads_it)
{
	ck_assert_msg(pattern_is_ecma(str_of(unlike[_i])), "%s", unlike[_i]);
	ck_assert_msg(!pattern_compile(arena, str_of(unlike[_i])), "%s", unlike[_i]);
}
END_TEST

static bool is_read(char fill, size_t bytes, char tail)
{
	char *text = arena_alloc(arena, bytes);
	memset(text, fill, bytes);
	if (tail)
		memset(text + bytes / 2, tail, bytes / 2);
	str whole = { text, bytes };
	bool compiles = pattern_compile(arena, whole);
	ck_assert(compiles == pattern_is_ecma(whole));
	return compiles;
}

START_TEST(a_pattern_has_an_end)
{
	ck_assert(is_read('a', 8192, '\0') && !is_read('a', 8193, '\0') && !is_read('a', 65536, '\0'));
	ck_assert(is_read('(', 200, ')') && !is_read('(', 202, ')') && !is_read('(', 8192, ')'));
}
END_TEST

START_TEST(a_pattern_too_large_for_pcre2_is_refused)
{
	static char sets[8000];
	for (size_t i = 0; i < sizeof(sets); i += 4)
		memcpy(sets + i, "[\\S]", 4);
	ck_assert(pattern_is_ecma((str){ sets, sizeof(sets) }));
	ck_assert(!pattern_compile(arena, (str){ sets, sizeof(sets) }));
	ck_assert(!pattern_compile(arena, STR("^(?:(?:[åäö]{1,1000}){1,1000}){1,1000}$")));
}
END_TEST

START_TEST(a_pattern_that_runs_away_matches_nothing_and_says_so)
{
	struct pattern *p = pattern_compile(arena, STR("^(a+)+$"));
	ck_assert_int_eq(pattern_try(p, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")), PATTERN_RAN_AWAY);
	ck_assert_int_eq(pattern_try(p, STR("aaa")), PATTERN_MATCHES);
	ck_assert_int_eq(pattern_try(p, STR("b")), PATTERN_DIFFERS);
	ck_assert_int_eq(answer("^(?:a|a)*$", STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")), PATTERN_RAN_AWAY);
}
END_TEST

static const struct {
	const char *pattern;
	char fill;
	enum pattern_answer answer;
} long_values[] = {
	{ "^[a-z]*$", 'a', PATTERN_MATCHES },
	{ "^[a-z]{1,10}$", 'a', PATTERN_DIFFERS },
	{ "^[^<>]*$", 'a', PATTERN_MATCHES },
	{ "^\\p{L}*$", 'a', PATTERN_MATCHES },
	{ "^\\p{L}*$", '1', PATTERN_DIFFERS },
	{ "^.*b$", 'a', PATTERN_DIFFERS },
	{ "b", 'a', PATTERN_DIFFERS },
	{ "^(?:a|b){0,999}$", 'a', PATTERN_DIFFERS },
	/* a step to go back to for each of 65,536 characters is more than 1 MiB */
	{ "^(?:a|b|cc)*$", 'a', PATTERN_RAN_AWAY },
};

START_TEST(a_value_may_be_long)
{
	static char value[65536];
	memset(value, long_values[_i].fill, sizeof(value));
	str whole = { value, sizeof(value) };
	ck_assert_msg(answer(long_values[_i].pattern, whole) == long_values[_i].answer, "%s", long_values[_i].pattern);
}
END_TEST

START_TEST(some_thousand_turns_of_a_group_are_no_runaway)
{
	static char value[10000];
	memset(value, 'b', sizeof(value));
	ck_assert_int_eq(answer("^(?:a|b)*$", (str){ value, sizeof(value) }), PATTERN_MATCHES);
}
END_TEST

/* What MemoryDenyWriteExecute= of systemd does. */
static bool forbid_machine_code(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* PCRE2 may have room left from before: it is used up first. */
static bool machine_code_fails(void)
{
	for (int i = 0; i < 10000; i++) {
		int error;
		size_t offset;
		pcre2_code *code = pcre2_compile((PCRE2_SPTR) "^(a|b)+$", 8, 0, &error, &offset, NULL);
		if (pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0)
			return true;
	}
	return false;
}

static bool the_same_answers(void)
{
	for (size_t i = 0; i < sizeof(matched) / sizeof(matched[0]); i++) {
		struct pattern *pattern = pattern_compile(arena, str_of(matched[i].pattern));
		enum pattern_answer right = matched[i].found ? PATTERN_MATCHES : PATTERN_DIFFERS;
		if (!pattern || pattern_try(pattern, str_of(matched[i].value)) != right)
			return false;
	}
	return pattern_try(pattern_compile(arena, STR("^(a+)+$")), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")) == PATTERN_RAN_AWAY;
}

START_TEST(where_machine_code_is_forbidden_the_answers_are_the_same)
{
	int status;
	pid_t child = fork();
	if (child == 0)
		_exit(!forbid_machine_code() ? 1 : !machine_code_fails() ? 2 : !the_same_answers() ? 3 : 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%#x", (unsigned)status);
}
END_TEST

START_TEST(a_forked_process_matches_with_what_was_compiled_before)
{
	int status;
	struct pattern *pattern = pattern_compile(arena, STR("^(?:å|b)+$"));
	pid_t child = fork();
	bool right = pattern_try(pattern, STR("båb")) == PATTERN_MATCHES && pattern_try(pattern, STR("bab")) == PATTERN_DIFFERS;
	if (child == 0)
		_exit(!right);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(right && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_pattern_suite(void)
{
	Suite *suite = suite_create("schema/pattern");
	TCase *t = tcase_create("pattern");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_pattern_means_what_ecma_says, 0, COUNT(matched));
	tcase_add_test(t, zero_is_a_character_of_a_pattern);
	tcase_add_test(t, an_absent_value_is_an_empty_one);
	tcase_add_loop_test(t, what_ecma_does_not_read_is_refused, 0, COUNT(unreadable));
	tcase_add_loop_test(t, what_pcre2_would_answer_otherwise_is_refused_though_ecma_reads_it, 0, COUNT(unlike));
	tcase_add_test(t, a_pattern_has_an_end);
	tcase_add_test(t, a_pattern_too_large_for_pcre2_is_refused);
	tcase_add_test(t, a_pattern_that_runs_away_matches_nothing_and_says_so);
	tcase_add_loop_test(t, a_value_may_be_long, 0, COUNT(long_values));
	tcase_add_test(t, some_thousand_turns_of_a_group_are_no_runaway);
	tcase_add_test(t, where_machine_code_is_forbidden_the_answers_are_the_same);
	tcase_add_test(t, a_forked_process_matches_with_what_was_compiled_before);
	suite_add_tcase(suite, t);
	return suite;
}
