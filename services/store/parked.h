/* parked.h -- a form that was sent under a session that had ended, kept an hour for the same person (api_citizen, api_caseworker,
 * api_admin: each service names its own function). */
#ifndef BLANKETT_STORE_PARKED_H
#define BLANKETT_STORE_PARKED_H

#include "store/db.h"

/* For the person of the caller's session, which may have run out but not been ended: else 401. One at a time; the latest stays. */
bool parked_put(struct db *db, struct arena *arena, const struct caller *caller, const char *function, str path, str fields,
                struct problem *why) MUST_CHECK;
/* {"path":..., "fields":...}; NULL when nothing is kept for the caller. `take`: and keeps it no longer. */
bool parked_get(struct db *db, struct arena *arena, const struct caller *caller, const char *function, bool take,
                const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
