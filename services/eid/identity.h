/* identity.h -- what we believe of what a provider answers: the token response, the id_token in it, and the
 * userinfo response (OpenID Connect Core 3.1.3 and 5.3, OIDC Sweden profile 1.0). Pure. */
#ifndef BLANKETT_EID_IDENTITY_H
#define BLANKETT_EID_IDENTITY_H

#include "eid/oidc.h"

/* What the provider gave, compact and as it came. */
struct tokens {
	str id_token;
	str access_token; /* for at_hash and the userinfo call; dropped after it */
	str userinfo;     /* a signed JWT; absent where the provider's row takes none */
};

/* Who logged in, as the provider's signatures say. Absent names are possible; a number is there for citizens,
 * a staff id for staff. */
struct identity {
	str subject;
	str personal_number; /* 12 digits */
	str staff_id;
	str given_name, family_name;
	str level;          /* our word for it */
	str acr;            /* as the provider writes it; may be absent for staff */
	str authn_provider; /* the e-ID that was used behind a proxy; absent: not said */
	int64_t authenticated_s;
	/* What evidence of a signature is made of, beside the tokens; absent where nothing of the kind came.
	 */
	str user_signature, authn_evidence;
	str key;               /* the JWK that verified the id_token, as JSON text */
	int64_t key_fetched_s; /* when we had it from the provider */
};

/* The tokens of a token response; false (with `reason`) when the response is none that we accept. */
bool tokens_read(struct arena *arena, str body, struct tokens *out, const char **reason) MUST_CHECK;
/* False with a literal `reason` for any defect; nothing of the tokens is to be used then. */
bool identity_read(struct arena *arena, const struct provider *provider, const struct jwk_set *keys,
                   const struct attempt *attempt, const struct tokens *tokens, int64_t now_s,
                   struct identity *out, const char **reason) MUST_CHECK;

#endif
