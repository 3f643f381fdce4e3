#include "eid/identity.h"

#include <openssl/evp.h>

#include "base/seal.h"
#include "eid/claims.h"
#include "eid/jws.h"
#include "eid/number.h"
#include "schema/format.h"

#define NAME_MOST_BYTES 200
#define STAFF_ID_MOST_BYTES 200
#define ACCESS_TOKEN_MOST_BYTES 4096
#define CLAIM "https://id.oidc.se/claim/"

/* What both tokens claim; userinfo is NULL where the provider's row takes none. */
struct said {
	const struct json_node *id_token, *userinfo;
};

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

static bool is_bearer(str type)
{
	return type.n == 6 && strncasecmp(type.p, "Bearer", 6) == 0; /* RFC 6749 5.1: case does not matter */
}

/* What may stand in a header (RFC 6750 2.1). */
static bool access_token_holds(str token)
{
	for (size_t i = 0; i < token.n; i++)
		if (token.p[i] <= 0x20 || token.p[i] >= 0x7f)
			return false;
	return token.n > 0 && token.n <= ACCESS_TOKEN_MOST_BYTES;
}

bool tokens_read(struct arena *arena, str body, struct tokens *out, const char **reason)
{
	struct json_error error = {"", 0};
	const struct json_node *answer = json_parse(arena, body, &json_limits_answers, &error);
	if (!json_is(answer, JSON_OBJECT))
		return refuse(reason, answer ? "the token response is no object" : error.reason);
	if (!is_bearer(json_member(answer, STR("token_type"))))
		return refuse(reason, "the token type is not Bearer");
	*out = (struct tokens){.id_token = json_member(answer, STR("id_token")),
	                       .access_token = json_member(answer, STR("access_token"))};
	if (!access_token_holds(out->access_token))
		return refuse(reason, "no sound access token in the token response");
	return out->id_token.p ? true : refuse(reason, "no id_token in the token response");
}

