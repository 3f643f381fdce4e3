#include "eid/provider_row.h"

#define MOST_LEVEL_BYTES (sizeof(((struct token *)0)->level) - 1)

/* What is read, from where, and what is wrong with it. */
struct reading {
	struct arena *arena;
	const struct json_node *node;
	struct provider *row;
	str *reason;
};

static bool refuse(const struct reading *r, const char *what, str where)
{
	*r->reason = arena_printf(r->arena, "%s: %.*s", what, STR_ARG(where));
	return false;
}

static bool only_known_members(const struct reading *r)
{
	static const char *const known[] = {"id",
	                                    "name",
	                                    "audience",
	                                    "offered",
	                                    "issuer",
	                                    "client_id",
	                                    "client_auth",
	                                    "alg",
	                                    "scope",
	                                    "levels",
	                                    "acr_values",
	                                    "auth_time",
	                                    "authn_provider",
	                                    "level_claim",
	                                    "userinfo",
	                                    "signing",
	                                    "require",
	                                    "staff_id",
	                                    "given_name",
	                                    "family_name",
	                                    "personal_number",
	                                    "coordination_number"};
	for (struct json_iter it = json_begin(r->node); json_next(&it);) {
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			found = found || str_is(json_str(it.key), known[i]);
		if (!found)
			return refuse(r, "unknown member of a provider", json_str(it.key));
	}
	return true;
}

/* A member that may be absent; false when it is there and no string, or an empty one. */
static bool optional(const struct reading *r, const char *name, str otherwise, str *out)
{
	const struct json_node *member = json_get(r->node, str_of(name));
	*out = member ? json_str(member) : otherwise;
	return !member || out->n > 0 ? true : refuse(r, "must be a text", str_of(name));
}

