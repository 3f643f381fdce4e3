/* demand_fill.c -- what a rule says, in its demand. */
#include "schema/demand_maker.h"

static struct demand_list make_list(struct maker *m, const struct rule_list *rules)
{
	struct demand_list list = { arena_array(m->arena, rules->n + 1, sizeof(const struct demand *)), rules->n };
	for (size_t i = 0; i < rules->n; i++)
		list.items[i] = maker_beside(m, rules->items[i]);
	return list;
}

static uint32_t bound(int64_t n, uint32_t otherwise)
{
	return n < 0 ? otherwise : n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

static void make_values(struct maker *m, struct demand *d, const struct rule *r)
{
	const struct json_node **values = arena_array(m->arena, json_count(r->enumeration) + 1, sizeof(const struct json_node *));
	struct json_iter it = json_begin(r->enumeration);
	if (!r->constant && !r->enumeration)
		return;
	d->has |= HAS_VALUES;
	d->values = values;
	if (!r->enumeration)
		values[d->value_count++] = r->constant;
	while (json_next(&it))
		if (!r->constant || json_equal(r->constant, it.value))
			values[d->value_count++] = it.value;
}

static void make_string(struct demand *d, const struct rule *r)
{
	d->length_least = bound(r->min_length, 0);
	d->length_most = bound(r->max_length, UINT32_MAX);
	d->pattern = r->pattern;
	d->format = r->format;
	d->has |= (r->min_length >= 0 || r->max_length >= 0 ? (unsigned)HAS_LENGTH : 0) | (r->pattern ? (unsigned)HAS_PATTERN : 0) |
	          (r->format ? (unsigned)HAS_FORMAT : 0);
}

/* A bound as a whole number, in *out when it is there. */
static bool whole(str text, int64_t *out)
{
	const int64_t far = INT64_C(999999999999999999);
	return !text.p || str_int(text, -far, far, out);
}

static void make_number(struct maker *m, struct demand *d, const struct rule *r)
{
	if (!r->minimum.p && !r->maximum.p && !r->exclusive_minimum.p && !r->exclusive_maximum.p && !r->multiple_of.p)
		return;
	struct demand_number *n = ARENA_NEW(m->arena, struct demand_number);
	*n = (struct demand_number){ .least = INT64_MIN, .above = INT64_MIN, .most = INT64_MAX, .below = INT64_MAX, .rule = r };
	n->whole = whole(r->minimum, &n->least) && whole(r->exclusive_minimum, &n->above) && whole(r->maximum, &n->most) &&
	           whole(r->exclusive_maximum, &n->below) && whole(r->multiple_of, &n->multiple);
	d->has |= HAS_NUMBER;
	d->number = n;
}

static void make_elements(struct maker *m, struct demand *d, const struct rule *r)
{
	if (r->min_items < 0 && r->max_items < 0 && !r->unique && !r->prefix_items.n && !r->items && !r->contains)
		return;
	struct demand_elements *e = ARENA_NEW(m->arena, struct demand_elements);
	*e = (struct demand_elements){ .least = bound(r->min_items, 0), .most = bound(r->max_items, UINT32_MAX), .unique = r->unique,
		                       .contains_least = bound(r->min_contains, 1), .contains_most = bound(r->max_contains, UINT32_MAX) };
	e->prefix = (struct demand_list){ arena_array(m->arena, r->prefix_items.n + 1, sizeof(const struct demand *)), r->prefix_items.n };
	for (size_t i = 0; i < r->prefix_items.n; i++)
		e->prefix.items[i] = maker_entry(m, r->prefix_items.items[i]);
	e->items = r->items ? maker_entry(m, r->items) : NULL;
	e->contains = r->contains ? maker_entry(m, r->contains) : NULL;
	d->has |= HAS_ELEMENTS;
	d->elements = e;
}

static void make_dependents(struct maker *m, struct demand_members *out, const struct rule *r)
{
	size_t n = 0;
	for (const struct rule_dependent *d = r->dependents; d; d = d->next)
		n++;
	struct demand_dependent *list = ARENA_ARRAY(m->arena, struct demand_dependent, n + 1);
	for (const struct rule_dependent *d = r->dependents; d; d = d->next)
		list[out->dependent_count++] = (struct demand_dependent){ maker_slot(m, d->name, d->hash),
			                                                  d->required ? maker_mask_of(m, d->required) : NULL,
			                                                  d->rule ? maker_beside(m, d->rule) : NULL };
	out->dependents = list;
}

static void make_properties(struct maker *m, struct demand_members *out, const struct rule *r)
{
	uint64_t *own = maker_mask(m);
	out->by_slot = ARENA_ARRAY(m->arena, struct demand_slot, m->name_count + 1);
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = maker_slot(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		maker_mask_set(own, slot);
		out->by_slot[slot].demand = maker_entry(m, r->properties.rules[i]);
	}
	out->own = own;
}

static void make_patterns(struct maker *m, struct demand_members *out, const struct rule *r)
{
	struct demand_pattern *patterns = ARENA_ARRAY(m->arena, struct demand_pattern, r->pattern_count + 1);
	for (size_t i = 0; i < r->pattern_count; i++)
		patterns[i] = (struct demand_pattern){ r->pattern_properties[i].pattern, maker_entry(m, r->pattern_properties[i].rule) };
	out->patterns = patterns;
	out->pattern_count = r->pattern_count;
	out->names = r->property_names ? maker_entry(m, r->property_names) : NULL;
	out->nothing_else = r->additional && r->additional->always_false && !r->pattern_count;
	out->rest = r->additional && !out->nothing_else ? maker_entry(m, r->additional) : NULL;
}

static void make_members(struct maker *m, struct demand *d, const struct rule *r)
{
	if (!demand_says_members(r) || !maker_goes_on(m, m->name_count))
		return;
	struct demand_members *out = ARENA_NEW(m->arena, struct demand_members);
	out->least = bound(r->min_properties, 0);
	out->most = bound(r->max_properties, UINT32_MAX);
	out->required = maker_mask_of(m, r->required);
	make_properties(m, out, r);
	make_patterns(m, out, r);
	make_dependents(m, out, r);
	d->has |= HAS_MEMBERS;
	d->members = out;
}

static void make_beside(struct maker *m, struct demand *d, const struct rule *r)
{
	struct rule_list all = demand_absorb(m, d, r);
	if (!all.n && !r->any_of.n && !r->one_of.n && !r->not && !r->if_rule)
		return;
	struct demand_beside *b = ARENA_NEW(m->arena, struct demand_beside);
	*b = (struct demand_beside){ make_list(m, &all), make_list(m, &r->any_of), make_list(m, &r->one_of), NULL, NULL, NULL, NULL };
	b->not = r->not ? maker_beside(m, r->not) : NULL;
	b->condition = r->if_rule ? maker_beside(m, r->if_rule) : NULL;
	b->then = r->if_rule && r->then_rule ? maker_beside(m, r->then_rule) : NULL;
	b->otherwise = r->if_rule && r->else_rule ? maker_beside(m, r->else_rule) : NULL;
	d->has |= HAS_BESIDE;
	d->beside = b;
}

/* Where nothing stands beside, what is left unevaluated is what is not among its own. */
static void close_members(struct maker *m, struct demand *d, const struct rule *r)
{
	if (d->has & HAS_BESIDE || !(d->has & HAS_MEMBERS) || !r->unevaluated_properties || !r->unevaluated_properties->always_false ||
	    r->unevaluated_items || r->additional || r->pattern_count || r->dependents)
		return;
	struct demand_members *closed = ARENA_NEW(m->arena, struct demand_members);
	*closed = *d->members;
	closed->nothing_else = true;
	d->members = closed;
	d->has &= ~(unsigned)HAS_UNEVALUATED;
}

/* A required property that must be one certain text: the branch of a choice by discriminator. */
static void make_guard(struct maker *m, struct demand *d, const struct rule *r)
{
	struct json_iter it = json_begin(r->required);
	while (json_next(&it) && !d->guard) {
		str name = json_str(it.value);
		for (size_t i = 0; i < r->properties.names.n; i++) {
			const struct rule *property = r->properties.rules[i];
			if (!str_eq(r->properties.names.items[i].text, name) || !json_is(property->constant, JSON_STRING))
				continue;
			struct demand_guard *guard = ARENA_NEW(m->arena, struct demand_guard);
			*guard = (struct demand_guard){ maker_slot(m, name, json_hash(name)), property->constant };
			d->guard = guard;
		}
	}
}

/* Rules whose looked-at members or elements cannot be told by masks and counts. */
static void find_opaque(struct maker *m, const struct rule *r)
{
	m->opaque |= r->pattern_count || r->contains;
	if (!m->opaque && maker_goes_on(m, 1))
		maker_each_beside(m, r, find_opaque);
}

static bool is_opaque(struct maker *m, const struct rule *r)
{
	m->opaque = false;
	find_opaque(m, r);
	return m->opaque;
}

void demand_fill(struct maker *m, struct demand *d, const struct rule *r)
{
	d->rule = r;
	d->types = r->types;
	d->has = (r->always_false ? (unsigned)HAS_NEVER : 0) | (r->types ? (unsigned)HAS_TYPES : 0);
	if (r->unevaluated_items || r->unevaluated_properties) {
		if (is_opaque(m, r)) {
			d->has = HAS_WALK;
			return;
		}
		d->has |= HAS_UNEVALUATED;
		d->unevaluated_items = r->unevaluated_items ? maker_entry(m, r->unevaluated_items) : NULL;
		d->unevaluated_members = r->unevaluated_properties ? maker_entry(m, r->unevaluated_properties) : NULL;
	}
	make_values(m, d, r);
	make_string(d, r);
	make_number(m, d, r);
	make_elements(m, d, r);
	make_members(m, d, r);
	make_beside(m, d, r);
	close_members(m, d, r);
	make_guard(m, d, r);
}
