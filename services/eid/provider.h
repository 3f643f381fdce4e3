/* provider.h -- the OpenID providers we trust, as an operator lists them in a file, and what they publish
 * about themselves.
 *
 * The file (BLANKETT_PROVIDERS) is one JSON object with two members:
 * - "client_key": path of our private key in PEM (P-256: ES256, or Ed25519: EdDSA); its public half is at
 *   /eid/jwks.json
 * - "providers": one row per audience
 *
 * The members of a row:
 * - "id": our name of it; stays with every session it made
 * - "audience": "citizen" or "staff"
 * - "issuer": exactly as the provider writes it; https, or http on loopback outside production
 * - "client_id": who we are there
 * - "alg": the one algorithm of its id_tokens: RS256, PS256, ES256 or EdDSA
 * - "scope": what we ask for, space-separated, with openid
 * - "levels": {"acr value": "our short word"}, the levels accepted; empty only for staff (then "unstated")
 * - "acr_as": how the levels are asked for: "claims" (default, OIDC Sweden profile) or "acr_values"
 * - "auth_time": false for a provider that sends none worth reading; default true
 * - "personal_number" (citizen): names of the claims that may hold it; exactly one of them must, 12 digits
 * - "staff_id" (staff): name of the claim that holds the organisational id
 * - "given_name", "family_name": names of the claims; default as in OpenID Connect
 *
 * Members besides these are refused, so that a misspelt one cannot weaken a login. */
#ifndef BLANKETT_EID_PROVIDER_H
#define BLANKETT_EID_PROVIDER_H

#include "base/token.h"
#include "eid/jwk.h"

#define PROVIDERS_MOST 8
#define PROVIDER_LEVELS_MOST 8
#define PROVIDER_NUMBER_CLAIMS_MOST 4

struct provider_level {
	str acr, word;
};

struct provider {
	str id, issuer, client_id, scope;
	enum audience audience;
	enum jws_alg alg;
	struct provider_level levels[PROVIDER_LEVELS_MOST];
	size_t level_count;
	bool acr_values, auth_time;
	str number_claims[PROVIDER_NUMBER_CLAIMS_MOST];
	size_t number_claim_count;
	str staff_claim, given_name_claim, family_name_claim;
	bool loopback; /* http, on this machine: tests only */
};

struct providers {
	struct provider rows[PROVIDERS_MOST];
	size_t n;
	str client_key_path;
};

/* The file's text. NULL with `reason` (a sentence in the arena, for the operator) when it cannot be used as
 * it stands. environment "production" takes no loopback issuer. */
const struct providers *providers_read(struct arena *arena, str text, str environment,
                                       str *reason) MUST_CHECK;
const struct provider *provider_for(const struct providers *providers, enum audience audience);
const struct provider *provider_by_id(const struct providers *providers, str id);

/* What the provider says of itself (OpenID Connect Discovery). */
struct metadata {
	str authorization_endpoint, token_endpoint, jwks_uri;
	bool sends_issuer; /* RFC 9207: the callback must carry iss */
};

str provider_discovery_url(struct arena *arena, const struct provider *provider);
/* False with a literal `reason` when the document is of another issuer, leads elsewhere than over https, or
 * lacks what we need. */
bool metadata_read(struct arena *arena, const struct provider *provider, str text, struct metadata *out,
                   const char **reason) MUST_CHECK;

#endif
