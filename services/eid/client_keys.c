/* client_keys.c -- our keys at the providers: which is for whom, and the public halves, for the providers
 * that fetch them. */
#include "base/buf.h"
#include "eid/app.h"

#define SET_MOST_BYTES ((size_t)16 * 1024)

/* Rows that name one file share one key. */
void client_keys_load(struct app *app, struct arena *arena)
{
	const struct providers *providers = app->providers;
	for (size_t i = 0; i < providers->n; i++) {
		str path = providers->rows[i].key_path;
		for (size_t j = 0; j < i && !app->client_keys[i]; j++)
			if (str_eq(providers->rows[j].key_path, path))
				app->client_keys[i] = app->client_keys[j];
		if (!app->client_keys[i])
			app->client_keys[i] = client_key_load(arena_z(arena, path));
	}
}

const struct client_key *client_key_of(const struct app *app, const struct provider *provider)
{
	return app->client_keys[provider - app->providers->rows];
}

static bool is_earlier(const struct app *app, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (app->client_keys[j] == app->client_keys[i])
			return true;
	return false;
}

bool client_keys_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct buf set = buf_in(q->arena, SET_MOST_BYTES);
	(void)why;
	buf_lit(&set, "{\"keys\":[");
	for (size_t i = 0; i < app->providers->n; i++) {
		if (is_earlier(app, i))
			continue;
		buf_add(&set, i ? STR(",") : STR(""));
		buf_add(&set, client_key_jwk(app->client_keys[i]));
	}
	buf_lit(&set, "]}");
	return response_json(r, 200, buf_str(&set));
}
