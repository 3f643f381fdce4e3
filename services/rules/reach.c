/* reach.c -- the search: can these conditions come out like this at once? */
#include "rules/reach.h"

#include "rules/lint.h"

#define STEPS_MAX 2000

/* A set of outcomes that is being tried; copied at every choice. */
struct trail {
	struct reach_literal literals[REACH_LITERALS];
	size_t literal_count;
	struct {
		const struct reach_ask *ask;
		bool content;
	} claims[REACH_LITERALS];
	size_t claim_count;
	bool present[REACH_NAMES], absent[REACH_NAMES];
};

size_t reach_question(const struct reach *r, str name)
{
	size_t i = 0;
	while (i < r->name_count && !str_eq(r->names[i], name))
		i++;
	return i;
}

const struct json_node *reach_branch(const struct reach *r, size_t condition, bool outcome)
{
	return json_get(r->conditions[condition].json, outcome ? STR("then") : STR("else"));
}

static void note_hidden(struct reach *r, size_t condition, bool outcome)
{
	for (struct json_iter it = json_begin(json_get(reach_branch(r, condition, outcome), STR("properties"))); json_next(&it);) {
		size_t question = reach_question(r, json_str(it.key));
		if (question < r->name_count)
			r->hides[condition][outcome][question] = json_is(it.value, JSON_FALSE);
	}
}

static bool add_literal(struct trail *t, size_t condition, bool outcome)
{
	for (size_t i = 0; i < t->literal_count; i++)
		if (t->literals[i].condition == condition && t->literals[i].outcome == outcome)
			return true;
	if (t->literal_count == REACH_LITERALS)
		return false;
	t->literals[t->literal_count++] = (struct reach_literal){ condition, outcome };
	return true;
}

/* The question is answered, so it is shown: no condition hides it. False when there is no room to say so. */
static bool be_present(const struct reach *r, struct trail *t, size_t question)
{
	if (question == r->name_count || t->present[question])
		return true;
	t->present[question] = true;
	for (size_t c = 0; c < r->condition_count; c++)
		for (int outcome = 0; outcome < 2; outcome++)
			if (r->hides[c][outcome][question] && !add_literal(t, c, !outcome))
				return false;
	return true;
}

static bool claim(const struct reach *r, struct trail *t, const struct reach_ask *ask, bool content)
{
	if (t->claim_count == REACH_LITERALS)
		return false;
	t->claims[t->claim_count].ask = ask;
	t->claims[t->claim_count++].content = content;
	return be_present(r, t, ask->question);
}

/* Has each question an answer that suits all that is claimed about it? */
static enum reach_verdict judge(const struct reach *r, const struct trail *t)
{
	enum reach_verdict verdict = REACH_YES;
	for (size_t i = 0; i < t->claim_count; i++) {
		size_t question = t->claims[i].ask->question;
		const struct domain *domain = &r->domains[question];
		bool found = false;
		for (size_t v = 0; v < domain->n && !found; v++) {
			found = true;
			for (size_t k = 0; k < t->claim_count; k++)
				found &= t->claims[k].ask->question != question || t->claims[k].ask->content[v] == t->claims[k].content;
		}
		if (!found && domain->whole)
			return REACH_NO;
		if (!found)
			verdict = REACH_PERHAPS;
	}
	for (size_t q = 0; q < r->name_count; q++)
		if (t->present[q] && t->absent[q])
			return REACH_NO;
	return verdict;
}

static enum reach_verdict search(const struct reach *r, const struct trail *before, size_t next, size_t *steps)
{
	if (++*steps > STEPS_MAX)
		return REACH_PERHAPS;
	if (next == before->literal_count)
		return judge(r, before);
	const struct reach_literal literal = before->literals[next];
	const struct reach_condition *c = &r->conditions[literal.condition];
	enum reach_verdict best;
	if (literal.outcome) {
		struct trail t = *before;
		for (size_t i = 0; i < c->ask_count; i++)
			if (!claim(r, &t, &c->asks[i], true))
				return REACH_PERHAPS;
		best = search(r, &t, next + 1, steps);
		return c->partial && best == REACH_YES ? REACH_PERHAPS : best;
	}
	best = c->partial ? REACH_PERHAPS : REACH_NO;
	for (size_t i = 0; i < c->ask_count && best != REACH_YES; i++) {
		struct trail t = *before;
		enum reach_verdict verdict = claim(r, &t, &c->asks[i], false) ? search(r, &t, next + 1, steps) : REACH_PERHAPS;
		best = verdict > best ? verdict : best;
		if (best == REACH_YES || r->demanded[c->asks[i].question])
			continue;
		t = *before;
		t.absent[c->asks[i].question] = true;
		verdict = search(r, &t, next + 1, steps);
		best = verdict > best ? verdict : best;
	}
	return best;
}

enum reach_verdict reach_possible(const struct reach *r, const struct reach_literal *literals, size_t n)
{
	struct trail t = { 0 };
	size_t steps = 0;
	for (size_t i = 0; i < n; i++)
		if (!add_literal(&t, literals[i].condition, literals[i].outcome))
			return REACH_PERHAPS;
	return search(r, &t, 0, &steps);
}

static void ask_all(struct reach *r, struct reach_condition *c)
{
	const struct json_node *read = json_pointer(c->json, STR("/if/properties"));
	const struct json_node *required = json_pointer(c->json, STR("/if/required"));
	c->asks = ARENA_ARRAY(r->arena, struct reach_ask, json_count(read) + 1);
	for (struct json_iter it = json_begin(json_is(read, JSON_OBJECT) ? read : NULL); json_next(&it);) {
		size_t question = reach_question(r, json_str(it.key));
		if (question == r->name_count || !lint_lists(required, json_str(it.key)))
			continue;
		c->asks[c->ask_count] = (struct reach_ask){ question, domain_content(r->arena, &r->domains[question], it.value) };
		c->ask_count += c->asks[c->ask_count].content != NULL;
	}
	c->partial = c->ask_count != json_count(read) || c->ask_count != json_count(required);
}

/* The questions, and of each that is read the answers that matter. */
static void read_questions(struct reach *r, const struct json_node *data)
{
	const struct json_node *conditions = json_get(data, STR("allOf"));
	for (struct json_iter it = json_begin(json_get(data, STR("properties"))); json_next(&it) && r->name_count < REACH_NAMES;) {
		str name = json_str(it.key);
		const struct json_node **tests = ARENA_ARRAY(r->arena, const struct json_node *, json_count(conditions) + 1);
		size_t n = 0;
		for (struct json_iter c = json_begin(conditions); json_next(&c);) {
			tests[n] = json_get(json_pointer(c.value, STR("/if/properties")), name);
			n += tests[n] != NULL;
		}
		r->demanded[r->name_count] = lint_lists(json_get(data, STR("required")), name);
		if (n)
			r->domains[r->name_count] = domain_of(r->arena, data, name, tests, n);
		r->names[r->name_count++] = name;
	}
}

struct reach *reach_of(struct arena *arena, const struct json_node *data)
{
	struct reach *r = ARENA_NEW(arena, struct reach);
	r->arena = arena;
	read_questions(r, data);
	for (struct json_iter it = json_begin(json_get(data, STR("allOf"))); json_next(&it) && r->condition_count < REACH_CONDITIONS;) {
		r->conditions[r->condition_count].json = it.value;
		ask_all(r, &r->conditions[r->condition_count]);
		note_hidden(r, r->condition_count, true);
		note_hidden(r, r->condition_count++, false);
	}
	return r;
}
