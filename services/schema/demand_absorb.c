/* demand_absorb.c -- rules beside one another that only name members become one. */
#include "schema/demand_maker.h"

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
	uint64_t *required = maker_mask(m), *own = maker_mask(m);
	if (!is_absorbable(r) || (r->types && d->types && d->types != r->types))
		return false;
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = maker_slot(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		if (into->by_slot[slot].demand && !is_true(r->properties.rules[i]))
			return false;
		maker_mask_set(own, slot);
	}
	const uint64_t *needed = maker_mask_of(m, r->required);
	for (unsigned w = 0; w < m->words; w++) {
		required[w] = into->required[w] | needed[w];
		own[w] |= into->own[w];
	}
	for (size_t i = 0; i < r->properties.names.n; i++) {
		uint32_t slot = maker_slot(m, r->properties.names.items[i].text, r->properties.names.items[i].hash);
		if (!into->by_slot[slot].demand)
			into->by_slot[slot].demand = maker_entry(m, r->properties.rules[i]);
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
	if (r->pattern_count || r->additional || r->property_names || !maker_goes_on(m, m->name_count))
		return NULL;
	struct demand_members *open = ARENA_NEW(m->arena, struct demand_members);
	if (d->members)
		*open = *d->members;
	else
		*open = (struct demand_members){ .most = UINT32_MAX, .required = maker_mask(m), .own = maker_mask(m),
			                         .by_slot = ARENA_ARRAY(m->arena, struct demand_slot, m->name_count + 1) };
	return open;
}

struct rule_list demand_absorb(struct maker *m, struct demand *d, const struct rule *r)
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
