/* diff_test.c -- every change between two versions is told once, at its place, with the step that it takes. */
#include "rules/diff.h"

#include "rules/diff_list.h"
#include "rules/sample_test.h"

Suite *rules_diff_suite(void);

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

static const struct form *published(str definition)
{
	const struct form *form = form_load_published(arena, definition);
	ck_assert_msg(form != NULL, "%.*s", STR_ARG(definition));
	return form;
}

static str listed(const struct diff *diff)
{
	struct buf b = buf_in(arena, 1 << 16);
	for (size_t i = 0; i < diff->n; i++)
		buf_printf(&b, "\n  %s [%.*s %.*s] %.*s", step_word(diff->changes[i].step), STR_ARG(diff->changes[i].code),
		           STR_ARG(diff->changes[i].place), STR_ARG(diff->changes[i].text));
	return buf_str(&b);
}

static const struct diff_change *find(const struct diff *diff, const char *code, const char *place)
{
	for (size_t i = 0; i < diff->n; i++)
		if (str_is(diff->changes[i].code, code) && str_is(diff->changes[i].place, place))
			return &diff->changes[i];
	return NULL;
}

struct edit {
	const char *part, *value; /* what is changed in the sample; value NULL: removed */
	const char *code, *place;
	enum step step;
	enum step back; /* of the way back */
	const char *code_back;
};

#define NEW_IF_OLD "{\"if\":{\"required\":[\"ja\"],\"properties\":{\"ja\":{\"const\":true}}},\"then\":{\"required\":[\"dag\"]}}"
#define HIDDEN_IF "{\"if\":{\"required\":[\"ja\"],\"properties\":{\"ja\":{\"const\":true}}},\"else\":{\"properties\":{\"dag\":false}}}"

