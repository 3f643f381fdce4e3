/* definition.h -- a definition's text against the published format of definitions (forms/definition.schema.json). */
#ifndef BLANKETT_RULES_DEFINITION_H
#define BLANKETT_RULES_DEFINITION_H

#include "rules/findings.h"

/* Parses list->text and checks it against the meta-schema; sets list->root. False when it is no JSON object: then nothing more can
 * be said. What the meta-schema finds is a finding and ends nothing. */
bool definition_read(struct finding_list *list) MUST_CHECK;
/* The plan of `data`, closed. NULL when it cannot be compiled; a finding unless one stands in data already. */
const struct schema *definition_compile(struct finding_list *list) MUST_CHECK;
/* Can this one rule ("minLength": 2) be carried out? When not, `error` says why; its pointer is within the rule's value. */
bool definition_rule(struct arena *arena, str keyword, const struct json_node *value, struct schema_error *error) MUST_CHECK;
/* The same options without findings, for what is published (form.c). */
const struct schema *definition_plan(struct arena *arena, const struct json_node *data, struct schema_error *error) MUST_CHECK;
/* The form of a definition that is parsed, without its plan and its identity (form.c). What is missing or of the wrong kind stays
 * empty: the meta-schema has said so. */
struct form *form_of(struct arena *arena, str text, const struct json_node *root) MUST_CHECK;

#endif
