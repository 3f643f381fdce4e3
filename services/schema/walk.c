/* walk.c -- the rules one by one, against one instance. With a reporter it goes on after a failure and tells everything; without one it
 * stops at the first, which serves as verdict where the quick program cannot tell. */
#include <string.h>

#include "schema/report.h"
#include "schema/unique.h"

/* The resources the walk has come through, innermost first (core 7.1). */
struct scope {
	const struct scope *before;
	const struct resource *resource;
};

struct walk {
	struct arena *arena;
	struct reporter *reporter; /* NULL: the verdict alone */
	struct notes *notes;       /* NULL: nobody asks for annotations */
	const struct scope *scope;
	const char *ran_away; /* the keyword nobody could decide: whatever follows from it, the instance is not valid */
	unsigned depth, steps;
};

/* What the walk knows at one instance location. */
struct here {
	const struct json_node *node;
	const struct place *instance;
	bool *seen;   /* members or elements that a rule looked at; NULL when nobody asks */
	bool certain; /* not below not, if, anyOf, oneOf, contains: what is demanded here is demanded */
};

static bool check(struct walk *w, const struct rule *rule, struct here here, const struct place *path);

/* A failure of one keyword. False, so that the verdict can return it. */
static bool failed(struct walk *w, const struct rule *rule, const struct here *here, const struct place *path, const char *keyword,
                   str parameter)
{
	if (w->reporter)
		report_error(w->reporter, rule, here->node, here->instance, path, keyword, parameter);
	return false;
}

/* The same rule without rows, for a branch whose failure is no error by itself. */
static bool silently(struct walk *w, const struct rule *rule, struct here here, bool *seen, const struct place *path)
{
	struct reporter *reporter = w->reporter;
	w->reporter = NULL;
	here.certain = false;
	here.seen = seen;
	bool ok = check(w, rule, here, path);
	w->reporter = reporter;
	return ok;
}

static bool *fresh_seen(struct walk *w, const struct here *here)
{
	return here->seen ? ARENA_ARRAY(w->arena, bool, json_count(here->node) + 1) : NULL;
}

static void merge_seen(const struct here *here, const bool *more)
{
	for (size_t i = 0; more && i < json_count(here->node); i++)
		here->seen[i] |= more[i];
}

static str number(const struct json_node *node)
{
	return (str){ node->p, node->n };
}

static str count_text(struct walk *w, int64_t n)
{
	return w->reporter ? arena_printf(w->arena, "%lld", (long long)n) : STR_NONE;
}

