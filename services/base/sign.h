/* sign.h -- Ed25519 (RFC 8032) over bytes as they are, and the texts that keys and hashes are written in elsewhere: base64 with
 * padding (RFC 4648 section 4) and hex. Tokens are seal.h's. */
#ifndef BLANKETT_BASE_SIGN_H
#define BLANKETT_BASE_SIGN_H

#include "base/seal.h"

void sign_bytes(uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t secret[SEAL_SECRET_BYTES], str message);
MUST_CHECK bool sign_verified(const uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t key[SEAL_PUBLIC_BYTES], str message);
/* The public half of a secret. */
void sign_public_key(uint8_t key[SEAL_PUBLIC_BYTES], const uint8_t secret[SEAL_SECRET_BYTES]);

str sign_base64(struct arena *arena, const void *bytes, size_t n);
/* Strict: one text for one content. False leaves out untouched. */
MUST_CHECK bool sign_base64_decode(struct arena *arena, str text, str *out);
/* Lower-case hex of exactly n bytes. */
MUST_CHECK bool sign_hex_decode(str text, void *out, size_t n);

#endif
