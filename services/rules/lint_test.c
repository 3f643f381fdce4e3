/* lint_test.c -- every fault that a definition can have is refused, and the author is told where. */
#include "rules/lint.h"

#include "base/config.h"
#include "rules/sample_test.h"

Suite *rules_lint_suite(void);

static struct arena *arena;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)64 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

struct fault {
	const char *part, *value; /* what is changed in the sample; value NULL: removed */
	const char *code, *at;    /* what is found, and where */
};

#define CHECK(at, logic) "[{\"id\":\"k\",\"at\":\"" at "\",\"text\":\"k\",\"logic\":" logic "}]"
#define CALC(target, logic) "[{\"id\":\"c\",\"target\":\"" target "\",\"logic\":" logic "}]"
#define TWICE(target) "[{\"id\":\"c\",\"target\":\"" target "\",\"logic\":1},{\"id\":\"c\",\"target\":\"" target "\",\"logic\":2}]"
#define TEN "aaaaaaaaaa"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define LONG_PATTERN "\"^(" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED TEN ")$\""
#define ANTAL(test) "{\"required\":[\"antal\"],\"properties\":{\"antal\":" test "}}"
#define HIDES(reads, test, then, hides) \
	"{\"if\":{\"required\":[\"" reads "\"],\"properties\":{\"" reads "\":" test "}}," then "\"else\":{\"properties\":{\"" hides "\":false}}}"

#define SIGNING(policy, shows, expiry, decline) \
	"{\"policy\":" policy ",\"sameAddress\":\"one\",\"shows\":[" shows "],\"reminderDays\":[3],\"expireDays\":14," \
	"\"onExpiry\":\"" expiry "\",\"onDecline\":\"" decline "\"}"
#define WHEN(required, is, otherwise) \
	"{\"if\":{\"required\":[" required "],\"properties\":{\"val\":{\"const\":\"" is "\"}}},\"then\":\"all-sign\",\"else\":\"" otherwise "\"}"

#define BOTH \
	"{\"if\":{\"required\":[\"val\",\"antal\"],\"properties\":{\"val\":{\"const\":\"b\"},\"antal\":{\"minimum\":2}}}," \
	"\"then\":{\"required\":[\"dag\"]},\"else\":{\"properties\":{\"dag\":false}}}"

