#include "eid/evidence.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "eid/claims.h"
#include "eid/jws.h"

#define RANDOM_BYTES 32
#define NONCE_LABEL "sign-nonce-v1"
#define RANDOM_LABEL "blankett-sign-random-v1"
#define DATA_LABEL "kommun-sign-v1"

str evidence_random(struct arena *arena, str handle)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_hash_keyed(hash, STR(RANDOM_LABEL), handle);
	return seal_base64url(arena, hash, sizeof hash);
}

str evidence_nonce(struct arena *arena, str document, str random)
{
	char message[sizeof NONCE_LABEL - 1 + SEAL_HASH_BYTES + RANDOM_BYTES];
	uint8_t digest[SEAL_HASH_BYTES], hash[SEAL_HASH_BYTES];
	str bytes;
	if (!seal_hex_decode(document, digest, sizeof digest) || !seal_base64url_decode(arena, random, &bytes) || bytes.n != RANDOM_BYTES)
		return STR_NONE;
	memcpy(message, NONCE_LABEL, sizeof NONCE_LABEL - 1);
	memcpy(message + sizeof NONCE_LABEL - 1, digest, sizeof digest);
	memcpy(message + sizeof NONCE_LABEL - 1 + sizeof digest, bytes.p, bytes.n);
	seal_sha256(hash, (str){message, sizeof message});
	return seal_base64url(arena, hash, sizeof hash);
}

str evidence_signed_data(struct arena *arena, str document, str reference, str handle_hash)
{
	return arena_printf(arena, DATA_LABEL "\n%.*s\n%.*s\n%.*s", STR_ARG(document), STR_ARG(reference),
	                    STR_ARG(handle_hash));
}

static void member(struct buf *b, const char *name, str value)
{
	if (!value.p)
		return;
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, value);
}

str evidence_text(struct arena *arena, const struct evidence *e)
{
	struct buf b = buf_in(arena, EVIDENCE_MOST_BYTES);
	buf_lit(&b, "{\"v\":1");
	member(&b, "reference", e->reference);
	member(&b, "document", e->document);
	member(&b, "mode", e->mode);
	member(&b, "random", e->random);
	member(&b, "id_token", e->id_token);
	member(&b, "userinfo", e->userinfo);
	buf_printf(&b, ",\"key_fetched_s\":%lld,\"key\":%.*s", (long long)e->key_fetched_s, STR_ARG(e->key));
	member(&b, "sign_request", e->sign_request);
	member(&b, "sign_message", e->sign_message);
	member(&b, "user_signature", e->user_signature);
	member(&b, "authn_evidence", e->authn_evidence);
	member(&b, "authn_provider", e->authn_provider);
	buf_byte(&b, '}');
	return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

static str assertion(struct arena *arena, const struct evidence_of *of)
{
	return arena_printf(arena, "blankett-evidence|%.*s|%.*s|%.*s", STR_ARG(of->municipality), STR_ARG(of->case_id),
	                    STR_ARG(of->person));
}

str evidence_lock(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], const struct evidence_of *of, str text)
{
	return seal_lock_v4(arena, key, text, STR(""), assertion(arena, of));
}

bool evidence_open(struct arena *arena, const uint8_t key[SEAL_BOX_KEY_BYTES], const struct evidence_of *of, str token,
                   struct evidence *out)
{
	str text;
	if (!seal_unlock_v4(arena, key, token, STR(""), assertion(arena, of), &text))
		return false;
	const struct json_node *json = json_parse(arena, text, &json_limits_document, NULL);
	*out = (struct evidence){
	    .reference = json_member(json, STR("reference")),
	    .document = json_member(json, STR("document")),
	    .mode = json_member(json, STR("mode")),
	    .random = json_member(json, STR("random")),
	    .id_token = json_member(json, STR("id_token")),
	    .userinfo = json_member(json, STR("userinfo")),
	    .key_fetched_s = json_int(json_get(json, STR("key_fetched_s")), 0),
	    .sign_request = json_member(json, STR("sign_request")),
	    .sign_message = json_member(json, STR("sign_message")),
	    .user_signature = json_member(json, STR("user_signature")),
	    .authn_evidence = json_member(json, STR("authn_evidence")),
	    .authn_provider = json_member(json, STR("authn_provider")),
	};
	if (json_get(json, STR("key")))
		out->key = json_write(arena, json_get(json, STR("key")));
	return json != NULL;
}

static const struct json_node *verified(struct arena *arena, const struct jwk_set *keys, str token, const char **reason)
{
	struct jws jws;
	if (!jws_verify(arena, keys, JWS_ANY, token, &jws, reason))
		return NULL;
	return claims_read(arena, jws.payload, reason);
}

/* The number is a claim of some name: which one is the provider's affair, and was judged when it came. */
static bool names_person(const struct json_node *claims, str number)
{
	for (struct json_iter it = json_begin(claims); json_next(&it);)
		if (str_eq(json_str(it.value), number))
			return true;
	return false;
}

bool evidence_holds(struct arena *arena, const struct evidence *e, const struct evidence_wanted *wanted,
                    const char **reason)
{
	const struct jwk_set *keys =
	    jwk_set_read(arena, arena_join(arena, STR("{\"keys\":["), e->key, STR("]}")), reason);
	const struct json_node *claims = keys ? verified(arena, keys, e->id_token, reason) : NULL;
	const struct json_node *userinfo = claims && e->userinfo.p ? verified(arena, keys, e->userinfo, reason) : NULL;
	str nonce = evidence_nonce(arena, wanted->document, e->random);
	if (!claims || (e->userinfo.p && !userinfo))
		return false;
	*reason = "it is the evidence of another document";
	if (!str_eq(e->document, wanted->document) || !nonce.p || !str_eq(json_member(claims, STR("nonce")), nonce))
		return false;
	const struct claims_wanted from = {.issuer = wanted->issuer, .audience = wanted->client_id};
	if (!claims_hold(claims, &from, reason))
		return false;
	*reason = "another person logged in";
	if (!names_person(claims, wanted->personal_number) && !names_person(userinfo, wanted->personal_number))
		return false;
	*reason = "there is no signature by the e-ID";
	return str_eq(e->mode, wanted->mode) && (!str_is(wanted->mode, "sign") || e->user_signature.n > 0);
}

bool evidence_key_read(struct arena *arena, str text, uint8_t key[SEAL_BOX_KEY_BYTES])
{
	str bytes;
	if (!seal_base64url_decode(arena, str_trim(text), &bytes) || bytes.n != SEAL_BOX_KEY_BYTES)
		return false;
	memcpy(key, bytes.p, SEAL_BOX_KEY_BYTES);
	return true;
}
