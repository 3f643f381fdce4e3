/* main.c -- blankett-caseworker: queues, cases and decisions. */
#include "caseworker/app.h"
#include "http/serve.h"

static const struct route routes[] = {
	{ GET, "/handlaggare", queues_show, AUD_STAFF, 0, 0 },
	{ GET, "/handlaggare/ko/{}", queue_show, AUD_STAFF, 0, 0 },
	{ POST, "/handlaggare/ko/{}/ta", queue_take, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/handlaggare/arende/{}", case_show, AUD_STAFF, 0, 0 },
	{ GET, "/handlaggare/arende/{}/{}", move_show, AUD_STAFF, 0, 0 },
	{ POST, "/handlaggare/arende/{}/{}", move_do, AUD_STAFF, KIB(64), CHECK_CSRF | CHECK_FORM },

	{ GET, "/api/v1/queues", api_queues, AUD_STAFF, 0, 0 },
	{ GET, "/api/v1/queues/{}/cases", api_queue_cases, AUD_STAFF, 0, 0 },
	{ POST, "/api/v1/queues/{}/claim", api_queue_claim, AUD_STAFF, KIB(4), CHECK_CSRF },
	{ POST, "/api/v1/cases/{}/events", api_case_event, AUD_STAFF, KIB(64), CHECK_CSRF | CHECK_JSON },
};

static struct app *open(const struct config *config)
{
	static struct app app;
	config_need(config->database, "BLANKETT_DATABASE");
	app.db = db_open(config->database, "caseworker");
	app.forms = form_cache_new();
	return &app;
}

static bool ready(struct app *app)
{
	return db_ready(app->db);
}

int main(int argc, char **argv)
{
	static const struct service service = {
		.name = "caseworker",
		.routes = routes,
		.route_count = sizeof(routes) / sizeof(routes[0]),
		.open = open,
		.ready = ready,
		.arena_bytes = KIB(32768),
	};
	return serve_main(&service, argc, argv);
}
