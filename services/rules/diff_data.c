/* diff_data.c -- questions that came, went or follow other rules, and what that means for answers that were right. */
#include "rules/diff_list.h"
#include "rules/lint.h"

static const struct both nothing = { { "", 0 }, { "", 0 } };

/* What the rules with a limit are called, and which way is stricter. */
static const struct {
	const char *keyword, *en, *sv;
	bool floor;
} limits[] = {
	{ "minLength", "least number of characters", "minsta antalet tecken", true },
	{ "maxLength", "largest number of characters", "största antalet tecken", false },
	{ "minItems", "least number of alternatives", "minsta antalet alternativ", true },
	{ "maxItems", "largest number of alternatives", "största antalet alternativ", false },
	{ "minimum", "smallest number", "minsta talet", true },
	{ "maximum", "largest number", "största talet", false },
	{ "exclusiveMinimum", "number above", "talet över", true },
	{ "exclusiveMaximum", "number below", "talet under", false },
};

/* Rules that are the same or another, with no more or less. */
static const struct {
	const char *keyword, *en, *sv;
} fixed[] = {
	{ "pattern", "pattern", "mönstret" }, { "format", "format", "formatet" },
	{ "multipleOf", "step", "steget" },   { "uniqueItems", "each alternative once", "varje alternativ en gång" },
	{ "const", "fixed answer", "det fasta svaret" },
};

static const char *const elsewhere[] = { "type", "enum", "required", "properties", "items", "readOnly", "$ref", "$defs", "allOf",
	                                 "additionalProperties", "unevaluatedProperties", "title", "description", "$comment",
	                                 "$schema", "$id", NULL };

static void add(struct diff_list *d, enum diff_kind kind, enum step step, str pointer, struct both two, struct both three)
{
	const struct form *form = form_schema(d->new, pointer) ? d->new : d->old;
	diff_add(d, kind, step, pointer, question_name(d->arena, form, pointer), two, three);
}

static void compare_limits(struct diff_list *d, str pointer, const struct json_node *old, const struct json_node *new)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const struct json_node *from = json_get(old, str_of(limits[i].keyword)), *to = json_get(new, str_of(limits[i].keyword));
		if (same_value(from, to))
			continue;
		bool up = from && to && json_number_cmp((str){ from->p, from->n }, (str){ to->p, to->n }) < 0;
		bool stricter = from && to ? up == limits[i].floor : to != NULL;
		const struct both name = { str_of(limits[i].en), str_of(limits[i].sv) };
		add(d, stricter ? D_TIGHTER : D_LOOSER, stricter ? STEP_MAJOR : STEP_MINOR, pointer, name,
		    both_change(d->arena, plain(d->arena, from), plain(d->arena, to)));
	}
}

static void compare_fixed(struct diff_list *d, str pointer, const struct json_node *old, const struct json_node *new)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		const struct json_node *from = json_get(old, str_of(fixed[i].keyword)), *to = json_get(new, str_of(fixed[i].keyword));
		bool off = json_is(to, JSON_FALSE) && !json_is(from, JSON_FALSE) && !str_is(str_of(fixed[i].keyword), "const");
		if (same_value(from, to))
			continue;
		bool looser = !to || off;
		const struct both name = { str_of(fixed[i].en), str_of(fixed[i].sv) };
		add(d, looser ? D_LOOSER : D_TIGHTER, looser ? STEP_MINOR : STEP_MAJOR, pointer, name,
		    both_change(d->arena, plain(d->arena, from), looser ? STR_NONE : plain(d->arena, to)));
	}
}

static bool has_value(const struct json_node *values, const struct json_node *value)
{
	for (struct json_iter it = json_begin(values); json_next(&it);)
		if (json_equal(it.value, value))
			return true;
	return false;
}

static void compare_options(struct diff_list *d, str pointer, const struct json_node *old, const struct json_node *new)
{
	const struct json_node *from = json_get(old, STR("enum")), *to = json_get(new, STR("enum"));
	if (!from != !to) {
		add(d, D_KIND, to ? STEP_MAJOR : STEP_MINOR, pointer, nothing, nothing);
		return;
	}
	for (struct json_iter it = json_begin(to); json_next(&it);)
		if (!has_value(from, it.value))
			add(d, D_OPTION_ADDED, STEP_MINOR, pointer, value_name(d->arena, d->new, pointer, it.value), nothing);
	for (struct json_iter it = json_begin(from); json_next(&it);)
		if (!has_value(to, it.value))
			add(d, D_OPTION_REMOVED, STEP_MAJOR, pointer, value_name(d->arena, d->old, pointer, it.value), nothing);
}