/* Each check below: ok &= ...; and without a reporter the first failure ends it. */
#define DEMAND(condition, keyword, parameter) \
	do { \
		if (!(condition)) { \
			ok = failed(w, r, here, path, keyword, parameter); \
			if (!w->reporter) \
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
	if (answer == PATTERN_RAN_AWAY)
		w->ran_away = "pattern";
	return answer == PATTERN_MATCHES;
}

static bool check_string(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	str s = json_str(here->node);
	DEMAND(r->max_length < 0 || here->node->chars <= r->max_length, "maxLength", count_text(w, r->max_length));
	/* The limits of a match count steps, and a long value has many: what is too long already is not tried. */
	DEMAND(!ok || !r->pattern || matches(w, r->pattern, s), "pattern", STR_NONE);
	DEMAND(here->node->chars >= r->min_length, "minLength", count_text(w, r->min_length));
	DEMAND(!r->format || r->format(s), "format", STR_NONE);
	return ok;
}

static bool check_contains(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	int64_t n = 0, least = r->min_contains < 0 ? 1 : r->min_contains;
	struct place below = place_named(path, STR("contains"));
	struct json_iter it = json_begin(here->node);
	for (size_t i = 0; json_next(&it); i++) {
		struct place place = place_nth(here->instance, i);
		if (!silently(w, r->contains, (struct here){ it.value, &place, NULL, false }, NULL, &below))
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
	struct place instance = place_nth(here->instance, i), below = place_named(path, str_of(keyword)), nth = place_nth(&below, i);
	bool by_place = str_is(str_of(keyword), "prefixItems");
	if (here->seen)
		here->seen[i] = true;
	return check(w, rule, (struct here){ value, &instance, NULL, here->certain }, by_place ? &nth : &below);
}

static bool check_array(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	size_t i = 0, n = json_count(here->node);
	DEMAND(r->max_items < 0 || (int64_t)n <= r->max_items, "maxItems", count_text(w, r->max_items));
	DEMAND((int64_t)n >= r->min_items, "minItems", count_text(w, r->min_items));
	/* An array that is too long already is not compared on top. */
	DEMAND(!r->unique || !ok || unique_items(here->node, w->arena), "uniqueItems", STR_NONE);
	struct json_iter it = json_begin(here->node);
	for (; (r->items || r->prefix_items.n) && json_next(&it); i++) {
		bool prefix = i < r->prefix_items.n;
		const struct rule *rule = prefix ? r->prefix_items.items[i] : r->items;
		if (rule && !check_element(w, rule, here, path, prefix ? "prefixItems" : "items", it.value, i)) {
			ok = false;
			if (!w->reporter)
				return false;
		}
	}
	return (!r->contains || check_contains(w, r, here, path)) && ok;
}

static bool demand_member(struct walk *w, const struct rule *r, const struct here *here, const struct place *path,
                          const char *keyword, str name)
{
	if (w->reporter && here->certain) {
		struct place place = place_named(here->instance, name);
		report_required(w->reporter, &place);
	}
	return json_get(here->node, name) || failed(w, r, here, path, keyword, name);
}

static bool demand_members(struct walk *w, const struct rule *r, const struct here *here, const struct place *path,
                           const char *keyword, const struct json_node *names)
{
	bool ok = true;
	struct json_iter it = json_begin(names);
	while ((ok || w->reporter) && json_next(&it))
		ok &= demand_member(w, r, here, path, keyword, json_str(it.value));
	return ok;
}

/* One member against one rule. A member that only additionalProperties or unevaluatedProperties forbids is surplus, not hidden: its
 * row bears that keyword. `which`: the name below the keyword, absent when it has one schema for all. */
static bool check_member(struct walk *w, const struct rule *r, const struct rule *rule, const struct here *here,
                         const struct place *path, const char *keyword, str which, const struct json_iter *it)
{
	struct place instance = place_named(here->instance, json_str(it->key)), below = place_named(path, str_of(keyword));
	struct place under = place_named(&below, which);
	struct here member = { it->value, &instance, NULL, here->certain };
	if (rule->always_false && (rule == r->additional || rule == r->unevaluated_properties))
		return failed(w, r, &member, path, keyword, STR_NONE);
	return check(w, rule, member, which.p ? &under : &below);
}

static bool check_name(struct walk *w, const struct rule *r, const struct here *here, const struct place *path, const struct json_iter *it)
{
	struct place instance = place_named(here->instance, json_str(it->key)), below = place_named(path, STR("propertyNames"));
	return silently(w, r->property_names, (struct here){ it->key, &instance, NULL, false }, NULL, &below) ||
	       failed(w, r, here, path, "propertyNames", json_str(it->key));
}

static bool check_members(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	struct json_iter it = json_begin(here->node);
	for (size_t i = 0; json_next(&it); i++) {
		size_t property = r->properties.names.n ? names_find(&r->properties.names, it.key) : NAMES_NONE;
		bool known = property != NAMES_NONE;
		if (known)
			ok &= check_member(w, r, r->properties.rules[property], here, path, "properties", json_str(it.key), &it);
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
		if (r->property_names)
			ok &= check_name(w, r, here, path, &it);
		if (!ok && !w->reporter)
			return false;
	}
	return ok;
}

static void note_forbidden(struct walk *w, const struct rule *r, const struct here *here)
{
	for (size_t i = 0; w->reporter && here->certain && i < r->properties.names.n; i++) {
		if (!r->properties.rules[i]->always_false)
			continue;
		struct place place = place_named(here->instance, r->properties.names.items[i].text);
		report_forbidden(w->reporter, &place);
	}
}

static bool check_object(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	int64_t n = (int64_t)json_count(here->node);
	note_forbidden(w, r, here);
	DEMAND(r->max_properties < 0 || n <= r->max_properties, "maxProperties", count_text(w, r->max_properties));
	DEMAND(n >= r->min_properties, "minProperties", count_text(w, r->min_properties));
	if (r->required)
		ok &= demand_members(w, r, here, path, "required", r->required);
	for (const struct rule_dependent *d = r->dependents; d && (ok || w->reporter); d = d->next)
		if (d->required && json_get(here->node, d->name))
			ok &= demand_members(w, r, here, path, d->keyword, d->required);
	if ((ok || w->reporter) && (r->properties.names.n || r->pattern_count || r->additional || r->property_names))
		ok &= check_members(w, r, here, path);
	return ok;
}

/* How many of a list of branches hold; what those looked at is looked at. */
static size_t count_branches(struct walk *w, const struct rule_list *list, const struct here *here, const struct place *path,
                             const char *keyword)
{
	size_t n = 0;
	struct place below = place_named(path, str_of(keyword));
	for (size_t i = 0; i < list->n; i++) {
		bool *seen = fresh_seen(w, here);
		struct place nth = place_nth(&below, i);
		if (silently(w, list->items[i], *here, seen, &nth)) {
			n++;
			merge_seen(here, seen);
		}
	}
	return n;
}

static bool check_some(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	struct place below = place_named(path, STR("not"));
	DEMAND(r->any_of.n == 0 || count_branches(w, &r->any_of, here, path, "anyOf") > 0, "anyOf", STR_NONE);
	DEMAND(r->one_of.n == 0 || count_branches(w, &r->one_of, here, path, "oneOf") == 1, "oneOf", STR_NONE);
	if (r->not)
		DEMAND(!silently(w, r->not, *here, fresh_seen(w, here), &below), "not", STR_NONE);
	return ok;
}

static bool check_branch(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool *seen = fresh_seen(w, here);
	struct place condition = place_named(path, STR("if"));
	bool outcome = silently(w, r->if_rule, *here, seen, &condition);
	if (outcome)
		merge_seen(here, seen);
	if (w->reporter)
		report_branch(w->reporter, r, outcome);
	const struct rule *next = outcome ? r->then_rule : r->else_rule;
	struct place below = place_named(path, outcome ? STR("then") : STR("else"));
	return !next || check(w, next, *here, &below);
}

/* Where a $dynamicRef leads here and now (core 8.2.3.2). */
static const struct rule *dynamic_target(const struct walk *w, const struct rule *r)
{
	const struct rule *target = r->dynamic;
	for (const struct scope *s = w->scope; s && r->dynamic_name.p; s = s->before)
		for (const struct dynamic_anchor *a = s->resource->dynamic_anchors; a; a = a->next)
			if (str_eq(a->name, r->dynamic_name))
				target = a->rule;
	return target;
}

static bool check_all(struct walk *w, const struct rule *r, const struct here *here, const struct place *path)
{
	bool ok = true;
	struct place below = place_named(path, STR("$ref")), dynamic = place_named(path, STR("$dynamicRef"));
	if (r->ref)
		ok &= check(w, r->ref, *here, &below);
	if (r->dynamic && (ok || w->reporter))
		ok &= check(w, dynamic_target(w, r), *here, &dynamic);
	struct place all = place_named(path, STR("allOf"));
	for (size_t i = 0; i < r->all_of.n && (ok || w->reporter); i++) {
		struct place nth = place_nth(&all, i);
		ok &= check(w, r->all_of.items[i], *here, &nth);
	}
	for (const struct rule_dependent *d = r->dependents; d && (ok || w->reporter); d = d->next) {
		struct place dependent = place_named(path, str_of(d->keyword)), one = place_named(&dependent, d->name);
		if (d->rule && json_get(here->node, d->name))
			ok &= check(w, d->rule, *here, &one);
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
		if (!ok && !w->reporter)
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
	if (ok || w->reporter)
		ok &= check_by_type(w, r, here, path);
	if (ok || w->reporter)
		ok &= check_all(w, r, here, path);
	if ((ok || w->reporter) && (r->any_of.n || r->one_of.n || r->not))
		ok &= check_some(w, r, here, path);
	if ((ok || w->reporter) && r->if_rule)
		ok &= check_branch(w, r, here, path);
	return ok;
}

static bool check_rule(struct walk *w, const struct rule *r, struct here here, const struct place *path)
{
	if (!(r->unevaluated_items || r->unevaluated_properties) || !json_count(here.node))
		return check_all_parts(w, r, &here, path);
	/* What neighbours looked at does not count for this rule, but what it looks at counts for them. */
	struct here own = here;
	own.seen = ARENA_ARRAY(w->arena, bool, json_count(here.node) + 1);
	bool ok = check_all_parts(w, r, &own, path);
	if (ok || w->reporter)
		ok &= check_unevaluated(w, r, &own, path);
	if (here.seen)
		merge_seen(&here, own.seen);
	return ok;
}

static bool check(struct walk *w, const struct rule *r, struct here here, const struct place *path)
{
	if (r->always_false)
		return failed(w, r, &here, path, "false", STR_NONE);
	if (w->depth == DEPTH_MAX || ++w->steps > STEPS_MAX) {
		w->ran_away = "$ref";
		return failed(w, r, &here, path, "$ref", STR_NONE);
	}
	struct scope scope = { w->scope, r->resource };
	size_t noted = w->notes ? w->notes->n : 0;
	w->depth++;
	if (!w->scope || w->scope->resource != r->resource)
		w->scope = &scope;
	bool ok = check_rule(w, r, here, path);
	w->depth--;
	if (w->scope == &scope)
		w->scope = scope.before;
	if (w->notes && ok)
		notes_add(w->notes, r, here.instance, path);
	else if (w->notes)
		w->notes->n = noted;
	return ok;
}

bool walk_valid(const struct rule *rule, const struct json_node *instance, struct arena *scratch)
{
	struct walk w = { .arena = scratch };
	return check(&w, rule, (struct here){ instance, NULL, NULL, true }, NULL) && !w.ran_away;
}

void schema_explain(const struct schema *schema, const struct json_node *instance, struct arena *arena, struct schema_report *out)
{
	*out = (struct schema_report){ 0 };
	struct reporter reporter = { .arena = arena, .report = out };
	struct walk w = { .arena = arena, .reporter = &reporter };
	struct here root = { instance, NULL, NULL, true };
	out->valid = check(&w, schema->rule, root, NULL);
	out->ran_away = w.ran_away != NULL;
	/* Below not, if or patternProperties no row tells of it; and it does not count when the verdict could do without. */
	if (out->valid && out->ran_away && !schema_valid(schema, instance, arena))
		out->valid = failed(&w, schema->rule, &root, NULL, w.ran_away, STR_NONE);
}

size_t schema_annotate(const struct schema *schema, const struct json_node *instance, struct arena *arena,
                       const struct schema_note **notes)
{
	struct notes collected = { .arena = arena };
	struct walk w = { .arena = arena, .notes = &collected };
	bool ok = check(&w, schema->rule, (struct here){ instance, NULL, NULL, true }, NULL) && !w.ran_away;
	*notes = collected.items;
	return ok ? collected.n : 0;
}