/* One row and more for each kind of finding; a test sees to it that none is left out. */
static const struct fault faults[] = {
	/* the format of definitions */
	{ "/version", NULL, "part-missing", "" },
	{ "/retention", NULL, "part-missing", "" },
	{ "/legalBasis", NULL, "part-missing", "" },
	{ "/tests", NULL, "part-missing", "" },
	{ "/subject/ageMin", NULL, "part-missing", "/subject" },
	{ "/pages/0/fields/0/widget", NULL, "part-missing", "/pages/0/fields/0" },
	{ "/colour", "\"red\"", "part-unknown", "/colour" },
	{ "/pages/0/colour", "\"red\"", "part-unknown", "/pages/0/colour" },
	{ "/version", "\"1.0\"", "part-value", "/version" },
	{ "/validFrom", "\"2026-02-30\"", "part-value", "/validFrom" },
	{ "/id", "\"Skol skjuts\"", "part-value", "/id" },
	{ "/routing/due/workdays", "0", "part-value", "/routing/due/workdays" },
	{ "/routing/area", "\"namn\"", "part-value", "/routing/area" },
	{ "/retention/after", "\"two years\"", "part-value", "/retention/after" },
	{ "/pages/0/fields/0/widget", "\"slider\"", "part-value", "/pages/0/fields/0/widget" },
	{ "/pages/0/id", "\"skicka\"", "part-value", "/pages/0/id" },
	{ "/tests/0/base", "\"x\"", "part-value", "/tests/0" },
	/* what is not carried out yet */
	{ "/prefill", "[]", "unsupported", "/prefill" },
	{ "/attachments", "{}", "unsupported", "/attachments" },
	{ "/roles", "{}", "unsupported", "/roles" },
	/* signing */
	{ "/signing", "{}", "part-missing", "/signing" },
	{ "/signing/policy", "\"both\"", "part-value", "/signing/policy" },
	{ "/signing/shows", "[\"\"]", "part-value", "/signing/shows/0" },
	{ "/signing/expireDays", "0", "part-value", "/signing/expireDays" },
	{ "/signing/shows", "[]", "signing", "/signing/shows" },
	{ "/signing/policy", "\"notify-other\"", "signing", "/signing" },
	{ "/signing/policy", "\"other-consents-by-deadline\"", "signing", "/signing" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/namn\"", "receive", "end"), "signing", "/signing/onExpiry" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/namn\"", "lapse", "receive"), "signing", "/signing/onDecline" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/namn\"", "lapse", "end"), NULL, NULL },
	{ "/signing/reminderDays/-", "14", "signing", "/signing/reminderDays/1" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/nmn\"", "lapse", "end"), "question-unknown", "/signing/shows/0" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/kontakt\"", "lapse", "end"), "signing-shows", "/signing/shows/0" },
	{ "/signing", SIGNING("\"all-sign\"", "\"/kontakt/mobil\"", "lapse", "end"), "signing-shows", "/signing/shows/0" },
	{ "/pages/0/fields/0/autocomplete", "\"name\"", NULL, NULL },
	{ "/signing", SIGNING("\"all-sign\"", "\"/namn\"", "lapse", "end"), "signing-shows", "/signing/shows/0" },
	{ "/data/properties/namn/format", "\"email\"", NULL, NULL },
	{ "/signing", SIGNING("\"all-sign\"", "\"/namn\"", "lapse", "end"), "signing-shows", "/signing/shows/0" },
	{ "/signing", SIGNING(WHEN("\"val\"", "c", "none"), "\"/namn\"", "lapse", "end"), "condition-untested", "/signing/policy/if" },
	{ "/signing", SIGNING(WHEN("\"val\",\"vla\"", "b", "none"), "\"/namn\"", "lapse", "end"), "question-unknown",
	  "/signing/policy/if/required/1" },
	{ "/signing", SIGNING(WHEN("", "b", "none"), "\"/namn\"", "lapse", "end"), "condition-required", "/signing/policy/if/properties/val" },
	{ "/signing", SIGNING("{\"if\":{\"required\":[\"val\"]},\"then\":\"all-sign\"}", "\"/namn\"", "lapse", "end"), "part-missing",
	  "/signing/policy" },
	{ "/signing", SIGNING(WHEN("\"val\"", "b", "none"), "\"/namn\"", "lapse", "end"), NULL, NULL },
	{ "/tests/0/expect/signing", "\"all-sign\"", "test-signing", "/tests/0/expect/signing" },
	{ "/tests/0/expect/signing", "\"both\"", "part-value", "/tests/0/expect/signing" },
	{ "/subject/ageMin", "40", "age", "/subject/ageMin" },
	/* data */
	{ "/data/properties/namn/minLenght", "2", "schema", "/data/properties/namn/minLenght" },
	{ "/data/properties/namn/pattern", "\"^(?=a)a$\"", "schema", "/data/properties/namn/pattern" },
	{ "/data/properties/dag/format", "\"datum\"", "schema", "/data/properties/dag/format" },
	{ "/data/properties/namn/not", "{\"const\":\"x\"}", "keyword", "/data/properties/namn/not" },
	{ "/data/anyOf", "[{}]", "branches", "/data/anyOf" },
	{ "/data/properties/fri", "true", "keyword", "/data/properties/fri" },
	{ "/data/properties/namn", "{\"$ref\":\"#/properties/mer\"}", "keyword", "/data/properties/namn/$ref" },
	{ "/data/properties/för-namn", "{\"type\":\"string\",\"maxLength\":9}", "name", "/data/properties/för-namn" },
	{ "/data/properties/namn/type", NULL, "part-missing", "/data/properties/namn" },
	{ "/data/properties/namn/maxLength", NULL, "bound", "/data/properties/namn" },
	{ "/data/properties/flera/maxItems", NULL, "bound", "/data/properties/flera" },
	{ "/data/unevaluatedProperties", NULL, "closed", "/data" },
	{ "/data/properties/kontakt/additionalProperties", NULL, "closed", "/data/properties/kontakt" },
	{ "/data/$defs",
	  "{\"r\":{\"type\":\"object\",\"properties\":{\"r\":{\"$ref\":\"#/$defs/r\"}},\"additionalProperties\":false}}", NULL, NULL },
	{ "/data/properties/r", "{\"$ref\":\"#/$defs/r\"}", "recursive", "/data/$defs/r/properties/r" },
	{ "/data/required/-", "\"nmn\"", "question-unknown", "/data/required/4" },
	{ "/data/oneOf", "[{\"properties\":{\"val\":{\"const\":\"a\"}}},{\"properties\":{\"val\":{\"enum\":[\"b\"]}}}]", "branches", "/data/oneOf" },
	{ "/data/properties/dag/$ref", "\"#/$defs/saknas\"", "keyword", "/data/properties/dag/$ref" },
	{ "/data/$defs", "{\"d\":{\"type\":\"string\",\"maxLength\":9}}", NULL, NULL },
	{ "/data/properties/mer", "{\"$ref\":\"#/$defs/d\",\"minLength\":3}", "keyword", "/data/properties/mer/minLength" },
	{ "/data/properties/namn/type", "[\"string\",\"null\"]", "part-value", "/data/properties/namn/type" },
	{ "/data/properties/namn/type", "\"text\"", "schema", "/data/properties/namn/type" },
	{ "/data/properties/namn/minLength", "\"två\"", "schema", "/data/properties/namn/minLength" },
	{ "/data/properties/antal/minimum", NULL, "bound", "/data/properties/antal" },
	{ "/data/properties/matt/maximum", NULL, "bound", "/data/properties/matt" },
	{ "/data/properties/flera/items", NULL, "part-missing", "/data/properties/flera" },
	{ "/data/properties/namn/pattern", "\"^[a-z]{2,1001}$\"", "pattern", "/data/properties/namn/pattern" },
	{ "/data/properties/namn/pattern", LONG_PATTERN, "pattern", "/data/properties/namn/pattern" },
	{ "/data/properties/namn/minLength", "41", "answer-impossible", "/data/properties/namn/minLength" },
	{ "/data/properties/antal/minimum", "9000.5", "answer-impossible", "/data/properties/antal/minimum" },
	{ "/data/properties/matt/exclusiveMinimum", "100", "answer-impossible", "/data/properties/matt/exclusiveMinimum" },
	{ "/data/properties/flera/maxItems", "9", NULL, NULL },
	{ "/data/properties/flera/minItems", "4", "answer-impossible", "/data/properties/flera/minItems" },
	{ "/data/properties/val/type", "\"integer\"", "answer-impossible", "/data/properties/val/enum/0" },
	{ "/data/properties/val/enum", "[]", "answer-impossible", "/data/properties/val/enum" },
	{ "/data/properties/intygar/type", "\"string\"", "answer-impossible", "/data/properties/intygar/const" },
	{ "/data/properties/kontakt/required/-", "\"fax\"", "question-unknown", "/data/properties/kontakt/required/1" },
	/* conditions */
	{ "/data/allOf/0/if/properties/val/pattern", "\"^b$\"", "condition-shape", "/data/allOf/0/if/properties/val/pattern" },
	{ "/data/allOf/0/else/properties/mer", "{\"type\":\"string\"}", "condition-shape", "/data/allOf/0/else/properties/mer" },
	{ "/data/allOf/0/if", "{\"required\":[\"val\"]}", "condition-shape", "/data/allOf/0/if" },
	{ "/data/allOf/0", "{\"if\":{\"required\":[\"val\"],\"properties\":{\"val\":{\"const\":\"b\"}}}}", "condition-shape",
	  "/data/allOf/0" },
	{ "/data/allOf/0/if/required", "[\"namn\"]", "condition-required", "/data/allOf/0/if/properties/val" },
	{ "/data/allOf/0/if", "{\"required\":[\"vla\"],\"properties\":{\"vla\":{\"const\":\"b\"}}}", "question-unknown",
	  "/data/allOf/0/if/properties/vla" },
	{ "/data/allOf/0/then/required", "[\"mre\"]", "question-unknown", "/data/allOf/0/then/required/0" },
	{ "/data/allOf/0/else/properties/val", "false", "condition-circle", "/data/properties/val" },
	{ "/data/allOf/0/else/properties/namn", "false", "condition-page", "/data/allOf/0/else/properties/namn" },
	{ "/data/allOf/0/if/properties/val/const", "\"c\"", "condition-never", "/data/allOf/0/if/properties/val" },
	{ "/data/allOf/0/if/properties/val/const", "1", "condition-never", "/data/allOf/0/if/properties/val" },
	{ "/data/allOf/0/if/properties/val", "{\"enum\":[\"b\",\"a\"]}", "condition-always", "/data/allOf/0/if" },
	{ "/data/allOf/0/if/properties/val", "{\"minimum\":3}", "condition-always", "/data/allOf/0/if" },
	{ "/data/allOf/0/if/properties/val", "{\"enum\":\"b\"}", "schema", "/data/allOf/0/if/properties/val/enum" },
	{ "/data/allOf/0/if", ANTAL("{\"minimum\":9001}"), "condition-never", "/data/allOf/0/if/properties/antal" },
	{ "/data/allOf/0/if", ANTAL("{\"minimum\":10,\"maximum\":9}"), "condition-never", "/data/allOf/0/if/properties/antal" },
	{ "/data/allOf/0/if", ANTAL("{\"exclusiveMinimum\":3,\"exclusiveMaximum\":4}"), "condition-never", "/data/allOf/0/if/properties/antal" },
	{ "/data/allOf/0/if", ANTAL("{\"const\":\"3\"}"), "condition-never", "/data/allOf/0/if/properties/antal" },
	{ "/data/allOf/0/if", ANTAL("{\"maximum\":9000}"), "condition-always", "/data/allOf/0/if" },
	{ "/data/allOf/0/if", "{\"required\":[\"flera\"],\"properties\":{\"flera\":{\"contains\":{\"const\":\"w\"}}}}", "condition-never",
	  "/data/allOf/0/if/properties/flera" },
	{ "/data/allOf/0/if", "{\"required\":[\"intygar\"],\"properties\":{\"intygar\":{\"const\":false}}}", "condition-never",
	  "/data/allOf/0/if/properties/intygar" },
	{ "/data/allOf/-", HIDES("val", "{\"const\":\"a\"}", "\"then\":{\"required\":[\"ja\"]},", "mer"), "condition-clash", "/data/allOf/0/then/required/0" },
	{ "/data/allOf/-", HIDES("val", "{\"const\":\"a\"}", "", "mer"), "question-unshown", "/data/allOf/0/else/properties/mer" },
	{ "/data/allOf/-", HIDES("val", "{\"const\":\"a\"}", "", "mer"), "page-unreached", "/pages/1" },
	{ "/data/allOf/-", HIDES("mer", "{\"const\":\"mycket\"}", "", "dag"), NULL, NULL },
	{ "/data/allOf/-", "{\"if\":{\"required\":[\"val\"],\"properties\":{\"val\":{\"const\":\"b\"}}},\"then\":{\"properties\":{\"dag\":false}}}", "question-unshown",
	  "/data/allOf/1/else/properties/dag" },
	{ "/data/required/-", "\"mer\"", "condition-clash", "/data/required/4" },
	{ "/data/allOf/0/then/properties", "{\"mer\":false}", "condition-clash", "/data/allOf/0/then/required/0" },
	/* calc and checks */
	{ "/calc", "{}", "part-value", "/calc" },
	{ "/calc", "[{\"id\":\"c\"}]", "part-missing", "/calc/0" },
	{ "/calc", CALC("/nmn", "1"), "question-unknown", "/calc/0/target" },
	{ "/calc", CALC("/antal", "1"), "calc-target", "/calc/0/target" },
	{ "/calc", CALC("/kontakt/mobil", "\"0\""), "calc-target", "/calc/0/target" },
	{ "/calc", CALC("/mer", "\"lagom\""), "calc-target", "/calc/0/target" },
	{ "/calc", CALC("/antal", "1"), "text-missing", "/texts/sv/!calc" },
	{ "/calc", CALC("/antal", "\"tre\""), "logic", "/calc/0/logic" },
	{ "/calc", TWICE("/antal"), "id-twice", "/calc/1/id" },
	{ "/calc", TWICE("/antal"), "id-twice", "/calc/1/target" },
	{ "/calc", CALC("/antal", "{\"+\":[{\"var\":\"antal\"},1]}"), "calc-circle", "/calc/0" },
	{ "/checks", "{}", "part-value", "/checks" },
	{ "/checks", "[{\"id\":\"k\",\"at\":\"/dag\",\"text\":\"k\",\"level\":\"info\",\"logic\":true}]", "part-value", "/checks/0/level" },
	{ "/checks", CHECK("/dag", "{\"<\":[1]}"), "logic", "/checks/0/logic/<" },
	{ "/checks", CHECK("/dag", "{\"var\":\"antal\"}"), "logic", "/checks/0/logic" },
	{ "/checks", CHECK("/dag", "{\"===\":[{\"var\":\"$actor\"},\"x\"]}"), "logic", "/checks/0/logic/===/0/var" },
	{ "/checks", CHECK("/dga", "true"), "question-unknown", "/checks/0/at" },
	{ "/checks", CHECK("/flera/*", "true"), "check-place", "/checks/0/at" },
	{ "/checks", CHECK("/dag", "true"), "text-missing", "/texts/sv/k" },
	{ "/checks", "[{\"id\":\"k\",\"at\":\"/dag\",\"unless\":\"/dga\",\"text\":\"k\",\"logic\":true}]", "question-unknown", "/checks/0/unless" },
	{ "/texts/sv/k", "\"Ändra\"", NULL, NULL },
	{ "/checks", CHECK("/dag", "{\"<\":[{\"var\":\"antal\"},9001]}"), "check-untested", "/checks/0" },
	{ "/texts/sv/k", "\"Ändra\"", NULL, NULL },
	{ "/checks", CHECK("/dag", "{\"<\":[{\"var\":\"antal\"},1000]}"), "test-error-extra", "/tests/1/expect/errors" },
	{ "/texts/sv/k", "\"Ändra\"", NULL, NULL },
	{ "/checks", CHECK("/dag", "{\"<\":[{\"var\":\"antal\"},9001]}"), NULL, NULL },
	{ "/tests/2/expect/errors/-", "{\"at\":\"/dag\",\"check\":\"k\"}", "test-error-absent", "/tests/2/expect/errors/1" },
	{ "/texts/sv/!calc", "\"Går inte att räkna ut\"", NULL, NULL },
	{ "/data/properties/antal/readOnly", "true", NULL, NULL },
	{ "/calc", CALC("/antal", "3"), NULL, NULL },
	{ "/tests/0/expect/calc", "{\"/antal\":4}", "test-calc", "/tests/0/expect/calc/~1antal" },
	/* pages */
	{ "/pages/0/fields/0/ref", "\"/nmn\"", "ref-unknown", "/pages/0/fields/0/ref" },
	{ "/pages/1/fields/-", "{\"ref\":\"/namn\",\"widget\":\"text\"}", "ref-twice", "/data/properties/namn" },
	{ "/pages/3/fields/-", "{\"ref\":\"/kontakt/epost\",\"widget\":\"text\"}", "ref-twice", "/data/properties/kontakt/properties/epost" },
	{ "/pages/0/fields/0", NULL, "ref-missing", "/data/properties/namn" },
	{ "/pages/0/fields/0/widget", "\"radios\"", "widget", "/pages/0/fields/0/widget" },
	{ "/pages/2/fields/1/widget", "\"text\"", "widget", "/pages/2/fields/1/widget" },
	{ "/pages/3/fields/0/autocomplete", "{\"fax\":\"tel\"}", "ref-unknown", "/pages/3/fields/0/autocomplete/fax" },
	{ "/pages/3/fields/0/autocomplete", "{\"mobil\":\"phone\"}", "part-value", "/pages/3/fields/0/autocomplete/mobil" },
	{ "/pages/0/fields/0/autocomplete", "7", "part-value", "/pages/0/fields/0/autocomplete" },
	{ "/pages/3/fields", "[{\"ref\":\"/kontakt/epost\",\"widget\":\"text\"},{\"ref\":\"/kontakt/mobil\",\"widget\":\"text\"}]", NULL, NULL },
	{ "/data/properties/kontakt/required", "[]", "group-required", "/data/properties/kontakt" },
	{ "/pages/1/id", "\"forst\"", "page-twice", "/pages/1" },
	{ "/pages/1/fields", "[]", "page-empty", "/pages/1" },
	{ "/pages/4/kind", NULL, "page-last", "/pages/4" },
	{ "/pages/0/kind", "\"check-answers\"", "page-last", "/pages/0" },
	/* texts */
	{ "/texts/sv/title", NULL, "text-missing", "/texts/sv/title" },
	{ "/texts/sv/title", "\" \"", "text-missing", "/texts/sv/title" },
	{ "/texts/sv/page:sedan", NULL, "text-missing", "/texts/sv/page:sedan" },
	{ "/texts/sv/~1namn/label", NULL, "text-missing", "/texts/sv/~1namn" },
	{ "/texts/sv/~1namn/!minLength", NULL, "text-missing", "/texts/sv/~1namn" },
	{ "/texts/sv/~1mer/!required", NULL, "text-missing", "/texts/sv/~1mer" },
	{ "/texts/sv/~1val/b", NULL, "text-missing", "/texts/sv/~1val" },
	{ "/texts/sv/~1kontakt~1epost/!format", NULL, "text-missing", "/texts/sv/~1kontakt~1epost" },
	{ "/texts/sv/!enum", NULL, "text-missing", "/texts/sv/~1val" },
	{ "/texts/sv/!enum", NULL, "text-missing", "/texts/sv/~1flera~1*" },
	{ "/texts/sv/~1nmn", "{\"label\":\"x\"}", "text-unknown", "/texts/sv/~1nmn" },
	{ "/texts/sv/~1val/c", "\"Det tredje\"", "text-unknown", "/texts/sv/~1val/c" },
	{ "/texts/sv/~1namn/!maximum", "\"x\"", "text-unknown", "/texts/sv/~1namn/!maximum" },
	{ "/texts/en", "{}", "language", "/texts/en" },
	{ "/languages/-", "\"en\"", "part-missing", "/texts" },
	/* decision */
	{ "/decision/laws/0/text", "{\"en\":\"1\"}", "text-missing", "/decision/laws/0/text" },
	{ "/decision/appeal/text", "{\"en\":\"1\"}", "text-missing", "/decision/appeal/text" },
	{ "/decision/laws/1/id", "\"l-1\"", "id-twice", "/decision/laws/1" },
	{ "/routing/area", "\"/finns_inte\"", "question-unknown", "/routing/area" },
	{ "/routing/area", "\"/antal\"", "area-kind", "/routing/area" },
	{ "/routing/area", "\"/kontakt\"", "area-kind", "/routing/area" },
	{ "/decision/laws/1/appeal", "\"ingen\"", "appeal-unknown", "/decision/laws/1" },
	{ "/decision/reasons/1/outcome", "\"dismissed\"", "outcome-unused", "/decision/reasons/1" },
	{ "/decision/outcomes/-", "\"dismissed\"", "outcome-unused", "/decision/outcomes" },
	/* tests: what they are, and what they say when they run */
	{ "/tests/2", NULL, "tests-missing", "/tests" },
	{ "/tests/1/name", "\"kort\"", "test-twice", "/tests/1" },
	{ "/tests/1/base", "\"saknas\"", "test-base", "/tests/1/base" },
	{ "/tests/1/patch/0/path", "\"/inte/har\"", "test-patch", "/tests/1/patch/0" },
	{ "/tests/0/data/namn", "\"A\"", "test-valid", "/tests/0/expect/valid" },
	{ "/tests/2/patch/-", "{\"op\":\"add\",\"path\":\"/mer\",\"value\":\"mer om det\"}", "test-valid", "/tests/2/expect/valid" },
	{ "/tests/2/expect/errors/-", "{\"at\":\"/namn\",\"keyword\":\"minLength\"}", "test-error-absent", "/tests/2/expect/errors/1" },
	{ "/tests/2/patch/-", "{\"op\":\"remove\",\"path\":\"/namn\"}", "test-error-extra", "/tests/2/expect/errors" },
	{ "/tests/2/expect/visible/~1mer", "false", "test-visible", "/tests/2/expect/visible/~1mer" },
	{ "/tests/0/expect/visible/~1mer", "true", "test-visible", "/tests/0/expect/visible/~1mer" },
	{ "/tests/0/expect/visible/~1mre", "true", "question-unknown", "/tests/0/expect/visible/~1mre" },
	{ "/tests/1/patch/1", NULL, "page-unreached", "/pages/1" },
	{ "/tests/0/data/val", "\"b\"", "condition-untested", "/data/allOf/0/if" },
	{ "/tests/1/patch/0/value", "\"a\"", NULL, NULL },
	{ "/tests/2/patch/0/value", "\"a\"", "condition-untested", "/data/allOf/0/if" },
};

