/* main.c -- blankett-admin: form definitions, from the first draft to what citizens meet; and what members of staff may do. */
#include "admin/app.h"
#include "http/parked.h"
#include "http/serve.h"
#include "store/parked.h"

#define UPLOAD_BYTES (DEFINITION_BYTES * 2 + KIB(16)) /* the text field and the file */

static const struct route routes[] = {
	{ GET, "/admin", forms_show, AUD_STAFF, 0, 0 },
	{ GET, "/admin/formular/ny", definition_write, AUD_STAFF, 0, 0 },
	{ POST, "/admin/formular/ny", definition_save, AUD_STAFF, UPLOAD_BYTES, CHECK_CSRF | CHECK_UPLOAD },
	{ GET, "/admin/formular/{}/{}", version_show, AUD_STAFF, 0, 0 },
	{ GET, "/admin/formular/{}/{}/definition", version_download, AUD_STAFF, 0, 0 },
	{ GET, "/admin/formular/{}/{}/sida/{}", preview_show, AUD_STAFF, 0, 0 },
	{ POST, "/admin/formular/{}/{}/publicera", version_publish, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/admin/formular/{}/{}/radera", version_delete_show, AUD_STAFF, 0, 0 },
	{ POST, "/admin/formular/{}/{}/radera", version_delete_do, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	PARKED_ROUTES("/admin", AUD_STAFF),

	{ GET, "/admin/personal", staff_show, AUD_STAFF, 0, 0 },
	{ GET, "/admin/personal/{}", staff_person_show, AUD_STAFF, 0, 0 },
	{ GET, "/admin/personal/{}/roll", staff_propose_show, AUD_STAFF, 0, 0 },
	{ POST, "/admin/personal/{}/roll", staff_propose_do, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/admin/personal/{}/ta-bort", staff_take_show, AUD_STAFF, 0, 0 },
	{ POST, "/admin/personal/{}/ta-bort", staff_take_do, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },
	{ GET, "/admin/personal/forslag/{}/{}", staff_decide_show, AUD_STAFF, 0, 0 },
	{ POST, "/admin/personal/forslag/{}/{}", staff_decide_do, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_FORM },

	{ GET, "/api/v1/admin/forms", api_forms, AUD_STAFF, 0, SCOPE_FORMS_READ },
	{ PUT, "/api/v1/admin/forms/{}", api_definition_save, AUD_STAFF, DEFINITION_BYTES, CHECK_CSRF | CHECK_JSON | SCOPE_FORMS_WRITE },
	{ POST, "/api/v1/admin/forms/{}/publish", api_version_publish, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_JSON | SCOPE_FORMS_WRITE },
	{ GET, "/api/v1/admin/staff", api_staff, AUD_STAFF, 0, 0 },
	{ GET, "/api/v1/admin/staff/{}", api_staff_person, AUD_STAFF, 0, 0 },
	{ POST, "/api/v1/admin/staff/{}/proposals", api_staff_propose, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_JSON },
	{ POST, "/api/v1/admin/staff/{}/take", api_staff_take, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_JSON },
	{ POST, "/api/v1/admin/proposals/{}", api_staff_decide, AUD_STAFF, KIB(4), CHECK_CSRF | CHECK_JSON },
};

static struct app *open(const struct config *config)
{
	static struct app app;
	config_need(config->database, "BLANKETT_DATABASE");
	app.db = db_open(config->database, "admin");
	return &app;
}

static bool park(struct app *app, struct request *q, const struct caller *whose, str path, str fields, struct problem *why)
{
	return parked_put(app->db, q->arena, whose, "api_admin.park", path, fields, why);
}

static bool parked(struct app *app, struct request *q, bool take, const struct json_node **out, struct problem *why)
{
	return parked_get(app->db, q->arena, &q->caller, "api_admin.parked", take, out, why);
}

static bool ready(struct app *app)
{
	return db_ready(app->db);
}

int main(int argc, char **argv)
{
	static const struct service service = {
		.name = "admin",
		.routes = routes,
		.route_count = sizeof(routes) / sizeof(routes[0]),
		.open = open,
		.ready = ready,
		.park = park,
		.parked = parked,
		/* A definition's tests are all run within one request. */
		.arena_bytes = KIB(512 * 1024),
	};
	return serve_main(&service, argc, argv);
}
