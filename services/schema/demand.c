/* demand.c -- from rules to demands, one instance location at a time. */
#include "schema/demand.h"

#include <string.h>

#define WORK_MAX 2000000u /* rules looked at; beyond, the plan is left to the walk */

struct maker {
	struct arena *arena;
	size_t work;
	struct demand **entries;  /* by rule: the demand that begins a location with it */
	const struct rule **open; /* entries that are promised and not made yet */
	size_t open_count;
	/* Of the location being made: */
	size_t location;
	size_t *found_in, *made_in; /* by rule: the location it was last found and made in */
	struct demand **made;
	struct name *names;
	size_t name_count;
	uint32_t *name_slots; /* table of names, index + 1 */
	unsigned words;
	bool members; /* some rule here looks at members */
	bool opaque;  /* of is_opaque */
	bool overflow;
};

/* Neighbours: a call for every rule at the same location as this one. */
static void each_beside(struct maker *m, const struct rule *r, void (*call)(struct maker *, const struct rule *))
{
	const struct rule *single[] = { r->ref, r->dynamic, r->not, r->if_rule, r->then_rule, r->else_rule };
	const struct rule_list *lists[] = { &r->all_of, &r->any_of, &r->one_of };
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (single[i])
			call(m, single[i]);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			call(m, lists[i]->items[k]);
	for (const struct rule_dependent *d = r->dependents; d; d = d->next)
		if (d->rule)
			call(m, d->rule);
}

/* Is one reference all that a rule says? Then what it leads to may stand for it. */
static const struct rule *alias_of(const struct rule *r)
{
	struct json_iter it = json_begin(r->json);
	if ((r->ref != NULL) == (r->dynamic != NULL) || r->format || r->dependents)
		return NULL;
	while (json_next(&it)) {
		str name = json_str(it.key);
		if (!str_starts(name, STR("$")) && !keyword_annotates(name))
			return NULL;
	}
	return r->ref ? r->ref : r->dynamic;
}

/* The demand that begins a location with this rule; filled in later. */
static struct demand *entry(struct maker *m, const struct rule *rule)
{
	for (const struct rule *r = rule; r; r = alias_of(r))
		rule = r;
	if (!m->entries[rule->number]) {
		m->entries[rule->number] = ARENA_NEW(m->arena, struct demand);
		m->open[m->open_count++] = rule;
	}
	return m->entries[rule->number];
}

static uint32_t slot_of(struct maker *m, str text, uint32_t hash)
{
	const uint32_t mask = SLOTS_MAX * 4 - 1;
	uint32_t at = hash & mask;
	for (; m->name_slots[at]; at = (at + 1) & mask) {
		const struct name *name = &m->names[m->name_slots[at] - 1];
		if (name->hash == hash && str_eq(name->text, text))
			return m->name_slots[at] - 1;
	}
	if (m->name_count == SLOTS_MAX) {
		m->overflow = true;
		return 0;
	}
	m->names[m->name_count] = (struct name){ text, hash };
	m->name_slots[at] = (uint32_t)++m->name_count;
	return (uint32_t)m->name_count - 1;
}

static bool says_members(const struct rule *r)
{
	return r->min_properties >= 0 || r->max_properties >= 0 || r->required || r->properties.names.n || r->dependents || r->pattern_count ||
	       r->additional || r->property_names;
}

static void find_names(struct maker *m, const struct json_node *list)
{
	struct json_iter it = json_begin(list);
	while (json_next(&it))
		slot_of(m, json_str(it.value), json_hash(json_str(it.value)));
}

