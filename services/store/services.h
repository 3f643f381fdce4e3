/* services.h -- the e-services on offer and their published definitions (api_citizen, no login needed).
 *
 * A definition is fetched once per worker and version and kept compiled; what is current is asked at every request. */
#ifndef BLANKETT_STORE_SERVICES_H
#define BLANKETT_STORE_SERVICES_H

#include "rules/form.h"
#include "store/db.h"

/* [{"form":"skolskjuts","version":"1.0.0","texts":{"sv":{"title","summary"},"en":{...}}}] of published, current versions. */
bool services_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why) MUST_CHECK;

/* A small cache of compiled published forms; lives as long as the worker. */
struct form_cache;
struct form_cache *form_cache_new(void);
/* The published version asked for, or the current one when version is absent. function: "api_citizen.form_get" or another service's
 * function of the same shape: (caller, form, version, known sha256) -> {"form","version","sha256","definition"(null when known)}. */
const struct form *form_cache_get(struct form_cache *cache, struct db *db, struct arena *arena, const struct caller *caller,
                                  const char *function, str form, str version, struct problem *why) MUST_CHECK;
/* Without a round trip when it is there already (a draft or case names its version); else as above. */
const struct form *form_cache_known(struct form_cache *cache, struct db *db, struct arena *arena, const struct caller *caller,
                                    const char *function, str form, str version, struct problem *why) MUST_CHECK;

#endif
