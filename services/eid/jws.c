#include "eid/jws.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/ed25519.h"

#define ES256_HALF_BYTES 32

struct parts {
	str header, payload, signature; /* as they came */
	str signed_text;                /* header.payload */
};

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

static bool split(str token, struct parts *out)
{
	str rest, signature;
	if (token.n > JWS_MOST_BYTES || !str_cut(token, '.', &out->header, &rest) ||
	    !str_cut(rest, '.', &out->payload, &signature))
		return false;
	out->signature = signature;
	out->signed_text = str_sub(token, 0, out->header.n + 1 + out->payload.n);
	return str_find(signature, '.') == SIZE_MAX;
}

static bool known_member(str name)
{
	static const char *const known[] = {"alg", "kid", "typ", "cty", "x5t", "x5t#S256"};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(name, known[i]))
			return true;
	return false;
}

static const struct json_node *header_of(struct arena *arena, str encoded, const char **reason)
{
	str text;
	struct json_error error = {"", 0};
	if (!seal_base64url_decode(arena, encoded, &text)) {
		*reason = "the header is not base64url";
		return NULL;
	}
	const struct json_node *header = json_parse(arena, text, &json_limits_answers, &error);
	if (!json_is(header, JSON_OBJECT)) {
		*reason = header ? "the header is no object" : error.reason;
		return NULL;
	}
	for (struct json_iter it = json_begin(header); json_next(&it);) {
		if (!known_member(json_str(it.key)) || !json_is(it.value, JSON_STRING)) {
			*reason = "a header member that is not accepted";
			return NULL;
		}
	}
	return header;
}

/* The one key for this header; NULL when there is none or more than one. */
static const struct jwk *key_for(const struct jwk_set *set, enum jws_alg alg, str kid)
{
	const struct jwk *found = NULL;
	for (size_t i = 0; i < set->n; i++) {
		const struct jwk *key = &set->keys[i];
		if (key->alg != alg || (kid.p && (!key->kid.p || !str_eq(key->kid, kid))))
			continue;
		if (found)
			return NULL;
		found = key;
	}
	return found;
}

/* r and s as they stand in a JWS (RFC 7518 3.4) to the DER form that OpenSSL wants. */
static bool ecdsa_der(struct arena *arena, str signature, str *der)
{
	if (signature.n != 2 * ES256_HALF_BYTES)
		return false;
	const unsigned char *bytes = (const unsigned char *)signature.p;
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(bytes, ES256_HALF_BYTES, NULL),
	       *s = BN_bin2bn(bytes + ES256_HALF_BYTES, ES256_HALF_BYTES, NULL);
	if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(pair);
		return false;
	}
	unsigned char *made = NULL;
	int n = i2d_ECDSA_SIG(pair, &made);
	if (n > 0)
		*der = arena_copy(arena, (str){(const char *)made, (size_t)n});
	OPENSSL_free(made);
	ECDSA_SIG_free(pair);
	return n > 0;
}

/* The signature in the form that OpenSSL wants; false when it has not the one length it can have. */
static bool signature_form(struct arena *arena, const struct jwk *key, str signature, str *out)
{
	if (key->alg == JWS_ES256)
		return ecdsa_der(arena, signature, out);
	*out = signature;
	return signature.n == (size_t)EVP_PKEY_get_size(key->key);
}

static bool signature_holds(struct arena *arena, const struct jwk *key, str text, str signature)
{
	str form;
	if (key->alg == JWS_EDDSA)
		return ed25519_holds(key->ed25519, text, signature);
	if (!signature_form(arena, key, signature, &form))
		return false;
	EVP_PKEY_CTX *context = NULL;
	EVP_MD_CTX *digest = EVP_MD_CTX_new();
	bool ok = digest && EVP_DigestVerifyInit(digest, &context, EVP_sha256(), NULL, key->key) == 1;
	if (ok && key->alg == JWS_PS256)
		ok = EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
		     EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
		     EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
	ok = ok && EVP_DigestVerify(digest, (const unsigned char *)form.p, form.n,
	                            (const unsigned char *)text.p, text.n) == 1;
	EVP_MD_CTX_free(digest);
	return ok;
}

bool jws_verify(struct arena *arena, const struct jwk_set *set, unsigned allowed, str token, struct jws *out,
                const char **reason)
{
	struct parts parts;
	str signature, content;
	if (!split(token, &parts))
		return refuse(reason, "not three parts, or too long");
	const struct json_node *header = header_of(arena, parts.header, reason);
	if (!header)
		return false;

	enum jws_alg alg = jws_alg_of(json_member(header, STR("alg")));
	str type = json_member(header, STR("typ")), kid = json_member(header, STR("kid"));
	if (alg == JWS_NONE || !(allowed & alg))
		return refuse(reason, "the algorithm is not allowed");
	if (type.p && !str_is(type, "JWT"))
		return refuse(reason, "a token made for another purpose (typ)");
	if (!seal_base64url_decode(arena, parts.payload, &content))
		return refuse(reason, "the payload is not base64url");
	if (!seal_base64url_decode(arena, parts.signature, &signature))
		return refuse(reason, "the signature is not base64url");

	const struct jwk *key = key_for(set, alg, kid);
	if (!key)
		return refuse(reason, kid.p ? "no such key for this algorithm"
		                            : "no key id, and not exactly one key fits");
	if (!signature_holds(arena, key, parts.signed_text, signature))
		return refuse(reason, "the signature does not hold");
	*out = (struct jws){content, key};
	return true;
}

bool jws_names_unknown_key(struct arena *arena, const struct jwk_set *set, str token)
{
	struct parts parts;
	const char *reason;
	const struct json_node *header =
	    split(token, &parts) ? header_of(arena, parts.header, &reason) : NULL;
	enum jws_alg alg = jws_alg_of(json_member(header, STR("alg")));
	return alg != JWS_NONE && !key_for(set, alg, json_member(header, STR("kid")));
}
