/* diff.c -- the order of a diff, its list, and the tests of the old version against the new one. */
#include "rules/diff.h"

#include <string.h>

#include "base/texts.h"
#include "rules/answers.h"
#include "rules/diff_list.h"
#include "rules/trial.h"

static const struct {
	const char *code, *en, *sv;
} table[] = {
#define X(name, code, en, sv) { code, en, sv },
	DIFF_TABLE(X)
#undef X
};

static void grow(struct diff_list *list)
{
	size_t capacity = list->capacity ? list->capacity * 2 : 64;
	struct diff_change *items = ARENA_ARRAY(list->arena, struct diff_change, capacity);
	if (list->n)
		memcpy(items, list->items, list->n * sizeof(items[0]));
	list->items = items;
	list->capacity = capacity;
}

void diff_add(struct diff_list *list, enum diff_kind kind, enum step step, str place, struct both one, struct both two, struct both three)
{
	const struct pair en[] = { { STR("1"), one.en }, { STR("2"), two.en }, { STR("3"), three.en } };
	const struct pair sv[] = { { STR("1"), one.sv }, { STR("2"), two.sv }, { STR("3"), three.sv } };
	if (list->n == list->capacity)
		grow(list);
	list->items[list->n++] = (struct diff_change){
		.step = step,
		.code = str_of(table[kind].code),
		.place = place,
		.text = text_fill(list->arena, str_of(table[kind].en), en, 3),
		.text_sv = text_fill(list->arena, str_of(table[kind].sv), sv, 3),
	};
}

static bool right(const struct form *form, const struct json_node *answers, str today, struct arena *arena)
{
	struct answers_report report;
	answers_check(form, answers, today, form->title_key_fallback, arena, &report);
	return report.valid;
}

void diff_tests(struct diff_list *list)
{
	const struct json_node *tests = json_get(list->old->root, STR("tests"));
	size_t i = 0;
	for (struct json_iter it = json_begin(tests); json_next(&it); i++) {
		const struct json_node *answers = trial_answers(list->old, i, list->arena, NULL);
		str today = trial_today(list->old, i);
		if (answers && right(list->old, answers, today, list->arena) && !right(list->new, answers, today, list->arena))
			diff_add(list, D_TEST_BROKEN, STEP_MAJOR, json_pointer_index(list->arena, STR("/tests"), i),
			         both_of(json_member(it.value, STR("name"))), both_of(list->old->version), both_of(STR("")));
	}
	if (!same_value(tests, json_get(list->new->root, STR("tests"))))
		diff_add(list, D_TESTS, STEP_PATCH, STR("/tests"), both_of(STR("")), both_of(STR("")), both_of(STR("")));
}

void diff_forms(const struct form *old, const struct form *new, struct arena *arena, struct diff *out)
{
	struct diff_list list = { .old = old, .new = new, .arena = arena };
	diff_data(&list);
	diff_pages(&list);
	diff_parts(&list);
	diff_texts(&list);
	diff_tests(&list);
	*out = (struct diff){ .changes = list.items, .n = list.n, .step = STEP_PATCH };
	for (size_t i = 0; i < list.n; i++)
		if (!out->reason || list.items[i].step > out->step) {
			out->step = list.items[i].step;
			out->reason = &list.items[i];
		}
}
