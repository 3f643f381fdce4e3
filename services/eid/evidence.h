/* evidence.h -- what is kept of a signature by e-ID, so that it can be verified when the provider's keys and we ourselves
 * are long gone: the id_token as it came, the key that verified it, what was asked and what was shown. Pure.
 *
 * The provider's signed id_token commits to the document by its nonce, whether or not a signature of the e-ID's own came
 * back: nonce = base64url(SHA-256("sign-nonce-v1" || digest || 32 random bytes)). The random bytes are a keyed hash of the
 * handle in the browser's cookie: the same at the way out and the way back without being kept between, and beyond the
 * database, which knows the handle by its hash alone.
 *
 * At rest it is locked (PASETO v4.local): it holds a personal number and names. The lock is bound to the municipality, the
 * case and the person, so that evidence moved to another row does not open. */
#ifndef BLANKETT_EID_EVIDENCE_H
#define BLANKETT_EID_EVIDENCE_H

#include "base/seal.h"

#define EVIDENCE_MOST_BYTES ((size_t)256 * 1024)

/* Whose it is; part of the lock. */
struct evidence_of {
	str municipality, case_id, person;
};

/* Absent: nothing of the kind came. */
struct evidence {
	str reference;      /* of the case */
	str document;       /* hex SHA-256 of what was signed */
	str mode;           /* "sign": the e-ID signed; "approval": the person approved by an e-ID */
	str random;         /* base64url, in the nonce */
	str id_token;       /* compact, as it came */
	str userinfo;       /* the same */
	str key;            /* the JWK that verified them, as JSON text */
	int64_t key_fetched_s;
	str sign_request;   /* the JWT that was sent */
	str sign_message;   /* what the e-ID was asked to show */
	str user_signature, authn_evidence, authn_provider; /* claims, as they came */
};

/* base64url of 32 bytes, of the handle. */
str evidence_random(struct arena *arena, str handle);
/* Absent when `document` is no SHA-256 in hex or `random` not 32 bytes. */
str evidence_nonce(struct arena *arena, str document, str random);
/* What the e-ID signs, beside showing the message; `handle_hash` ties it to one login. */
str evidence_signed_data(struct arena *arena, str document, str reference, str handle_hash);

/* As JSON. */
str evidence_text(struct arena *arena, const struct evidence *evidence);
str evidence_lock(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], const struct evidence_of *of, str text);
/* False when it is not the evidence of this case and person under this key. */
bool evidence_open(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], const struct evidence_of *of, str token,
                   struct evidence *out) MUST_CHECK;

/* What must be true of a signature for all time. */
struct evidence_wanted {
	str document, mode, issuer, client_id, personal_number;
};
/* Verifies the id_token again, by the kept key and without a clock: whose it is, for whom it was made, who logged in, and
 * which document its nonce commits to. False with a literal `reason`. */
bool evidence_holds(struct arena *arena, const struct evidence *evidence, const struct evidence_wanted *wanted,
                    const char **reason) MUST_CHECK;

/* A key file: base64url of 32 bytes. False when it holds no key. */
bool evidence_key_read(struct arena *arena, str text, uint8_t key[SEAL_BOX_KEY_BYTES]) MUST_CHECK;

#endif
