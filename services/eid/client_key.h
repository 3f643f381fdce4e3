/* client_key.h -- the private key by which we prove ourselves to the providers (private_key_jwt, RFC 7523),
 * and nothing else.
 *
 * P-256 signs ES256, Ed25519 signs EdDSA. It is read before the sandbox closes and lives as long as the
 * process. */
#ifndef BLANKETT_EID_CLIENT_KEY_H
#define BLANKETT_EID_CLIENT_KEY_H

#include "base/arena.h"

struct client_key;

/* What is asked for when a document is signed (OpenID Connect Signature Extension 1.1, 3.1). */
#define SIGN_MESSAGE_MOST_BYTES 1500
struct sign_request {
	str client_id, issuer;
	str data;     /* bytes that the e-ID signs; absent for an approval, where it signs nothing */
	str message;  /* plain text that the e-ID shows */
	str language; /* of the message: "sv" */
};

/* From a PEM file; dies with EX_CONFIG when there is no such key in it. */
struct client_key *client_key_load(const char *path);
/* The public half as a JSON Web Key. */
str client_key_jwk(const struct client_key *key);
/* A fresh assertion for one token call: single use, one minute. `audience` is the provider's issuer or token
 * endpoint, as it wants it. */
str client_key_assertion(struct arena *arena, const struct client_key *key, str client_id, str audience,
                         int64_t now_s);
/* The signed request for a signature, to be kept with what comes back; five minutes. Absent when the message
 * is longer than SIGN_MESSAGE_MOST_BYTES. */
str client_key_sign_request(struct arena *arena, const struct client_key *key,
                            const struct sign_request *request, int64_t now_s) MUST_CHECK;

#endif
