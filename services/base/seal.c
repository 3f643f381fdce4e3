#include "base/seal.h"

#include <string.h>
#include <sysexits.h>

#include <sodium.h>

#include "base/problem.h"

_Static_assert(SEAL_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "Ed25519");
_Static_assert(SEAL_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "Ed25519");
_Static_assert(SEAL_SIGNATURE_BYTES == crypto_sign_BYTES, "Ed25519");
_Static_assert(SEAL_HASH_BYTES == crypto_generichash_BYTES && SEAL_HASH_BYTES == crypto_hash_sha256_BYTES, "hashes");

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

void seal_init(void)
{
	if (sodium_init() < 0)
		die(EX_OSERR, "seal.init", STR("libsodium found no randomness"));
}

void seal_random(void *out, size_t n)
{
	randombytes_buf(out, n);
}

str seal_uuid(struct arena *arena, int64_t now_ms)
{
	uint8_t b[16];
	seal_random(b, sizeof(b));
	for (int i = 0; i < 6; i++)
		b[i] = (uint8_t)((uint64_t)now_ms >> (40 - 8 * i));
	b[6] = (uint8_t)(0x70 | (b[6] & 0x0f));
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
	str hex = seal_hex(arena, b, sizeof(b));
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.p, hex.p + 8, hex.p + 12, hex.p + 16, hex.p + 20);
}

bool seal_is_uuid(str s)
{
	if (s.n != 36)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		char c = s.p[i];
		if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
	}
	return true;
}

void seal_hash(uint8_t out[SEAL_HASH_BYTES], str message)
{
	crypto_generichash(out, SEAL_HASH_BYTES, (const uint8_t *)message.p, message.n, NULL, 0);
}

void seal_hash_keyed(uint8_t out[SEAL_HASH_BYTES], str key, str message)
{
	if (key.n < crypto_generichash_KEYBYTES_MIN || key.n > crypto_generichash_KEYBYTES_MAX)
		die(EX_SOFTWARE, "seal.key_length", STR("a key has 16 to 64 bytes"));
	crypto_generichash(out, SEAL_HASH_BYTES, (const uint8_t *)message.p, message.n, (const uint8_t *)key.p, key.n);
}

void seal_sha256(uint8_t out[SEAL_HASH_BYTES], str message)
{
	crypto_hash_sha256(out, (const uint8_t *)message.p, message.n);
}

bool seal_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

str seal_hex(struct arena *arena, const void *bytes, size_t n)
{
	char *p = arena_alloc(arena, n * 2 + 1);
	sodium_bin2hex(p, n * 2 + 1, bytes, n);
	return (str){ p, n * 2 };
}

str seal_base64url(struct arena *arena, const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, BASE64);
	char *p = arena_alloc(arena, size);
	sodium_bin2base64(p, size, bytes, n, BASE64);
	return (str){ p, size - 1 };
}

bool seal_base64url_decode(struct arena *arena, str text, str *out)
{
	size_t n = 0;
	uint8_t *bytes = arena_alloc(arena, text.n / 4 * 3 + 4);
	const char *end = NULL;
	if (sodium_base642bin(bytes, text.n / 4 * 3 + 3, text.p ? text.p : "", text.n, NULL, &n, &end, BASE64) != 0 ||
	    (text.n && end != text.p + text.n))
		return false;
	/* libsodium lets non-zero bits after the last byte through: one text for one content. */
	if (!str_eq(seal_base64url(arena, bytes, n), (str){ text.p ? text.p : "", text.n }))
		return false;
	*out = (str){ (const char *)bytes, n };
	return true;
}

str seal_base64(struct arena *arena, const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);
	char *p = arena_alloc(arena, size);
	sodium_bin2base64(p, size, bytes, n, sodium_base64_VARIANT_ORIGINAL);
	return (str){ p, size - 1 };
}

bool seal_base64_decode(struct arena *arena, str text, str *out)
{
	size_t n = 0;
	uint8_t *bytes = arena_alloc(arena, text.n / 4 * 3 + 4);
	if (!text.p || sodium_base642bin(bytes, text.n / 4 * 3 + 3, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	/* libsodium lets non-zero bits after the last byte through. */
	if (!str_eq(seal_base64(arena, bytes, n), text))
		return false;
	*out = (str){ (const char *)bytes, n };
	return true;
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool seal_hex_decode(str text, void *out, size_t n)
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

str seal_key_id(struct arena *arena, const uint8_t key[SEAL_PUBLIC_BYTES])
{
	uint8_t id[33];
	str named = arena_join(arena, STR("k4.pid."), STR("k4.public."), seal_base64url(arena, key, SEAL_PUBLIC_BYTES));
	crypto_generichash(id, sizeof(id), (const uint8_t *)named.p, named.n, NULL, 0);
	return arena_join(arena, STR("k4.pid."), seal_base64url(arena, id, sizeof(id)), STR(""));
}

void seal_keypair(uint8_t public_key[SEAL_PUBLIC_BYTES], uint8_t secret[SEAL_SECRET_BYTES])
{
	crypto_sign_keypair(public_key, secret);
}

void seal_wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}