static struct findings findings_of(str definition)
{
	struct findings findings = { 0 };
	const struct form *form = form_load(arena, definition, &findings);
	if (form)
		ck_assert_int_eq(form_test(form, arena, &findings), findings.n == 0);
	return findings;
}

static bool found(const struct findings *findings, const char *code, const char *at)
{
	for (size_t i = 0; i < findings->n; i++)
		if (str_is(findings->items[i].code, code) && str_is(findings->items[i].pointer, at))
			return true;
	return false;
}

static str listed(const struct findings *findings)
{
	struct buf b = buf_in(arena, 1 << 16);
	for (size_t i = 0; i < findings->n; i++)
		buf_printf(&b, "\n  %.*s [%.*s] %.*s", STR_ARG(findings->items[i].pointer), STR_ARG(findings->items[i].code),
		           STR_ARG(findings->items[i].message));
	return buf_str(&b);
}

START_TEST(the_sample_itself_has_nothing_to_complain_about)
{
	struct findings findings = findings_of(sample(arena));
	ck_assert_msg(findings.n == 0, "%s", listed(&findings).p);
}
END_TEST

/* The byte where a place of the definition begins: its value, or its name, or the nearest part above it. */
static bool stands_at(str definition, const struct finding *f)
{
	unsigned line, column;
	const struct json_node *root = sample_json(arena, definition);
	str pointer = f->pointer;
	while (!json_pointer(root, pointer) && pointer.n)
		do
			pointer.n--;
		while (pointer.n && pointer.p[pointer.n] != '/');
	const struct json_node *node = json_pointer(root, pointer);
	json_position(definition, node->offset, &line, &column);
	if (line == f->line && column == f->column)
		return true;
	/* A name and its value stand on one line of the broken-up sample. */
	str last = str_sub(definition, node->offset, 1);
	return last.n && line == f->line && f->column < column;
}

