#include "eid/oidc.h"

#include <openssl/evp.h>

#include "base/buf.h"
#include "eid/claims.h"
#include "eid/jws.h"
#include "schema/format.h"

#define URL_MOST_BYTES ((size_t)8 * 1024)
#define NAME_MOST_BYTES 200
#define STAFF_ID_MOST_BYTES 200
/* Seconds since the person proved who they are: with prompt=login never more than a slow clock. */
#define MAX_AGE STR("60")

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

static void parameter(struct buf *b, const char *name, str value)
{
	buf_printf(b, "&%s=", name);
	buf_url(b, value);
}

/* The levels as an essential claim (OIDC Sweden profile 2.1.3); acr_values would only be a wish. */
static str claims_parameter(struct arena *arena, const struct provider *provider)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	buf_lit(&b, "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[");
	for (size_t i = 0; i < provider->level_count; i++) {
		if (i > 0)
			buf_byte(&b, ',');
		buf_json(&b, provider->levels[i].acr);
	}
	buf_lit(&b, "]}}}");
	return buf_str(&b);
}

static str acr_values(struct arena *arena, const struct provider *provider)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	for (size_t i = 0; i < provider->level_count; i++) {
		if (i > 0)
			buf_byte(&b, ' ');
		buf_add(&b, provider->levels[i].acr);
	}
	return buf_str(&b);
}

/* RFC 7636 4.2 */
static str code_challenge(struct arena *arena, str verifier)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_sha256(hash, verifier);
	return seal_base64url(arena, hash, sizeof hash);
}

str oidc_authorization_url(struct arena *arena, const struct provider *provider,
                           const struct metadata *metadata, const struct attempt *attempt, str language)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	buf_add(&b, metadata->authorization_endpoint);
	buf_byte(&b, str_find(metadata->authorization_endpoint, '?') == SIZE_MAX ? '?' : '&');
	buf_lit(&b, "response_type=code&response_mode=query&prompt=login&code_challenge_method=S256");
	parameter(&b, "client_id", provider->client_id);
	parameter(&b, "redirect_uri", attempt->redirect_uri);
	parameter(&b, "scope", provider->scope);
	parameter(&b, "state", attempt->state);
	parameter(&b, "nonce", attempt->nonce);
	parameter(&b, "code_challenge", code_challenge(arena, attempt->verifier));
	parameter(&b, "max_age", MAX_AGE);
	parameter(&b, "ui_locales", language);
	if (provider->level_count > 0 && provider->acr_values)
		parameter(&b, "acr_values", acr_values(arena, provider));
	else if (provider->level_count > 0)
		parameter(&b, "claims", claims_parameter(arena, provider));
	return buf_str(&b);
}

