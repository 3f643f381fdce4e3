/* client_key.h -- the private key by which we prove ourselves to the providers (private_key_jwt, RFC 7523),
 * and nothing else.
 *
 * P-256 signs ES256, Ed25519 signs EdDSA. It is read before the sandbox closes and lives as long as the
 * process. */
#ifndef BLANKETT_EID_CLIENT_KEY_H
#define BLANKETT_EID_CLIENT_KEY_H

#include "base/arena.h"

struct client_key;

/* From a PEM file; dies with EX_CONFIG when there is no such key in it. */
struct client_key *client_key_load(const char *path);
/* The public half as a JSON Web Key Set. */
str client_key_set(struct arena *arena, const struct client_key *key);
/* A fresh assertion for one token call: single use, one minute. `audience` is the provider's issuer. */
str client_key_assertion(struct arena *arena, const struct client_key *key, str client_id, str audience,
                         int64_t now_s);

#endif
