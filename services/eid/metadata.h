/* metadata.h -- what a provider publishes about itself (OpenID Connect Discovery 1.0). */
#ifndef BLANKETT_EID_METADATA_H
#define BLANKETT_EID_METADATA_H

#include "eid/provider.h"

struct metadata {
	str authorization_endpoint, token_endpoint, jwks_uri;
	str userinfo_endpoint; /* absent: publishes none */
	bool sends_issuer;     /* RFC 9207: the callback must carry iss */
	bool shows_message;    /* https://id.oidc.se/disco/userMessageSupported */
};

str metadata_url(struct arena *arena, const struct provider *provider);
/* False with a literal `reason` when the document is of another issuer, leads elsewhere than over https, or
 * lacks what this provider's row takes. */
bool metadata_read(struct arena *arena, const struct provider *provider, str text, struct metadata *out,
                   const char **reason) MUST_CHECK;

#endif
