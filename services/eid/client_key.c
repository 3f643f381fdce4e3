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
#include "eid/message.h"

#define PEM_MOST_BYTES ((size_t)16 * 1024)
#define COORDINATE_BYTES 32
#define SIGNATURE_MOST_BYTES 128
#define ASSERTION_LIFETIME_S 60
#define SIGN_REQUEST_LIFETIME_S 300
#define CLAIMS_MOST_BYTES ((size_t)8 * 1024)

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

str client_key_jwk(const struct client_key *k)
{
	return k->jwk;
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

/* The claims that every JWT of ours has; the object stays open for more. */
static struct buf begin_claims(struct arena *arena, str issuer, str audience, int64_t now_s,
                               int64_t lifetime_s)
{
	uint8_t once[16];
	struct buf b = buf_in(arena, CLAIMS_MOST_BYTES);
	seal_random(once, sizeof once);
	buf_lit(&b, "{\"iss\":");
	buf_json(&b, issuer);
	buf_lit(&b, ",\"aud\":");
	buf_json(&b, audience);
	buf_lit(&b, ",\"jti\":");
	buf_json(&b, seal_base64url(arena, once, sizeof once));
	buf_printf(&b, ",\"iat\":%lld,\"exp\":%lld", (long long)now_s, (long long)(now_s + lifetime_s));
	return b;
}

static str signed_jwt(struct arena *arena, const struct client_key *k, str claims)
{
	str header = arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"%.*s\",\"typ\":\"JWT\"}",
	                          k->ed25519 ? "EdDSA" : "ES256", STR_ARG(k->id));
	str text = arena_join(arena, seal_base64url(arena, header.p, header.n), STR("."),
	                      seal_base64url(arena, claims.p, claims.n));
	return arena_join(arena, text, STR("."), sign(arena, k, text));
}

str client_key_assertion(struct arena *arena, const struct client_key *k, str client_id, str audience,
                         int64_t now_s)
{
	struct buf claims = begin_claims(arena, client_id, audience, now_s, ASSERTION_LIFETIME_S);
	buf_lit(&claims, ",\"sub\":");
	buf_json(&claims, client_id);
	buf_byte(&claims, '}');
	return signed_jwt(arena, k, buf_str(&claims));
}

str client_key_sign_request(struct arena *arena, const struct client_key *k,
                            const struct sign_request *request, int64_t now_s)
{
	struct buf claims =
	    begin_claims(arena, request->client_id, request->issuer, now_s, SIGN_REQUEST_LIFETIME_S);
	if (request->message.n > SIGN_MESSAGE_MOST_BYTES)
		return STR_NONE;
	if (request->data.p) {
		buf_lit(&claims, ",\"tbs_data\":");
		buf_json(&claims, message_base64(arena, request->data));
	}
	buf_lit(&claims, ",\"sign_message\":");
	buf_add(&claims, message_object(arena, request->language, request->message));
	buf_byte(&claims, '}');
	return buf_ok(&claims) ? signed_jwt(arena, k, buf_str(&claims)) : STR_NONE;
}