static bool flag(const struct reading *r, const char *name, bool otherwise, bool *out)
{
	const struct json_node *member = json_get(r->node, str_of(name));
	*out = member ? json_true(member) : otherwise;
	return !member || json_is(member, JSON_TRUE) || json_is(member, JSON_FALSE)
	           ? true
	           : refuse(r, "must be true or false", str_of(name));
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

static bool read_basics(const struct reading *r)
{
	struct provider *row = r->row;
	row->id = json_member(r->node, STR("id"));
	row->client_id = json_member(r->node, STR("client_id"));
	row->scope = json_member(r->node, STR("scope"));
	row->audience = audience_of(json_member(r->node, STR("audience")));
	row->alg = jws_alg_of(json_member(r->node, STR("alg")));
	row->name = json_get(r->node, STR("name"));
	if (row->id.n == 0 || row->client_id.n == 0 || row->audience == AUD_NOBODY || row->alg == JWS_NONE ||
	    !has_openid(row->scope))
		return refuse(r, "id, client_id, audience, alg or scope is missing or unknown", row->id);
	if (json_member(row->name, STR("sv")).n == 0 || json_member(row->name, STR("en")).n == 0)
		return refuse(r, "name must be given in sv and en", row->id);
	return flag(r, "offered", true, &row->offered) && flag(r, "auth_time", true, &row->auth_time) &&
	       flag(r, "userinfo", false, &row->userinfo) &&
	       optional(r, "authn_provider", STR_NONE, &row->authn_provider);
}

static bool read_issuer(const struct reading *r, str environment)
{
	struct provider *row = r->row;
	row->issuer = json_member(r->node, STR("issuer"));
	row->loopback = provider_address_holds(row->issuer, true);
	if (!row->loopback && !provider_address_holds(row->issuer, false))
		return refuse(r, "issuer must be an https address", row->id);
	if (row->loopback && str_is(environment, "production"))
		return refuse(r, "a test issuer has no place in production", row->id);
	return true;
}

static bool read_client_auth(const struct reading *r)
{
	const struct json_node *auth = json_get(r->node, STR("client_auth"));
	const struct json_node *audience = json_get(auth, STR("audience"));
	r->row->key_path = json_member(auth, STR("key"));
	r->row->assert_to_endpoint = str_is(json_str(audience), "token_endpoint");
	if (r->row->key_path.n == 0 || json_count(auth) != (audience ? 2 : 1))
		return refuse(r, "client_auth must have a key, and an audience or nothing else", r->row->id);
	return !audience || r->row->assert_to_endpoint || str_is(json_str(audience), "issuer")
	           ? true
	           : refuse(r, "the audience of client_auth must be issuer or token_endpoint", r->row->id);
}

static bool read_pairs(const struct reading *r, const char *name, size_t most, struct provider_pair *out,
                       size_t *n)
{
	const struct json_node *pairs = json_get(r->node, str_of(name));
	if ((pairs && !json_is(pairs, JSON_OBJECT)) || json_count(pairs) > most)
		return refuse(r, "must be an object of a few texts", str_of(name));
	for (struct json_iter it = json_begin(pairs); json_next(&it);) {
		if (json_str(it.value).n == 0)
			return refuse(r, "must be an object of a few texts", str_of(name));
		out[(*n)++] = (struct provider_pair){json_str(it.key), json_str(it.value)};
	}
	return true;
}

static bool read_levels(const struct reading *r)
{
	struct provider *row = r->row;
	if (!optional(r, "level_claim", STR("acr"), &row->level_claim) ||
	    !optional(r, "acr_values", STR_NONE, &row->acr_values) ||
	    !read_pairs(r, "levels", PROVIDER_LEVELS_MOST, row->levels, &row->level_count))
		return false;
	if (row->level_count == 0 && row->audience != AUD_STAFF)
		return refuse(r, "levels must name the accepted ones", row->id);
	if (!str_is(row->level_claim, "acr") && !row->acr_values.p)
		return refuse(r, "a level_claim besides acr takes acr_values", row->id);
	for (size_t i = 0; i < row->level_count; i++)
		if (row->levels[i].value.n > MOST_LEVEL_BYTES)
			return refuse(r, "levels must map to short words", row->id);
	return true;
}

static bool read_person_claims(const struct reading *r)
{
	struct provider *row = r->row;
	if (!optional(r, "personal_number", STR_NONE, &row->personal_claim) ||
	    !optional(r, "coordination_number", STR_NONE, &row->coordination_claim) ||
	    !optional(r, "staff_id", STR_NONE, &row->staff_claim) ||
	    !optional(r, "given_name", STR("given_name"), &row->given_name_claim) ||
	    !optional(r, "family_name", STR("family_name"), &row->family_name_claim))
		return false;
	/* A staff login is never taken for a citizen's: its provider is not asked who the citizen is. */
	bool number = row->personal_claim.p || row->coordination_claim.p;
	return number == (row->audience == AUD_CITIZEN) &&
	               (row->staff_claim.p != NULL) == (row->audience == AUD_STAFF)
	           ? true
	           : refuse(r,
	                    "citizen rows have personal_number or coordination_number, staff rows staff_id",
	                    row->id);
}

static bool read_signing(const struct reading *r)
{
	struct provider *row = r->row;
	str signing;
	if (!optional(r, "signing", STR_NONE, &signing))
		return false;
	if (str_is(signing, "sign"))
		row->signing = SIGNING_SIGN;
	else if (str_is(signing, "approval"))
		row->signing = SIGNING_APPROVAL;
	else if (signing.p)
		return refuse(r, "signing must be sign or approval", row->id);
	return !signing.p || (row->audience == AUD_CITIZEN && row->auth_time)
	           ? true
	           : refuse(r, "signing is for citizens, and takes a time of login (auth_time)", row->id);
}

bool provider_row_read(struct arena *arena, const struct json_node *node, str environment,
                       struct provider *out, str *reason)
{
	const struct reading r = {arena, node, out, reason};
	*out = (struct provider){0};
	return only_known_members(&r) && read_basics(&r) && read_issuer(&r, environment) &&
	       read_client_auth(&r) && read_levels(&r) &&
	       read_pairs(&r, "require", PROVIDER_REQUIRED_MOST, out->required, &out->required_count) &&
	       read_person_claims(&r) && read_signing(&r);
}
