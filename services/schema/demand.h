/* demand.h -- the verdict's program: what is demanded of an instance location, made from rules so that deciding is quick. Private to
 * this folder.
 *
 * All names that the rules of one instance location speak of (through $ref, allOf, if ...) share one list of slots. Entering an object
 * sorts its members into them once; then `required` and `unevaluatedProperties` are masks, and a condition that names a member finds
 * it without looking. A demand is "entered" when it begins at a location; those in place with it share its slots. */
#ifndef BLANKETT_SCHEMA_DEMAND_H
#define BLANKETT_SCHEMA_DEMAND_H

#include "schema/plan.h"

#define SLOTS_MAX 1024u /* names of one location; a schema with more is left to the walk */
#define SLOT_WORDS (SLOTS_MAX / 64)

/* What a demand has; what it has not costs one test of these bits. */
enum demand_has {
	HAS_NEVER = 1 << 0,   /* false */
	HAS_TYPES = 1 << 1,
	HAS_VALUES = 1 << 2,
	HAS_LENGTH = 1 << 3,
	HAS_PATTERN = 1 << 4,
	HAS_FORMAT = 1 << 5,
	HAS_NUMBER = 1 << 6,
	HAS_ELEMENTS = 1 << 7,
	HAS_MEMBERS = 1 << 8,
	HAS_BESIDE = 1 << 9,
	HAS_UNEVALUATED = 1 << 10,
	HAS_WALK = 1 << 11,   /* nothing else: the walk decides */
	HAS_STREAM = 1 << 12, /* an object is looked at member by member; nobody needs its slots */
};

struct demand_list {
	const struct demand **items;
	size_t n;
};

/* Bounds that are whole numbers; any other bound, and numbers with an exponent or many digits, are compared digit by digit (rule). */
struct demand_number {
	bool whole; /* all that the rule says fits the fields here */
	int64_t least, above, most, below, multiple; /* multiple: 0 when none is demanded */
	const struct rule *rule;
};

struct demand_elements {
	uint32_t least, most;
	bool unique;
	struct demand_list prefix;
	const struct demand *items, *contains;
	uint32_t contains_least, contains_most;
};

struct demand_pattern {
	const struct pattern *pattern;
	const struct demand *demand;
};

struct demand_dependent {
	uint32_t slot;
	const uint64_t *required;     /* a mask, or NULL */
	const struct demand *demand;  /* in place, or NULL */
};

/* What a rule says of the member of a slot. */
struct demand_slot {
	const struct demand *demand; /* NULL when it is none of its own */
	bool required;
};

struct demand_members {
	uint32_t least, most;
	uint32_t required_count;
	bool nothing_else;         /* no member but its own */
	const uint64_t *required, *own; /* masks */
	struct demand_slot *by_slot;
	const struct demand_dependent *dependents;
	size_t dependent_count;
	const struct demand_pattern *patterns;
	size_t pattern_count;
	const struct demand *rest, *names;
};

/* Demands on the same instance location. */
struct demand_beside {
	struct demand_list all, any, one;
	const struct demand *not, *condition, *then, *otherwise;
};

/* What a branch must have to hold at all: a member of this text. */
struct demand_guard {
	uint32_t slot;
	const struct json_node *value;
};

struct demand_slots {
	struct names names;
	unsigned words; /* of 64 names */
};

struct demand {
	unsigned has;
	unsigned types; /* as in a rule */
	uint32_t length_least, length_most;
	const struct json_node *const *values;
	size_t value_count;
	const struct pattern *pattern;
	format_check *format;
	const struct demand_number *number;
	const struct demand_elements *elements;
	const struct demand_members *members;
	const struct demand_beside *beside;
	const struct demand_guard *guard;
	const struct demand *unevaluated_items, *unevaluated_members;
	const struct demand_slots *slots; /* when entered; NULL when no member matters */
	const struct rule *rule;
};

/* The program of a plan, or NULL when it would grow out of bounds or depends on where an evaluation came from. */
const struct demand *demand_of(struct arena *arena, const struct rule *const *rules, size_t count) MUST_CHECK;

#endif