/* Every member on a line of its own, so that a line is as exact as an author sees it. */
static str broken_up(str text)
{
	struct buf b = buf_in(arena, 1 << 20);
	bool in_text = false;
	for (size_t i = 0; i < text.n; i++) {
		in_text ^= text.p[i] == '"' && (i == 0 || text.p[i - 1] != '\\');
		buf_byte(&b, text.p[i]);
		if (!in_text && (text.p[i] == ',' || text.p[i] == '{' || text.p[i] == '['))
			buf_lit(&b, "\n");
	}
	return buf_str(&b);
}

/* A row without a code is a change that the next row builds on. */
START_TEST(each_fault_is_refused_where_it_stands)
{
	const struct fault *fault = &faults[_i];
	int first = _i;
	str definition = sample(arena);
	while (first > 0 && !faults[first - 1].code)
		first--;
	for (int i = first; i <= _i; i++)
		definition = sample_with(arena, definition, faults[i].part, faults[i].value);
	definition = broken_up(definition);
	struct findings findings = findings_of(definition);
	for (size_t i = 0; i < findings.n; i++)
		ck_assert_msg(stands_at(definition, &findings.items[i]), "%u:%u is not where %s stands", findings.items[i].line,
		              findings.items[i].column, findings.items[i].pointer.p);
	if (fault->code)
		ck_assert_msg(found(&findings, fault->code, fault->at), "%s = %s was not found as %s at \"%s\":%s", fault->part,
		              fault->value ? fault->value : "(removed)", fault->code, fault->at, listed(&findings).p);
}
END_TEST

