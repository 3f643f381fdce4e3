/* checks.c -- compiling checks and asking them. */
#include "rules/checks.h"

#include "rules/lint.h"

static const struct logic *compile(const struct form *form, const struct json_node *check, size_t i, struct arena *arena,
                                   struct finding_list *list)
{
	const struct logic_types types = { form->data, false };
	const struct logic_type yes_or_no = { .kind = LOGIC_BOOLEAN };
	const struct json_node *json = json_get(check, STR("logic"));
	struct logic_error error;
	const struct logic *logic = json ? logic_compile(arena, json, &types, &yes_or_no, &error) : NULL;
	if (json && !logic && list)
		lint_logic_refused(list, arena_printf(arena, "/checks/%zu/logic", i), &error);
	return logic;
}

bool checks_load(struct form *form, struct arena *arena, struct finding_list *list)
{
	const struct json_node *json = json_get(form->root, STR("checks"));
	size_t n = json_is(json, JSON_ARRAY) ? json_count(json) : 0, compiled = 0;
	struct check *items = ARENA_ARRAY(arena, struct check, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct json_node *one = json_at(json, i);
		items[i] = (struct check){
			.id = json_member(one, STR("id")),
			.at = json_member(one, STR("at")),
			.unless = json_member(one, STR("unless")),
			.text = json_member(one, STR("text")),
			.warning = str_is(json_member(one, STR("level")), "warning"),
			.logic = compile(form, one, i, arena, list),
		};
		compiled += items[i].logic != NULL;
	}
	struct checks *checks = ARENA_NEW(arena, struct checks);
	*checks = (struct checks){ items, n };
	form->checks = compiled == n ? checks : NULL;
	return compiled == n;
}

enum check_outcome check_run(const struct check *check, const struct json_node *answers, str today, struct arena *arena)
{
	const struct logic_env env = { .today = today };
	struct logic_value value;
	if (check->unless.p && !json_pointer(answers, check->unless))
		return CHECK_NOT_ASKED;
	switch (logic_run(check->logic, answers, &env, arena, &value)) {
	case LOGIC_OK:
		return value.yes ? CHECK_KEPT : CHECK_BROKEN;
	case LOGIC_UNANSWERED:
		return CHECK_NOT_ASKED;
	default:
		return CHECK_BROKEN;
	}
}
