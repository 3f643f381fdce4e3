/* plan.h -- what a schema is compiled to. Private to this folder.
 *
 * One struct rule per subschema, in document order, all in the arena of the compilation. What a schema does not say is NULL, -1 or
 * an absent str, and costs one comparison. */
#ifndef BLANKETT_SCHEMA_PLAN_H
#define BLANKETT_SCHEMA_PLAN_H

#include "schema/format.h"
#include "schema/pattern.h"
#include "schema/schema.h"

#define TYPE_INTEGER (1u << 7) /* beside 1u << enum json_type */

struct rule_named {
	str name;
	uint32_t hash;
	const struct rule *rule;
};

struct rule_matching {
	str name; /* the pattern as it is written */
	const struct pattern *pattern;
	const struct rule *rule;
};

struct rule_list {
	const struct rule **items;
	size_t n;
};

struct rule {
	const struct json_node *json;
	str path;          /* RFC 6901, from the root of the schema */
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
	const struct json_node *required, *dependent_required;
	const struct rule_named *properties, *dependent_schemas;
	size_t property_count, dependent_count;
	const struct rule_matching *pattern_properties;
	size_t pattern_count;
	const struct rule *additional, *property_names, *unevaluated_properties;
	struct rule_list all_of, any_of, one_of;
	const struct rule *not, *if_rule, *then_rule, *else_rule, *ref;
};

struct schema {
	const struct json_node *root;
	const struct rule *rule;
	const struct rule **rules;
	size_t count;
};

/* Is value a multiple of divisor? Exact, by decimal digits (validation 6.2.1). divisor has at most 18 significant digits. */
bool decimal_is_multiple(str value, str divisor);
/* Can divisor be one? */
bool decimal_is_divisor(str divisor);
/* A number text without fraction, also 1.0 and 1e2 (validation 6.1.1). */
bool decimal_is_integer(str value);
/* The value of an integer text of zero or more; INT64_MAX for all beyond. */
int64_t decimal_count(str value);

#endif