static const char *const codes[] = {
#define X(name, code, en, sv) code,
	FINDING_TABLE(X)
#undef X
};
#define CODES (sizeof(codes) / sizeof(codes[0]))

START_TEST(no_kind_of_finding_is_left_out_of_the_faults)
{
	for (size_t i = 0; i < CODES; i++) {
		/* No change of a tree makes text that is no JSON, and a step is one from an earlier version: step_test.c. */
		bool known = str_is(str_of(codes[i]), "json") || str_is(str_of(codes[i]), "version-step");
		for (size_t k = 0; k < sizeof(faults) / sizeof(faults[0]); k++)
			known |= faults[k].code && str_is(str_of(codes[i]), faults[k].code);
		ck_assert_msg(known, "%s", codes[i]);
	}
}
END_TEST

static bool contains(str text, str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++)
		if (str_eq(str_sub(text, i, word.n), word))
			return true;
	return false;
}

START_TEST(every_code_is_explained_to_authors)
{
	str readme = config_file("forms/README.md", (size_t)1 << 20);
	for (size_t i = 0; i < CODES; i++)
		ck_assert_msg(contains(readme, arena_printf(arena, "| `%s` |", codes[i])), "%s", codes[i]);
}
END_TEST

START_TEST(broken_json_is_refused_with_line_and_column)
{
	struct findings findings = findings_of(STR("{\n \"id\": \"prov\",\n \"åäö\": 1, \"id\": 2\n}"));
	ck_assert_uint_eq(findings.n, 1);
	ck_assert(str_is(findings.items[0].code, "json"));
	ck_assert_uint_eq(findings.items[0].line, 3);
	ck_assert_uint_ge(findings.items[0].column, 12);
}
END_TEST

