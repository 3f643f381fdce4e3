#include "eid/exchange.h"

#include "base/clock.h"
#include "base/log.h"

static enum outcome refused(const struct provider *provider, const char *cause)
{
	log_event(LOG_WARNING, "login.refused", LOG_WORD("provider", provider->id),
	          LOG_WORD("cause", str_of(cause)));
	return OUTCOME_REFUSED;
}

/* OUTCOME_GOES_ON when there is an answer; a refusal is told by its cause. */
static enum outcome call(struct app *app, struct arena *arena, const struct provider *provider,
                         const struct fetch_call *call, const char *cause, struct fetch_answer *out)
{
	switch (fetch(app->fetcher, arena, call, out)) {
	case FETCHED:
		return OUTCOME_GOES_ON;
	case FETCH_REFUSED:
		return refused(provider, cause);
	case FETCH_DOWN:
		break;
	}
	return OUTCOME_DOWN;
}

static enum outcome ask_tokens(struct app *app, struct arena *arena, const struct metadata *metadata,
                               const struct returned *returned, struct tokens *out)
{
	const struct provider *provider = returned->provider;
	str audience = provider->assert_to_endpoint ? metadata->token_endpoint : provider->issuer;
	str assertion = client_key_assertion(arena, client_key_of(app, provider), provider->client_id,
	                                     audience, clock_now_ms() / 1000);
	const struct fetch_call post = {
	    .url = metadata->token_endpoint,
	    .form = oidc_token_form(arena, provider, &returned->attempt, returned->code, assertion),
	    .loopback = provider->loopback,
	};
	struct fetch_answer answer;
	const char *cause = "";
	enum outcome outcome =
	    call(app, arena, provider, &post, "the token endpoint refuses the code", &answer);
	if (outcome == OUTCOME_GOES_ON && !tokens_read(arena, answer.body, out, &cause))
		return refused(provider, cause);
	return outcome;
}

/* "application/jwt", whatever parameters follow it. */
static bool is_jwt(str content_type)
{
	str media_type, parameters;
	str_cut(content_type, ';', &media_type, &parameters);
	media_type = str_trim(media_type);
	return media_type.n == 15 && strncasecmp(media_type.p, "application/jwt", 15) == 0;
}

static enum outcome ask_userinfo(struct app *app, struct arena *arena, const struct metadata *metadata,
                                 const struct provider *provider, struct tokens *tokens)
{
	const struct fetch_call get = {.url = metadata->userinfo_endpoint,
	                               .bearer = tokens->access_token,
	                               .loopback = provider->loopback};
	struct fetch_answer answer;
	if (!provider->userinfo)
		return OUTCOME_GOES_ON;
	enum outcome outcome =
	    call(app, arena, provider, &get, "the userinfo endpoint refuses the token", &answer);
	if (outcome != OUTCOME_GOES_ON)
		return outcome;
	if (!is_jwt(answer.content_type))
		return refused(provider, "userinfo is not signed");
	tokens->userinfo = answer.body;
	return OUTCOME_GOES_ON;
}

enum outcome exchange(struct app *app, struct arena *arena, const struct returned *returned,
                      struct identity *out, struct tokens *tokens)
{
	const struct provider *provider = returned->provider;
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	const char *cause = "";
	if (!metadata)
		return OUTCOME_DOWN;
	enum outcome outcome = ask_tokens(app, arena, metadata, returned, tokens);
	if (outcome == OUTCOME_GOES_ON)
		outcome = ask_userinfo(app, arena, metadata, provider, tokens);
	if (outcome != OUTCOME_GOES_ON)
		return outcome;
	const struct jwk_set *keys = discovery_keys(app->discovery, arena, provider, tokens->id_token);
	if (!keys)
		return OUTCOME_DOWN;
	return identity_read(arena, provider, keys, &returned->attempt, tokens, clock_now_ms() / 1000, out,
	                     &cause)
	           ? OUTCOME_GOES_ON
	           : refused(provider, cause);
}
