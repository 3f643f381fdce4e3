/* iregexp_test.c -- the grammar of RFC 9485, rule by rule, and the bounds set to it. */
#include <string.h>

#include <check.h>

#include "schema/iregexp.h"
#include "schema/pattern.h"

Suite *schema_iregexp_suite(void);

/* Whole patterns, and one for each rule of RFC 9485 4. */
static const char *const allowed[] = {
	"^$", "^abc$", "^[0-9]{5}$", "^[1-9][0-9]{2} ?[0-9]{2}$", "^(\\+|0)[0-9][0-9 -]{5,18}$", "^\\p{L}[\\p{L} .'-]{0,79}$",
	"^å<\"/'=!#:,;@`~_&%-$",
	/* i-regexp, branch, piece, quantifier */
	"^(a|b|)*$", "^(|)$", "^()$", "^((a))$", "^(a(b|c)d|e)$", "^a*b+c?$", "^a{0}$", "^a{2}$", "^a{2,}$", "^a{2,3}b+c*d?$",
	"^a{1000}$", "^a{0,1000}$",
	"^a{007}$", "^(ab){2}$", "^[ab]{2}$", "^.{2}$", "^\\.{2}$", "^\\p{L}{2}$", "^å{2}$",
	/* charClass, SingleCharEsc */
	"^.$", "^\\(\\)\\*\\+\\.\\?\\[\\\\\\]\\^\\n\\r\\t\\{\\|\\}$",
	/* charClassEsc, charProp */
	"^\\p{L}\\p{Ll}\\p{Lm}\\p{Lo}\\p{Lt}\\p{Lu}$", "^\\p{M}\\p{Mc}\\p{Me}\\p{Mn}$", "^\\p{N}\\p{Nd}\\p{Nl}\\p{No}$",
	"^\\p{P}\\p{Pc}\\p{Pd}\\p{Pe}\\p{Pf}\\p{Pi}\\p{Po}\\p{Ps}$", "^\\p{Z}\\p{Zl}\\p{Zp}\\p{Zs}$",
	"^\\p{S}\\p{Sc}\\p{Sk}\\p{Sm}\\p{So}$",
	"^\\p{C}\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}$", "^\\P{Lu}$",
	/* charClassExpr, CCE1, CCchar */
	"^[a]$", "^[^a]$", "^[-a]$", "^[a-]$", "^[^-]$", "^[-]$", "^[--]$", "^[-a-c-]$", "^[^-a-]$", "^[a-cx-z0-9_]$",
	"^[a^$.|]$", "^[^^]$", "^[(){}*+?,]$",
	"^[\\]\\[\\\\-]$", "^[\\--\\.]$", "^[\\p{L}]$", "^[\\p{L}\\P{N}-]$", "^[^\\p{L}a-c]$", "^[å-ö]$", "^[\\t-\\r]$", "^[!-,]$",
};

START_TEST(every_rule_of_the_grammar_is_read_and_compiles)
{
	struct arena *arena = arena_new(1 << 20);
	ck_assert_msg(iregexp_is_anchored(str_of(allowed[_i])), "%s", allowed[_i]);
	ck_assert_msg(pattern_compile(arena, str_of(allowed[_i])), "%s", allowed[_i]);
	arena_free(arena);
}
END_TEST

static const char *const refused[] = {
	/* not anchored at both ends */
	"", "^", "$", "abc", "^abc", "abc$", "^abc\\$", "^\\$", "^a|b$", "^|a$", "^a$|^b$", "^a^b$", "^a$b$",
	/* of ECMA-262, but not of RFC 9485 */
	"^(?:a)$", "^(?=a)$", "^(?!a)$", "^(?<=a)$", "^(?<n>a)$", "^(a)\\1$", "^a*?$", "^a+?$", "^a??$", "^a{2}?$", "^\\d$",
	"^\\w$", "^\\s$", "^\\D$", "^\\W$",
	"^\\S$", "^\\ba$", "^\\u00e5$", "^\\u{e5}$", "^\\x41$", "^\\/$", "^\\cA$", "^\\0$", "^\\-$", "^\\v$", "^\\f$",
	"^[\\d]$", "^[]$", "^[^]$", "^[a--]$", "^[--a]$",
	"^\\p{Letter}$", "^\\p{gc=L}$", "^\\p{Script=Latin}$", "^\\p{sc=Latn}$", "^\\p{Emoji}$", "^\\p{Cs}$", "^\\p{LC}$",
	/* of others */
	"^(*ACCEPT)$", "^a++$", "^a**$", "^a{2}{3}$", "^a{,3}$", "^[[:alpha:]]$", "^\\pL$", "^\\p{L&}$", "^\\A$", "^\\Qa\\E$",
	"^[a-c-[b]]$", "^\\i$", "^\\c$",
	/* mistakes */
	"^(a$", "^a)$", "^a)(b$", "^[]a]$", "^[a$", "^a]$", "^a}$", "^{2}$", "^*$", "^+$", "^?$", "^(+)$", "^(|*)$", "^a{x}$",
	"^a{2$", "^a{2,x}$", "^a{2,3$", "^a{}$",
	"^a{,}$", "^[a-b-c]$", "^[\\p{L}-z]$", "^[a-\\p{L}]$", "^[a[b]$", "^[^$", "^[a-$", "^[a\\]$", "^\\p{}$", "^\\p{L$",
	"^\\p$", "^\\p{Xx}$", "^\\p{lu}$", "^\\p{Lul}$",
	/* beyond the bounds */
	"^a{1001}$", "^a{0,1001}$", "^a{1001,}$", "^a{99999999999999999999}$", "^a{3,2}$",
};

START_TEST(anything_else_is_refused)
{
	ck_assert_msg(!iregexp_is_anchored(str_of(refused[_i])), "%s", refused[_i]);
	ck_assert(!iregexp_is_anchored(STR_NONE));
}
END_TEST

static bool of_groups(size_t depth)
{
	char text[1003] = "^";
	memset(text + 1, '(', depth);
	memset(text + 1 + depth, ')', depth);
	text[1 + 2 * depth] = '$';
	return iregexp_is_anchored((str){ text, 2 * depth + 2 });
}

START_TEST(groups_in_groups_have_an_end)
{
	ck_assert(of_groups(20) && !of_groups(21) && !of_groups(200));
}
END_TEST

START_TEST(a_pattern_has_at_most_512_bytes)
{
	char text[513];
	memset(text, 'a', sizeof(text));
	text[0] = '^';
	text[511] = '$';
	ck_assert(iregexp_is_anchored((str){ text, 512 }));
	text[511] = 'a';
	text[512] = '$';
	ck_assert(!iregexp_is_anchored((str){ text, 513 }));
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *schema_iregexp_suite(void)
{
	Suite *suite = suite_create("schema/iregexp");
	TCase *t = tcase_create("iregexp");
	tcase_add_loop_test(t, every_rule_of_the_grammar_is_read_and_compiles, 0, COUNT(allowed));
	tcase_add_loop_test(t, anything_else_is_refused, 0, COUNT(refused));
	tcase_add_test(t, groups_in_groups_have_an_end);
	tcase_add_test(t, a_pattern_has_at_most_512_bytes);
	suite_add_tcase(suite, t);
	return suite;
}
