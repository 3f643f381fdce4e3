/* main.c -- blankett-eid: the only process that speaks with the e-ID providers and the only one that makes a
 * session. */
#include <string.h>
#include <sysexits.h>

#include "base/problem.h"
#include "eid/app.h"
#include "eid/evidence.h"
#include "http/serve.h"

#define FILE_MOST_BYTES ((size_t)256 * 1024)
#define KEPT_MOST_BYTES ((size_t)4 * 1024 * 1024)

static const struct route routes[] = {
    {GET, "/eid/callback", callback_finish, AUD_NOBODY, 0, 0},
    {GET, "/eid/jwks.json", client_keys_show, AUD_NOBODY, 0, 0},
    {GET, "/eid/klar", landing_show, AUD_NOBODY, 0, 0},
    {GET, "/eid/val", login_choose, AUD_NOBODY, 0, 0},
    {POST, "/eid/login", login_start, AUD_NOBODY, KIB(4), CHECK_ORIGIN | CHECK_FORM},
    {POST, "/eid/sign", sign_start, AUD_CITIZEN, KIB(4), CHECK_CSRF | CHECK_FORM},
    {POST, "/eid/logout", logout_finish, AUD_NOBODY, KIB(4), CHECK_CSRF | CHECK_FORM},
    {GET, "/eid/sessioner", sessions_show, AUD_NOBODY, 0, 0}, /* of whichever audience is logged in */
    {POST, "/eid/sessioner", sessions_finish, AUD_NOBODY, KIB(4), CHECK_CSRF | CHECK_FORM},
    {GET, "/eid/utloggad", logged_out_show, AUD_NOBODY, 0, 0},
};

static void read_secret(struct arena *arena, const char *path, uint8_t secret[SEAL_SECRET_BYTES])
{
	str bytes;
	if (!seal_base64url_decode(arena, str_trim(config_file(path, KIB(1))), &bytes) ||
	    bytes.n != SEAL_SECRET_BYTES)
		die(EX_CONFIG, "session_secret.broken", str_of(path));
	memcpy(secret, bytes.p, SEAL_SECRET_BYTES);
}

static const struct providers *read_providers(struct arena *arena, const struct config *config)
{
	str reason = STR_NONE;
	const struct providers *providers = providers_read(
	    arena, config_file(config->providers.p, FILE_MOST_BYTES), config->environment, &reason);
	if (!providers)
		die(EX_CONFIG, "providers.broken", reason);
	return providers;
}

static struct app *open(const struct config *config)
{
	struct arena *arena = arena_new(KEPT_MOST_BYTES); /* lives as long as the worker */
	struct app *app = ARENA_NEW(arena, struct app);
	config_need(config->database, "BLANKETT_DATABASE");
	config_need(config->session_secret, "BLANKETT_SESSION_SECRET_FILE");
	config_need(config->evidence_key, "BLANKETT_EVIDENCE_KEY_FILE");
	config_need(config->providers, "BLANKETT_PROVIDERS");
	app->config = config;
	app->providers = read_providers(arena, config);
	client_keys_load(app, arena);
	app->fetcher = fetcher_new();
	app->discovery = discovery_new(app->providers, app->fetcher);
	app->redirect_uri = arena_join(arena, config->origin, STR("/eid/callback"), STR(""));
	read_secret(arena, config->session_secret.p, app->secret);
	if (!evidence_key_read(arena, config_file(config->evidence_key.p, KIB(1)), app->evidence_key))
		die(EX_CONFIG, "evidence_key.broken", config->evidence_key);
	app->db = db_open(config->database, "eid");
	return app;
}

static bool ready(struct app *app)
{
	return db_ready(app->db);
}

int main(int argc, char **argv)
{
	static const struct service service = {
	    .name = "eid",
	    .routes = routes,
	    .route_count = sizeof routes / sizeof routes[0],
	    .open = open,
	    .ready = ready,
	    .arena_bytes = KIB(4096),
	    .network = true,
	};
	return serve_main(&service, argc, argv);
}
