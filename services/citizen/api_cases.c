/* api_cases.c -- sending in and following cases as data, with the same rules as the pages. */
#include "citizen/api.h"
#include "citizen/submit.h"
#include "store/cases.h"
#include "store/drafts.h"

static bool subject_of(const struct json_node *body, str *subject, struct problem *why)
{
	const struct json_node *member = json_get(body, STR("subject"));
	*subject = json_str(member);
	if ((subject->p && seal_is_uuid(*subject)) || !member || json_is(member, JSON_NULL))
		return true;
	return fail(why, P_BAD_REQUEST, STR("The member \"subject\" must be the id of a child, or null."));
}

bool api_case_submit(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct application a = { .key = q->idempotency_key, .version = pairs_get(&q->query, STR("version")) };
	const struct json_node *receipt, *body = api_body(q, why);
	if (!body || !subject_of(body, &a.subject, why))
		return false;
	/* A published version never changes: one that is named and known is not asked for again. */
	a.form = a.version.n ? form_cache_known(app->forms, app->db, q->arena, &q->caller, CITIZEN_FORM, q->args[0], a.version, why)
	                     : api_form_of(app, q, why);
	if (!a.form || !api_answers(q, a.form, body, &a.answers, why) || !submit(app, q, &a, &receipt, why))
		return false;
	bool replayed = json_true(json_get(receipt, STR("replayed")));
	str reference = json_member(receipt, STR("reference"));
	const struct json_node *received = json_get(receipt, STR("received_at"));
	bool waits = json_is(received, JSON_NULL);
	response_header(r, "Location", arena_join(q->arena, STR("/api/v1/cases/"), reference, STR("")));
	return response_json(r, replayed ? 200 : 201,
	                     arena_printf(q->arena, "{\"reference\":\"%.*s\",\"received_at\":%.*s,\"%s\":\"/%s/%.*s\"}", STR_ARG(reference),
	                                  STR_ARG(json_write(q->arena, received)), waits ? "sign" : "receipt",
	                                  waits ? "underskrift" : "kvittens", STR_ARG(reference)));
}

bool api_cases(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *own;
	return case_list_own(app->db, q->arena, &q->caller, &own, why) && response_json(r, 200, json_write(q->arena, own));
}

bool api_case(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	return case_read_own(app->db, q->arena, &q->caller, q->args[0], &row, why) && response_json(r, 200, json_write(q->arena, row));
}

bool api_children(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *children;
	if (!children_list(app->db, q->arena, &q->caller, &children, why))
		return false;
	return response_json(r, 200, arena_join(q->arena, STR("{\"children\":"), json_write(q->arena, children), STR("}")));
}
