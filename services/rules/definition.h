/* definition.h -- a definition's text against the published format of definitions (forms/definition.schema.json). */
#ifndef BLANKETT_RULES_DEFINITION_H
#define BLANKETT_RULES_DEFINITION_H

#include "rules/findings.h"

/* Parses list->text and checks it against the meta-schema; sets list->root. False when anything was found. */
bool definition_read(struct finding_list *list) MUST_CHECK;
/* The plan of `data`, closed: an unknown keyword, format or pattern is a finding. NULL then. */
const struct schema *definition_compile(struct finding_list *list) MUST_CHECK;
/* The same options without findings, for what is published. */
const struct schema *definition_plan(struct arena *arena, const struct json_node *data, struct schema_error *error) MUST_CHECK;

#endif
