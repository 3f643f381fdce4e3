/* oidc.h -- what we send in the OpenID Connect code flow, as pure functions.
 *
 * Code flow with PKCE S256, state, nonce and a client that proves itself by private_key_jwt; rules of the
 * OIDC Sweden profile 1.0 and RFC 9700. What comes back is identity.h's. No network, no clock, no database:
 * those are the callers'. */
#ifndef BLANKETT_EID_OIDC_H
#define BLANKETT_EID_OIDC_H

#include "eid/metadata.h"

/* One login or signature under way. State and verifier are base64url of 32 random bytes; the nonce is too, or
 * it commits to a document in as many bytes. */
struct attempt {
	str state, nonce, verifier;
	str redirect_uri; /* from our configuration, never from the request */
	int64_t created_s;
	bool
	    signs; /* a document, which takes a time of login, and a signature where the provider gives one */
	str expected_number; /* 12 digits: only this person; absent: whoever it is */
	str sign_request;    /* client_key_sign_request; absent: the provider's signing is SIGNING_LOGIN, or
	                        nothing is signed */
};

/* The words around a login. */
struct wording {
	str language; /* a tag: "sv" */
	str message;  /* shown by the e-ID where the provider can (metadata.shows_message) and nothing is
	                 signed; may be absent */
};

/* Where the browser is sent; absent when it would be longer than a header may be. */
str oidc_authorization_url(struct arena *arena, const struct provider *provider,
                           const struct metadata *metadata, const struct attempt *attempt,
                           const struct wording *wording) MUST_CHECK;
/* The body of the token call. */
str oidc_token_form(struct arena *arena, const struct provider *provider, const struct attempt *attempt,
                    str code, str assertion);

#endif