str oidc_token_form(struct arena *arena, const struct provider *provider, const struct attempt *attempt,
                    str code, str assertion)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	buf_lit(&b, "grant_type=authorization_code");
	parameter(&b, "code", code);
	parameter(&b, "redirect_uri", attempt->redirect_uri);
	parameter(&b, "code_verifier", attempt->verifier);
	parameter(&b, "client_id", provider->client_id);
	parameter(&b, "client_assertion_type", STR("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
	parameter(&b, "client_assertion", assertion);
	return buf_str(&b);
}

static bool is_bearer(str type)
{
	return type.n == 6 && strncasecmp(type.p, "Bearer", 6) == 0; /* RFC 6749 5.1: case does not matter */
}

bool oidc_token_response(struct arena *arena, str body, str *id_token, str *access_token, const char **reason)
{
	struct json_error error = {"", 0};
	const struct json_node *answer = json_parse(arena, body, &json_limits_answers, &error);
	if (!json_is(answer, JSON_OBJECT))
		return refuse(reason, answer ? "the token response is no object" : error.reason);
	if (!is_bearer(json_member(answer, STR("token_type"))))
		return refuse(reason, "the token type is not Bearer");
	*id_token = json_member(answer, STR("id_token"));
	*access_token = json_member(answer, STR("access_token"));
	return id_token->p ? true : refuse(reason, "no id_token in the token response");
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

static bool read_level(const struct provider *provider, const struct json_node *claims, struct identity *out,
                       const char **reason)
{
	str acr = json_member(claims, STR("acr"));
	out->level = STR("unstated");
	for (size_t i = 0; i < provider->level_count; i++) {
		if (acr.p && str_eq(acr, provider->levels[i].acr)) {
			out->level = provider->levels[i].word;
			return true;
		}
	}
	return provider->level_count == 0 ? true : refuse(reason, "the level of assurance is not accepted");
}

/* A login older than this attempt is somebody else's, left in the provider's own session. */
static bool read_auth_time(const struct provider *provider, const struct json_node *claims,
                           const struct attempt *attempt, int64_t now_s, struct identity *out,
                           const char **reason)
{
	if (!provider->auth_time) {
		out->authenticated_s = now_s;
		return true;
	}
	out->authenticated_s = claims_time(claims, STR("auth_time"));
	if (out->authenticated_s < attempt->created_s - CLAIMS_SKEW_S ||
	    out->authenticated_s > now_s + CLAIMS_SKEW_S)
		return refuse(reason, "the login is not of this attempt (auth_time)");
	return true;
}

/* Personnummer or samordningsnummer, never both. */
static bool read_number(const struct provider *provider, const struct json_node *claims, struct identity *out,
                        const char **reason)
{
	size_t found = 0;
	for (size_t i = 0; i < provider->number_claim_count; i++) {
		const struct json_node *claim = json_get(claims, provider->number_claims[i]);
		if (!claim)
			continue;
		out->personal_number = json_str(claim);
		found++;
	}
	if (found != 1)
		return refuse(reason, "not exactly one personal number");
	return out->personal_number.p && format_personnummer(out->personal_number)
	           ? true
	           : refuse(reason, "no sound personal number");
}

static bool read_staff_id(const struct provider *provider, const struct json_node *claims,
                          struct identity *out, const char **reason)
{
	out->staff_id = json_member(claims, provider->staff_claim);
	return out->staff_id.n > 0 && out->staff_id.n <= STAFF_ID_MOST_BYTES
	           ? true
	           : refuse(reason, "no organisational id");
}

static str name_claim(const struct json_node *claims, str claim)
{
	str name = str_trim(json_member(claims, claim));
	return name.n > 0 && name.n <= NAME_MOST_BYTES ? name : STR_NONE;
}

bool oidc_identity(struct arena *arena, const struct provider *provider, const struct jwk_set *keys,
                   const struct attempt *attempt, str id_token, str access_token, int64_t now_s,
                   struct identity *out, const char **reason)
{
	const struct claims_wanted wanted = {.issuer = provider->issuer,
	                                     .audience = provider->client_id,
	                                     .nonce = attempt->nonce,
	                                     .now_s = now_s};
	str payload;
	if (!jws_verify(arena, keys, provider->alg, id_token, &payload, reason))
		return false;
	const struct json_node *claims = claims_read(arena, payload, reason);
	if (!claims || !claims_hold(claims, &wanted, reason))
		return false;
	if (!access_token_hash_holds(arena, provider, claims, access_token))
		return refuse(reason, "the access token is another one (at_hash)");

	struct identity identity = {
	    .subject = json_member(claims, STR("sub")),
	    .given_name = name_claim(claims, provider->given_name_claim),
	    .family_name = name_claim(claims, provider->family_name_claim),
	};
	if (!read_level(provider, claims, &identity, reason) ||
	    !read_auth_time(provider, claims, attempt, now_s, &identity, reason))
		return false;
	if (provider->audience == AUD_CITIZEN ? !read_number(provider, claims, &identity, reason)
	                                      : !read_staff_id(provider, claims, &identity, reason))
		return false;
	*out = identity;
	return true;
}
