/* calc.c -- compiling calculations, putting them in order, carrying them out. */
#include "rules/calc.h"

#include <sysexits.h>

#include "base/json_change.h"
#include "base/problem.h"
#include "rules/findings.h"
#include "rules/lint.h"

static const struct logic *compile(const struct form *form, const struct json_node *calc, size_t i, struct arena *arena,
                                   struct finding_list *list)
{
	const struct logic_types types = { form->data, false };
	str target = json_member(calc, STR("target"));
	const struct json_node *json = json_get(calc, STR("logic"));
	struct logic_type result;
	struct logic_error error;
	if (!json || !target.p || !logic_type_at(form->data, target, arena, &result))
		return NULL;
	const struct logic *logic = logic_compile(arena, json, &types, &result, &error);
	if (!logic && list)
		lint_logic_refused(list, arena_printf(arena, "/calc/%zu/logic", i), &error);
	return logic;
}

static bool reads(const struct calc *calc, str target)
{
	const str *pointers;
	for (size_t n = logic_reads(calc->logic, &pointers); n; n--)
		if (lint_below(pointers[n - 1], target) || lint_below(target, pointers[n - 1]))
			return true;
	return false;
}

/* May it come now: is everything it reads there already? */
static bool is_ready(const struct calc *all, size_t n, const bool *placed, const struct calc *calc)
{
	for (size_t i = 0; i < n; i++)
		if (!placed[i] && reads(calc, all[i].target))
			return false;
	return true;
}

/* False when some wait for one another; those are named. */
static bool in_order(const struct calc *all, size_t n, struct arena *arena, struct finding_list *list, struct calc *out)
{
	bool *placed = ARENA_ARRAY(arena, bool, n + 1);
	size_t count = 0, before;
	do {
		before = count;
		for (size_t i = 0; i < n; i++)
			if (!placed[i] && is_ready(all, n, placed, &all[i])) {
				placed[i] = true;
				out[count++] = all[i];
			}
	} while (count > before);
	for (size_t i = 0; i < n && list; i++)
		if (!placed[i])
			finding_add(list, F_CALC_CIRCLE, json_pointer_index(arena, STR("/calc"), i), all[i].target, STR_NONE);
	return count == n;
}

bool calc_load(struct form *form, struct arena *arena, struct finding_list *list)
{
	const struct json_node *json = json_get(form->root, STR("calc"));
	size_t n = json_is(json, JSON_ARRAY) ? json_count(json) : 0, compiled = 0;
	struct calc *all = ARENA_ARRAY(arena, struct calc, n + 1), *ordered = ARENA_ARRAY(arena, struct calc, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct json_node *one = json_at(json, i);
		const struct logic *logic = compile(form, one, i, arena, list);
		all[i] = (struct calc){ json_member(one, STR("id")), json_member(one, STR("target")), logic };
		compiled += logic != NULL;
	}
	if (compiled < n || !in_order(all, n, arena, list, ordered))
		return false;
	struct calcs *calcs = ARENA_NEW(arena, struct calcs);
	*calcs = (struct calcs){ ordered, n };
	form->calcs = calcs;
	return true;
}

/* Our own text: only a broken invariant could make it unreadable. */
static const struct json_node *reread(struct arena *arena, str text)
{
	const struct json_node *node = json_parse(arena, text, &json_limits_document, NULL);
	if (!node)
		die(EX_SOFTWARE, "calc.reread", STR("a calculated answer cannot be read back"));
	return node;
}

static const struct json_node *replaced(const struct json_node *answers, str target, const struct json_node *value,
                                        struct arena *arena)
{
	const struct json_node *present = json_pointer(answers, target);
	if (value && present ? json_equal(value, present) : !value && !present)
		return answers;
	const struct json_change change = { target, value ? json_write(arena, value) : STR_NONE };
	return reread(arena, json_changed(arena, answers, &change, 1));
}

const struct json_node *calc_apply(const struct form *form, const struct json_node *answers, str today, struct arena *arena,
                                   const bool **failed)
{
	const struct logic_env env = { .today = today };
	size_t n = form->calcs ? form->calcs->n : 0;
	bool *wrong = ARENA_ARRAY(arena, bool, n + 1);
	struct arena *scratch = n ? arena_new(LOGIC_SCRATCH) : NULL;
	*failed = wrong;
	for (size_t i = 0; i < n && json_is(answers, JSON_OBJECT); i++) {
		struct logic_value value;
		enum logic_outcome outcome = logic_run(form->calcs->items[i].logic, answers, &env, scratch, &value);
		const struct json_node *result = NULL;
		if (outcome == LOGIC_OK)
			result = reread(arena, logic_value_json(arena, &value));
		wrong[i] = outcome != LOGIC_OK && outcome != LOGIC_UNANSWERED;
		answers = replaced(answers, form->calcs->items[i].target, result, arena);
		arena_reset(scratch);
	}
	if (scratch)
		arena_free(scratch);
	return answers;
}