static const struct edit edits[] = {
	/* questions */
	{ "/data/properties/ny", "{\"type\":\"string\",\"maxLength\":9}", "question-added", "/ny", STEP_MINOR, STEP_MAJOR, "question-removed" },
	{ "/data/properties/kontakt/properties/fax", "{\"type\":\"string\",\"maxLength\":9}", "question-added", "/kontakt/fax", STEP_MINOR, STEP_MAJOR,
	  "question-removed" },
	{ "/data/required/-", "\"dag\"", "required", "/dag", STEP_MAJOR, STEP_MINOR, "optional" },
	{ "/data/properties/kontakt/required/-", "\"mobil\"", "required", "/kontakt/mobil", STEP_MAJOR, STEP_MINOR, "optional" },
	{ "/data/allOf/-", NEW_IF_OLD, "required-when", "/dag", STEP_MAJOR, STEP_MINOR, "not-required-when" },
	{ "/data/allOf/-", HIDDEN_IF, "hidden-when", "/dag", STEP_MAJOR, STEP_MINOR, "not-hidden-when" },
	{ "/data/properties/val/enum/-", "\"c\"", "option-added", "/val", STEP_MINOR, STEP_MAJOR, "option-removed" },
	{ "/data/properties/flera/items/enum/-", "\"w\"", "option-added", "/flera/*", STEP_MINOR, STEP_MAJOR, "option-removed" },
	{ "/data/properties/namn/minLength", "3", "tighter", "/namn", STEP_MAJOR, STEP_MINOR, "looser" },
	{ "/data/properties/namn/minLength", NULL, "looser", "/namn", STEP_MINOR, STEP_MAJOR, "tighter" },
	{ "/data/properties/namn/maxLength", "30", "tighter", "/namn", STEP_MAJOR, STEP_MINOR, "looser" },
	{ "/data/properties/antal/maximum", "9000.5", "looser", "/antal", STEP_MINOR, STEP_MAJOR, "tighter" },
	{ "/data/properties/antal/minimum", "-1", "looser", "/antal", STEP_MINOR, STEP_MAJOR, "tighter" },
	{ "/data/properties/flera/uniqueItems", "false", "looser", "/flera", STEP_MINOR, STEP_MAJOR, "tighter" },
	{ "/data/properties/namn/pattern", "\"^[A-Z].*$\"", "tighter", "/namn", STEP_MAJOR, STEP_MINOR, "looser" },
	{ "/data/properties/dag/format", "\"time\"", "tighter", "/dag", STEP_MAJOR, STEP_MAJOR, "tighter" },
	{ "/data/properties/antal/type", "\"number\"", "kind", "/antal", STEP_MINOR, STEP_MAJOR, "kind" },
	{ "/data/properties/ja", "{\"enum\":[\"ja\",\"nej\"]}", "kind", "/ja", STEP_MAJOR, STEP_MAJOR, "kind" },
	{ "/data/properties/namn/contentEncoding", "\"base64\"", "rule", "/namn", STEP_MAJOR, STEP_MAJOR, "rule" },
	{ "/data/properties/dag/readOnly", "true", "locked", "/dag", STEP_MINOR, STEP_MINOR, "locked" },
	/* pages */
	{ "/pages/-", "{\"id\":\"sist\",\"fields\":[]}", "page-added", "page:sist", STEP_MINOR, STEP_MINOR, "page-removed" },
	{ "/pages/0/fields/1/widget", "\"text\"", "asked", "/antal", STEP_MINOR, STEP_MINOR, "asked" },
	{ "/pages/0/fields/0/autocomplete", "\"name\"", "asked", "/namn", STEP_MINOR, STEP_MINOR, "asked" },
	/* the rest */
	{ "/routing/queue", "\"annan\"", "part", "/routing/queue", STEP_MINOR, STEP_MINOR, "part" },
	{ "/routing/area", "\"/namn\"", "part", "/routing/area", STEP_MINOR, STEP_MINOR, "part" },
	{ "/signing/policy", "\"all-sign\"", "part", "/signing/policy", STEP_MINOR, STEP_MINOR, "part" },
	{ "/signing/expireDays", "14", "part", "/signing/expireDays", STEP_MINOR, STEP_MINOR, "part" },
	{ "/signing/shows", "[\"/namn\"]", "item-added", "/signing/shows", STEP_MINOR, STEP_MINOR, "item-removed" },
	{ "/retention/after", "\"P5Y\"", "part", "/retention/after", STEP_MINOR, STEP_MINOR, "part" },
	{ "/validFrom", "\"2027-01-01\"", "part", "/validFrom", STEP_PATCH, STEP_PATCH, "part" },
	{ "/subject/ageMin", "7", "part", "/subject", STEP_MAJOR, STEP_MINOR, "part" },
	{ "/checks", "[{\"id\":\"k\",\"at\":\"/antal\",\"text\":\"k\",\"logic\":{\"<\":[{\"var\":\"antal\"},9001]}}]", "item-added", "/checks", STEP_MAJOR,
	  STEP_MINOR, "item-removed" },
	{ "/calc", "[{\"id\":\"c\",\"target\":\"/antal\",\"logic\":3}]", "item-added", "/calc", STEP_MAJOR, STEP_MINOR, "item-removed" },
	{ "/legalBasis/gdpr/-", "\"9.2.g\"", "item-added", "/legalBasis/gdpr", STEP_MINOR, STEP_MINOR, "item-removed" },
	{ "/decision/reasons/1/text/sv", "\"Annat\"", "item-changed", "/decision/reasons", STEP_PATCH, STEP_PATCH, "item-changed" },
	{ "/decision/reasons/1/outcome", "\"granted\"", "item-changed", "/decision/reasons", STEP_MINOR, STEP_MINOR, "item-changed" },
	{ "/decision/laws/0/id", "\"l-9\"", "item-added", "/decision/laws", STEP_MINOR, STEP_MINOR, "item-added" },
	{ "/decision/appeal/text/sv", "\"Ring oss\"", "part", "/decision/appeal", STEP_PATCH, STEP_PATCH, "part" },
	/* words */
	{ "/texts/sv/title", "\"Annat\"", "text", "/texts/sv/title", STEP_PATCH, STEP_PATCH, "text" },
	{ "/texts/sv/~1namn/label", "\"Ditt namn\"", "text", "/texts/sv/~1namn/label", STEP_PATCH, STEP_PATCH, "text" },
	{ "/texts/sv/~1namn/hint", NULL, "text", "/texts/sv/~1namn/hint", STEP_PATCH, STEP_PATCH, "text" },
	{ "/texts/sv/page:mera/title", "\"Ännu mer\"", "text", "/texts/sv/page:mera/title", STEP_PATCH, STEP_PATCH, "text" },
	{ "/tests/0/name", "\"kortast\"", "tests", "/tests", STEP_PATCH, STEP_PATCH, "tests" },
};

