/* Verdict and explanation: one walk. Without a report it stops at the first failure; with one it goes on and writes rows, so the two
 * cannot disagree. */
#include <string.h>

#include "schema/plan.h"

/* Where the walk is, innermost first: pointers are only written when a row needs them. */
struct place {
	const struct place *before;
	str name;     /* of a member, or of a keyword on the evaluation path */
	size_t index; /* SIZE_MAX: name counts */
};

struct walk {
	struct arena *arena;
	struct schema_report *report; /* NULL: the verdict alone */
	bool ran_away; /* a pattern could not be decided: whatever follows from it, the instance is not valid */
	size_t error_capacity, required_capacity, forbidden_capacity, branch_capacity;
};

/* What the walk knows at one instance location. */
struct here {
	const struct json_node *node;
	const struct place *instance;
	bool *seen;   /* members or elements that a rule looked at; NULL when nobody asks */
	bool certain; /* not below not, if, anyOf, oneOf, contains: what is demanded here is demanded */
};

static bool check(struct walk *w, const struct rule *rule, struct here here, const struct place *path);

static str pointer_of(struct arena *arena, const struct place *place)
{
	if (!place)
		return STR("");
	str before = pointer_of(arena, place->before);
	return place->index == SIZE_MAX ? json_pointer_add(arena, before, place->name)
	                                : json_pointer_index(arena, before, place->index);
}

static struct place at_name(const struct place *before, str name)
{
	return (struct place){ before, name, SIZE_MAX };
}

/* Room for one more in an array of the report; doubles. */
static void *grown(struct arena *arena, const void *items, size_t n, size_t *capacity, size_t size)
{
	*capacity = *capacity ? *capacity * 2 : 8;
	void *more = arena_array(arena, *capacity, size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}

static void add_row(struct walk *w, const struct schema_row *row)
{
	struct schema_report *r = w->report;
	if (r->error_count == w->error_capacity)
		r->errors = grown(w->arena, r->errors, r->error_count, &w->error_capacity, sizeof(*row));
	memcpy((char *)(uintptr_t)r->errors + r->error_count * sizeof(*row), row, sizeof(*row));
	r->error_count++;
}

static void add_pointer(struct walk *w, const str **list, size_t *n, size_t *capacity, str pointer)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq((*list)[i], pointer))
			return;
	if (*n == *capacity)
		*list = grown(w->arena, *list, *n, capacity, sizeof(str));
	memcpy((char *)(uintptr_t)*list + *n * sizeof(str), &pointer, sizeof(str));
	++*n;
}

static void add_branch(struct walk *w, const struct rule *rule, bool outcome)
{
	struct schema_report *r = w->report;
	struct schema_branch branch = { json_pointer_add(w->arena, rule->path, STR("if")), outcome };
	for (size_t i = 0; i < r->branch_count; i++)
		if (r->branches[i].outcome == outcome && str_eq(r->branches[i].schema_path, branch.schema_path))
			return;
	if (r->branch_count == w->branch_capacity)
		r->branches = grown(w->arena, r->branches, r->branch_count, &w->branch_capacity, sizeof(branch));
	memcpy((char *)(uintptr_t)r->branches + r->branch_count * sizeof(branch), &branch, sizeof(branch));
	r->branch_count++;
}

/* A failure of one keyword. False, so that the verdict can return it. */
static bool failed(struct walk *w, const struct rule *rule, const struct here *here, const struct place *path, const char *keyword,
                   str parameter)
{
	if (!w->report)
		return false;
	struct place last = at_name(path, str_of(keyword));
	add_row(w, &(struct schema_row){
	                .pointer = pointer_of(w->arena, here->instance),
	                .keyword = str_of(keyword),
	                .schema_path = rule->always_false ? rule->path : json_pointer_add(w->arena, rule->path, str_of(keyword)),
	                .evaluation = pointer_of(w->arena, rule->always_false ? path : &last),
	                .parameter = parameter,
	                .value = here->node,
	        });
	return false;
}

