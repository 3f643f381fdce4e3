/* token.h -- who is asking: the session token and what it says.
 *
 * A session token is PASETO v4.public, signed by blankett-eid alone; the token of a service account ("service": a program with a key of
 * its own) by the operator's command. Payload members, in this order, all required, none other: iss "eid", aud
 * "citizen"|"staff"|"service", mun (4 digits), jti (32 random bytes, base64url), sub (person, UUID), acr, at, iat,
 * exp (seconds). Footer {"kid":"k4.pid...."}; implicit assertion "blankett-session|<environment>|<aud>". It holds no
 * personal data and no role: the session row and the roles are read from the database at each request. */
#ifndef BLANKETT_BASE_TOKEN_H
#define BLANKETT_BASE_TOKEN_H

#include "base/seal.h"

enum audience { AUD_NOBODY, AUD_CITIZEN, AUD_STAFF, AUD_SERVICE };

struct token {
	enum audience audience;
	char municipality[5];
	char person[37];
	uint8_t id[32];                 /* jti: secret, key of the CSRF token */
	uint8_t id_hash[SEAL_HASH_BYTES]; /* BLAKE2b of id: what the database knows */
	char level[48];                 /* acr */
	int64_t authenticated_s, issued_s, expires_s;
};

/* Whom a database call is made for. token NULL: nobody is logged in. */
struct caller {
	const struct token *token;
	str municipality;
	str request_id;
};

struct token_keys; /* public keys by key id, read from a directory of <kid>.pub files (32 bytes, base64url) */
struct token_keys *token_keys_load(const char *directory); /* dies (EX_CONFIG) when empty or broken */
/* Reads the directory again. What was verified by a key that is gone is forgotten with it; a broken file is passed over and logged, and
 * with no key left no token is good. */
void token_keys_reload(struct token_keys *keys, const char *directory);

const char *audience_name(enum audience audience);
str token_issue(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str environment, const struct token *claims);
enum token_state {
	TOKEN_REFUSED, /* for every defect, without saying which */
	TOKEN_OVER,    /* genuine, and past its time: says who was logged in, opens nothing */
	TOKEN_GOOD
};
/* Verifies once per worker: a small bounded table keyed by the token's hash keeps verified claims, so that a repeated token costs a
 * hash. `out` is filled unless the token is refused. */
MUST_CHECK enum token_state token_open(const struct token_keys *keys, str environment, str text, int64_t now_s, struct token *out);

/* The synchronizer token of a session: BLAKE2b keyed by the secret id, base64url. */
str token_csrf(struct arena *arena, const struct token *token);
MUST_CHECK bool token_csrf_ok(const struct token *token, str presented);

#endif