START_TEST(each_change_is_told_with_its_step_in_both_directions)
{
	const struct edit *edit = &edits[_i];
	const struct form *old = published(sample(arena)), *new = published(sample_with(arena, sample(arena), edit->part, edit->value));
	struct diff there, back;
	diff_forms(old, new, arena, &there);
	diff_forms(new, old, arena, &back);
	const struct diff_change *change = find(&there, edit->code, edit->place);
	ck_assert_msg(change != NULL, "%s: %s at %s is not among%s", edit->part, edit->code, edit->place, listed(&there).p);
	ck_assert_msg(change->step == edit->step && there.step == edit->step, "%s:%s", edit->part, listed(&there).p);
	change = find(&back, edit->code_back, edit->place);
	ck_assert_msg(change != NULL && back.step == edit->back, "%s, the way back:%s", edit->part, listed(&back).p);
}
END_TEST

START_TEST(a_version_against_itself_changes_nothing)
{
	struct diff diff;
	diff_forms(published(sample(arena)), published(sample_with(arena, sample(arena), "/version", "\"1.0.1\"")), arena, &diff);
	ck_assert_msg(diff.n == 0 && diff.step == STEP_PATCH && !diff.reason, "%s", listed(&diff).p);
}
END_TEST

static str with(const char *const edits_of[][2], size_t n)
{
	str definition = sample(arena);
	for (size_t i = 0; i < n; i++)
		definition = sample_with(arena, definition, edits_of[i][0], edits_of[i][1]);
	return definition;
}

static str words(const char *const edits_of[][2], size_t n, const char *code, bool swedish)
{
	struct diff diff;
	diff_forms(published(sample(arena)), published(with(edits_of, n)), arena, &diff);
	for (size_t i = 0; i < diff.n; i++)
		if (str_is(diff.changes[i].code, code))
			return swedish ? diff.changes[i].text_sv : diff.changes[i].text;
	ck_abort_msg("%s is not among%s", code, listed(&diff).p);
}

START_TEST(changes_are_told_in_the_words_of_the_form)
{
	static const char *const when[][2] = { { "/data/allOf/-", NEW_IF_OLD } };
	static const char *const hidden[][2] = { { "/data/allOf/-", "{\"if\":{\"required\":[\"flera\",\"antal\"],\"properties\":{\"flera\":{\"contains\":"
	                                                            "{\"const\":\"x\"}},\"antal\":{\"minimum\":2,\"exclusiveMaximum\":9}}},"
	                                                            "\"else\":{\"properties\":{\"dag\":false}}}" } };
	static const char *const tighter[][2] = { { "/data/properties/namn/maxLength", "30" } };
	static const char *const option[][2] = { { "/data/properties/val/enum", "[\"a\"]" } };
	static const char *const part[][2] = { { "/data/properties/kontakt/required/-", "\"mobil\"" } };
	ck_assert_str_eq(words(when, 1, "required-when", true).p, "Frågan \"Dag\" måste nu besvaras när \"Stämmer det?\" är \"Ja, det stämmer\".");
	ck_assert_str_eq(words(when, 1, "required-when", false).p, "The question \"Dag\" must now be answered when \"Stämmer det?\" is \"Ja, det stämmer\".");
	ck_assert_str_eq(words(hidden, 1, "hidden-when", true).p,
	                 "Frågan \"Dag\" döljs nu utom när \"Flera\" omfattar \"Ett\" och \"Antal\" är minst 2 och är mindre än 9.");
	ck_assert_str_eq(words(tighter, 1, "tighter", true).p, "Frågan \"Namn\" är strängare: största antalet tecken från 40 till 30.");
	ck_assert_str_eq(words(option, 1, "option-removed", true).p, "Frågan \"Val\" har inte längre alternativet \"Det andra\".");
	ck_assert_str_eq(words(part, 1, "required", true).p, "Frågan \"Kontakt: Mobil\" måste nu besvaras.");
}
END_TEST

START_TEST(a_new_question_that_only_new_answers_lead_to_may_follow_as_minor)
{
	static const char *const lead[][2] = {
		{ "/data/properties/ny", "{\"type\":\"boolean\"}" },
		{ "/data/properties/mera", "{\"type\":\"string\",\"maxLength\":9}" },
		{ "/data/allOf/-", "{\"if\":{\"required\":[\"ny\"],\"properties\":{\"ny\":{\"const\":true}}},\"then\":{\"required\":[\"mera\"]},"
		                   "\"else\":{\"properties\":{\"mera\":false}}}" },
	};
	struct diff diff;
	diff_forms(published(sample(arena)), published(with(lead, 3)), arena, &diff);
	ck_assert_msg(diff.step == STEP_MINOR, "%s", listed(&diff).p);
	const struct diff_change *mera = find(&diff, "question-added", "/mera");
	ck_assert_str_eq(mera->text_sv.p, "Frågan \"/mera\" är ny och måste besvaras när \"/ny\" är \"true\".");
}
END_TEST