/* The same rule without rows, for a branch whose failure is no error by itself. */
static bool silently(struct walk *w, const struct rule *rule, struct here here, bool *seen)
{
	struct schema_report *report = w->report;
	w->report = NULL;
	here.certain = false;
	here.seen = seen;
	bool ok = check(w, rule, here, NULL);
	w->report = report;
	return ok;
}

static bool *fresh_seen(struct walk *w, const struct here *here)
{
	return here->seen ? ARENA_ARRAY(w->arena, bool, here->node->count + 1u) : NULL;
}

static void merge_seen(const struct here *here, const bool *more)
{
	for (uint32_t i = 0; more && i < here->node->count; i++)
		here->seen[i] |= more[i];
}

static str number(const struct json_node *node)
{
	return (str){ node->p, node->n };
}

static str count_text(struct walk *w, int64_t n)
{
	return w->report ? arena_printf(w->arena, "%lld", (long long)n) : STR_NONE;
}

/* Each check below: ok &= ...; and without a report the first failure ends it. */
#define DEMAND(condition, keyword, parameter) \
	do { \
		if (!(condition)) { \
			ok = failed(w, r, here, path, keyword, parameter); \
			if (!w->report) \
				return false; \
		} \
	} while (0)

static bool type_fits(const struct rule *r, const struct json_node *node)
{
	if (r->types & 1u << node->type)
		return true;
	return r->types & TYPE_INTEGER && node->type == JSON_NUMBER && (node->integer || decimal_is_integer(number(node)));
}

static bool listed(const struct json_node *enumeration, const struct json_node *node)
{
	struct json_iter it = json_begin(enumeration);
	while (json_next(&it))
		if (json_equal(it.value, node))
			return true;
	return false;
}

static bool check_any(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	DEMAND(!r->types || type_fits(r, here->node), "type", STR_NONE);
	DEMAND(!r->constant || json_equal(r->constant, here->node), "const", STR_NONE);
	DEMAND(!r->enumeration || listed(r->enumeration, here->node), "enum", STR_NONE);
	return ok;
}

static bool check_number(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	str n = number(here->node);
	DEMAND(!r->multiple_of.p || decimal_is_multiple(n, r->multiple_of), "multipleOf", r->multiple_of);
	DEMAND(!r->maximum.p || json_number_cmp(n, r->maximum) <= 0, "maximum", r->maximum);
	DEMAND(!r->exclusive_maximum.p || json_number_cmp(n, r->exclusive_maximum) < 0, "exclusiveMaximum", r->exclusive_maximum);
	DEMAND(!r->minimum.p || json_number_cmp(n, r->minimum) >= 0, "minimum", r->minimum);
	DEMAND(!r->exclusive_minimum.p || json_number_cmp(n, r->exclusive_minimum) > 0, "exclusiveMinimum", r->exclusive_minimum);
	return ok;
}

static bool matches(struct walk *w, const struct pattern *pattern, str s)
{
	enum pattern_answer answer = pattern_try(pattern, s);
	w->ran_away |= answer == PATTERN_RAN_AWAY;
	return answer == PATTERN_MATCHES;
}

static bool check_string(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	str s = json_str(here->node);
	DEMAND(r->max_length < 0 || here->node->chars <= r->max_length, "maxLength", count_text(w, r->max_length));
	DEMAND(here->node->chars >= r->min_length, "minLength", count_text(w, r->min_length));
	DEMAND(!r->pattern || matches(w, r->pattern, s), "pattern", STR_NONE);
	DEMAND(!r->format || r->format(s), "format", STR_NONE);
	return ok;
}

static bool all_differ(const struct json_node *array)
{
	struct json_iter a = json_begin(array);
	while (json_next(&a)) {
		struct json_iter b = json_begin(array);
		while (json_next(&b) && b.value != a.value)
			if (json_equal(a.value, b.value))
				return false;
	}
	return true;
}