/* A rule this file knows nothing about: taken for stricter. */
static bool is_other(str keyword)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (str_is(keyword, limits[i].keyword))
			return false;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (str_is(keyword, fixed[i].keyword))
			return false;
	return !str_starts(keyword, STR("x-")) && !lint_word_in(keyword, elsewhere);
}

static void compare_others(struct diff_list *d, str pointer, const struct json_node *old, const struct json_node *new)
{
	const struct json_node *const sides[] = { new, old };
	for (int side = 0; side < 2; side++)
		for (struct json_iter it = json_begin(sides[side]); json_next(&it);) {
			str keyword = json_str(it.key);
			bool said = side == 1 && json_get(new, keyword);
			if (is_other(keyword) && !said && !same_value(json_get(old, keyword), json_get(new, keyword)))
				add(d, D_RULE, STEP_MAJOR, pointer, both_of(keyword), nothing);
		}
}

/* Whether the rules can be compared one by one. A kind may only widen: from whole numbers to all, or to anything. */
static bool compare_kind(struct diff_list *d, str pointer, const struct json_node *old, const struct json_node *new)
{
	const struct json_node *from = json_get(old, STR("type")), *to = json_get(new, STR("type"));
	bool group = !json_get(old, STR("properties")) != !json_get(new, STR("properties"));
	if (same_value(from, to) && !group)
		return true;
	bool open = !to && !json_get(new, STR("enum")) && !json_get(new, STR("const"));
	bool wider = !group && (open || (str_is(json_str(from), "integer") && str_is(json_str(to), "number")));
	add(d, D_KIND, wider ? STEP_MINOR : STEP_MAJOR, pointer, nothing, nothing);
	return wider;
}

/* What a condition does to a question: demands it (required) or hides it (properties: false). */
enum effect { DEMANDS, HIDES };

static bool affects(const struct json_node *condition, bool outcome, enum effect effect, str name)
{
	const struct json_node *branch = json_get(condition, outcome ? STR("then") : STR("else"));
	return effect == DEMANDS ? lint_lists(json_get(branch, STR("required")), name)
	                         : json_is(json_get(json_get(branch, STR("properties")), name), JSON_FALSE);
}

/* Does another form's conditions do the same to the question, under the same if and outcome? */
static bool also_in(const struct form *form, const struct json_node *condition, bool outcome, enum effect effect, str name)
{
	for (struct json_iter it = json_begin(json_pointer(form->root, STR("/data/allOf"))); json_next(&it);)
		if (same_value(json_get(it.value, STR("if")), json_get(condition, STR("if"))) && affects(it.value, outcome, effect, name))
			return true;
	return false;
}

/* Conditions of `in` that have the effect and are not in `other`. */
static void compare_effects(struct diff_list *d, str pointer, const struct form *in, const struct form *other, enum effect effect,
                            enum diff_kind kind, enum step step)
{
	str name = str_sub(pointer, 1, pointer.n);
	for (struct json_iter it = json_begin(json_pointer(in->root, STR("/data/allOf"))); json_next(&it);)
		for (int outcome = 1; outcome >= 0; outcome--)
			if (affects(it.value, outcome, effect, name) && !also_in(other, it.value, outcome, effect, name))
				add(d, kind, step, pointer, condition_name(d->arena, in, json_get(it.value, STR("if")), outcome), nothing);
}

static bool listed(const struct form *form, str parent, str name)
{
	return lint_lists(json_get(form_schema(form, parent), STR("required")), name);
}

