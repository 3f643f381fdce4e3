/* provider_row.h -- one row of the providers file (provider.h), read strictly. */
#ifndef BLANKETT_EID_PROVIDER_ROW_H
#define BLANKETT_EID_PROVIDER_ROW_H

#include "eid/provider.h"

/* False with `reason`, a sentence in the arena. */
bool provider_row_read(struct arena *arena, const struct json_node *node, str environment,
                       struct provider *out, str *reason) MUST_CHECK;

#endif
