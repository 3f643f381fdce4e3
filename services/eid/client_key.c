#include "eid/client_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/problem.h"
#include "base/seal.h"

#define PEM_MOST_BYTES ((size_t)16 * 1024)
#define COORDINATE_BYTES 32
#define SIGNATURE_MOST_BYTES 128
#define ASSERTION_LIFETIME_S 60
#define ASSERTION_MOST_BYTES ((size_t)4 * 1024)

struct client_key {
	EVP_PKEY *key;
	struct arena *arena;
	bool ed25519;
	str jwk, id;
};

static _Noreturn void broken(const char *path)
{
	die(EX_CONFIG, "client_key.broken", str_of(path));
}

/* One coordinate of a P-256 point, base64url; absent when the key is of another kind. */
static str coordinate(struct arena *arena, const EVP_PKEY *key, const char *name)
{
	uint8_t bytes[COORDINATE_BYTES];
	BIGNUM *number = NULL;
	bool ok = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
	          BN_bn2binpad(number, bytes, sizeof bytes) == sizeof bytes;
	BN_free(number);
	return ok ? seal_base64url(arena, bytes, sizeof bytes) : STR_NONE;
}

/* The members that RFC 7638 hashes for the key's id, in its order. */
static str essential_members(struct arena *arena, const struct client_key *k)
{
	if (k->ed25519) {
		uint8_t x[COORDINATE_BYTES];
		size_t n = sizeof x;
		if (EVP_PKEY_get_raw_public_key(k->key, x, &n) != 1)
			return STR_NONE;
		return arena_printf(arena, "\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%.*s\"",
		                    STR_ARG(seal_base64url(arena, x, n)));
	}
	str x = coordinate(arena, k->key, OSSL_PKEY_PARAM_EC_PUB_X),
	    y = coordinate(arena, k->key, OSSL_PKEY_PARAM_EC_PUB_Y);
	if (!x.p || !y.p)
		return STR_NONE;
	return arena_printf(arena, "\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%.*s\",\"y\":\"%.*s\"",
	                    STR_ARG(x), STR_ARG(y));
}

static bool supported(const EVP_PKEY *key)
{
	char group[32] = "";
	size_t n = 0;
	return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ||
	       (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	        EVP_PKEY_get_group_name(key, group, sizeof group, &n) == 1 &&
	        str_is((str){group, n}, "prime256v1"));
}

static EVP_PKEY *read_pem(const char *path)
{
	str pem = config_file(path, PEM_MOST_BYTES);
	BIO *bio = BIO_new_mem_buf(pem.p, (int)pem.n);
	EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;
	BIO_free(bio);
	return key;
}

struct client_key *client_key_load(const char *path)
{
	struct arena *arena = arena_new((size_t)64 * 1024);
	struct client_key *k = ARENA_NEW(arena, struct client_key);
	k->arena = arena;
	k->key = read_pem(path);
	if (!k->key || !supported(k->key))
		broken(path);
	k->ed25519 = EVP_PKEY_get_base_id(k->key) == EVP_PKEY_ED25519;

	uint8_t thumbprint[SEAL_HASH_BYTES];
	str members = essential_members(arena, k);
	if (!members.p)
		broken(path);
	seal_sha256(thumbprint, arena_join(arena, STR("{"), members, STR("}")));
	k->id = seal_base64url(arena, thumbprint, sizeof thumbprint);
	k->jwk = arena_printf(arena, "{%.*s,\"use\":\"sig\",\"alg\":\"%s\",\"kid\":\"%.*s\"}",
	                      STR_ARG(members), k->ed25519 ? "EdDSA" : "ES256", STR_ARG(k->id));
	return k;
}

str client_key_set(struct arena *arena, const struct client_key *k)
{
	return arena_join(arena, STR("{\"keys\":["), k->jwk, STR("]}"));
}

/* DER to the two halves of RFC 7518 3.4. */
static str es256_halves(struct arena *arena, const uint8_t *der, size_t n)
{
	uint8_t both[2 * COORDINATE_BYTES];
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
	bool ok = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), both, COORDINATE_BYTES) == COORDINATE_BYTES &&
	          BN_bn2binpad(ECDSA_SIG_get0_s(pair), both + COORDINATE_BYTES, COORDINATE_BYTES) ==
	              COORDINATE_BYTES;
	ECDSA_SIG_free(pair);
	return ok ? seal_base64url(arena, both, sizeof both) : STR_NONE;
}

static str sign(struct arena *arena, const struct client_key *k, str text)
{
	uint8_t signature[SIGNATURE_MOST_BYTES];
	size_t n = sizeof signature;
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	bool ok = digest &&
	          EVP_DigestSignInit(digest, NULL, k->ed25519 ? NULL : EVP_sha256(), NULL, k->key) == 1 &&
	          EVP_DigestSign(digest, signature, &n, (const uint8_t *)text.p, text.n) == 1;
	EVP_MD_CTX_free(digest);
	str encoded = STR_NONE;
	if (ok)
		encoded =
		    k->ed25519 ? seal_base64url(arena, signature, n) : es256_halves(arena, signature, n);
	if (!encoded.p)
		die(EX_SOFTWARE, "client_key.cannot_sign", k->id);
	return encoded;
}

str client_key_assertion(struct arena *arena, const struct client_key *k, str client_id, str audience,
                         int64_t now_s)
{
	uint8_t once[16];
	struct buf header = buf_in(arena, ASSERTION_MOST_BYTES), claims = buf_in(arena, ASSERTION_MOST_BYTES);
	seal_random(once, sizeof once);
	buf_printf(&header, "{\"alg\":\"%s\",\"kid\":\"%.*s\",\"typ\":\"JWT\"}",
	           k->ed25519 ? "EdDSA" : "ES256", STR_ARG(k->id));
	buf_lit(&claims, "{\"iss\":");
	buf_json(&claims, client_id);
	buf_lit(&claims, ",\"sub\":");
	buf_json(&claims, client_id);
	buf_lit(&claims, ",\"aud\":");
	buf_json(&claims, audience);
	buf_lit(&claims, ",\"jti\":");
	buf_json(&claims, seal_base64url(arena, once, sizeof once));
	buf_printf(&claims, ",\"iat\":%lld,\"exp\":%lld}", (long long)now_s,
	           (long long)(now_s + ASSERTION_LIFETIME_S));

	str text = arena_join(arena, seal_base64url(arena, buf_str(&header).p, buf_str(&header).n), STR("."),
	                      seal_base64url(arena, buf_str(&claims).p, buf_str(&claims).n));
	return arena_join(arena, text, STR("."), sign(arena, k, text));
}
