/* demand.c -- from rules to demands, one instance location at a time. */
#include <string.h>

#include "schema/demand_maker.h"

bool maker_goes_on(struct maker *m, size_t work)
{
	m->work += work;
	m->overflow |= m->work > WORK_MAX;
	return !m->overflow;
}

void maker_each_beside(struct maker *m, const struct rule *r, void (*call)(struct maker *, const struct rule *))
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

struct demand *maker_entry(struct maker *m, const struct rule *rule)
{
	for (const struct rule *r = rule; r; r = alias_of(r))
		rule = r;
	if (!m->entries[rule->number]) {
		m->entries[rule->number] = ARENA_NEW(m->arena, struct demand);
		m->open[m->open_count++] = rule;
	}
	return m->entries[rule->number];
}

uint32_t maker_slot(struct maker *m, str text, uint32_t hash)
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

bool demand_says_members(const struct rule *r)
{
	return r->min_properties >= 0 || r->max_properties >= 0 || r->required || r->properties.names.n || r->dependents || r->pattern_count ||
	       r->additional || r->property_names;
}

static void find_names(struct maker *m, const struct json_node *list)
{
	struct json_iter it = json_begin(list);
	while (json_next(&it))
		maker_slot(m, json_str(it.value), json_hash(json_str(it.value)));
}

/* The names that the rules of one location speak of. */
static void find(struct maker *m, const struct rule *r)
{
	if (m->found_in[r->number] == m->location || !maker_goes_on(m, 1))
		return;
	m->found_in[r->number] = m->location;
	m->members |= demand_says_members(r) || r->unevaluated_properties;
	for (size_t i = 0; i < r->properties.names.n; i++)
		maker_slot(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
	find_names(m, r->required);
	for (const struct rule_dependent *d = r->dependents; d; d = d->next) {
		maker_slot(m, d->name, d->hash);
		find_names(m, d->required);
	}
	maker_each_beside(m, r, find);
}

uint64_t *maker_mask(struct maker *m)
{
	return ARENA_ARRAY(m->arena, uint64_t, m->words + 1);
}

void maker_mask_set(uint64_t *mask, uint32_t slot)
{
	mask[slot / 64] |= UINT64_C(1) << slot % 64;
}

const uint64_t *maker_mask_of(struct maker *m, const struct json_node *list)
{
	uint64_t *mask = maker_mask(m);
	struct json_iter it = json_begin(list);
	while (json_next(&it))
		maker_mask_set(mask, maker_slot(m, json_str(it.value), json_hash(json_str(it.value))));
	return mask;
}

struct demand *maker_beside(struct maker *m, const struct rule *r)
{
	if (m->made_in[r->number] == m->location)
		return m->made[r->number];
	struct demand *d = ARENA_NEW(m->arena, struct demand);
	m->made_in[r->number] = m->location;
	m->made[r->number] = d;
	if (maker_goes_on(m, 1))
		demand_fill(m, d, r);
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
		demand_fill(m, d, r);
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
	const struct demand *root = maker_entry(&m, rules[0]);
	while (m.open_count && !m.overflow)
		make_location(&m, m.open[--m.open_count]);
	return m.overflow ? NULL : root;
}
