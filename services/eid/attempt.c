#include "eid/attempt.h"

#include "base/log.h"
#include "eid/evidence.h"
#include "store/sessions.h"

#define SECRET_BYTES 32
#define QUERY_MOST_BYTES 4096
#define CODE_MOST_BYTES 2048

str attempt_secret(struct arena *arena)
{
	uint8_t bytes[SECRET_BYTES];
	seal_random(bytes, sizeof bytes);
	return seal_base64url(arena, bytes, sizeof bytes);
}

str attempt_hash(struct arena *arena, str secret)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_hash(hash, secret);
	return seal_hex(arena, hash, sizeof hash);
}

/* A parameter given twice is read differently by different readers; that is never a provider's doing. */
static bool each_once(const struct request *q)
{
	static const char *const names[] = {"code", "state", "iss", "error"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (pairs_count(&q->query, str_of(names[i])) > 1)
			return false;
	return true;
}

/* What the provider calls a failure (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6), as an outcome of ours.
 */
static enum outcome outcome_of(str error)
{
	static const struct {
		const char *error;
		enum outcome outcome;
	} known[] = {
	    {"access_denied", OUTCOME_CANCELLED},
	    {"login_required", OUTCOME_CANCELLED},
	    {"unmet_authentication_requirements", OUTCOME_WEAK},
	    {"server_error", OUTCOME_DOWN},
	    {"temporarily_unavailable", OUTCOME_DOWN},
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (!str_is(error, known[i].error))
			continue;
		log_event(LOG_INFO, "login.provider_error", LOG_WORD("error", str_of(known[i].error)));
		return known[i].outcome;
	}
	log_event(LOG_WARNING, "login.provider_error", LOG_WORD("error", STR("another")));
	return OUTCOME_REFUSED;
}

/* RFC 9207: the answer must come from the provider this login was begun with. */
static bool issuer_holds(struct app *app, const struct request *q, const struct provider *provider)
{
	str issuer = pairs_get(&q->query, STR("iss"));
	if (issuer.p)
		return str_eq(issuer, provider->issuer);
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	return metadata && !metadata->sends_issuer;
}

static enum outcome judge(struct app *app, const struct request *q, struct returned *out)
{
	str error = pairs_get(&q->query, STR("error"));
	if (!issuer_holds(app, q, out->provider)) {
		log_event(LOG_WARNING, "login.refused",
		          LOG_WORD("cause", STR("another issuer in the answer")));
		return OUTCOME_REFUSED;
	}
	if (error.p)
		return outcome_of(error);
	out->code = pairs_get(&q->query, STR("code"));
	if (out->code.n > 0 && out->code.n <= CODE_MOST_BYTES)
		return OUTCOME_GOES_ON;
	log_event(LOG_WARNING, "login.refused", LOG_WORD("cause", STR("no sound code in the answer")));
	return OUTCOME_REFUSED;
}

static void read_sign(struct arena *arena, const struct json_node *row, str handle, struct returned *out)
{
	const struct json_node *sign = json_get(row, STR("sign"));
	if (!json_is(sign, JSON_OBJECT))
		return;
	out->sign = sign;
	out->random = evidence_random(arena, handle);
	out->attempt.sign_request = json_member(sign, STR("sign_request"));
	out->attempt.signs = true;
	out->attempt.expected_number = json_member(sign, STR("personal_number"));
}

bool attempt_take(struct app *app, struct request *q, struct returned *out, struct problem *why)
{
	const struct caller nobody = {.municipality = q->caller.municipality, .request_id = q->request_id};
	const struct json_node *row;
	str state = pairs_get(&q->query, STR("state")), handle = pairs_get(&q->cookies, STR(LOGIN_COOKIE));
	*out = (struct returned){.outcome = OUTCOME_EXPIRED};
	if (q->query_text.n > QUERY_MOST_BYTES || !each_once(q) ||
	    pairs_count(&q->cookies, STR(LOGIN_COOKIE)) != 1 || state.n == 0)
		return true;
	if (!login_take(app->db, q->arena, &nobody, attempt_hash(q->arena, handle),
	                attempt_hash(q->arena, state), &row, why))
		return false;
	if (!row)
		return true;
	out->provider = provider_by_id(app->providers, json_member(row, STR("provider")));
	if (!out->provider) /* taken out of the configuration meanwhile */
		return true;
	out->attempt = (struct attempt){
	    .state = state,
	    .nonce = json_member(row, STR("nonce")),
	    .verifier = json_member(row, STR("verifier")),
	    .redirect_uri = app->redirect_uri,
	    .created_s = json_int(json_get(row, STR("created_s")), INT64_MAX),
	};
	read_sign(q->arena, row, handle, out);
	out->return_to = json_member(row, STR("return_to"));
	out->outcome = judge(app, q, out);
	return true;
}
