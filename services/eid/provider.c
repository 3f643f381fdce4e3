#include "eid/provider.h"

#include "eid/provider_row.h"

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

bool provider_address_holds(str url, bool loopback)
{
	return is_url(url) && (loopback ? on_loopback(url) : str_starts(url, STR("https://")));
}

static bool refuse(struct arena *arena, str *reason, const char *what, str where)
{
	*reason = arena_printf(arena, "%s: %.*s", what, STR_ARG(where));
	return false;
}

static bool read_rows(struct arena *arena, const struct json_node *rows, str environment,
                      struct providers *out, str *reason)
{
	if (!json_is(rows, JSON_ARRAY) || json_count(rows) == 0 || json_count(rows) > PROVIDERS_MOST)
		return refuse(arena, reason, "must list one to sixteen providers", STR("providers file"));
	for (struct json_iter it = json_begin(rows); json_next(&it);) {
		struct provider *row = &out->rows[out->n];
		if (!provider_row_read(arena, it.value, environment, row, reason))
			return false;
		if (provider_by_id(out, row->id))
			return refuse(arena, reason, "a second provider of one id", row->id);
		out->n++;
	}
	return true;
}

const struct providers *providers_read(struct arena *arena, str text, str environment, str *reason)
{
	struct json_error error = {"", 0};
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &error);
	struct providers *providers = ARENA_NEW(arena, struct providers);
	bool ok = root && json_count(root) == 1 && json_is(root, JSON_OBJECT);
	if (!ok)
		refuse(arena, reason, root ? "must have providers and nothing else" : error.reason,
		       STR("providers file"));
	return ok && read_rows(arena, json_get(root, STR("providers")), environment, providers, reason)
	           ? providers
	           : NULL;
}

size_t providers_offered(const struct providers *providers, enum audience audience)
{
	size_t n = 0;
	for (size_t i = 0; i < providers->n; i++)
		n += providers->rows[i].audience == audience && providers->rows[i].offered;
	return n;
}

const struct provider *provider_for(const struct providers *providers, enum audience audience)
{
	if (providers_offered(providers, audience) != 1)
		return NULL;
	for (size_t i = 0; i < providers->n; i++)
		if (providers->rows[i].audience == audience && providers->rows[i].offered)
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

str provider_mode(const struct provider *provider)
{
	return provider->signing == SIGNING_SIGN ? STR("sign") : STR("approval");
}
