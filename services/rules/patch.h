/* patch.h -- add, replace and remove of RFC 6902, for the tests inside a definition. */
#ifndef BLANKETT_RULES_PATCH_H
#define BLANKETT_RULES_PATCH_H

#include "base/json.h"

/* The document after one operation {"op","path","value"}; NULL when the path leads nowhere. The result is in the arena. */
const struct json_node *patch_apply(struct arena *arena, const struct json_node *document,
                                    const struct json_node *operation) MUST_CHECK;

#endif
