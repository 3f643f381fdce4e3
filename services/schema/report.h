/* report.h -- what an evaluation has to tell, collected on the way. Private to this folder.
 *
 * Lists double in the arena of the evaluation. Pointers are kept as chains of places on the stack and written only for what is kept. */
#ifndef BLANKETT_SCHEMA_REPORT_H
#define BLANKETT_SCHEMA_REPORT_H

#include "schema/plan.h"

/* A step of a pointer, innermost first: an instance location or an evaluation path. */
struct place {
	const struct place *before;
	str name;
	size_t index; /* SIZE_MAX: name counts */
};

struct place place_named(const struct place *before, str name);
struct place place_nth(const struct place *before, size_t index);
str place_pointer(struct arena *arena, const struct place *place);

struct reporter {
	struct arena *arena;
	struct schema_report *report;
	size_t error_capacity, required_capacity, forbidden_capacity, branch_capacity;
};

/* A keyword of a rule that failed at an instance location; `path` leads to the rule. */
void report_error(struct reporter *r, const struct rule *rule, const struct json_node *value, const struct place *instance,
                  const struct place *path, const char *keyword, str parameter);
/* Each once. */
void report_required(struct reporter *r, const struct place *instance);
void report_forbidden(struct reporter *r, const struct place *instance);
void report_branch(struct reporter *r, const struct rule *rule, bool outcome);

/* Annotations: those of a subschema that failed are taken back (core 7.7.1.2). */
struct notes {
	struct arena *arena;
	struct schema_note *items;
	size_t n, capacity;
};

/* All that a rule annotates. */
void notes_add(struct notes *notes, const struct rule *rule, const struct place *instance, const struct place *path);

#endif
