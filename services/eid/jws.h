/* jws.h -- the signature of a compact JWS (RFC 7515), checked strictly; the header too, always.
 *
 * The algorithm is the one of the key; the header must name the same, and the caller must allow it. Refused:
 * anything but three parts in clean base64url, more than 16 KiB, header members besides alg, kid, typ, cty,
 * x5t, x5t#S256 (so crit, b64, jwk, jku, x5u, x5c and zip), duplicate members, a typ other than JWT (tokens
 * made for another purpose), a key id that is not in the set, and no key id unless exactly one key fits (RFC
 * 8725 3). Nothing is fetched. */
#ifndef BLANKETT_EID_JWS_H
#define BLANKETT_EID_JWS_H

#include "eid/jwk.h"

#define JWS_MOST_BYTES ((size_t)16 * 1024)

/* What a signature vouches for. */
struct jws {
	str payload; /* decoded */
	const struct jwk *key;
};

/* True, with `out` filled; else `reason` is a literal. `allowed` is a mask of enum jws_alg. */
bool jws_verify(struct arena *arena, const struct jwk_set *set, unsigned allowed, str token, struct jws *out,
                const char **reason) MUST_CHECK;
/* Does the token name a key that the set does not have? Then fetching the set again may help. */
bool jws_names_unknown_key(struct arena *arena, const struct jwk_set *set, str token);

#endif
