#include "eid/jwk.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "base/ed25519.h"
#include "eid/roca.h"

#define RSA_FEWEST_BITS 2048
#define RSA_MOST_BITS 8192
#define P256_COORDINATE_BYTES 32

enum usable { USABLE, NOT_OURS, BROKEN };

static enum usable broken(const char **reason, const char *why)
{
	*reason = why;
	return BROKEN;
}

enum jws_alg jws_alg_of(str name)
{
	if (str_is(name, "RS256"))
		return JWS_RS256;
	if (str_is(name, "PS256"))
		return JWS_PS256;
	if (str_is(name, "ES256"))
		return JWS_ES256;
	if (str_is(name, "EdDSA") || str_is(name, "Ed25519")) /* RFC 8037, RFC 9864 */
		return JWS_EDDSA;
	return JWS_NONE;
}

static void free_key(void *key)
{
	EVP_PKEY_free(key);
}

/* The OpenSSL key of these parameters, freed with the arena; NULL when OpenSSL refuses them (a point beside
 * the curve). */
static EVP_PKEY *key_of(struct arena *arena, const char *type, OSSL_PARAM_BLD *build)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	if (params && context && EVP_PKEY_fromdata_init(context) == 1 &&
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) == 1)
		arena_defer(arena, free_key, key);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	return key;
}

/* An odd exponent of 17 bits is 65537 or more. */
static bool rsa_numbers_fit(const BIGNUM *modulus, const BIGNUM *exponent)
{
	int bits = BN_num_bits(modulus), exponent_bits = BN_num_bits(exponent);
	return bits >= RSA_FEWEST_BITS && bits <= RSA_MOST_BITS && BN_is_odd(modulus) &&
	       BN_is_odd(exponent) && exponent_bits >= 17 && exponent_bits <= 32 && !roca_is_weak(modulus);
}

static EVP_PKEY *rsa_key(struct arena *arena, str n, str e)
{
	EVP_PKEY *key = NULL;
	BIGNUM *modulus = BN_bin2bn((const unsigned char *)n.p, (int)n.n, NULL);
	BIGNUM *exponent = BN_bin2bn((const unsigned char *)e.p, (int)e.n, NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	if (modulus && exponent && build && rsa_numbers_fit(modulus, exponent) &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
		key = key_of(arena, "RSA", build);
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	BN_free(exponent);
	return key;
}

static enum usable read_rsa(struct arena *arena, const struct json_node *node, struct jwk *key,
                            const char **reason)
{
	str n, e;
	if (key->alg == JWS_NONE && !json_get(node, STR("alg")))
		key->alg = JWS_RS256;
	if (key->alg != JWS_RS256 && key->alg != JWS_PS256)
		return NOT_OURS;
	if (!seal_base64url_decode(arena, json_member(node, STR("n")), &n) ||
	    !seal_base64url_decode(arena, json_member(node, STR("e")), &e) || n.n > RSA_MOST_BITS / 8 + 1 ||
	    e.n > 8)
		return broken(reason, "an RSA key without sound numbers");
	key->key = rsa_key(arena, n, e);
	return key->key ? USABLE : broken(reason, "an RSA key of unacceptable size or exponent");
}

static enum usable read_ec(struct arena *arena, const struct json_node *node, struct jwk *key,
                           const char **reason)
{
	str x, y;
	bool p256 = str_is(json_member(node, STR("crv")), "P-256");
	if (p256 && !json_get(node, STR("alg")))
		key->alg = JWS_ES256;
	if (p256 != (key->alg == JWS_ES256))
		return broken(reason, "curve and algorithm of a key disagree");
	if (!p256)
		return NOT_OURS;
	if (!seal_base64url_decode(arena, json_member(node, STR("x")), &x) ||
	    !seal_base64url_decode(arena, json_member(node, STR("y")), &y) || x.n != P256_COORDINATE_BYTES ||
	    y.n != P256_COORDINATE_BYTES)
		return broken(reason, "a P-256 key without two whole coordinates");

	uint8_t point[1 + 2 * P256_COORDINATE_BYTES] = {4}; /* uncompressed, SEC 1 2.3.3 */
	memcpy(point + 1, x.p, x.n);
	memcpy(point + 1 + P256_COORDINATE_BYTES, y.p, y.n);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	if (build &&
	    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point) == 1)
		key->key = key_of(arena, "EC", build);
	OSSL_PARAM_BLD_free(build);
	return key->key ? USABLE : broken(reason, "a key that is not on its curve");
}

static enum usable read_okp(struct arena *arena, const struct json_node *node, struct jwk *key,
                            const char **reason)
{
	str x;
	if (!str_is(json_member(node, STR("crv")), "Ed25519"))
		return NOT_OURS;
	if (!json_get(node, STR("alg")))
		key->alg = JWS_EDDSA;
	if (key->alg != JWS_EDDSA)
		return broken(reason, "curve and algorithm of a key disagree");
	if (!seal_base64url_decode(arena, json_member(node, STR("x")), &x) || !ed25519_is_key(x))
		return broken(reason, "an Ed25519 key of the wrong length or of small order");
	memcpy(key->ed25519, x.p, sizeof key->ed25519);
	return USABLE;
}

/* RFC 7517 4.3: a list of texts, none of them twice. */
static bool operations_hold(const struct json_node *operations)
{
	size_t n = json_count(operations);
	if (operations && !json_is(operations, JSON_ARRAY))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!json_is(json_at(operations, i), JSON_STRING))
			return false;
		for (size_t j = 0; j < i; j++)
			if (str_eq(json_str(json_at(operations, i)), json_str(json_at(operations, j))))
				return false;
	}
	return true;
}