static void compare_demand(struct diff_list *d, str parent, str name, str pointer)
{
	bool before = listed(d->old, parent, name), now = listed(d->new, parent, name);
	if (!before && now)
		add(d, D_REQUIRED, STEP_MAJOR, pointer, nothing, nothing);
	if (before && !now)
		add(d, D_OPTIONAL, STEP_MINOR, pointer, nothing, nothing);
	if (parent.n)
		return;
	if (!now)
		compare_effects(d, pointer, d->new, d->old, DEMANDS, D_REQUIRED_WHEN, before ? STEP_MINOR : STEP_MAJOR);
	if (!before && !now)
		compare_effects(d, pointer, d->old, d->new, DEMANDS, D_NOT_REQUIRED_WHEN, STEP_MINOR);
	compare_effects(d, pointer, d->new, d->old, HIDES, D_HIDDEN_WHEN, STEP_MAJOR);
	compare_effects(d, pointer, d->old, d->new, HIDES, D_NOT_HIDDEN_WHEN, STEP_MINOR);
}

/* An if that reads a new question holds for no answers from before. */
static bool reads_new(const struct diff_list *d, const struct json_node *condition)
{
	for (struct json_iter it = json_begin(json_pointer(condition, STR("/if/required"))); json_next(&it);)
		if (!json_get(json_pointer(d->old->root, STR("/data/properties")), json_str(it.value)))
			return true;
	return false;
}

static void tell_new(struct diff_list *d, str parent, str name, str pointer)
{
	bool told = false;
	if (listed(d->new, parent, name)) {
		add(d, D_QUESTION_REQUIRED, STEP_MAJOR, pointer, nothing, nothing);
		return;
	}
	for (struct json_iter it = json_begin(json_pointer(d->new->root, STR("/data/allOf"))); parent.n == 0 && json_next(&it);)
		for (int outcome = 1; outcome >= 0; outcome--)
			if (affects(it.value, outcome, DEMANDS, name)) {
				bool never_before = outcome && reads_new(d, it.value);
				add(d, D_QUESTION_WHEN, never_before ? STEP_MINOR : STEP_MAJOR, pointer,
				    condition_name(d->arena, d->new, json_get(it.value, STR("if")), outcome), nothing);
				told = true;
			}
	if (!told)
		add(d, D_QUESTION_OPTIONAL, STEP_MINOR, pointer, nothing, nothing);
}

static void compare_group(struct diff_list *d, str pointer, int depth);

static void compare_question(struct diff_list *d, str pointer, int depth)
{
	const struct json_node *old = form_schema(d->old, pointer), *new = form_schema(d->new, pointer);
	bool locked = json_true(json_get(old, STR("readOnly"))), locks = json_true(json_get(new, STR("readOnly")));
	str items = arena_join(d->arena, pointer, STR("/*"), STR(""));
	if (locked != locks)
		add(d, locks ? D_LOCKED : D_UNLOCKED, STEP_MINOR, pointer, nothing, nothing);
	if (!compare_kind(d, pointer, old, new))
		return;
	compare_options(d, pointer, old, new);
	compare_limits(d, pointer, old, new);
	compare_fixed(d, pointer, old, new);
	compare_others(d, pointer, old, new);
	if (json_get(old, STR("items")) && json_get(new, STR("items")) && depth < LINT_DEPTH_MAX)
		compare_question(d, items, depth + 1);
	else if (!json_get(old, STR("items")) != !json_get(new, STR("items")))
		add(d, D_KIND, STEP_MAJOR, pointer, nothing, nothing);
	if (json_get(new, STR("properties")))
		compare_group(d, pointer, depth + 1);
}

static void compare_group(struct diff_list *d, str pointer, int depth)
{
	const struct json_node *old = json_get(form_schema(d->old, pointer), STR("properties"));
	const struct json_node *new = json_get(form_schema(d->new, pointer), STR("properties"));
	if (depth > LINT_DEPTH_MAX)
		return;
	for (struct json_iter it = json_begin(new); json_next(&it);) {
		str name = json_str(it.key), part = json_pointer_add(d->arena, pointer, name);
		if (!json_get(old, name)) {
			tell_new(d, pointer, name, part);
			continue;
		}
		compare_demand(d, pointer, name, part);
		compare_question(d, part, depth);
	}
	for (struct json_iter it = json_begin(old); json_next(&it);)
		if (!json_get(new, json_str(it.key)))
			add(d, D_QUESTION_REMOVED, STEP_MAJOR, json_pointer_add(d->arena, pointer, json_str(it.key)), nothing, nothing);
}

void diff_data(struct diff_list *list)
{
	compare_group(list, STR(""), 0);
}