START_TEST(a_finding_speaks_both_languages_and_names_the_part)
{
	struct findings findings = findings_of(sample_with(arena, sample(arena), "/texts/sv/~1namn/label", NULL));
	ck_assert_uint_eq(findings.n, 1);
	ck_assert(str_is(findings.items[0].message, "The text \"/namn: label\" is missing in the language \"sv\". Write it."));
	ck_assert(str_is(findings.items[0].message_sv, "Texten \"/namn: label\" saknas på språket \"sv\". Skriv den."));
}
END_TEST

/* The definition as a whole, with the tests that still can be run. */
static struct findings examined(str definition)
{
	struct form_trial trial;
	ck_assert_ptr_null(form_examine(arena, definition, &trial));
	return trial.findings;
}

START_TEST(a_fault_in_one_part_hides_none_in_another)
{
	static const struct fault many[] = {
		{ "/version", "\"1\"", "part-value", "/version" },
		{ "/legalBasis", NULL, "part-missing", "" },
		{ "/data/properties/namn/minLenght", "2", "schema", "/data/properties/namn/minLenght" },
		{ "/data/properties/dag/format", "\"datum\"", "schema", "/data/properties/dag/format" },
		{ "/data/allOf/0/if/required", "[]", "condition-required", "/data/allOf/0/if/properties/val" },
		{ "/pages/0/fields/1/widget", "\"slider\"", "part-value", "/pages/0/fields/1/widget" },
		{ "/pages/2/fields/1/ref", "\"/dga\"", "ref-unknown", "/pages/2/fields/1/ref" },
		{ "/decision/laws/1/appeal", "\"ingen\"", "appeal-unknown", "/decision/laws/1" },
		{ "/texts/sv/~1val/b", NULL, "text-missing", "/texts/sv/~1val" },
		{ "/tests/1/name", "\"kort\"", "test-twice", "/tests/1" },
	};
	str definition = sample(arena);
	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
		definition = sample_with(arena, definition, many[i].part, many[i].value);
	struct findings findings = examined(definition);
	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
		ck_assert_msg(found(&findings, many[i].code, many[i].at), "%s at %s:%s", many[i].code, many[i].at, listed(&findings).p);
}
END_TEST