static bool check_contains(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	int64_t n = 0, least = r->min_contains < 0 ? 1 : r->min_contains;
	size_t i = 0;
	struct json_iter it = json_begin(here->node);
	for (; json_next(&it); i++) {
		struct here element = { it.value, NULL, NULL, false };
		if (!silently(w, r->contains, element, NULL))
			continue;
		n++;
		if (here->seen)
			here->seen[i] = true;
	}
	DEMAND(n >= least, r->min_contains < 0 || r->min_contains == 1 ? "contains" : "minContains", count_text(w, least));
	DEMAND(r->max_contains < 0 || n <= r->max_contains, "maxContains", count_text(w, r->max_contains));
	return ok;
}

static bool check_element(struct walk *w, const struct rule *rule, const struct here *here, const struct place *path,
                          const char *keyword, const struct json_node *value, size_t i)
{
	struct place instance = { here->instance, STR_NONE, i }, below = at_name(path, str_of(keyword)), nth = { &below, STR_NONE, i };
	bool by_place = str_is(str_of(keyword), "prefixItems");
	if (here->seen)
		here->seen[i] = true;
	return check(w, rule, (struct here){ value, &instance, NULL, here->certain }, by_place ? &nth : &below);
}

static bool check_array(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	size_t i = 0;
	DEMAND(r->max_items < 0 || here->node->count <= r->max_items, "maxItems", count_text(w, r->max_items));
	DEMAND(here->node->count >= r->min_items, "minItems", count_text(w, r->min_items));
	/* An array that is too long already is not compared, pair by pair, on top. */
	DEMAND(!r->unique || !ok || all_differ(here->node), "uniqueItems", STR_NONE);
	struct json_iter it = json_begin(here->node);
	for (; (r->items || r->prefix_items.n) && json_next(&it); i++) {
		bool prefix = i < r->prefix_items.n;
		const struct rule *rule = prefix ? r->prefix_items.items[i] : r->items;
		if (rule && !check_element(w, rule, here, path, prefix ? "prefixItems" : "items", it.value, i)) {
			ok = false;
			if (!w->report)
				return false;
		}
	}
	return (!r->contains || check_contains(w, r, here, path)) && ok;
}

static bool demand_member(struct walk *w, const struct rule *r, const struct here *here, const struct place *path,
                          const char *keyword, str name)
{
	if (w->report && here->certain) {
		struct place place = at_name(here->instance, name);
		add_pointer(w, &w->report->required, &w->report->required_count, &w->required_capacity, pointer_of(w->arena, &place));
	}
	return json_get(here->node, name) || failed(w, r, here, path, keyword, name);
}

static bool check_required(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	struct json_iter names = json_begin(r->required), dependent = json_begin(r->dependent_required);
	while (json_next(&names)) {
		ok &= demand_member(w, r, here, path, "required", json_str(names.value));
		if (!ok && !w->report)
			return false;
	}
	while (json_next(&dependent)) {
		struct json_iter more = json_begin(dependent.value);
		while (json_get(here->node, json_str(dependent.key)) && json_next(&more)) {
			ok &= demand_member(w, r, here, path, "dependentRequired", json_str(more.value));
			if (!ok && !w->report)
				return false;
		}
	}
	return ok;
}

static const struct rule_named *named(const struct rule_named *list, size_t n, const struct json_node *key)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].hash == key->hash && str_eq(list[i].name, json_str(key)))
			return &list[i];
	return NULL;
}

/* One member against one rule. A member that only additionalProperties or unevaluatedProperties forbids is surplus, not hidden: its
 * row bears that keyword. `which`: the name below the keyword, absent when it has one schema for all. */
