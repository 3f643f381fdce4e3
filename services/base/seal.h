/* seal.h -- libsodium, in the few shapes we need. No function returns output that failed to verify.
 *
 * seal_init() once per process before anything else here. Sizes are constants in bytes. */
#ifndef BLANKETT_BASE_SEAL_H
#define BLANKETT_BASE_SEAL_H

#include "base/arena.h"

#define SEAL_HASH_BYTES 32   /* BLAKE2b-256 and SHA-256 */
#define SEAL_PUBLIC_BYTES 32 /* Ed25519 */
#define SEAL_SECRET_BYTES 64
#define SEAL_SIGNATURE_BYTES 64
#define SEAL_BOX_KEY_BYTES 32

void seal_init(void); /* dies when there is no randomness */
void seal_random(void *out, size_t n);
/* UUIDv7 (RFC 9562) in text; time-ordered, never a capability. */
str seal_uuid(struct arena *arena, int64_t now_ms);
bool seal_is_uuid(str s); /* lower-case canonical text form */

void seal_hash(uint8_t out[SEAL_HASH_BYTES], str message); /* BLAKE2b-256 */
void seal_hash_keyed(uint8_t out[SEAL_HASH_BYTES], str key, str message); /* key of 16 to 64 bytes */
void seal_sha256(uint8_t out[SEAL_HASH_BYTES], str message);
bool seal_equal(const void *a, const void *b, size_t n); /* constant time */

str seal_hex(struct arena *arena, const void *bytes, size_t n);
str seal_base64url(struct arena *arena, const void *bytes, size_t n); /* no padding */
/* Strict: no padding, no white space, no stray tail bits. False leaves out untouched. */
MUST_CHECK bool seal_base64url_decode(struct arena *arena, str text, str *out);
/* base64 with padding, in one line, as MIME, PEM and PostgreSQL write it (RFC 4648 4). */
str seal_base64(struct arena *arena, const void *bytes, size_t n);
MUST_CHECK bool seal_base64_decode(struct arena *arena, str text, str *out); /* as strict */
/* Lower-case hex of exactly n bytes. */
MUST_CHECK bool seal_hex_decode(str text, void *out, size_t n);

/* PASETO v4.public (paseto-spec 2022): signature over payload, footer and implicit assertion. */
str seal_sign_v4(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str payload, str footer, str implicit);
/* False for anything but a whole, correctly signed token whose footer is exactly `footer`. */
MUST_CHECK bool seal_open_v4(struct arena *arena, const uint8_t key[SEAL_PUBLIC_BYTES], str token, str footer, str implicit,
                             str *payload);
/* PASETO v4.local: payload encrypted and bound to footer (readable) and implicit assertion (not in the token), under a key for this one
 * purpose. A new nonce each time; the same payload never looks the same twice. */
str seal_lock_v4(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], str payload, str footer, str implicit);
/* False for anything but a whole token locked under this key, with exactly this footer and assertion. */
MUST_CHECK bool seal_unlock_v4(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], str token, str footer, str implicit,
                               str *payload);
/* PASERK k4.pid of a public key. */
str seal_key_id(struct arena *arena, const uint8_t key[SEAL_PUBLIC_BYTES]);
void seal_keypair(uint8_t public_key[SEAL_PUBLIC_BYTES], uint8_t secret[SEAL_SECRET_BYTES]);
void seal_wipe(void *secret, size_t n);

#endif