START_TEST(a_new_question_that_old_answers_lead_to_is_major)
{
	static const char *const lead[][2] = { { "/data/properties/mera", "{\"type\":\"string\",\"maxLength\":9}" },
		                               { "/data/allOf/0/then/required/-", "\"mera\"" } };
	struct diff diff;
	diff_forms(published(sample(arena)), published(with(lead, 2)), arena, &diff);
	ck_assert_msg(diff.step == STEP_MAJOR && find(&diff, "question-added", "/mera"), "%s", listed(&diff).p);
	/* The old test with the answer that leads to it is told as well. */
	ck_assert_msg(find(&diff, "test-broken", "/tests/1") != NULL, "%s", listed(&diff).p);
}
END_TEST

START_TEST(tests_of_the_old_version_are_tried_on_their_own_day)
{
	static const char *const days[] = { "\"2026-06-15\"", "\"2026-06-16\"" };
	for (int i = 0; i < 2; i++) {
		const char *const old[][2] = { { "/tests/1/patch/-", "{\"op\":\"add\",\"path\":\"/dag\",\"value\":\"2026-06-15\"}" },
			                       { "/tests/0/today", days[i] } };
		str before = with(old, 2);
		str after = sample_with(arena, before, "/checks",
		                        "[{\"id\":\"k\",\"at\":\"/dag\",\"text\":\"k\",\"logic\":{\"not-before\":[{\"var\":\"dag\"},{\"var\":\"$today\"}]}}]");
		struct diff diff;
		diff_forms(published(before), published(after), arena, &diff);
		ck_assert_msg((find(&diff, "test-broken", "/tests/1") != NULL) == (i == 1), "%s:%s", days[i], listed(&diff).p);
	}
}
END_TEST

START_TEST(the_order_of_members_and_of_conditions_is_no_change)
{
	static const char *const shuffled[][2] = {
		{ "/data/allOf/0", "{\"else\":{\"properties\":{\"mer\":false}},\"then\":{\"required\":[\"mer\"]},\"if\":{\"properties\":{\"val\":"
		                   "{\"const\":\"b\"}},\"required\":[\"val\"]}}" },
		{ "/data/required", "[\"intygar\",\"kontakt\",\"val\",\"namn\"]" },
		{ "/decision/laws", "[{\"id\":\"l-2\",\"appeal\":\"annat\",\"text\":{\"sv\":\"2 §\"}},{\"id\":\"l-1\",\"text\":{\"sv\":\"1 §\"}}]" },
	};
	struct diff diff;
	diff_forms(published(sample(arena)), published(with(shuffled, 3)), arena, &diff);
	ck_assert_msg(diff.n == 0, "%s", listed(&diff).p);
}
END_TEST

#define MERA "{\"id\":\"mera\",\"fields\":[{\"ref\":\"/flera\",\"widget\":\"checkboxes\"},{\"ref\":\"/dag\",\"widget\":\"date\"}," \
	     "{\"ref\":\"/ja\",\"widget\":\"radios\"}]}"

START_TEST(the_fewest_pages_that_moved_are_told)
{
	static const char *const moved[][2] = { { "/pages/2", NULL } };
	str definition = with(moved, 1);
	struct json_edit *edit = json_edit_of(arena, sample_json(arena, definition)), *pages = json_edit_array(arena);
	const struct json_node *rest = json_get(sample_json(arena, definition), STR("pages"));
	json_edit_push(pages, json_edit_of(arena, sample_json(arena, STR(MERA))));
	for (struct json_iter it = json_begin(rest); json_next(&it);)
		json_edit_push(pages, json_edit_of(arena, it.value));
	ck_assert(json_edit_set(edit, STR("/pages"), pages));
	struct diff diff;
	diff_forms(published(sample(arena)), published(json_edit_text(edit)), arena, &diff);
	ck_assert_msg(diff.n == 1 && find(&diff, "page-moved", "page:mera"), "%s", listed(&diff).p);
	ck_assert_str_eq(diff.changes[0].text_sv.p, "Sidan \"Mera\" kommer nu först.");
}
END_TEST

