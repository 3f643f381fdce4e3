#include "eid/metadata.h"

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

str metadata_url(struct arena *arena, const struct provider *provider)
{
	str base = provider->issuer;
	if (str_ends(base, STR("/")))
		base = str_sub(base, 0, base.n - 1);
	return arena_join(arena, base, STR("/.well-known/openid-configuration"), STR(""));
}

/* A list that is absent says nothing. */
static bool lists(const struct json_node *document, str name, const char *wanted)
{
	const struct json_node *list = json_get(document, name);
	for (struct json_iter it = json_begin(list); json_next(&it);)
		if (str_is(json_str(it.value), wanted))
			return true;
	return !list;
}

static bool endpoints_hold(const struct provider *provider, const struct metadata *metadata)
{
	const str needed[] = {metadata->authorization_endpoint, metadata->token_endpoint, metadata->jwks_uri};
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (!provider_address_holds(needed[i], provider->loopback))
			return false;
	return !provider->userinfo || provider_address_holds(metadata->userinfo_endpoint, provider->loopback);
}

bool metadata_read(struct arena *arena, const struct provider *provider, str text, struct metadata *out,
                   const char **reason)
{
	struct json_error error = {"", 0};
	const struct json_node *document =
	    json_parse(arena, arena_copy(arena, text), &json_limits_document, &error);
	str issuer = json_member(document, STR("issuer"));
	struct metadata metadata = {
	    .authorization_endpoint = json_member(document, STR("authorization_endpoint")),
	    .token_endpoint = json_member(document, STR("token_endpoint")),
	    .jwks_uri = json_member(document, STR("jwks_uri")),
	    .userinfo_endpoint = json_member(document, STR("userinfo_endpoint")),
	    .sends_issuer =
	        json_true(json_get(document, STR("authorization_response_iss_parameter_supported"))),
	    .shows_message =
	        json_true(json_get(document, STR("https://id.oidc.se/disco/userMessageSupported"))),
	};
	if (!document)
		return refuse(reason, error.reason);
	if (!issuer.p || !str_eq(issuer, provider->issuer))
		return refuse(reason, "the document is of another issuer");
	if (!endpoints_hold(provider, &metadata))
		return refuse(reason, "an endpoint is missing or not over https");
	if (!lists(document, STR("code_challenge_methods_supported"), "S256"))
		return refuse(reason, "no PKCE with S256");
	if (!lists(document, STR("token_endpoint_auth_methods_supported"), "private_key_jwt"))
		return refuse(reason, "no private_key_jwt");
	*out = metadata;
	return true;
}
