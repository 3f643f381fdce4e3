/* jwk.h -- the public keys of an OpenID provider (RFC 7517), read strictly.
 *
 * A key says which one algorithm it is for: its "alg", or what its type leaves (RSA: RS256, P-256: ES256,
 * Ed25519: EdDSA). The whole set is refused when it holds a secret or private key, two keys of one id, one
 * operation twice (4.3), an RSA key outside 2048..8192 bits, with a weak exponent or of the ROCA kind
 * (CVE-2017-15361), or a point that is not on its curve or of small order. Keys for other purposes or of
 * other kinds are passed over. RSA and P-256 are OpenSSL's, Ed25519 is libsodium's. The set belongs to the
 * arena. */
#ifndef BLANKETT_EID_JWK_H
#define BLANKETT_EID_JWK_H

#include "base/json.h"
#include "base/seal.h"

/* Bits, so that they make a mask of what is allowed. */
enum jws_alg { JWS_NONE = 0, JWS_RS256 = 1, JWS_PS256 = 2, JWS_ES256 = 4, JWS_EDDSA = 8 };
#define JWS_ANY (JWS_RS256 | JWS_PS256 | JWS_ES256 | JWS_EDDSA)

/* JWS_NONE for a name that we do not accept ("none" and every symmetric one included). */
enum jws_alg jws_alg_of(str name);

#define JWK_SET_MOST 32

struct jwk {
	enum jws_alg alg;
	str kid;                 /* absent: has none */
	str text;                /* as JSON, with every member it came with */
	struct evp_pkey_st *key; /* RSA, P-256; freed with the arena */
	uint8_t ed25519[SEAL_PUBLIC_BYTES];
};

struct jwk_set {
	struct jwk keys[JWK_SET_MOST];
	size_t n;
	int64_t fetched_s; /* when it came from the provider, for evidence; the reader leaves 0 */
};

/* {"keys":[...]}. NULL with a literal `reason` when the set is refused. */
struct jwk_set *jwk_set_read(struct arena *arena, str text, const char **reason) MUST_CHECK;

#endif