START_TEST(tests_run_although_something_else_is_wrong)
{
	str definition = sample_with(arena, sample(arena), "/texts/sv/title", NULL);
	struct findings findings = examined(sample_with(arena, definition, "/tests/0/expect/valid", "false"));
	ck_assert(found(&findings, "text-missing", "/texts/sv/title"));
	ck_assert(found(&findings, "test-valid", "/tests/0/expect/valid"));
}
END_TEST

START_TEST(findings_come_in_order_of_position_and_none_twice)
{
	str definition = broken_up(sample_with(arena, sample_with(arena, sample(arena), "/texts/sv/title", NULL), "/zzz", "1"));
	definition = sample_with(arena, sample_with(arena, definition, "/data/properties/namn/maxLength", NULL), "/tests/1/base", "\"x\"");
	struct findings findings = examined(broken_up(definition));
	ck_assert_uint_ge(findings.n, 4);
	for (size_t i = 1; i < findings.n; i++) {
		const struct finding *a = &findings.items[i - 1], *b = &findings.items[i];
		ck_assert(a->line < b->line || (a->line == b->line && a->column <= b->column));
		ck_assert(!str_eq(a->pointer, b->pointer) || !str_eq(a->message, b->message));
	}
}
END_TEST

START_TEST(a_place_is_told_by_line_and_column)
{
	struct findings findings = findings_of(STR("{\n  \"id\": \"Å\",\n  \"färg\": \"röd\",\n  \"routing\": { \"ö\": 1, \"queue\": 7 }\n}"));
	static const struct {
		const char *at;
		unsigned line, column;
	} places[] = { { "/id", 2, 9 }, { "/färg", 3, 3 }, { "/routing", 4, 14 }, { "/routing/ö", 4, 16 }, { "/routing/queue", 4, 33 } };
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		bool seen = false;
		for (size_t k = 0; k < findings.n; k++)
			seen |= str_is(findings.items[k].pointer, places[i].at) && findings.items[k].line == places[i].line &&
			        findings.items[k].column == places[i].column;
		ck_assert_msg(seen, "%s:%s", places[i].at, listed(&findings).p);
	}
}
END_TEST

/* What is missing as a whole is said once, not again at all that would have named it. */
START_TEST(a_part_that_is_missing_is_said_once)
{
	static const char *const parts[] = { "/data", "/data/properties", "/texts", "/tests", "/pages", "/languages", "/routing", "/subject" };
	static const char *const values[] = { NULL, "7", "\"x\"" };
	static const char *const informs[][2] = {
		{ "/texts/sv/k", "\"Många\"" },
		{ "/checks", "[{\"id\":\"k\",\"at\":\"/dag\",\"level\":\"warning\",\"text\":\"k\",\"logic\":{\"<\":[{\"var\":[\"antal\",0]},1000]}}]" },
		{ "/tests/1/expect/warnings", "[{\"at\":\"/dag\",\"check\":\"k\"}]" },
	};
	str whole = sample(arena);
	for (size_t i = 0; i < sizeof(informs) / sizeof(informs[0]); i++)
		whole = sample_with(arena, whole, informs[i][0], informs[i][1]);
	ck_assert_uint_eq(findings_of(whole).n, 0);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
			struct findings findings = examined(sample_with(arena, whole, parts[i], values[k]));
			ck_assert_msg(findings.n == 1, "%s = %s:%s", parts[i], values[k] ? values[k] : "(removed)", listed(&findings).p);
		}
}
END_TEST

