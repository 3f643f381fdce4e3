#include "base/sign.h"

#include <sodium.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

void sign_bytes(uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t secret[SEAL_SECRET_BYTES], str message)
{
	crypto_sign_detached(signature, NULL, (const uint8_t *)message.p, message.n, secret);
}

bool sign_verified(const uint8_t signature[SEAL_SIGNATURE_BYTES], const uint8_t key[SEAL_PUBLIC_BYTES], str message)
{
	return crypto_sign_verify_detached(signature, (const uint8_t *)message.p, message.n, key) == 0;
}

void sign_public_key(uint8_t key[SEAL_PUBLIC_BYTES], const uint8_t secret[SEAL_SECRET_BYTES])
{
	crypto_sign_ed25519_sk_to_pk(key, secret);
}

str sign_base64(struct arena *arena, const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, BASE64);
	char *p = arena_alloc(arena, size);
	sodium_bin2base64(p, size, bytes, n, BASE64);
	return (str){ p, size - 1 };
}

bool sign_base64_decode(struct arena *arena, str text, str *out)
{
	size_t n = 0;
	uint8_t *bytes = arena_alloc(arena, text.n / 4 * 3 + 4);
	if (!text.p || sodium_base642bin(bytes, text.n / 4 * 3 + 3, text.p, text.n, NULL, &n, NULL, BASE64) != 0)
		return false;
	/* libsodium lets non-zero bits after the last byte through. */
	if (!str_eq(sign_base64(arena, bytes, n), text))
		return false;
	*out = (str){ (const char *)bytes, n };
	return true;
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool sign_hex_decode(str text, void *out, size_t n)
{
	uint8_t *bytes = out;
	if (text.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = nibble(text.p[2 * i]), low = nibble(text.p[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
