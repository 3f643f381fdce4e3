#include "eid/oidc.h"

#include "base/buf.h"
#include "base/seal.h"
#include "eid/message.h"
#include "eid/number.h"

#define URL_MOST_BYTES ((size_t)8 * 1024)
#define SCOPE "https://id.oidc.se/scope/"
#define PARAM "https://id.oidc.se/param/"
/* Seconds since the person proved who they are: with prompt=login never more than a slow clock. */
#define MAX_AGE STR("60")

/* A name of ours (or a URI, which must be encoded like a value) and a value. */
static void parameter(struct buf *b, str name, str value)
{
	buf_byte(b, '&');
	buf_url(b, name);
	buf_byte(b, '=');
	buf_url(b, value);
}

static void claim_levels(struct buf *b, const struct provider *provider)
{
	buf_lit(b, "\"acr\":{\"essential\":true,\"values\":[");
	for (size_t i = 0; i < provider->level_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		buf_json(b, provider->levels[i].name);
	}
	buf_lit(b, "]}");
}

/* The person is bound by a claim and never by login_hint, which ends in logs (OIDC Sweden profile 2.1.4). */
static void claim_number(struct buf *b, const struct provider *provider, str number)
{
	buf_json(b, number_is_coordination(number) ? provider->coordination_claim : provider->personal_claim);
	buf_lit(b, ":{\"essential\":true,\"value\":");
	buf_json(b, number);
	buf_byte(b, '}');
}

/* The levels as an essential claim (OIDC Sweden profile 2.1.3); acr_values would only be a wish. Absent when
 * there is nothing to claim. */
static str claims_parameter(struct arena *arena, const struct provider *provider,
                            const struct attempt *attempt)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	bool levels = provider->level_count > 0 && !provider->acr_values.p;
	bool number = attempt->expected_number.p != NULL;
	if (!levels && !number)
		return STR_NONE;
	buf_lit(&b, "{\"id_token\":{");
	if (levels)
		claim_levels(&b, provider);
	if (number && !provider->userinfo) {
		buf_add(&b, levels ? STR(",") : STR(""));
		claim_number(&b, provider, attempt->expected_number);
	}
	buf_byte(&b, '}');
	if (number && provider->userinfo) {
		buf_lit(&b, ",\"userinfo\":{");
		claim_number(&b, provider, attempt->expected_number);
		buf_byte(&b, '}');
	}
	buf_byte(&b, '}');
	return buf_str(&b);
}

/* RFC 7636 4.2 */
static str code_challenge(struct arena *arena, str verifier)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_sha256(hash, verifier);
	return seal_base64url(arena, hash, sizeof hash);
}

/* OpenID Connect Signature Extension 1.1: the scope says what is done, and only a person who is asked anew
 * can do it. */
static void signing_parameters(struct arena *arena, struct buf *b, const struct provider *provider,
                               const struct attempt *attempt)
{
	bool extended = attempt->sign_request.p && provider->signing != SIGNING_LOGIN;
	str more = provider->signing == SIGNING_SIGN ? STR(" " SCOPE "sign") : STR(" " SCOPE "signApproval");
	parameter(b, STR("prompt"), extended ? STR("login consent") : STR("login"));
	parameter(b, STR("scope"), arena_join(arena, provider->scope, extended ? more : STR(""), STR("")));
	if (extended)
		parameter(b, STR(PARAM "signRequest"), attempt->sign_request);
}

str oidc_authorization_url(struct arena *arena, const struct provider *provider,
                           const struct metadata *metadata, const struct attempt *attempt,
                           const struct wording *wording)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	str claims = claims_parameter(arena, provider, attempt);
	buf_add(&b, metadata->authorization_endpoint);
	buf_byte(&b, str_find(metadata->authorization_endpoint, '?') == SIZE_MAX ? '?' : '&');
	buf_lit(&b, "response_type=code&response_mode=query&code_challenge_method=S256");
	parameter(&b, STR("client_id"), provider->client_id);
	parameter(&b, STR("redirect_uri"), attempt->redirect_uri);
	parameter(&b, STR("state"), attempt->state);
	parameter(&b, STR("nonce"), attempt->nonce);
	parameter(&b, STR("code_challenge"), code_challenge(arena, attempt->verifier));
	parameter(&b, STR("max_age"), MAX_AGE);
	parameter(&b, STR("ui_locales"), wording->language);
	signing_parameters(arena, &b, provider, attempt);
	if (provider->acr_values.p)
		parameter(&b, STR("acr_values"), provider->acr_values);
	if (claims.p)
		parameter(&b, STR("claims"), claims);
	if (provider->authn_provider.p)
		parameter(&b, STR(PARAM "authnProvider"), provider->authn_provider);
	if (metadata->shows_message && wording->message.p && !attempt->sign_request.p)
		parameter(&b, STR(PARAM "userMessage"),
		          message_object(arena, wording->language, wording->message));
	return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

str oidc_token_form(struct arena *arena, const struct provider *provider, const struct attempt *attempt,
                    str code, str assertion)
{
	struct buf b = buf_in(arena, URL_MOST_BYTES);
	buf_lit(&b, "grant_type=authorization_code");
	parameter(&b, STR("code"), code);
	parameter(&b, STR("redirect_uri"), attempt->redirect_uri);
	parameter(&b, STR("code_verifier"), attempt->verifier);
	parameter(&b, STR("client_id"), provider->client_id);
	parameter(&b, STR("client_assertion_type"),
	          STR("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
	parameter(&b, STR("client_assertion"), assertion);
	return buf_str(&b);
}
