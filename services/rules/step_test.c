/* step_test.c -- how far a version number must be raised, and that less is refused. */
#include "rules/diff.h"

#include "rules/sample_test.h"

Suite *rules_step_suite(void);

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

static const struct {
	const char *version;
	enum step step;
	const char *lowest;
} lowest[] = {
	{ "1.2.3", STEP_MAJOR, "2.0.0" },    { "1.2.3", STEP_MINOR, "1.3.0" },   { "1.2.3", STEP_PATCH, "1.2.4" },
	{ "0.0.0", STEP_MAJOR, "1.0.0" },    { "1.9.9", STEP_MINOR, "1.10.0" }, { "99999.0.0", STEP_MAJOR, "100000.0.0" },
};

START_TEST(the_lowest_number_is_one_step_up_with_noughts_after_it)
{
	ck_assert_str_eq(step_lowest(arena, str_of(lowest[_i].version), lowest[_i].step).p, lowest[_i].lowest);
}
END_TEST

static const struct {
	const char *part, *value, *version;
	const char *demanded; /* NULL: it may follow 1.0.0 */
} follows[] = {
	{ "/texts/sv/title", "\"Annat\"", "\"1.0.1\"", NULL },
	{ "/routing/queue", "\"annan\"", "\"1.0.1\"", "1.1.0" },
	{ "/routing/queue", "\"annan\"", "\"1.1.0\"", NULL },
	{ "/routing/queue", "\"annan\"", "\"2.0.0\"", NULL },
	{ "/data/required/-", "\"dag\"", "\"1.1.0\"", "2.0.0" },
	{ "/data/required/-", "\"dag\"", "\"1.10.99\"", "2.0.0" },
	{ "/data/required/-", "\"dag\"", "\"2.0.0\"", NULL },
	{ "/data/required/-", "\"dag\"", "\"10.0.0\"", NULL },
	/* not for this to refuse: the database knows what is published */
	{ "/data/required/-", "\"dag\"", "\"1.0.0\"", NULL },
	{ "/data/required/-", "\"dag\"", "\"0.9.0\"", NULL },
};

START_TEST(a_number_that_is_too_low_is_refused_where_it_stands)
{
	struct diff diff;
	struct findings findings;
	str definition = sample_with(arena, sample(arena), follows[_i].part, follows[_i].value);
	const struct form *old = form_load_published(arena, sample(arena));
	const struct form *new = form_load_published(arena, sample_with(arena, definition, "/version", follows[_i].version));
	diff_forms(old, new, arena, &diff);
	bool allowed = step_allowed(old, new, &diff, arena, &findings);
	ck_assert(allowed == (follows[_i].demanded == NULL));
	ck_assert_uint_eq(findings.n, allowed ? 0 : 1);
	if (allowed)
		return;
	unsigned line, column;
	json_position(new->text, json_get(new->root, STR("version"))->offset, &line, &column);
	ck_assert(str_is(findings.items[0].code, "version-step") && str_is(findings.items[0].pointer, "/version"));
	ck_assert(findings.items[0].line == line && findings.items[0].column == column);
	str en = arena_printf(arena, "Raise the version to %s or later", follows[_i].demanded);
	str sv = arena_printf(arena, "Höj versionen till %s eller senare", follows[_i].demanded);
	ck_assert_msg(str_starts(findings.items[0].message, en), "%s", findings.items[0].message.p);
	ck_assert_msg(str_starts(findings.items[0].message_sv, sv), "%s", findings.items[0].message_sv.p);
}
END_TEST

Suite *rules_step_suite(void)
{
	Suite *s = suite_create("rules/step");
	TCase *t = tcase_create("step");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, the_lowest_number_is_one_step_up_with_noughts_after_it, 0, sizeof(lowest) / sizeof(lowest[0]));
	tcase_add_loop_test(t, a_number_that_is_too_low_is_refused_where_it_stands, 0, sizeof(follows) / sizeof(follows[0]));
	suite_add_tcase(s, t);
	return s;
}
