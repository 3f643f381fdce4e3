/* demand_maker.h -- demands in the making. Private to this folder.
 *
 * demand.c goes from location to location and gives names their slots; demand_fill.c puts what a rule says into its demand;
 * demand_absorb.c makes one of neighbours that only name members. */
#ifndef BLANKETT_SCHEMA_DEMAND_MAKER_H
#define BLANKETT_SCHEMA_DEMAND_MAKER_H

#include "schema/demand.h"

/* Rules looked at, and slots given to them; beyond, the plan is left to the walk. */
#define WORK_MAX 500000u

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

/* A call for every rule at the same location as this one. */
void maker_each_beside(struct maker *m, const struct rule *r, void (*call)(struct maker *, const struct rule *));
/* Counts work; false when there has been enough. */
bool maker_goes_on(struct maker *m, size_t work);
/* The demand that begins a location with this rule; filled in later. */
struct demand *maker_entry(struct maker *m, const struct rule *rule);
/* The demand of a rule at the location being made. */
struct demand *maker_beside(struct maker *m, const struct rule *r);

uint32_t maker_slot(struct maker *m, str text, uint32_t hash);
uint64_t *maker_mask(struct maker *m);
void maker_mask_set(uint64_t *mask, uint32_t slot);
const uint64_t *maker_mask_of(struct maker *m, const struct json_node *names);

/* Does a rule look at the members of an object? */
bool demand_says_members(const struct rule *r);
/* All that a rule says. */
void demand_fill(struct maker *m, struct demand *d, const struct rule *r);
/* $ref, $dynamicRef and allOf, as far as they do not go into the members of `d`. */
struct rule_list demand_absorb(struct maker *m, struct demand *d, const struct rule *r);

#endif
