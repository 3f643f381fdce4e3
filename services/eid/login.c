/* login.c -- a login begins: our half of the secrets is made and remembered, then the browser goes to the
 * provider. */
#include "base/clock.h"
#include "base/log.h"
#include "eid/attempt.h"
#include "eid/choice.h"
#include "eid/return_to.h"
#include "store/sessions.h"

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

static bool go(struct app *app, struct request *q, struct response *r, const struct provider *provider,
               str return_to, struct problem *why)
{
	fetcher_begin(app->fetcher);
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	if (!metadata)
		return outcome_page(q, r, OUTCOME_DOWN, provider->audience, return_to);

	str handle = attempt_secret(q->arena);
	const struct attempt attempt = {
	    .state = attempt_secret(q->arena),
	    .nonce = attempt_secret(q->arena),
	    .verifier = attempt_secret(q->arena),
	    .redirect_uri = app->redirect_uri,
	    .created_s = clock_now_ms() / 1000,
	};
	const struct wording wording = {lang_tag(q->lang), text(q->lang, "eid.message")};
	str url = oidc_authorization_url(q->arena, provider, metadata, &attempt, &wording);
	if (!url.p)
		return fail(why, P_INTERNAL, STR("The login could not be begun."));
	if (!remember(app, q, provider, &attempt, handle, return_to, why))
		return false;
	log_event(LOG_INFO, "login.started", LOG_WORD("provider", provider->id));
	response_cookie(r, LOGIN_COOKIE, handle, LOGIN_COOKIE_S, SAME_SITE_LAX);
	return response_away(r, url);
}

bool login_start(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	enum audience audience = choice_audience(request_field(q, "audience"));
	const struct provider *provider = choice_provider(app, q, audience, why);
	str return_to = request_field(q, "return_to");
	if (!provider && why->kind)
		return false;
	if (return_to.n == 0)
		return_to = return_to_home(audience);
	if (!return_to_holds(return_to))
		return fail(why, P_BAD_REQUEST, STR("return_to must be a path of this site."));
	return provider ? go(app, q, r, provider, return_to, why) : choice_away(r, q, audience, return_to);
}
