/* plan.h -- what a schema is compiled to. Private to this folder.
 *
 * One struct rule per subschema, all in the arena of the compilation; the program that explains walks them (walk.c), and the
 * program of the verdict is made from them (demand.h). What a schema does not say is NULL, -1 or an absent str. */
#ifndef BLANKETT_SCHEMA_PLAN_H
#define BLANKETT_SCHEMA_PLAN_H

#include "schema/format.h"
#include "schema/names.h"
#include "schema/pattern.h"
#include "schema/schema.h"

#define TYPE_INTEGER (1u << 7) /* beside 1u << enum json_type */

/* Nested evaluations, whatever the schema: a longer way is given up, before the stack ends. */
#define DEPTH_MAX 2000u
/* Steps of one evaluation: one that takes more (by $ref, exponentially many are easily written) is given up. */
#define STEPS_MAX 20000000u

struct rule_matching {
	str name; /* the pattern as it is written */
	const struct pattern *pattern;
	const struct rule *rule;
};

struct rule_list {
	const struct rule **items;
	size_t n;
};

/* Rules by member name: properties. */
struct rule_map {
	struct names names;
	const struct rule **rules;
};

/* Once `name` is there: other names or a rule (dependentRequired, dependentSchemas, and dependencies of older drafts). */
struct rule_dependent {
	const struct rule_dependent *next;
	const char *keyword;
	str name;
	uint32_t hash;
	const struct json_node *required; /* or NULL */
	const struct rule *rule;          /* or NULL */
};

struct rule {
	const struct json_node *json;
	const struct resource *resource;
	str path;          /* RFC 6901, from the root of the resource */
	size_t number;     /* its place in the plan's list */
	bool always_false; /* the boolean schema false; true and {} say nothing at all */
	unsigned types;    /* 0: any */
	const struct json_node *constant, *enumeration;
	str multiple_of, maximum, exclusive_maximum, minimum, exclusive_minimum;
	int64_t max_length, min_length, max_items, min_items, min_contains, max_contains, max_properties, min_properties;
	const struct pattern *pattern;
	format_check *format;
	bool unique;
	struct rule_list prefix_items;
	const struct rule *items, *contains, *unevaluated_items;
	const struct json_node *required;
	struct rule_map properties;
	const struct rule_dependent *dependents; /* in the order of the schema */
	const struct rule_matching *pattern_properties;
	size_t pattern_count;
	const struct rule *additional, *property_names, *unevaluated_properties;
	struct rule_list all_of, any_of, one_of;
	const struct rule *not, *if_rule, *then_rule, *else_rule, *ref;
	const struct rule *dynamic; /* $dynamicRef: where it leads, unless dynamic_name is there */
	str dynamic_name;           /* then the outermost resource with a $dynamicAnchor of this name decides */
};

/* A $dynamicAnchor of a resource. */
struct dynamic_anchor {
	const struct dynamic_anchor *next;
	str name;
	const struct rule *rule;
};

/* What the dialect ($schema) of a resource lets keywords do. */
struct dialect {
	bool applicator, unevaluated, validation, format_assertion;
};

struct resource {
	str uri; /* absolute when the schema says so; no fragment */
	const struct json_node *node;
	struct document *document; /* of the compilation */
	struct dialect dialect;
	const struct dynamic_anchor *dynamic_anchors;
};

struct demand;

struct schema {
	const struct json_node *root;
	const struct rule *rule;
	const struct rule **rules;
	size_t count;
	const struct demand *demand; /* the verdict's program; NULL when only the walk can tell */
};

/* Does a keyword only say something about the instance (title, readOnly, format, an unknown one), without deciding? */
bool keyword_annotates(str name);

/* The walk over the rules, for a verdict: what cannot be foreseen (dynamic scope, positions that patterns evaluated). */
bool walk_valid(const struct rule *rule, const struct json_node *instance, struct arena *scratch) MUST_CHECK;

/* Is value a multiple of divisor? Exact, by decimal digits (validation 6.2.1). */
bool decimal_is_multiple(str value, str divisor);
/* Can divisor be one: above zero? */
bool decimal_is_divisor(str divisor);
/* The whole numbers a number lies between, twice the same when it is one; false for those written with an exponent or with more than
 * 18 digits before the point. */
bool decimal_between(str value, int64_t *floor, int64_t *ceiling);
/* A number text without fraction, also 1.0 and 1e2 (validation 6.1.1). */
bool decimal_is_integer(str value);
/* Equal values have equal hashes, however they are written. */
uint32_t decimal_hash(str value);
/* The value of an integer text of zero or more; INT64_MAX for all beyond. */
int64_t decimal_count(str value);

#endif