/* "use" and "key_ops" (RFC 7517 4.2, 4.3): meant for checking signatures? */
static bool for_verifying(const struct json_node *node)
{
	const struct json_node *use = json_get(node, STR("use")),
	                       *operations = json_get(node, STR("key_ops"));
	if (use && !str_is(json_str(use), "sig"))
		return false;
	for (struct json_iter it = json_begin(operations); json_next(&it);)
		if (str_is(json_str(it.value), "verify"))
			return true;
	return !operations;
}

/* RFC 7518 6.2.2, 6.3.2, 6.4: what only the owner of a key may have. */
static bool holds_secret(const struct json_node *node)
{
	static const char *const secrets[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
		if (json_get(node, str_of(secrets[i])))
			return true;
	return false;
}

static enum usable read_key(struct arena *arena, const struct json_node *node, struct jwk *key,
                            const char **reason)
{
	const struct json_node *kid = json_get(node, STR("kid"));
	str type = json_member(node, STR("kty"));
	if (!json_is(node, JSON_OBJECT) || !type.p || (kid && !json_is(kid, JSON_STRING)))
		return broken(reason, "a key without type, or with an id that is no string");
	if (holds_secret(node) || str_is(type, "oct"))
		return broken(reason, "a private or symmetric key in the key set");
	if (!operations_hold(json_get(node, STR("key_ops"))))
		return broken(reason, "the operations of a key are no list, or one is there twice");
	if (!for_verifying(node))
		return NOT_OURS;
	key->kid = json_str(kid);
	key->text = json_write(arena, node);
	key->alg = jws_alg_of(json_member(node, STR("alg")));
	if (str_is(type, "RSA"))
		return read_rsa(arena, node, key, reason);
	if (str_is(type, "EC"))
		return read_ec(arena, node, key, reason);
	if (str_is(type, "OKP"))
		return read_okp(arena, node, key, reason);
	return NOT_OURS;
}

static bool has_kid(const struct jwk_set *set, str kid)
{
	for (size_t i = 0; i < set->n; i++)
		if (kid.p && set->keys[i].kid.p && str_eq(set->keys[i].kid, kid))
			return true;
	return false;
}

struct jwk_set *jwk_set_read(struct arena *arena, str text, const char **reason)
{
	struct json_error error = {"not JSON", 0};
	const struct json_node *root =
	    json_parse(arena, arena_copy(arena, text), &json_limits_document, &error);
	const struct json_node *keys = json_get(root, STR("keys"));
	struct jwk_set *set = ARENA_NEW(arena, struct jwk_set);
	if (!json_is(keys, JSON_ARRAY) || json_count(keys) > JWK_SET_MOST) {
		*reason = root ? "no sound list of keys" : error.reason;
		return NULL;
	}
	for (struct json_iter it = json_begin(keys); json_next(&it);) {
		struct jwk key = {0};
		enum usable usable = read_key(arena, it.value, &key, reason);
		if (usable == BROKEN)
			return NULL;
		if (usable == NOT_OURS)
			continue;
		if (has_kid(set, key.kid)) {
			*reason = "two keys of one id";
			return NULL;
		}
		set->keys[set->n++] = key;
	}
	return set;
}
