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