/* The names that the rules of one location speak of. */
static void find(struct maker *m, const struct rule *r)
{
	if (m->found_in[r->number] == m->location || m->overflow)
		return;
	m->found_in[r->number] = m->location;
	m->overflow |= ++m->work > WORK_MAX;
	m->members |= says_members(r) || r->unevaluated_properties;
	for (size_t i = 0; i < r->properties.names.n; i++)
		slot_of(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
	find_names(m, r->required);
	for (const struct rule_dependent *d = r->dependents; d; d = d->next) {
		slot_of(m, d->name, d->hash);
		find_names(m, d->required);
	}
	each_beside(m, r, find);
}

static uint64_t *mask_of(struct maker *m)
{
	return ARENA_ARRAY(m->arena, uint64_t, m->words + 1);
}

static void mask_set(uint64_t *mask, uint32_t slot)
{
	mask[slot / 64] |= UINT64_C(1) << slot % 64;
}

static const uint64_t *mask_of_names(struct maker *m, const struct json_node *list)
{
	uint64_t *mask = mask_of(m);
	struct json_iter it = json_begin(list);
	while (json_next(&it))
		mask_set(mask, slot_of(m, json_str(it.value), json_hash(json_str(it.value))));
	return mask;
}

static struct demand *make(struct maker *m, const struct rule *r);

static struct demand_list make_list(struct maker *m, const struct rule_list *rules)
{
	struct demand_list list = { arena_array(m->arena, rules->n + 1, sizeof(const struct demand *)), rules->n };
	for (size_t i = 0; i < rules->n; i++)
		list.items[i] = make(m, rules->items[i]);
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
		e->prefix.items[i] = entry(m, r->prefix_items.items[i]);
	e->items = r->items ? entry(m, r->items) : NULL;
	e->contains = r->contains ? entry(m, r->contains) : NULL;
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
		list[out->dependent_count++] = (struct demand_dependent){ slot_of(m, d->name, d->hash),
			                                                  d->required ? mask_of_names(m, d->required) : NULL,
			                                                  d->rule ? make(m, d->rule) : NULL };
	out->dependents = list;
}

static void make_properties(struct maker *m, struct demand_members *out, const struct rule *r)
{
	uint64_t *own = mask_of(m);
	out->by_slot = ARENA_ARRAY(m->arena, struct demand_slot, m->name_count + 1);
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = slot_of(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		mask_set(own, slot);
		out->by_slot[slot].demand = entry(m, r->properties.rules[i]);
	}
	out->own = own;
}

static void make_patterns(struct maker *m, struct demand_members *out, const struct rule *r)
{
	struct demand_pattern *patterns = ARENA_ARRAY(m->arena, struct demand_pattern, r->pattern_count + 1);
	for (size_t i = 0; i < r->pattern_count; i++)
		patterns[i] = (struct demand_pattern){ r->pattern_properties[i].pattern, entry(m, r->pattern_properties[i].rule) };
	out->patterns = patterns;
	out->pattern_count = r->pattern_count;
	out->names = r->property_names ? entry(m, r->property_names) : NULL;
	out->nothing_else = r->additional && r->additional->always_false && !r->pattern_count;
	out->rest = r->additional && !out->nothing_else ? entry(m, r->additional) : NULL;
}

static void make_members(struct maker *m, struct demand *d, const struct rule *r)
{
	if (!says_members(r))
		return;
	struct demand_members *out = ARENA_NEW(m->arena, struct demand_members);
	out->least = bound(r->min_properties, 0);
	out->most = bound(r->max_properties, UINT32_MAX);
	out->required = mask_of_names(m, r->required);
	make_properties(m, out, r);
	make_patterns(m, out, r);
	make_dependents(m, out, r);
	d->has |= HAS_MEMBERS;
	d->members = out;
}

/* Does a rule say nothing but which members there are, so that its neighbour may say it for it? */
static bool is_absorbable(const struct rule *r)
{
	return !r->always_false && !r->constant && !r->enumeration && !r->multiple_of.p && !r->maximum.p && !r->minimum.p &&
	       !r->exclusive_maximum.p && !r->exclusive_minimum.p && r->max_length < 0 && r->min_length < 0 && !r->pattern && !r->format &&
	       r->max_items < 0 && r->min_items < 0 && !r->unique && !r->prefix_items.n && !r->items && !r->contains &&
	       r->max_properties < 0 && r->min_properties < 0 && !r->dependents && !r->pattern_count && !r->additional && !r->property_names &&
	       !r->unevaluated_items && !r->unevaluated_properties && !r->all_of.n && !r->any_of.n && !r->one_of.n && !r->not && !r->if_rule &&
	       !r->ref && !r->dynamic && (r->types == 0 || r->types == 1u << JSON_OBJECT);
}

static bool is_true(const struct rule *r)
{
	return json_is(r->json, JSON_TRUE) || (json_is(r->json, JSON_OBJECT) && json_count(r->json) == 0);
}

/* Takes the members of a neighbour over, unless both have demands on the same one. */
static bool absorb(struct maker *m, struct demand *d, struct demand_members *into, const struct rule *r)
{
	uint64_t *required = mask_of(m), *own = mask_of(m);
	if (!is_absorbable(r) || (r->types && d->types && d->types != r->types))
		return false;
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = slot_of(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		if (into->by_slot[slot].demand && !is_true(r->properties.rules[i]))
			return false;
		mask_set(own, slot);
	}
	const uint64_t *needed = mask_of_names(m, r->required);
	for (unsigned w = 0; w < m->words; w++) {
		required[w] = into->required[w] | needed[w];
		own[w] |= into->own[w];
	}
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = slot_of(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		if (!into->by_slot[slot].demand)
			into->by_slot[slot].demand = entry(m, r->properties.rules[i]);
	}
	into->required = required;
	into->own = own;
	d->types |= r->types;
	d->has |= r->types ? (unsigned)HAS_TYPES : 0;
	return true;
}

/* A copy of the members of a rule that is open to those of its neighbours; NULL when it is not. */
static struct demand_members *open_members(struct maker *m, const struct demand *d, const struct rule *r)
{
	if (r->pattern_count || r->additional || r->property_names)
		return NULL;
	struct demand_members *open = ARENA_NEW(m->arena, struct demand_members);
	if (d->members)
		*open = *d->members;
	else
		*open = (struct demand_members){ .most = UINT32_MAX, .required = mask_of(m), .own = mask_of(m),
			                         .by_slot = ARENA_ARRAY(m->arena, struct demand_slot, m->name_count + 1) };
	return open;
}

/* $ref, $dynamicRef and allOf, as far as they do not go into the members. */
static struct rule_list beside_all(struct maker *m, struct demand *d, const struct rule *r)
{
	struct rule_list all = { arena_array(m->arena, r->all_of.n + 2, sizeof(const struct rule *)), 0 };
	struct demand_members *open = r->ref || r->dynamic || r->all_of.n ? open_members(m, d, r) : NULL;
	for (size_t i = 0; i < r->all_of.n + 2; i++) {
		const struct rule *one = i == 0 ? r->ref : i == 1 ? r->dynamic : r->all_of.items[i - 2];
		if (one && open && absorb(m, d, open, one)) {
			d->has |= HAS_MEMBERS;
			d->members = open;
			m->members = true;
		} else if (one) {
			all.items[all.n++] = one;
		}
	}
	return all;
}

static void make_beside(struct maker *m, struct demand *d, const struct rule *r)
{
	struct rule_list all = beside_all(m, d, r);
	if (!all.n && !r->any_of.n && !r->one_of.n && !r->not && !r->if_rule)
		return;
	struct demand_beside *b = ARENA_NEW(m->arena, struct demand_beside);
	*b = (struct demand_beside){ make_list(m, &all), make_list(m, &r->any_of), make_list(m, &r->one_of), NULL, NULL, NULL, NULL };
	b->not = r->not ? make(m, r->not) : NULL;
	b->condition = r->if_rule ? make(m, r->if_rule) : NULL;
	b->then = r->if_rule && r->then_rule ? make(m, r->then_rule) : NULL;
	b->otherwise = r->if_rule && r->else_rule ? make(m, r->else_rule) : NULL;
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
			*guard = (struct demand_guard){ slot_of(m, name, json_hash(name)), property->constant };
			d->guard = guard;
		}
	}
}

