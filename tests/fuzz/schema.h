/* schema.h -- what holds for every schema and every document. */
#ifndef BLANKETT_FUZZ_SCHEMA_H
#define BLANKETT_FUZZ_SCHEMA_H

#include "fuzz.h"
#include "schema/schema.h"

/* The plan, or NULL with an error that says where. */
struct schema *fuzz_compile(struct arena *arena, str text, const struct json_node *root, const struct schema_options *options);
/* Verdict and explanation agree, twice, and every row stands somewhere in the document. */
void fuzz_evaluate(struct arena *arena, const struct schema *schema, const struct json_node *instance);

#endif
