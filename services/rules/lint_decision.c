/* lint_decision.c -- what a caseworker decides with: laws, reasons, ways to appeal (förvaltningslagen 31-33 §§). */
#include "rules/lint.h"

static void check_languages(const struct form *form, struct finding_list *list, const struct json_node *part, str pointer)
{
	for (struct json_iter it = json_begin(json_get(form->root, STR("languages"))); json_next(&it);)
		if (!json_member(json_get(part, STR("text")), json_str(it.value)).p)
			finding_add(list, F_TEXT_MISSING, arena_join(list->arena, pointer, STR("/text"), STR("")),
			            json_member(part, STR("id")).p ? json_member(part, STR("id")) : json_member(part, STR("kind")),
			            json_str(it.value));
}

static bool has_appeal(const struct json_node *decision, str kind)
{
	if (str_eq(json_member(json_get(decision, STR("appeal")), STR("kind")), kind))
		return true;
	for (struct json_iter it = json_begin(json_get(decision, STR("otherAppeals"))); json_next(&it);)
		if (str_eq(json_member(it.value, STR("kind")), kind))
			return true;
	return false;
}

static void check_list(const struct form *form, struct finding_list *list, const char *name)
{
	const struct json_node *decision = json_get(form->root, STR("decision")), *items = json_get(decision, str_of(name));
	str base = arena_printf(list->arena, "/decision/%s", name);
	size_t n = 0;
	for (struct json_iter it = json_begin(items); json_next(&it); n++) {
		str pointer = json_pointer_index(list->arena, base, n), id = json_member(it.value, STR("id"));
		str outcome = json_member(it.value, STR("outcome")), appeal = json_member(it.value, STR("appeal"));
		check_languages(form, list, it.value, pointer);
		for (size_t before = 0; before < n && id.p; before++)
			if (str_eq(json_member(json_at(items, before), STR("id")), id))
				finding_add(list, F_ID_TWICE, pointer, id, STR_NONE);
		if (outcome.p && !lint_lists(json_get(decision, STR("outcomes")), outcome))
			finding_add(list, F_OUTCOME, pointer, outcome, STR_NONE);
		if (appeal.p && !has_appeal(decision, appeal))
			finding_add(list, F_APPEAL, pointer, appeal, STR_NONE);
	}
}

/* A decision needs reasons (förvaltningslagen 32 §), so every outcome needs at least one to choose. */
static void check_outcomes(struct finding_list *list, const struct json_node *decision)
{
	for (struct json_iter it = json_begin(json_get(decision, STR("outcomes"))); json_next(&it);) {
		bool found = false;
		for (struct json_iter reason = json_begin(json_get(decision, STR("reasons"))); json_next(&reason);)
			found |= str_eq(json_member(reason.value, STR("outcome")), json_str(it.value));
		if (!found)
			finding_add(list, F_OUTCOME, STR("/decision/outcomes"), json_str(it.value), STR_NONE);
	}
}

void lint_decision(const struct form *form, struct finding_list *list)
{
	const struct json_node *decision = json_get(form->root, STR("decision"));
	if (!json_is(decision, JSON_OBJECT))
		return;
	if (json_get(decision, STR("appeal")))
		check_languages(form, list, json_get(decision, STR("appeal")), STR("/decision/appeal"));
	check_list(form, list, "laws");
	check_list(form, list, "reasons");
	check_list(form, list, "otherAppeals");
	check_outcomes(list, decision);
}
