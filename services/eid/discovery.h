/* discovery.h -- what the providers publish, fetched when first needed and kept for an hour per worker.
 *
 * Keys are fetched again when a token names one that is not there, at most once a minute and provider. What
 * could not be fetched or was refused is never replaced by something older: the login fails. */
#ifndef BLANKETT_EID_DISCOVERY_H
#define BLANKETT_EID_DISCOVERY_H

#include "eid/fetch.h"
#include "eid/metadata.h"

struct discovery; /* one per worker */

struct discovery *discovery_new(const struct providers *providers, struct fetcher *fetcher);
/* NULL when the provider cannot be reached or publishes something we do not accept. Valid until the next
 * request. */
const struct metadata *discovery_metadata(struct discovery *discovery, const struct provider *provider);
/* The keys for a token; looks again when it names an unknown one. NULL as above. */
const struct jwk_set *discovery_keys(struct discovery *discovery, struct arena *arena,
                                     const struct provider *provider, str token);

#endif
