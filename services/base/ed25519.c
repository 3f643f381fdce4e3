#include "base/ed25519.h"

#include <sodium.h>

bool ed25519_is_key(str key)
{
	return key.n == SEAL_PUBLIC_BYTES && crypto_core_ed25519_is_valid_point((const uint8_t *)key.p) == 1;
}

bool ed25519_holds(const uint8_t key[SEAL_PUBLIC_BYTES], str message, str signature)
{
	return signature.n == SEAL_SIGNATURE_BYTES &&
	       crypto_sign_verify_detached((const uint8_t *)signature.p, (const uint8_t *)message.p,
	                                   message.n, key) == 0;
}

void ed25519_sign(uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t secret[SEAL_SECRET_BYTES], str message)
{
	crypto_sign_detached(signature, NULL, (const uint8_t *)message.p, message.n, secret);
}

void ed25519_public_key(uint8_t key[SEAL_PUBLIC_BYTES], const uint8_t secret[SEAL_SECRET_BYTES])
{
	crypto_sign_ed25519_sk_to_pk(key, secret);
}
