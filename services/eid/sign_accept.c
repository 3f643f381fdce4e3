/* sign_accept.c -- a signature ends: evidence of it is locked, and the database decides whether it still counts. */
#include "base/clock.h"
#include "base/log.h"
#include "eid/evidence.h"
#include "eid/sign.h"
#include "http/page.h"
#include "store/signing.h"

/* Made again from the document that the database holds and the handle that the browser holds: then neither was changed. */
static bool nonce_commits(const struct request *q, const struct returned *returned)
{
	str nonce = evidence_nonce(q->arena, json_member(returned->sign, STR("document")), returned->random);
	return nonce.p && nonce.n == returned->attempt.nonce.n && seal_equal(nonce.p, returned->attempt.nonce.p, nonce.n);
}

static str evidence_of(struct app *app, const struct request *q, const struct returned *returned,
                       const struct identity *who, const struct tokens *tokens)
{
	const struct evidence evidence = {
	    .reference = json_member(returned->sign, STR("reference")),
	    .document = json_member(returned->sign, STR("document")),
	    .mode = provider_mode(returned->provider),
	    .random = returned->random,
	    .id_token = tokens->id_token,
	    .userinfo = tokens->userinfo,
	    .key = who->key,
	    .key_fetched_s = who->key_fetched_s,
	    .sign_request = returned->attempt.sign_request,
	    .sign_message = json_member(returned->sign, STR("sign_message")),
	    .user_signature = who->user_signature,
	    .authn_evidence = who->authn_evidence,
	    .authn_provider = who->authn_provider,
	};
	const struct evidence_of of = {q->caller.municipality, json_member(returned->sign, STR("case_id")),
	                               json_member(returned->sign, STR("person"))};
	str plain = evidence_text(q->arena, &evidence);
	return plain.p ? evidence_lock(q->arena, app->evidence_key, &of, plain) : STR_NONE;
}

bool sign_accept(struct app *app, struct request *q, const struct returned *returned, const struct identity *who,
                 const struct tokens *tokens, enum outcome *outcome, struct problem *why)
{
	const struct caller nobody = {.municipality = q->caller.municipality, .request_id = q->request_id};
	const struct json_node *answer;
	uint8_t hash[SEAL_HASH_BYTES];
	struct problem refused = {0};
	str evidence = nonce_commits(q, returned) ? evidence_of(app, q, returned, who, tokens) : STR_NONE;
	*outcome = OUTCOME_REFUSED;
	if (!evidence.p) {
		log_event(LOG_WARNING, "sign.refused", LOG_WORD("cause", STR("the nonce commits to something else")));
		return true;
	}
	seal_sha256(hash, evidence);
	const struct signature signature = {
	    .case_id = json_member(returned->sign, STR("case_id")),
	    .person = json_member(returned->sign, STR("person")),
	    .document = json_member(returned->sign, STR("document")),
	    .mode = provider_mode(returned->provider),
	    .provider = returned->provider->id,
	    .issuer = returned->provider->issuer,
	    .client_id = returned->provider->client_id,
	    .level = who->level,
	    .authenticated_s = who->authenticated_s,
	    .evidence = evidence,
	    .evidence_sha256 = seal_hex(q->arena, hash, sizeof hash),
	};
	if (sign_finish(app->db, q->arena, &nobody, &signature, &answer, &refused)) {
		*outcome = OUTCOME_GOES_ON;
		log_event(LOG_INFO, "sign.done", LOG_WORD("provider", returned->provider->id));
		return true;
	}
	*outcome = OUTCOME_OVER;
	if (refused.kind == P_CONFLICT || refused.kind == P_NOT_FOUND)
		return true;
	*why = refused;
	return false;
}
