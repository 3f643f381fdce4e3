/* main.c -- blankett-caseworker: queues, cases and decisions. */
#include "caseworker/app.h"
#include "http/parked.h"
#include "http/serve.h"
#include "store/parked.h"

static const struct route routes[] = {
	{ GET, "/handlaggare", queues_show, AUD_STAFF, 0, 0 },
	{ GET, "/handlaggare/ko/{}", queue_show, AUD_STAFF, 0, 0 },
	{ POST, "/handlaggare/ko/{}/ta", queue_take, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/handlaggare/arende/{}", case_show, AUD_STAFF, 0, 0 },
	{ GET, "/handlaggare/arende/{}/{}", move_show, AUD_STAFF, 0, 0 },
	{ POST, "/handlaggare/arende/{}/{}", move_do, AUD_STAFF, KIB(64), CHECK_CSRF | CHECK_FORM },
	PARKED_ROUTES("/handlaggare", AUD_STAFF),

	{ GET, "/api/v1/queues", api_queues, AUD_STAFF, 0, SCOPE_QUEUES_READ },
	{ GET, "/api/v1/queues/{}/cases", api_queue_cases, AUD_STAFF, 0, SCOPE_CASES_READ },
	{ POST, "/api/v1/queues/{}/claim", api_queue_claim, AUD_STAFF, KIB(4), CHECK_CSRF | SCOPE_CASES_MOVE },
	{ POST, "/api/v1/cases/{}/events", api_case_event, AUD_STAFF, KIB(64), CHECK_CSRF | CHECK_JSON | SCOPE_CASES_MOVE },
};

static struct app *open(const struct config *config)
{
	static struct app app;
	config_need(config->database, "BLANKETT_DATABASE");
	app.db = db_open(config->database, "caseworker");
	app.forms = form_cache_new();
	return &app;
}

static bool park(struct app *app, struct request *q, const struct caller *whose, str path, str fields, struct problem *why)
{
	return parked_put(app->db, q->arena, whose, "api_caseworker.park", path, fields, why);
}

static bool parked(struct app *app, struct request *q, bool take, const struct json_node **out, struct problem *why)
{
	return parked_get(app->db, q->arena, &q->caller, "api_caseworker.parked", take, out, why);
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
		.park = park,
		.parked = parked,
		.arena_bytes = KIB(32768),
	};
	return serve_main(&service, argc, argv);
}
