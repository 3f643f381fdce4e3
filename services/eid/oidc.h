/* oidc.h -- the OpenID Connect code flow as pure functions: what we send, and what we believe of what comes
 * back.
 *
 * Code flow with PKCE S256, state, nonce and a client that proves itself by private_key_jwt; rules of the
 * OIDC Sweden profile 1.0 and RFC 9700. No network, no clock, no database: those are the callers'. */
#ifndef BLANKETT_EID_OIDC_H
#define BLANKETT_EID_OIDC_H

#include "eid/provider.h"

/* One login under way. All random parts are base64url of 32 bytes. */
struct attempt {
	str state, nonce, verifier;
	str redirect_uri; /* from our configuration, never from the request */
	int64_t created_s;
};

/* Where the browser is sent. `language` is a tag for ui_locales. */
str oidc_authorization_url(struct arena *arena, const struct provider *provider,
                           const struct metadata *metadata, const struct attempt *attempt, str language);
/* The body of the token call. */
str oidc_token_form(struct arena *arena, const struct provider *provider, const struct attempt *attempt,
                    str code, str assertion);

/* Who logged in, as the provider's signed id_token says. Absent names are possible; a number is there for
 * citizens, a staff id for staff. */
struct identity {
	str subject;
	str personal_number; /* 12 digits */
	str staff_id;
	str given_name, family_name;
	str level; /* our word for the acr */
	int64_t authenticated_s;
};

/* The id_token of a token response; absent (with `reason`) when the response is none that we accept.
 * access_token is for at_hash. */
bool oidc_token_response(struct arena *arena, str body, str *id_token, str *access_token,
                         const char **reason) MUST_CHECK;
/* False with a literal `reason` for any defect; nothing of the token is to be used then. */
bool oidc_identity(struct arena *arena, const struct provider *provider, const struct jwk_set *keys,
                   const struct attempt *attempt, str id_token, str access_token, int64_t now_s,
                   struct identity *out, const char **reason) MUST_CHECK;

#endif
