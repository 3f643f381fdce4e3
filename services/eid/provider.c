#include "eid/provider.h"

#define MOST_LEVEL_BYTES (sizeof(((struct token *)0)->level) - 1)

static bool refuse(struct arena *arena, str *reason, const char *what, str where)
{
	*reason = arena_printf(arena, "%s: %.*s", what, STR_ARG(where));
	return false;
}

static bool known_row_member(str name)
{
	static const char *const known[] = {
	    "id",     "audience",  "issuer",          "client_id", "alg",        "scope",      "levels",
	    "acr_as", "auth_time", "personal_number", "staff_id",  "given_name", "family_name"};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(name, known[i]))
			return true;
	return false;
}

/* The host and all that follows it is ours to choose only by a fixed list of prefixes: no user info, no
 * look-alike. */
static bool on_loopback(str url)
{
	return str_starts(url, STR("http://127.0.0.1:")) || str_starts(url, STR("http://[::1]:")) ||
	       str_starts(url, STR("http://localhost:"));
}

static bool is_url(str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= 0x20 || url.p[i] >= 0x7f || url.p[i] == '"' || url.p[i] == '\\' ||
		    url.p[i] == '@' || url.p[i] == '#')
			return false;
	return url.n > 8 && url.n <= 1024;
}

static bool read_issuer(struct arena *arena, struct provider *row, str environment, str *reason)
{
	row->loopback = on_loopback(row->issuer);
	if (!is_url(row->issuer) || !(str_starts(row->issuer, STR("https://")) || row->loopback))
		return refuse(arena, reason, "issuer must be an https address", row->id);
	if (row->loopback && str_is(environment, "production"))
		return refuse(arena, reason, "a test issuer has no place in production", row->id);
	return true;
}

static bool read_levels(struct arena *arena, const struct json_node *levels, struct provider *row,
                        str *reason)
{
	if (json_count(levels) > PROVIDER_LEVELS_MOST ||
	    (json_count(levels) == 0 && row->audience != AUD_STAFF))
		return refuse(arena, reason, "levels must name the accepted ones", row->id);
	for (struct json_iter it = json_begin(levels); json_next(&it);) {
		str word = json_str(it.value);
		if (!word.p || word.n == 0 || word.n > MOST_LEVEL_BYTES)
			return refuse(arena, reason, "levels must map to short words", row->id);
		row->levels[row->level_count++] = (struct provider_level){json_str(it.key), word};
	}
	return true;
}

static bool read_person_claims(struct arena *arena, const struct json_node *node, struct provider *row,
                               str *reason)
{
	const struct json_node *numbers = json_get(node, STR("personal_number"));
	str given = json_member(node, STR("given_name")), family = json_member(node, STR("family_name"));
	row->staff_claim = json_member(node, STR("staff_id"));
	row->given_name_claim = given.p ? given : STR("given_name");
	row->family_name_claim = family.p ? family : STR("family_name");
	for (struct json_iter it = json_begin(numbers); json_next(&it);) {
		if (!json_is(it.value, JSON_STRING) || row->number_claim_count == PROVIDER_NUMBER_CLAIMS_MOST)
			return refuse(arena, reason, "personal_number must list claim names", row->id);
		row->number_claims[row->number_claim_count++] = json_str(it.value);
	}
	/* A staff login is never taken for a citizen's: its provider is not asked who the citizen is. */
	if (row->audience == AUD_CITIZEN ? (row->number_claim_count == 0 || row->staff_claim.p)
	                                 : (row->number_claim_count != 0 || !row->staff_claim.p))
		return refuse(arena, reason, "citizen rows have personal_number, staff rows staff_id",
		              row->id);
	return true;
}

static enum audience audience_of(str name)
{
	if (str_is(name, "citizen"))
		return AUD_CITIZEN;
	return str_is(name, "staff") ? AUD_STAFF : AUD_NOBODY;
}

static bool has_openid(str scope)
{
	str word;
	for (bool more = true; more;) {
		more = str_cut(scope, ' ', &word, &scope);
		if (str_is(word, "openid"))
			return true;
	}
	return false;
}