static bool check_member(struct walk *w, const struct rule *r, const struct rule *rule, const struct here *here,
                         const struct place *path, const char *keyword, str which, const struct json_iter *it)
{
	struct place instance = at_name(here->instance, json_str(it->key)), below = at_name(path, str_of(keyword));
	struct place under = at_name(&below, which);
	struct here member = { it->value, &instance, NULL, here->certain };
	if (rule->always_false && (rule == r->additional || rule == r->unevaluated_properties))
		return failed(w, r, &member, path, keyword, STR_NONE);
	return check(w, rule, member, which.p ? &under : &below);
}

static bool check_members(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	size_t i = 0;
	struct json_iter it = json_begin(here->node);
	for (; json_next(&it); i++) {
		const struct rule_named *property = named(r->properties, r->property_count, it.key);
		bool known = property != NULL;
		if (property)
			ok &= check_member(w, r, property->rule, here, path, "properties", property->name, &it);
		for (size_t k = 0; k < r->pattern_count; k++)
			if (matches(w, r->pattern_properties[k].pattern, json_str(it.key))) {
				known = true;
				ok &= check_member(w, r, r->pattern_properties[k].rule, here, path, "patternProperties",
				                   r->pattern_properties[k].name, &it);
			}
		if (!known && r->additional) {
			known = true;
			ok &= check_member(w, r, r->additional, here, path, "additionalProperties", STR_NONE, &it);
		}
		if (known && here->seen)
			here->seen[i] = true;
		if (r->property_names && !silently(w, r->property_names, (struct here){ it.key, NULL, NULL, false }, NULL))
			ok = failed(w, r, here, path, "propertyNames", json_str(it.key));
		if (!ok && !w->report)
			return false;
	}
	return ok;
}

static void note_forbidden(struct walk *w, const struct rule *r, const struct here *here)
{
	for (size_t i = 0; w->report && here->certain && i < r->property_count; i++) {
		if (!r->properties[i].rule->always_false)
			continue;
		struct place place = at_name(here->instance, r->properties[i].name);
		add_pointer(w, &w->report->forbidden, &w->report->forbidden_count, &w->forbidden_capacity,
		            pointer_of(w->arena, &place));
	}
}

static bool check_object(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	note_forbidden(w, r, here);
	DEMAND(r->max_properties < 0 || here->node->count <= r->max_properties, "maxProperties", count_text(w, r->max_properties));
	DEMAND(here->node->count >= r->min_properties, "minProperties", count_text(w, r->min_properties));
	if (r->required || r->dependent_required)
		ok &= check_required(w, r, here, path);
	if (!ok && !w->report)
		return false;
	if (r->property_count || r->pattern_count || r->additional || r->property_names)
		ok &= check_members(w, r, here, path);
	return ok;
}

static bool check_some(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	size_t n = 0;
	for (size_t i = 0; i < r->any_of.n; i++) {
		bool *seen = fresh_seen(w, here);
		if (silently(w, r->any_of.items[i], *here, seen)) {
			n++;
			merge_seen(here, seen);
		}
	}
	DEMAND(n > 0 || r->any_of.n == 0, "anyOf", STR_NONE);
	n = 0;
	for (size_t i = 0; i < r->one_of.n; i++) {
		bool *seen = fresh_seen(w, here);
		if (silently(w, r->one_of.items[i], *here, seen)) {
			n++;
			merge_seen(here, seen);
		}
	}
	DEMAND(n == 1 || r->one_of.n == 0, "oneOf", STR_NONE);
	if (r->not)
		DEMAND(!silently(w, r->not, *here, fresh_seen(w, here)), "not", STR_NONE);
	return ok;
}

static bool check_branch(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool *seen = fresh_seen(w, here);
	bool outcome = silently(w, r->if_rule, *here, seen);
	if (outcome)
		merge_seen(here, seen);
	if (w->report)
		add_branch(w, r, outcome);
	const struct rule *next = outcome ? r->then_rule : r->else_rule;
	struct place below = at_name(path, outcome ? STR("then") : STR("else"));
	return !next || check(w, next, *here, &below);
}

