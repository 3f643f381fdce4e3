/* callback.c -- a login ends: in a new session, or on a page that says what happened and how to go on. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "eid/exchange.h"
#include "eid/return_to.h"
#include "eid/sign.h"
#include "http/metrics.h"
#include "http/session.h"
#include "store/sessions.h"

/* Absolute ends of a session (NIST SP 800-63B; the idle ends are the database's). */
#define CITIZEN_SESSION_S (4 * 3600)
#define STAFF_SESSION_S (10 * 3600)

static void copy_word(char *to, size_t room, str word)
{
	size_t n = word.n < room ? word.n : room - 1;
	memcpy(to, word.p, n);
	to[n] = '\0';
}

/* Always a new id: whatever session the browser came with is never written into. */
static struct token new_token(const struct request *q, enum audience audience, const struct identity *who)
{
	struct token token = {.audience = audience, .authenticated_s = who->authenticated_s};
	token.issued_s = clock_now_ms() / 1000;
	token.expires_s = token.issued_s + (audience == AUD_STAFF ? STAFF_SESSION_S : CITIZEN_SESSION_S);
	seal_random(token.id, sizeof token.id);
	seal_hash(token.id_hash, (str){(const char *)token.id, sizeof token.id});
	copy_word(token.municipality, sizeof token.municipality, q->caller.municipality);
	copy_word(token.level, sizeof token.level, who->level);
	return token;
}

/* The session the browser had until now ends with the new login (ASVS 7.2.4). */
static str old_session(const struct request *q)
{
	const struct token *old = q->caller.token;
	return old ? seal_hex(q->arena, old->id_hash, sizeof old->id_hash) : STR_NONE;
}

static bool write_row(struct app *app, const struct request *q, const struct provider *provider,
                      const struct identity *who, struct token *token, struct problem *why)
{
	const struct caller nobody = {.municipality = q->caller.municipality, .request_id = q->request_id};
	const struct json_node *row;
	const struct session_open open = {
	    .audience = str_of(audience_name(token->audience)),
	    .personal_number = who->personal_number,
	    .provider = provider->id,
	    .subject = who->subject,
	    .staff_id = who->staff_id,
	    .id_hash = seal_hex(q->arena, token->id_hash, sizeof token->id_hash),
	    .level = who->level,
	    .authenticated_s = token->authenticated_s,
	    .expires_s = token->expires_s,
	    .given_name = who->given_name,
	    .family_name = who->family_name,
	    .old_hash = old_session(q),
	};
	if (!session_open(app->db, q->arena, &nobody, &open, &row, why))
		return false;
	str person = json_member(row, STR("person"));
	if (!seal_is_uuid(person)) {
		log_plain(LOG_ERROR, "login.no_person");
		return fail(why, P_INTERNAL, STR("The login could not be completed."));
	}
	copy_word(token->person, sizeof token->person, person);
	return true;
}

static bool refuse_page(struct request *q, struct response *r, enum outcome outcome,
                        const struct returned *returned)
{
	enum audience audience = returned->provider ? returned->provider->audience : AUD_NOBODY;
	metrics_count(METRIC_LOGINS_REFUSED);
	log_event(LOG_INFO, returned->sign ? "sign.ended" : "login.ended", LOG_WORD("outcome", outcome_name(outcome)));
	if (returned->sign)
		return outcome_sign_page(q, r, outcome, json_member(returned->sign, STR("reference")));
	return outcome_page(q, r, outcome, audience, returned->provider ? returned->return_to : STR("/"));
}

/* A Strict cookie does not go along on a way that began at another site, so staff pass a page of ours first.
 */
static bool go_on(struct response *r, enum audience audience, str return_to)
{
	if (audience == AUD_STAFF)
		return response_see_other(r, STR("/eid/klar?till="), return_to);
	return response_see_other(r, return_to, STR(""));
}

bool callback_finish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct returned returned;
	struct identity who = {0};
	struct tokens tokens = {0};
	fetcher_begin(app->fetcher);
	r->unreferred = true;
	if (!attempt_take(app, q, &returned, why))
		return false;
	/* An answer that is none takes no cookie away: another site could send one while the person is at the
	 * provider. */
	if (returned.provider)
		response_cookie(r, LOGIN_COOKIE, STR(""), -1, SAME_SITE_LAX);
	if (returned.outcome == OUTCOME_GOES_ON)
		returned.outcome = exchange(app, q->arena, &returned, &who, &tokens);
	if (returned.outcome == OUTCOME_GOES_ON && returned.sign &&
	    !sign_accept(app, q, &returned, &who, &tokens, &returned.outcome, why))
		return false;
	if (returned.outcome != OUTCOME_GOES_ON)
		return refuse_page(q, r, returned.outcome, &returned);

	enum audience audience = returned.provider->audience;
	struct token token = new_token(q, audience, &who);
	struct problem refused = {0};
	if (!write_row(app, q, returned.provider, &who, &token, &refused)) {
		if (refused.kind == P_FORBIDDEN)
			return refuse_page(q, r, OUTCOME_NO_ROLE, &returned);
		*why = refused;
		return false;
	}
	metrics_count(METRIC_LOGINS);
	log_event(LOG_INFO, "login.done", LOG_WORD("provider", returned.provider->id));
	session_give(r, token_issue(q->arena, app->secret, app->config->environment, &token), audience, 0);
	return go_on(r, audience, returned.return_to);
}
