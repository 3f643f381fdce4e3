/* logout.c -- a session ends: in the database first, then in the browser. */
#include "eid/app.h"
#include "http/session.h"
#include "store/sessions.h"

bool logout_finish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	if (q->caller.token && !session_close(app->db, q->arena, &q->caller, why))
		return false;
	session_take(r);
	/* Not "cookies": that would empty every site of the municipality's domain (Clear Site Data 4.2.2). */
	response_header(r, "Clear-Site-Data", STR("\"storage\""));
	return response_see_other(r, STR("/"), STR(""));
}