/* Conditions that only look as if they were at odds. */
START_TEST(what_can_happen_is_not_complained_about)
{
	static const char *const conditions[] = {
		HIDES("flera", "{\"contains\":{\"const\":\"x\"}}", "\"then\":{\"required\":[\"ja\"]},", "ja"),
		HIDES("antal", "{\"minimum\":1,\"maximum\":1}", "", "dag"),
		HIDES("matt", "{\"exclusiveMinimum\":1,\"exclusiveMaximum\":2}", "", "dag"),
		HIDES("mer", "{\"const\":\"något\"}", "", "dag"),
		HIDES("namn", "{\"enum\":[\"Anna\",\"Bo\"]}", "", "dag"),
		BOTH,
	};
	static const char *const doubts[] = { "condition-never", "condition-always", "condition-clash", "question-unshown" };
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
		struct findings findings = findings_of(sample_with(arena, sample(arena), "/data/allOf/-", conditions[i]));
		for (size_t k = 0; k < findings.n; k++)
			for (size_t d = 0; d < sizeof(doubts) / sizeof(doubts[0]); d++)
				ck_assert_msg(!str_is(findings.items[k].code, doubts[d]), "%s:%s", conditions[i], listed(&findings).p);
	}
}
END_TEST

START_TEST(a_school_can_be_a_text_a_choice_or_part_of_a_group)
{
	static const char *const areas[] = { "\"/namn\"", "\"/val\"", "\"/kontakt/epost\"" };
	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		struct findings findings = findings_of(sample_with(arena, sample(arena), "/routing/area", areas[i]));
		ck_assert_msg(findings.n == 0, "%s:%s", areas[i], listed(&findings).p);
	}
}
END_TEST

/* Shapes within shapes: more questions than could be counted. */
START_TEST(a_shape_that_multiplies_ends)
{
	struct buf defs = buf_in(arena, 1 << 20);
	for (int i = 0; i < 26; i++) {
		buf_printf(&defs, "%c\"s%d\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{", i ? ',' : '{', i);
		for (int k = 0; k < 26; k++)
			buf_printf(&defs, "%s\"p%d\":{\"$ref\":\"#/$defs/s%d\"}", k ? "," : "", k, (i + k) % 26);
		buf_lit(&defs, "}}");
	}
	buf_lit(&defs, "}");
	str definition = sample_with(arena, sample(arena), "/data/$defs", buf_str(&defs).p);
	struct findings findings = findings_of(sample_with(arena, definition, "/data/properties/r", "{\"$ref\":\"#/$defs/s0\"}"));
	bool said = false;
	for (size_t i = 0; i < findings.n; i++)
		said |= str_is(findings.items[i].code, "recursive");
	ck_assert(said);
}
END_TEST

START_TEST(a_definition_full_of_faults_gives_no_endless_list)
{
	struct json_edit *edit = json_edit_of(arena, sample_json(arena, sample(arena)));
	for (int i = 0; i < 400; i++)
		ck_assert(json_edit_set(edit, arena_printf(arena, "/texts/sv/x%d", i), json_edit_string(arena, STR("x"))));
	struct findings findings = findings_of(json_edit_text(edit));
	ck_assert_uint_eq(findings.n, 200);
}
END_TEST

START_TEST(hostile_definitions_are_refused_not_run)
{
	static const char *const texts[] = { "", "[]", "null", "{}", "{\"data\":{}}", "{\"data\":null,\"pages\":{},\"texts\":[],\"tests\":0}" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(findings_of(str_of(texts[i])).n > 0, "%s", texts[i]);
}
END_TEST

Suite *rules_lint_suite(void)
{
	Suite *s = suite_create("rules/lint");
	TCase *t = tcase_create("lint");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_sample_itself_has_nothing_to_complain_about);
	tcase_add_loop_test(t, each_fault_is_refused_where_it_stands, 0, sizeof(faults) / sizeof(faults[0]));
	tcase_add_test(t, no_kind_of_finding_is_left_out_of_the_faults);
	tcase_add_test(t, every_code_is_explained_to_authors);
	tcase_add_test(t, broken_json_is_refused_with_line_and_column);
	tcase_add_test(t, a_finding_speaks_both_languages_and_names_the_part);
	tcase_add_test(t, a_fault_in_one_part_hides_none_in_another);
	tcase_add_test(t, tests_run_although_something_else_is_wrong);
	tcase_add_test(t, findings_come_in_order_of_position_and_none_twice);
	tcase_add_test(t, a_place_is_told_by_line_and_column);
	tcase_add_test(t, a_part_that_is_missing_is_said_once);
	tcase_add_test(t, what_can_happen_is_not_complained_about);
	tcase_add_test(t, a_school_can_be_a_text_a_choice_or_part_of_a_group);
	tcase_add_test(t, a_shape_that_multiplies_ends);
	tcase_add_test(t, a_definition_full_of_faults_gives_no_endless_list);
	tcase_add_test(t, hostile_definitions_are_refused_not_run);
	suite_add_tcase(s, t);
	return s;
}