/* Rules whose looked-at members or elements cannot be told by masks and counts. */
static void find_opaque(struct maker *m, const struct rule *r)
{
	m->overflow |= ++m->work > WORK_MAX;
	m->opaque |= r->pattern_count || r->contains;
	if (!m->opaque && !m->overflow)
		each_beside(m, r, find_opaque);
}

static bool is_opaque(struct maker *m, const struct rule *r)
{
	m->opaque = false;
	find_opaque(m, r);
	return m->opaque;
}

static void fill(struct maker *m, struct demand *d, const struct rule *r)
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
		d->unevaluated_items = r->unevaluated_items ? entry(m, r->unevaluated_items) : NULL;
		d->unevaluated_members = r->unevaluated_properties ? entry(m, r->unevaluated_properties) : NULL;
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

/* The demand of a rule at the location being made. */
static struct demand *make(struct maker *m, const struct rule *r)
{
	if (m->made_in[r->number] == m->location)
		return m->made[r->number];
	struct demand *d = ARENA_NEW(m->arena, struct demand);
	m->made_in[r->number] = m->location;
	m->made[r->number] = d;
	m->overflow |= ++m->work > WORK_MAX;
	if (!m->overflow)
		fill(m, d, r);
	return d;
}

/* What is required is counted off as it comes. */
static void make_stream(struct maker *m, struct demand *d)
{
	struct demand_members *members = ARENA_NEW(m->arena, struct demand_members);
	*members = *d->members;
	for (size_t slot = 0; slot < m->name_count; slot++) {
		members->by_slot[slot].required = members->required[slot / 64] >> slot % 64 & 1;
		members->required_count += members->by_slot[slot].required;
	}
	d->members = members;
	d->has |= HAS_STREAM;
}

