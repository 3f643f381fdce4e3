/* lint_reach.c -- conditions that never or always hold, questions and pages that they hide for ever, and answers that they demand while
 * they hide the question. */
#include "rules/lint.h"
#include "rules/reach.h"

struct check {
	const struct form *form;
	struct finding_list *list;
	const struct reach *reach;
	bool never[REACH_CONDITIONS]; /* said already */
	bool unshown[REACH_NAMES];
};

static str condition_place(const struct reach *r, size_t condition, const char *rest)
{
	return arena_printf(r->arena, "/data/allOf/%zu%s", condition, rest);
}

static bool content_with(const struct reach *r, const struct reach_ask *ask, bool content)
{
	const struct domain *domain = &r->domains[ask->question];
	for (size_t v = 0; v < domain->n; v++)
		if (ask->content[v] != content)
			return false;
	return domain->whole && domain->n > 0;
}

static void check_never(struct check *k, size_t i)
{
	const struct reach *r = k->reach;
	const struct reach_condition *c = &r->conditions[i];
	for (size_t a = 0; a < c->ask_count; a++)
		if (content_with(r, &c->asks[a], false)) {
			str name = r->names[c->asks[a].question];
			k->never[i] = true;
			finding_add(k->list, F_CONDITION_NEVER,
			            json_pointer_add(r->arena, condition_place(r, i, "/if/properties"), name), name, STR_NONE);
		}
	const struct reach_literal alone = { i, true };
	if (!k->never[i] && c->ask_count && reach_possible(r, &alone, 1) == REACH_NO) {
		k->never[i] = true;
		finding_add(k->list, F_CONDITION_NEVER, condition_place(r, i, "/if"), r->names[c->asks[0].question], STR_NONE);
	}
}

static void check_always(const struct check *k, size_t i)
{
	const struct reach *r = k->reach;
	const struct reach_condition *c = &r->conditions[i];
	size_t n = 0;
	for (size_t a = 0; a < c->ask_count; a++)
		n += content_with(r, &c->asks[a], true);
	if (n && n == c->ask_count && !c->partial)
		finding_add(k->list, F_CONDITION_ALWAYS, condition_place(r, i, "/if"), r->names[c->asks[0].question], STR_NONE);
}

/* Where an outcome of a condition hides a question. */
static str hiding_place(const struct reach *r, size_t condition, bool outcome, str name)
{
	str base = condition_place(r, condition, outcome ? "/then/properties" : "/else/properties");
	return json_pointer_add(r->arena, base, name);
}

static void check_shown(struct check *k, size_t question)
{
	const struct reach *r = k->reach;
	struct reach_literal shown[REACH_LITERALS];
	size_t n = 0;
	bool said = false;
	for (size_t c = 0; c < r->condition_count; c++)
		for (int outcome = 0; outcome < 2; outcome++)
			if (r->hides[c][outcome][question] && n < REACH_LITERALS) {
				shown[n++] = (struct reach_literal){ c, !outcome };
				said |= !outcome && k->never[c];
			}
	k->unshown[question] = n > 0 && reach_possible(r, shown, n) == REACH_NO;
	if (k->unshown[question] && !said)
		finding_add(k->list, F_QUESTION_UNSHOWN, hiding_place(r, shown[0].condition, !shown[0].outcome, r->names[question]),
		            r->names[question], STR_NONE);
}

/* A page whose questions are all hidden for ever. */
static void check_page(const struct check *k, size_t page)
{
	const struct reach *r = k->reach;
	size_t n = 0;
	for (struct json_iter it = json_begin(k->form->pages[page].fields); json_next(&it); n++) {
		str ref = json_member(it.value, STR("ref")), name = STR(""), rest;
		str_cut(str_sub(ref, 1, ref.n), '/', &name, &rest);
		size_t question = reach_question(r, name);
		if (question == r->name_count || !k->unshown[question])
			return;
	}
	if (n && !k->form->pages[page].check_answers)
		finding_add(k->list, F_PAGE_NEVER, json_pointer_index(r->arena, STR("/pages"), page), k->form->pages[page].id, STR_NONE);
}

/* Every way to hide a question that is demanded: under an outcome, or (condition_count) of everybody. */
static void check_demand(const struct check *k, str name, struct reach_literal demand, str place)
{
	const struct reach *r = k->reach;
	bool always = demand.condition == r->condition_count;
	size_t question = reach_question(r, name);
	if (question == r->name_count)
		return;
	for (size_t c = 0; c < r->condition_count; c++)
		for (int outcome = 0; outcome < 2; outcome++) {
			const struct reach_literal both[] = { { c, outcome }, demand };
			if (r->hides[c][outcome][question] && reach_possible(r, both, always ? 1 : 2) == REACH_YES) {
				finding_add(k->list, F_CONDITION_CLASH, place, name, hiding_place(r, c, outcome, name));
				return;
			}
		}
}

static void check_demands(const struct check *k, const struct json_node *required, struct reach_literal demand, str pointer)
{
	size_t i = 0;
	for (struct json_iter it = json_begin(required); json_next(&it); i++)
		check_demand(k, json_str(it.value), demand, json_pointer_index(k->list->arena, pointer, i));
}

void lint_reach(const struct form *form, struct finding_list *list)
{
	const struct json_node *data = json_get(form->root, STR("data"));
	if (!lint_has_questions(form))
		return;
	const struct reach *r = reach_of(list->arena, data);
	struct check *k = ARENA_NEW(list->arena, struct check);
	*k = (struct check){ .form = form, .list = list, .reach = r };
	for (size_t i = 0; i < r->condition_count; i++) {
		check_never(k, i);
		check_always(k, i);
	}
	for (size_t q = 0; q < r->name_count; q++)
		check_shown(k, q);
	for (size_t page = 0; page < form->page_count; page++)
		check_page(k, page);
	check_demands(k, json_get(data, STR("required")), (struct reach_literal){ r->condition_count, true }, STR("/data/required"));
	for (size_t i = 0; i < r->condition_count; i++)
		for (int outcome = 1; outcome >= 0; outcome--)
			check_demands(k, json_get(reach_branch(r, i, outcome), STR("required")), (struct reach_literal){ i, outcome },
			              condition_place(r, i, outcome ? "/then/required" : "/else/required"));
}
