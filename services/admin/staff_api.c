/* staff_api.c -- members of staff and their roles for programs: the same rules as the pages have. */
#include "admin/staff.h"
#include "base/log.h"

bool api_staff(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *found;
	return staff_search(app->db, q->arena, &q->caller, str_trim(pairs_get(&q->query, STR("search"))), &found, why) &&
	       response_json(r, 200, json_write(q->arena, found));
}

bool api_staff_person(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	return staff_read(app->db, q->arena, &q->caller, q->args[0], &row, why) && response_json(r, 200, json_write(q->arena, row));
}

/* What is left out is empty; what is there is a string. */
static bool word(const struct json_node *body, str name, str *out)
{
	const struct json_node *value = json_get(body, name);
	*out = value ? json_member(body, name) : STR("");
	return out->p != NULL;
}

static bool read_role(const struct request *q, struct role *role, struct problem *why)
{
	const struct json_node *body = json_parse(q->arena, q->body, &json_limits_answers, NULL);
	if (!json_is(body, JSON_OBJECT) || !word(body, STR("role"), &role->name) || !word(body, STR("queue"), &role->queue) ||
	    !word(body, STR("form"), &role->form) || !word(body, STR("area"), &role->area))
		return fail(why, P_BAD_REQUEST, STR("The body must be an object with the strings role, queue, form and area."));
	return true;
}

bool api_staff_propose(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct role role;
	const struct json_node *made;
	if (!read_role(q, &role, why) || !role_propose(app->db, q->arena, &q->caller, q->args[0], &role, &made, why))
		return false;
	log_event(LOG_INFO, "role.proposed", LOG_WORD("proposal", json_member(made, STR("proposal"))));
	return response_json(r, 201, json_write(q->arena, made));
}

bool api_staff_decide(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *decided, *body = json_parse(q->arena, q->body, &json_limits_answers, NULL);
	str decision = json_member(body, STR("decision"));
	if (!decision.p)
		return fail(why, P_BAD_REQUEST, STR("The body must be an object with the string decision."));
	if (!proposal_decide(app->db, q->arena, &q->caller, q->args[0], decision, &decided, why))
		return false;
	log_event(LOG_INFO, "role.decided", LOG_WORD("proposal", q->args[0]), LOG_WORD("decision", json_member(decided, STR("state"))));
	return response_json(r, 200, json_write(q->arena, decided));
}

bool api_staff_take(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct role role;
	const struct json_node *taken;
	if (!read_role(q, &role, why) || !role_take(app->db, q->arena, &q->caller, q->args[0], &role, &taken, why))
		return false;
	log_event(LOG_INFO, "role.taken", LOG_WORD("person", q->args[0]));
	return response_json(r, 200, json_write(q->arena, taken));
}