START_TEST(questions_that_changed_page_or_order_are_told)
{
	static const char *const moved[][2] = {
		{ "/pages/0/fields/2", NULL },
		{ "/pages/2/fields/-", "{\"ref\":\"/matt\",\"widget\":\"number\"}" },
		{ "/pages/2/fields/0", "{\"ref\":\"/dag\",\"widget\":\"date\"}" },
		{ "/pages/2/fields/1", "{\"ref\":\"/flera\",\"widget\":\"checkboxes\"}" },
	};
	struct diff diff;
	diff_forms(published(sample(arena)), published(with(moved, 4)), arena, &diff);
	ck_assert_msg(diff.n == 2 && find(&diff, "question-moved", "/matt") && find(&diff, "order", "page:mera"), "%s", listed(&diff).p);
	ck_assert_str_eq(find(&diff, "question-moved", "/matt")->text_sv.p, "Frågan \"Mått\" har flyttats från sidan \"Först\" till \"Mera\".");
}
END_TEST

/* Every part of the sample in turn becomes something else: whatever can still be loaded can be compared, and the rest says why. */
static size_t compare_all(const struct json_node *node, str at)
{
	static const char *const values[] = { NULL, "7", "[{\"a\":[]}]" };
	size_t n = 0, i = 0;
	for (size_t k = 0; at.n && k < sizeof(values) / sizeof(values[0]); k++, n++) {
		struct arena *all = arena;
		arena = arena_new((size_t)64 << 20);
		struct form_trial trial;
		struct diff diff;
		str other = sample_with(arena, sample(arena), at.p, values[k]);
		const struct form *old = published(sample(arena)), *new = form_load_published(arena, other);
		const struct form *sound = form_examine(arena, other, &trial);
		ck_assert_msg((sound == NULL) == (trial.findings.n > 0), "%s", at.p);
		if (new)
			diff_forms(old, new, arena, &diff);
		if (new)
			diff_forms(new, old, arena, &diff);
		arena_free(arena);
		arena = all;
	}
	for (struct json_iter it = json_begin(node); json_next(&it); i++)
		n += compare_all(it.value, it.key ? json_pointer_add(arena, at, json_str(it.key)) : json_pointer_index(arena, at, i));
	return n;
}

START_TEST(nothing_that_stands_in_a_definition_breaks_reading_or_comparing)
{
	ck_assert_uint_gt(compare_all(sample_json(arena, sample(arena)), STR("")), 900);
}
END_TEST

static const char *const codes[] = {
#define X(name, code, en, sv) code,
	DIFF_TABLE(X)
#undef X
};

START_TEST(no_kind_of_change_is_left_untried)
{
	static const char *const elsewhere[] = { "page-moved", "question-moved", "order", "test-broken" };
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		bool tried = false;
		for (size_t k = 0; k < sizeof(edits) / sizeof(edits[0]); k++)
			tried |= str_is(str_of(codes[i]), edits[k].code) || str_is(str_of(codes[i]), edits[k].code_back);
		for (size_t k = 0; k < sizeof(elsewhere) / sizeof(elsewhere[0]); k++)
			tried |= str_is(str_of(codes[i]), elsewhere[k]);
		ck_assert_msg(tried, "%s", codes[i]);
	}
}
END_TEST

Suite *rules_diff_suite(void)
{
	Suite *s = suite_create("rules/diff");
	TCase *t = tcase_create("diff");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, each_change_is_told_with_its_step_in_both_directions, 0, sizeof(edits) / sizeof(edits[0]));
	tcase_add_test(t, a_version_against_itself_changes_nothing);
	tcase_add_test(t, changes_are_told_in_the_words_of_the_form);
	tcase_add_test(t, a_new_question_that_only_new_answers_lead_to_may_follow_as_minor);
	tcase_add_test(t, a_new_question_that_old_answers_lead_to_is_major);
	tcase_add_test(t, tests_of_the_old_version_are_tried_on_their_own_day);
	tcase_add_test(t, the_order_of_members_and_of_conditions_is_no_change);
	tcase_add_test(t, the_fewest_pages_that_moved_are_told);
	tcase_add_test(t, questions_that_changed_page_or_order_are_told);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, nothing_that_stands_in_a_definition_breaks_reading_or_comparing);
	tcase_add_test(t, no_kind_of_change_is_left_untried);
	suite_add_tcase(s, t);
	return s;
}
