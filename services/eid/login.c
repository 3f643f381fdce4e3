/* login.c -- a login begins: our half of the secrets is made and remembered, then the browser goes to the
 * provider. */
#include "base/clock.h"
#include "base/log.h"
#include "eid/attempt.h"
#include "eid/return_to.h"
#include "store/sessions.h"

#define SECRET_BYTES 32

static str random_text(struct arena *arena)
{
	uint8_t bytes[SECRET_BYTES];
	seal_random(bytes, sizeof bytes);
	return seal_base64url(arena, bytes, sizeof bytes);
}

static enum audience audience_asked(const struct request *q)
{
	str asked = request_field(q, "audience");
	if (str_is(asked, audience_name(AUD_CITIZEN)))
		return AUD_CITIZEN;
	return str_is(asked, audience_name(AUD_STAFF)) ? AUD_STAFF : AUD_NOBODY;
}

static bool remember(struct app *app, const struct request *q, const struct provider *provider,
                     const struct attempt *attempt, str handle, str return_to, struct problem *why)
{
	const struct caller nobody = {.municipality = q->caller.municipality, .request_id = q->request_id};
	const struct login_begin begin = {
	    .handle_hash = attempt_hash(q->arena, handle),
	    .state_hash = attempt_hash(q->arena, attempt->state),
	    .nonce = attempt->nonce,
	    .verifier = attempt->verifier,
	    .provider = provider->id,
	    .audience = str_of(audience_name(provider->audience)),
	    .return_to = return_to,
	};
	return login_begin(app->db, q->arena, &nobody, &begin, why);
}

bool login_start(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	enum audience audience = audience_asked(q);
	const struct provider *provider = provider_for(app->providers, audience);
	str return_to = request_field(q, "return_to");
	if (!provider)
		return fail(why, P_BAD_REQUEST, STR("audience must be one that can log in here."));
	if (return_to.n == 0)
		return_to = return_to_home(audience);
	if (!return_to_holds(return_to))
		return fail(why, P_BAD_REQUEST, STR("return_to must be a path of this site."));

	fetcher_begin(app->fetcher);
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	if (!metadata)
		return outcome_page(q, r, OUTCOME_DOWN, audience, return_to);

	str handle = random_text(q->arena);
	const struct attempt attempt = {
	    .state = random_text(q->arena),
	    .nonce = random_text(q->arena),
	    .verifier = random_text(q->arena),
	    .redirect_uri = app->redirect_uri,
	    .created_s = clock_now_ms() / 1000,
	};
	if (!remember(app, q, provider, &attempt, handle, return_to, why))
		return false;
	log_event(LOG_INFO, "login.started", LOG_WORD("provider", provider->id));
	response_cookie(r, LOGIN_COOKIE, handle, LOGIN_COOKIE_S, SAME_SITE_LAX);
	return response_away(
	    r, oidc_authorization_url(q->arena, provider, metadata, &attempt, lang_tag(q->lang)));
}
