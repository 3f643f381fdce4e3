/* ed25519.h -- Ed25519 over plain bytes (RFC 8032), by libsodium, read strictly: a signature has one form, and a key of small order, or
 * beside the prime-order group, is none. Tokens are seal.h's. seal_init() first. */
#ifndef BLANKETT_BASE_ED25519_H
#define BLANKETT_BASE_ED25519_H

#include "base/seal.h"

bool ed25519_is_key(str key) MUST_CHECK;
/* `key` has SEAL_PUBLIC_BYTES; a signature of any other length than SEAL_SIGNATURE_BYTES does not hold. */
bool ed25519_holds(const uint8_t key[SEAL_PUBLIC_BYTES], str message, str signature) MUST_CHECK;
void ed25519_sign(uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t secret[SEAL_SECRET_BYTES], str message);
/* The public half of a secret. */
void ed25519_public_key(uint8_t key[SEAL_PUBLIC_BYTES], const uint8_t secret[SEAL_SECRET_BYTES]);

#endif
