#include "eid/exchange.h"

#include "base/clock.h"
#include "base/log.h"

static enum outcome refused(const struct provider *provider, const char *cause)
{
	log_event(LOG_WARNING, "login.refused", LOG_WORD("provider", provider->id),
	          LOG_WORD("cause", str_of(cause)));
	return OUTCOME_REFUSED;
}

enum outcome exchange(struct app *app, struct arena *arena, const struct returned *returned,
                      struct identity *out)
{
	const struct provider *provider = returned->provider;
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	const char *cause = "";
	str body, id_token, access_token;
	if (!metadata)
		return OUTCOME_DOWN;

	str assertion = client_key_assertion(arena, app->client_key, provider->client_id, provider->issuer,
	                                     clock_now_ms() / 1000);
	str form = oidc_token_form(arena, provider, &returned->attempt, returned->code, assertion);
	switch (fetch(app->fetcher, arena, metadata->token_endpoint, form, provider->loopback, &body)) {
	case FETCHED:
		break;
	case FETCH_DOWN:
		return OUTCOME_DOWN;
	case FETCH_REFUSED:
		return refused(provider, "the token endpoint refuses the code");
	}
	if (!oidc_token_response(arena, body, &id_token, &access_token, &cause))
		return refused(provider, cause);
	const struct jwk_set *keys = discovery_keys(app->discovery, arena, provider, id_token);
	if (!keys)
		return OUTCOME_DOWN;
	if (!oidc_identity(arena, provider, keys, &returned->attempt, id_token, access_token,
	                   clock_now_ms() / 1000, out, &cause))
		return refused(provider, cause);
	return OUTCOME_GOES_ON;
}
