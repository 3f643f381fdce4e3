/* unique.h -- uniqueItems. Private to this folder. */
#ifndef BLANKETT_SCHEMA_UNIQUE_H
#define BLANKETT_SCHEMA_UNIQUE_H

#include "base/json.h"

/* Do all elements differ, as values (1 is 1.0, objects without regard to order)? Few are compared pair by pair; more than that go
 * through a table, for which `scratch` gives the room. */
bool unique_items(const struct json_node *array, struct arena *scratch) MUST_CHECK;

#endif
