/* api_forms.c -- forms as data: the list, a definition, its schema, and a check of answers that saves nothing. */
#include "base/json_edit.h"
#include "citizen/api.h"
#include "citizen/view.h"

static const unsigned char description[] = {
#include "openapi.inc"
};

bool api_description(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)why;
	response_cacheable(r);
	return response_json(r, 200, (str){ (const char *)description, sizeof(description) });
}

bool api_forms(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *services;
	if (!services_list(app->db, q->arena, &q->caller, &services, why))
		return false;
	return response_json(r, 200, arena_join(q->arena, STR("{\"forms\":"), json_write(q->arena, services), STR("}")));
}

const struct form *api_form_of(struct app *app, const struct request *q, struct problem *why)
{
	str version = pairs_get(&q->query, STR("version"));
	return form_cache_get(app->forms, app->db, q->arena, &q->caller, CITIZEN_FORM, q->args[0], version.n ? version : STR_NONE, why);
}

bool api_form(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct form *form = api_form_of(app, q, why);
	if (!form)
		return false;
	response_header(r, "ETag", arena_printf(q->arena, "\"%s\"", form->sha256));
	return response_json(r, 200, form->text);
}

bool api_form_schema(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct form *form = api_form_of(app, q, why);
	if (!form)
		return false;
	response_header(r, "ETag", arena_printf(q->arena, "\"%s\"", form->sha256));
	return response_text(r, 200, "application/schema+json", json_write(q->arena, json_get(form->root, STR("data"))));
}

const struct json_node *api_body(const struct request *q, struct problem *why)
{
	struct json_error error = { NULL, 0 };
	unsigned line, column;
	const struct json_node *body = json_parse(q->arena, q->body, &json_limits_answers, &error);
	if (json_is(body, JSON_OBJECT))
		return body;
	json_position(q->body, error.offset, &line, &column);
	fail(why, P_BAD_REQUEST,
	     body ? STR("The body must be a JSON object.")
	          : arena_printf(q->arena, "The body is not JSON that can be taken: %s at line %u, column %u.", error.reason, line, column));
	return NULL;
}

bool api_answers(const struct request *q, const struct form *form, const struct json_node *body, const struct json_node **answers,
                 struct problem *why)
{
	struct answers_report report;
	*answers = json_get(body, STR("answers"));
	if (!json_is(*answers, JSON_OBJECT))
		return fail(why, P_BAD_REQUEST, STR("The member \"answers\" must be an object."));
	view_check(q, form, *answers, &report);
	*answers = report.answers;
	if (report.valid)
		return true;
	struct problem_field *fields = ARENA_ARRAY(q->arena, struct problem_field, report.error_count + 1);
	for (size_t i = 0; i < report.error_count; i++)
		fields[i] = (struct problem_field){ report.errors[i].pointer, report.errors[i].keyword, report.errors[i].text };
	why->fields = fields;
	why->field_count = report.error_count;
	return fail(why, P_INVALID, STR("Some answers need to be corrected; each error names its place in \"answers\"."));
}

bool api_form_check(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answers, *body = api_body(q, why);
	const struct form *form = body ? api_form_of(app, q, why) : NULL;
	return form && api_answers(q, form, body, &answers, why) && response_json(r, 200, STR("{\"valid\":true}"));
}