/* OpenID Connect Core 3.1.3.6: the left half of the hash that belongs to the algorithm (Ed25519: SHA-512). */
static bool access_token_hash_holds(struct arena *arena, const struct provider *provider,
                                    const struct json_node *claims, str access_token)
{
	const struct json_node *claim = json_get(claims, STR("at_hash"));
	uint8_t hash[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	if (!claim)
		return true;
	const EVP_MD *kind = provider->alg == JWS_EDDSA ? EVP_sha512() : EVP_sha256();
	if (!json_is(claim, JSON_STRING) || !access_token.p ||
	    EVP_Digest(access_token.p, access_token.n, hash, &n, kind, NULL) != 1)
		return false;
	return str_eq(json_str(claim), seal_base64url(arena, hash, n / 2));
}

static const struct json_node *verified(struct arena *arena, const struct provider *provider,
                                        const struct jwk_set *keys, str token, const struct jwk **key,
                                        const char **reason)
{
	struct jws jws;
	if (!jws_verify(arena, keys, provider->alg, token, &jws, reason))
		return NULL;
	*key = jws.key;
	return claims_read(arena, jws.payload, reason);
}

/* A signed JWT of the same provider for us about the same person (OpenID Connect Core 5.3.2 and 5.3.4). */
static bool read_userinfo(struct arena *arena, const struct provider *provider, const struct jwk_set *keys,
                          str token, int64_t now_s, struct said *said, const char **reason)
{
	const struct claims_wanted wanted = {.issuer = provider->issuer, .audience = provider->client_id};
	const struct jwk *key;
	if (!provider->userinfo)
		return true;
	said->userinfo = token.p ? verified(arena, provider, keys, token, &key, reason) : NULL;
	if (!said->userinfo)
		return token.p ? false : refuse(reason, "no userinfo");
	if (!claims_hold(said->userinfo, &wanted, reason))
		return false;
	if (!str_eq(json_member(said->userinfo, STR("sub")), json_member(said->id_token, STR("sub"))))
		return refuse(reason, "userinfo is about another subject");
	return !json_get(said->userinfo, STR("exp")) ||
	               claims_time(said->userinfo, STR("exp")) > now_s - CLAIMS_SKEW_S
	           ? true
	           : refuse(reason, "userinfo has expired");
}

/* A claim of either token, the id_token's first; NULL for an absent name. */
static const struct json_node *claim_of(const struct said *said, str name)
{
	const struct json_node *claim = name.p ? json_get(said->id_token, name) : NULL;
	return claim || !name.p ? claim : json_get(said->userinfo, name);
}

static bool read_level(const struct provider *provider, const struct said *said, struct identity *out,
                       const char **reason)
{
	out->acr = json_member(said->id_token, provider->level_claim);
	out->level = STR("unstated");
	for (size_t i = 0; i < provider->level_count; i++) {
		if (out->acr.p && str_eq(out->acr, provider->levels[i].name)) {
			out->level = provider->levels[i].value;
			return true;
		}
	}
	return provider->level_count == 0 ? true : refuse(reason, "the level of assurance is not accepted");
}

/* A login older than this attempt is somebody else's, left in the provider's own session. */
static bool read_auth_time(const struct provider *provider, const struct said *said,
                           const struct attempt *attempt, int64_t now_s, struct identity *out,
                           const char **reason)
{
	if (!provider->auth_time && attempt->signs)
		return refuse(reason, "a provider without auth_time cannot sign");
	if (!provider->auth_time) {
		out->authenticated_s = now_s;
		return true;
	}
	out->authenticated_s = claims_time(said->id_token, STR("auth_time"));
	if (out->authenticated_s < attempt->created_s - CLAIMS_SKEW_S ||
	    out->authenticated_s > now_s + CLAIMS_SKEW_S)
		return refuse(reason, "the login is not of this attempt (auth_time)");
	return true;
}

static bool holds_text(const struct json_node *claim, str wanted)
{
	if (json_is(claim, JSON_STRING))
		return str_eq(json_str(claim), wanted);
	if (!json_is(claim, JSON_ARRAY))
		return false;
	for (struct json_iter it = json_begin(claim); json_next(&it);)
		if (json_is(it.value, JSON_STRING) && str_eq(json_str(it.value), wanted))
			return true;
	return false;
}

static bool required_claims_hold(const struct provider *provider, const struct said *said,
                                 const char **reason)
{
	for (size_t i = 0; i < provider->required_count; i++)
		if (!holds_text(claim_of(said, provider->required[i].name), provider->required[i].value))
			return refuse(reason, "a required claim is missing or says something else");
	return true;
}

/* Personnummer or samordningsnummer, never both, and each in its own claim where there are two. */
static bool read_number(const struct provider *provider, const struct said *said,
                        const struct attempt *attempt, struct identity *out, const char **reason)
{
	const struct json_node *personal = claim_of(said, provider->personal_claim),
	                       *coordination = claim_of(said, provider->coordination_claim);
	if (!personal == !coordination && personal != coordination)
		return refuse(reason, "not exactly one personal number");
	str number = json_str(personal ? personal : coordination);
	if (!number.p)
		return refuse(reason, personal || coordination ? "no sound personal number"
		                                               : "not exactly one personal number");
	if (!format_personnummer(number))
		return refuse(reason, "no sound personal number");
	if (personal != coordination && number_is_coordination(number) != (coordination != NULL))
		return refuse(reason, "a number of the other kind in its claim");
	if (attempt->expected_number.p && !(attempt->expected_number.n == number.n &&
	                                    seal_equal(attempt->expected_number.p, number.p, number.n)))
		return refuse(reason, "another person than the one expected");
	out->personal_number = number;
	return true;
}

static bool read_staff_id(const struct provider *provider, const struct said *said, struct identity *out,
                          const char **reason)
{
	out->staff_id = json_str(claim_of(said, provider->staff_claim));
	return out->staff_id.n > 0 && out->staff_id.n <= STAFF_ID_MOST_BYTES
	           ? true
	           : refuse(reason, "no organisational id");
}

static str name_claim(const struct said *said, str claim)
{
	str name = str_trim(json_str(claim_of(said, claim)));
	return name.n <= NAME_MOST_BYTES && name.p ? name : STR("");
}

static bool read_signature(const struct provider *provider, const struct said *said,
                           const struct attempt *attempt, struct identity *out, const char **reason)
{
	out->user_signature = json_member(said->id_token, STR(CLAIM "userSignature"));
	out->authn_evidence = json_member(said->id_token, STR(CLAIM "authnEvidence"));
	out->authn_provider = json_member(said->id_token, STR(CLAIM "authnProvider"));
	if (attempt->signs && provider->signing == SIGNING_SIGN && out->user_signature.n == 0)
		return refuse(reason, "no signature came back");
	return true;
}

static bool read_person(const struct provider *provider, const struct said *said,
                        const struct attempt *attempt, struct identity *out, const char **reason)
{
	out->subject = json_member(said->id_token, STR("sub"));
	out->given_name = name_claim(said, provider->given_name_claim);
	out->family_name = name_claim(said, provider->family_name_claim);
	if (!required_claims_hold(provider, said, reason))
		return false;
	return provider->audience == AUD_CITIZEN ? read_number(provider, said, attempt, out, reason)
	                                         : read_staff_id(provider, said, out, reason);
}

bool identity_read(struct arena *arena, const struct provider *provider, const struct jwk_set *keys,
                   const struct attempt *attempt, const struct tokens *tokens, int64_t now_s,
                   struct identity *out, const char **reason)
{
	const struct claims_wanted wanted = {.issuer = provider->issuer,
	                                     .audience = provider->client_id,
	                                     .nonce = attempt->nonce,
	                                     .now_s = now_s};
	const struct jwk *key = NULL;
	struct said said = {verified(arena, provider, keys, tokens->id_token, &key, reason), NULL};
	struct identity identity = {0};
	if (!said.id_token || !claims_hold(said.id_token, &wanted, reason))
		return false;
	if (!access_token_hash_holds(arena, provider, said.id_token, tokens->access_token))
		return refuse(reason, "the access token is another one (at_hash)");
	if (!read_level(provider, &said, &identity, reason) ||
	    !read_auth_time(provider, &said, attempt, now_s, &identity, reason) ||
	    !read_userinfo(arena, provider, keys, tokens->userinfo, now_s, &said, reason) ||
	    !read_person(provider, &said, attempt, &identity, reason) ||
	    !read_signature(provider, &said, attempt, &identity, reason))
		return false;
	identity.key = key->text;
	identity.key_fetched_s = keys->fetched_s;
	*out = identity;
	return true;
}