static bool check_all(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	struct place below = at_name(path, STR("$ref"));
	if (r->ref)
		ok &= check(w, r->ref, *here, &below);
	struct place all = at_name(path, STR("allOf"));
	for (size_t i = 0; i < r->all_of.n && (ok || w->report); i++) {
		struct place one = { &all, STR_NONE, i };
		ok &= check(w, r->all_of.items[i], *here, &one);
	}
	for (size_t i = 0; i < r->dependent_count && (ok || w->report); i++) {
		struct place dependent = at_name(path, STR("dependentSchemas"));
		struct place one = at_name(&dependent, r->dependent_schemas[i].name);
		if (json_get(here->node, r->dependent_schemas[i].name))
			ok &= check(w, r->dependent_schemas[i].rule, *here, &one);
	}
	return ok;
}

static bool check_unevaluated(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	bool object = json_is(here->node, JSON_OBJECT);
	const struct rule *rule = object ? r->unevaluated_properties : r->unevaluated_items;
	const char *keyword = object ? "unevaluatedProperties" : "unevaluatedItems";
	struct json_iter it = json_begin(here->node);
	for (size_t i = 0; rule && json_next(&it); i++) {
		if (here->seen[i])
			continue;
		ok &= object ? check_member(w, r, rule, here, path, keyword, STR_NONE, &it) : check_element(w, rule, here, path, keyword, it.value, i);
		here->seen[i] = true;
		if (!ok && !w->report)
			return false;
	}
	return ok;
}

static bool check_by_type(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	switch (here->node->type) {
	case JSON_NUMBER: return check_number(w, r, here, path);
	case JSON_STRING: return check_string(w, r, here, path);
	case JSON_ARRAY: return check_array(w, r, here, path);
	case JSON_OBJECT: return check_object(w, r, here, path);
	default: return true;
	}
}

static bool check_all_parts(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = check_any(w, r, here, path);
	if (ok || w->report)
		ok &= check_by_type(w, r, here, path);
	if (ok || w->report)
		ok &= check_all(w, r, here, path);
	if ((ok || w->report) && (r->any_of.n || r->one_of.n || r->not))
		ok &= check_some(w, r, here, path);
	if ((ok || w->report) && r->if_rule)
		ok &= check_branch(w, r, here, path);
	return ok;
}

static bool check(struct walk *w, const struct rule *r, struct here here, const struct place *path)
{
	if (r->always_false)
		return failed(w, r, &here, path, "false", STR_NONE);
	if (!(r->unevaluated_items || r->unevaluated_properties) || !json_count(here.node))
		return check_all_parts(w, r, &here, path);
	/* What neighbours looked at does not count for this rule, but what it looks at counts for them. */
	struct here own = here;
	own.seen = ARENA_ARRAY(w->arena, bool, here.node->count + 1u);
	bool ok = check_all_parts(w, r, &own, path);
	if (ok || w->report)
		ok &= check_unevaluated(w, r, &own, path);
	if (here.seen)
		merge_seen(&here, own.seen);
	return ok;
}

bool schema_valid(const struct schema *schema, const struct json_node *instance, struct arena *scratch)
{
	struct walk w = { .arena = scratch };
	return check(&w, schema->rule, (struct here){ instance, NULL, NULL, true }, NULL) && !w.ran_away;
}

void schema_explain(const struct schema *schema, const struct json_node *instance, struct arena *arena, struct schema_report *out)
{
	*out = (struct schema_report){ 0 };
	struct walk w = { .arena = arena, .report = out };
	struct here root = { instance, NULL, NULL, true };
	out->valid = check(&w, schema->rule, root, NULL);
	/* Below not, if or patternProperties nothing else tells of it. */
	if (out->valid && w.ran_away)
		out->valid = failed(&w, schema->rule, &root, NULL, "pattern", STR_NONE);
}
