/* seal_v4.c -- PASETO version 4: what is signed and readable, and what is locked and not. */
#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/seal.h"

#define PUBLIC "v4.public."
#define LOCAL "v4.local."
#define NONCE_BYTES 32u
#define TAG_BYTES 32u

_Static_assert(SEAL_BOX_KEY_BYTES == crypto_generichash_KEYBYTES, "BLAKE2b");

static void put_length(struct buf *b, uint64_t n)
{
	for (int i = 0; i < 8; i++)
		buf_byte(b, (char)(n >> (8 * i) & (i == 7 ? 0x7f : 0xff)));
}

/* PASETO's pre-authentication encoding: every part with its length, so that no two lists of parts look alike. */
static str encode_parts(struct arena *arena, const str *parts, size_t n)
{
	size_t room = 8;
	for (size_t i = 0; i < n; i++)
		room += 8 + parts[i].n;
	struct buf b = buf_in(arena, room + 1);
	put_length(&b, n);
	for (size_t i = 0; i < n; i++) {
		put_length(&b, parts[i].n);
		buf_add(&b, parts[i]);
	}
	return buf_str(&b);
}

static str token_of(struct arena *arena, str kind, const void *body, size_t n, str footer)
{
	str token = arena_join(arena, kind, seal_base64url(arena, body, n), STR(""));
	if (footer.n == 0)
		return token;
	return arena_join(arena, token, STR("."), seal_base64url(arena, footer.p, footer.n));
}

/* Splits a token of one kind into its decoded body and footer. */
static bool token_parts(struct arena *arena, str kind, str token, str *body, str *footer)
{
	str text, tail;
	if (!str_starts(token, kind))
		return false;
	bool has_footer = str_cut(str_sub(token, kind.n, token.n), '.', &text, &tail);
	if (has_footer && (tail.n == 0 || str_find(tail, '.') != SIZE_MAX))
		return false;
	*footer = STR("");
	return seal_base64url_decode(arena, text, body) && (!has_footer || seal_base64url_decode(arena, tail, footer));
}

/* The body of a token of this kind with exactly this footer. */
static bool body_of(struct arena *arena, str kind, str token, str footer, str *body)
{
	str seen;
	return token_parts(arena, kind, token, body, &seen) && seen.n == footer.n &&
	       (footer.n == 0 || seal_equal(seen.p, footer.p, footer.n));
}

str seal_sign_v4(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str payload, str footer, str implicit)
{
	str message = encode_parts(arena, (const str[]){ STR(PUBLIC), payload, footer, implicit }, 4);
	char *body = arena_alloc(arena, payload.n + SEAL_SIGNATURE_BYTES);
	if (payload.n)
		memcpy(body, payload.p, payload.n);
	crypto_sign_detached((uint8_t *)body + payload.n, NULL, (const uint8_t *)message.p, message.n, secret);
	return token_of(arena, STR(PUBLIC), body, payload.n + SEAL_SIGNATURE_BYTES, footer);
}

bool seal_open_v4(struct arena *arena, const uint8_t key[SEAL_PUBLIC_BYTES], str token, str footer, str implicit, str *payload)
{
	str body;
	if (!body_of(arena, STR(PUBLIC), token, footer, &body) || body.n < SEAL_SIGNATURE_BYTES)
		return false;
	str signed_part = str_sub(body, 0, body.n - SEAL_SIGNATURE_BYTES);
	str message = encode_parts(arena, (const str[]){ STR(PUBLIC), signed_part, footer, implicit }, 4);
	if (crypto_sign_verify_detached((const uint8_t *)body.p + signed_part.n, (const uint8_t *)message.p, message.n, key) != 0)
		return false;
	*payload = signed_part;
	return true;
}

/* One key for each use and each token (paseto-spec, version 4): they come of the key and the nonce. */
struct local_keys {
	uint8_t cipher[crypto_stream_xchacha20_KEYBYTES + crypto_stream_xchacha20_NONCEBYTES];
	uint8_t tag[TAG_BYTES];
};

static void derive(uint8_t *out, size_t n, const uint8_t key[SEAL_BOX_KEY_BYTES], const char *use, const uint8_t *nonce)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, key, SEAL_BOX_KEY_BYTES, n);
	crypto_generichash_update(&state, (const uint8_t *)use, strlen(use));
	crypto_generichash_update(&state, nonce, NONCE_BYTES);
	crypto_generichash_final(&state, out, n);
	sodium_memzero(&state, sizeof(state));
}

static struct local_keys derive_both(const uint8_t key[SEAL_BOX_KEY_BYTES], const uint8_t *nonce)
{
	struct local_keys keys;
	derive(keys.cipher, sizeof(keys.cipher), key, "paseto-encryption-key", nonce);
	derive(keys.tag, sizeof(keys.tag), key, "paseto-auth-key-for-aead", nonce);
	return keys;
}

static void tag_of(uint8_t out[TAG_BYTES], struct arena *arena, const struct local_keys *keys, str locked, str footer, str implicit)
{
	str nonce = str_sub(locked, 0, NONCE_BYTES), cipher = str_sub(locked, NONCE_BYTES, locked.n);
	str message = encode_parts(arena, (const str[]){ STR(LOCAL), nonce, cipher, footer, implicit }, 5);
	crypto_generichash(out, TAG_BYTES, (const uint8_t *)message.p, message.n, keys->tag, sizeof(keys->tag));
}

static void turn(uint8_t *out, const uint8_t *in, size_t n, const struct local_keys *keys)
{
	if (n)
		crypto_stream_xchacha20_xor(out, in, n, keys->cipher + crypto_stream_xchacha20_KEYBYTES, keys->cipher);
}

str seal_lock_v4(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], str payload, str footer, str implicit)
{
	uint8_t *body = arena_alloc(arena, NONCE_BYTES + payload.n + TAG_BYTES);
	seal_random(body, NONCE_BYTES);
	struct local_keys keys = derive_both(key, body);
	turn(body + NONCE_BYTES, (const uint8_t *)payload.p, payload.n, &keys);
	tag_of(body + NONCE_BYTES + payload.n, arena, &keys, (str){ (const char *)body, NONCE_BYTES + payload.n }, footer, implicit);
	sodium_memzero(&keys, sizeof(keys));
	return token_of(arena, STR(LOCAL), body, NONCE_BYTES + payload.n + TAG_BYTES, footer);
}

bool seal_unlock_v4(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], str token, str footer, str implicit, str *payload)
{
	str body;
	uint8_t tag[TAG_BYTES];
	if (!body_of(arena, STR(LOCAL), token, footer, &body) || body.n < NONCE_BYTES + TAG_BYTES)
		return false;
	str locked = str_sub(body, 0, body.n - TAG_BYTES);
	struct local_keys keys = derive_both(key, (const uint8_t *)body.p);
	tag_of(tag, arena, &keys, locked, footer, implicit);
	bool ok = seal_equal(tag, body.p + locked.n, TAG_BYTES);
	if (ok) {
		uint8_t *clear = arena_alloc(arena, locked.n - NONCE_BYTES + 1);
		turn(clear, (const uint8_t *)locked.p + NONCE_BYTES, locked.n - NONCE_BYTES, &keys);
		*payload = (str){ (const char *)clear, locked.n - NONCE_BYTES };
	}
	sodium_memzero(&keys, sizeof(keys));
	return ok;
}