static void make_location(struct maker *m, const struct rule *r)
{
	struct demand *d = m->entries[r->number];
	m->location++;
	m->members = false;
	m->name_count = 0;
	find(m, r);
	m->words = (unsigned)((m->name_count + 63) / 64);
	m->made_in[r->number] = m->location;
	m->made[r->number] = d;
	if (!m->overflow)
		fill(m, d, r);
	if (d->has & HAS_MEMBERS && !(d->has & (HAS_BESIDE | HAS_UNEVALUATED | HAS_NEVER)) && !d->members->dependent_count)
		make_stream(m, d);
	if (m->members) {
		struct demand_slots *slots = ARENA_NEW(m->arena, struct demand_slots);
		struct name *names = ARENA_ARRAY(m->arena, struct name, m->name_count + 1);
		memcpy(names, m->names, m->name_count * sizeof(*names));
		*slots = (struct demand_slots){ names_of(m->arena, names, m->name_count), m->words };
		d->slots = slots;
	}
	memset(m->name_slots, 0, m->name_count ? SLOTS_MAX * 4 * sizeof(*m->name_slots) : 0);
}

const struct demand *demand_of(struct arena *arena, const struct rule *const *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rules[i]->dynamic_name.p)
			return NULL;
	struct maker m = { .arena = arena };
	m.entries = arena_array(arena, count, sizeof(struct demand *));
	m.made = arena_array(arena, count, sizeof(struct demand *));
	m.open = arena_array(arena, count, sizeof(const struct rule *));
	m.found_in = arena_array(arena, count, sizeof(size_t));
	m.made_in = arena_array(arena, count, sizeof(size_t));
	m.names = ARENA_ARRAY(arena, struct name, SLOTS_MAX);
	m.name_slots = ARENA_ARRAY(arena, uint32_t, SLOTS_MAX * 4);
	const struct demand *root = entry(&m, rules[0]);
	while (m.open_count && !m.overflow)
		make_location(&m, m.open[--m.open_count]);
	return m.overflow ? NULL : root;
}
