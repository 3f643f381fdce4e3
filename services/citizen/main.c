/* main.c -- blankett-citizen: what anyone may read, and what a person who is logged in does with applications of their own. */
#include "citizen/app.h"
#include "http/parked.h"
#include "http/serve.h"
#include "store/parked.h"

#define ANSWERS KIB(256)

static const struct route routes[] = {
	{ GET, "/", catalogue_show, AUD_NOBODY, 0, 0 },
	{ GET, "/tillganglighet", accessibility_show, AUD_NOBODY, 0, 0 },
	{ GET, "/personuppgifter", privacy_show, AUD_NOBODY, 0, 0 },
	{ GET, "/om-kakor", cookies_show, AUD_NOBODY, 0, 0 },
	{ GET, "/tjanst/{}", service_show, AUD_NOBODY, 0, 0 },
	{ GET, "/tjanst/{}/barn", child_show, AUD_CITIZEN, 0, 0 },
	{ POST, "/tjanst/{}/barn", child_choose, AUD_CITIZEN, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/utkast/{}", draft_resume, AUD_CITIZEN, 0, 0 },
	{ POST, "/utkast/{}/skicka", application_submit, AUD_CITIZEN, KIB(16), CHECK_CSRF | CHECK_FORM },
	{ GET, "/utkast/{}/radera", draft_delete_show, AUD_CITIZEN, 0, 0 },
	{ POST, "/utkast/{}/radera", draft_delete_do, AUD_CITIZEN, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/utkast/{}/{}", draft_page_show, AUD_CITIZEN, 0, 0 },
	{ POST, "/utkast/{}/{}", draft_page_save, AUD_CITIZEN, ANSWERS, CHECK_CSRF | CHECK_FORM },
	{ GET, "/kvittens/{}", receipt_show, AUD_CITIZEN, 0, 0 },
	{ GET, "/kvittens/{}/{}", receipt_download, AUD_CITIZEN, 0, 0 },
	{ GET, "/verifiera", verify_show, AUD_NOBODY, 0, 0 },
	{ POST, "/verifiera", verify_do, AUD_NOBODY, KIB(64), CHECK_CSRF | CHECK_UPLOAD },
	{ GET, "/.well-known/kvitto-nyckel.pub", key_minisign, AUD_NOBODY, 0, 0 },
	{ GET, "/.well-known/kvitto-nyckel.pem", key_pem, AUD_NOBODY, 0, 0 },
	{ GET, "/.well-known/kvitto-nyckel/{}", key_by_name, AUD_NOBODY, 0, 0 },
	{ GET, "/underskrift/{}", signing_show, AUD_CITIZEN, 0, 0 },
	{ GET, "/underskrift/{}/nej", signing_decline_show, AUD_CITIZEN, 0, 0 },
	{ POST, "/underskrift/{}/nej", signing_decline_do, AUD_CITIZEN, KIB(16), CHECK_CSRF | CHECK_FORM },
	{ GET, "/underskrift/{}/aterkalla", signing_withdraw_show, AUD_CITIZEN, 0, 0 },
	{ POST, "/underskrift/{}/aterkalla", signing_withdraw_do, AUD_CITIZEN, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/underskrift/{}/papper", signing_paper_show, AUD_CITIZEN, 0, 0 },
	{ GET, "/mina", mine_show, AUD_CITIZEN, 0, 0 },
	{ GET, "/mina/{}", mine_case_show, AUD_CITIZEN, 0, 0 },
	{ GET, "/mina/{}/lasare", readers_show, AUD_CITIZEN, 0, 0 },
	PARKED_ROUTES("", AUD_CITIZEN),

	{ GET, "/api/v1/openapi.json", api_description, AUD_NOBODY, 0, 0 },
	{ GET, "/api/v1/forms", api_forms, AUD_NOBODY, 0, 0 },
	{ GET, "/api/v1/forms/{}", api_form, AUD_NOBODY, 0, 0 },
	{ GET, "/api/v1/forms/{}/schema", api_form_schema, AUD_NOBODY, 0, 0 },
	/* Saves nothing and reads nothing of anyone: open to any program, and no page of another site can send JSON here unasked. */
	{ POST, "/api/v1/forms/{}/check", api_form_check, AUD_NOBODY, ANSWERS, CHECK_JSON },
	{ POST, "/api/v1/forms/{}/cases", api_case_submit, AUD_CITIZEN, ANSWERS, CHECK_CSRF | CHECK_JSON | CHECK_KEY },
	{ GET, "/api/v1/cases", api_cases, AUD_CITIZEN, 0, 0 },
	{ GET, "/api/v1/cases/{}", api_case, AUD_CITIZEN, 0, 0 },
	{ GET, "/api/v1/cases/{}/readers", api_readers, AUD_CITIZEN, 0, 0 },
	{ GET, "/api/v1/children", api_children, AUD_CITIZEN, 0, 0 },
};

static struct app *open(const struct config *config)
{
	static struct app app;
	config_need(config->database, "BLANKETT_DATABASE");
	app.db = db_open(config->database, "citizen");
	app.forms = form_cache_new();
	config_need(config->receipt_public, "BLANKETT_RECEIPT_PUBLIC");
	app.receipt_keys = signature_keys_load(config->receipt_public.p);
	return &app;
}

static bool park(struct app *app, struct request *q, const struct caller *whose, str path, str fields, struct problem *why)
{
	return parked_put(app->db, q->arena, whose, "api_citizen.park", path, fields, why);
}

static bool parked(struct app *app, struct request *q, bool take, const struct json_node **out, struct problem *why)
{
	return parked_get(app->db, q->arena, &q->caller, "api_citizen.parked", take, out, why);
}

static bool ready(struct app *app)
{
	return db_ready(app->db);
}

int main(int argc, char **argv)
{
	static const struct service service = {
		.name = "citizen",
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
