/* mint_test.h -- an OpenID provider's side, for tests: makes keys, publishes them, signs whatever a test
 * wants to see signed. */
#ifndef BLANKETT_EID_MINT_TEST_H
#define BLANKETT_EID_MINT_TEST_H

#include <check.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/buf.h"
#include "base/seal.h"
#include "eid/jwk.h"

static inline EVP_PKEY *mint_key(enum jws_alg alg)
{
	EVP_PKEY *key = alg == JWS_ES256   ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
	                : alg == JWS_EDDSA ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
	                                   : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	ck_assert_ptr_nonnull(key);
	return key;
}

static inline str mint_number(struct arena *arena, const EVP_PKEY *key, const char *name)
{
	uint8_t bytes[512];
	BIGNUM *number = NULL;
	ck_assert_int_eq(EVP_PKEY_get_bn_param(key, name, &number), 1);
	int n = BN_bn2bin(number, bytes);
	BN_free(number);
	return seal_base64url(arena, bytes, (size_t)n);
}

static inline str mint_coordinate(struct arena *arena, const EVP_PKEY *key, const char *name)
{
	uint8_t bytes[32];
	BIGNUM *number = NULL;
	ck_assert_int_eq(EVP_PKEY_get_bn_param(key, name, &number), 1);
	ck_assert_int_eq(BN_bn2binpad(number, bytes, sizeof bytes), sizeof bytes);
	BN_free(number);
	return seal_base64url(arena, bytes, sizeof bytes);
}

/* The public key as a JWK; `more` is added as it stands: `,"kid":"1"`. */
static inline str mint_jwk(struct arena *arena, const EVP_PKEY *key, const char *more)
{
	uint8_t raw[32];
	size_t n = sizeof raw;
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_EC:
		return arena_printf(arena,
		                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%.*s\",\"y\":\"%.*s\"%s}",
		                    STR_ARG(mint_coordinate(arena, key, OSSL_PKEY_PARAM_EC_PUB_X)),
		                    STR_ARG(mint_coordinate(arena, key, OSSL_PKEY_PARAM_EC_PUB_Y)), more);
	case EVP_PKEY_ED25519:
		ck_assert_int_eq(EVP_PKEY_get_raw_public_key(key, raw, &n), 1);
		return arena_printf(arena, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%.*s\"%s}",
		                    STR_ARG(seal_base64url(arena, raw, n)), more);
	default:
		return arena_printf(arena, "{\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%.*s\"%s}",
		                    STR_ARG(mint_number(arena, key, OSSL_PKEY_PARAM_RSA_N)),
		                    STR_ARG(mint_number(arena, key, OSSL_PKEY_PARAM_RSA_E)), more);
	}
}

static inline str mint_signature(struct arena *arena, EVP_PKEY *key, enum jws_alg alg, str signed_text)
{
	uint8_t signature[512], halves[64];
	size_t n = sizeof signature;
	EVP_PKEY_CTX *context = NULL;
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	ck_assert_int_eq(
	    EVP_DigestSignInit(digest, &context, alg == JWS_EDDSA ? NULL : EVP_sha256(), NULL, key), 1);
	if (alg == JWS_PS256) {
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING), 1);
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST), 1);
	}
	ck_assert_int_eq(EVP_DigestSign(digest, signature, &n, (const uint8_t *)signed_text.p, signed_text.n),
	                 1);
	EVP_MD_CTX_free(digest);
	if (alg != JWS_ES256)
		return seal_base64url(arena, signature, n);
	const uint8_t *der = signature;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
	ck_assert_ptr_nonnull(pair);
	BN_bn2binpad(ECDSA_SIG_get0_r(pair), halves, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(pair), halves + 32, 32);
	ECDSA_SIG_free(pair);
	return seal_base64url(arena, halves, sizeof halves);
}

/* header and payload are signed as they stand, whatever they are. */
static inline str mint_token(struct arena *arena, EVP_PKEY *key, enum jws_alg alg, str header, str payload)
{
	str text = arena_join(arena, seal_base64url(arena, header.p, header.n), STR("."),
	                      seal_base64url(arena, payload.p, payload.n));
	return arena_join(arena, text, STR("."), mint_signature(arena, key, alg, text));
}

#endif