static bool read_row(struct arena *arena, const struct json_node *node, str environment, struct provider *row,
                     str *reason)
{
	const struct json_node *auth_time = json_get(node, STR("auth_time"));
	str acr_as = json_member(node, STR("acr_as"));
	for (struct json_iter it = json_begin(node); json_next(&it);)
		if (!known_row_member(json_str(it.key)))
			return refuse(arena, reason, "unknown member of a provider", json_str(it.key));
	row->id = json_member(node, STR("id"));
	row->issuer = json_member(node, STR("issuer"));
	row->client_id = json_member(node, STR("client_id"));
	row->scope = json_member(node, STR("scope"));
	row->audience = audience_of(json_member(node, STR("audience")));
	row->alg = jws_alg_of(json_member(node, STR("alg")));
	row->acr_values = str_is(acr_as, "acr_values");
	row->auth_time = !auth_time || json_true(auth_time);
	if (row->id.n == 0 || row->client_id.n == 0 || row->audience == AUD_NOBODY || row->alg == JWS_NONE ||
	    !has_openid(row->scope))
		return refuse(arena, reason, "id, client_id, audience, alg or scope is missing or unknown",
		              row->id);
	if (acr_as.p && !row->acr_values && !str_is(acr_as, "claims"))
		return refuse(arena, reason, "acr_as must be claims or acr_values", row->id);
	return read_issuer(arena, row, environment, reason) &&
	       read_levels(arena, json_get(node, STR("levels")), row, reason) &&
	       read_person_claims(arena, node, row, reason);
}

const struct providers *providers_read(struct arena *arena, str text, str environment, str *reason)
{
	struct json_error error = {"", 0};
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &error);
	const struct json_node *rows = json_get(root, STR("providers"));
	struct providers *providers = ARENA_NEW(arena, struct providers);
	providers->client_key_path = json_member(root, STR("client_key"));
	if (!root)
		refuse(arena, reason, error.reason, STR("providers file"));
	else if (providers->client_key_path.n == 0 || json_count(root) != 2)
		refuse(arena, reason, "must have client_key and providers, nothing else",
		       STR("providers file"));
	else if (!json_is(rows, JSON_ARRAY) || json_count(rows) == 0 || json_count(rows) > PROVIDERS_MOST)
		refuse(arena, reason, "must list one to eight providers", STR("providers file"));
	if (reason->p)
		return NULL;
	for (struct json_iter it = json_begin(rows); json_next(&it);) {
		struct provider row = {0};
		if (!read_row(arena, it.value, environment, &row, reason))
			return NULL;
		if (provider_for(providers, row.audience) || provider_by_id(providers, row.id)) {
			refuse(arena, reason, "a second provider for one audience, or of one id", row.id);
			return NULL;
		}
		providers->rows[providers->n++] = row;
	}
	return providers;
}

const struct provider *provider_for(const struct providers *providers, enum audience audience)
{
	for (size_t i = 0; i < providers->n; i++)
		if (providers->rows[i].audience == audience)
			return &providers->rows[i];
	return NULL;
}

const struct provider *provider_by_id(const struct providers *providers, str id)
{
	for (size_t i = 0; i < providers->n; i++)
		if (str_eq(providers->rows[i].id, id))
			return &providers->rows[i];
	return NULL;
}

str provider_discovery_url(struct arena *arena, const struct provider *provider)
{
	str base = provider->issuer;
	if (str_ends(base, STR("/")))
		base = str_sub(base, 0, base.n - 1);
	return arena_join(arena, base, STR("/.well-known/openid-configuration"), STR(""));
}

static bool endpoint_holds(const struct provider *provider, str url)
{
	return is_url(url) && (provider->loopback ? on_loopback(url) : str_starts(url, STR("https://")));
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
	    .sends_issuer =
	        json_true(json_get(document, STR("authorization_response_iss_parameter_supported"))),
	};
	if (!document)
		*reason = error.reason;
	else if (!issuer.p || !str_eq(issuer, provider->issuer))
		*reason = "the document is of another issuer";
	else if (!endpoint_holds(provider, metadata.authorization_endpoint) ||
	         !endpoint_holds(provider, metadata.token_endpoint) ||
	         !endpoint_holds(provider, metadata.jwks_uri))
		*reason = "an endpoint is missing or not over https";
	else if (!lists(document, STR("code_challenge_methods_supported"), "S256"))
		*reason = "no PKCE with S256";
	else if (!lists(document, STR("token_endpoint_auth_methods_supported"), "private_key_jwt"))
		*reason = "no private_key_jwt";
	else {
		*out = metadata;
		return true;
	}
	return false;
}
