/* api.c -- definitions for programs: list, save a draft version, publish. The same checks as the pages make. */
#include "admin/inspect.h"
#include "admin/version.h"
#include "base/log.h"

bool api_forms(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *forms;
	return form_list(app->db, q->arena, &q->caller, &forms, why) &&
	       response_json(r, 200, arena_join(q->arena, STR("{\"forms\":"), json_write(q->arena, forms), STR("}")));
}

static bool refuse_findings(const struct request *q, const struct findings *findings, struct problem *why)
{
	struct problem_field *fields = ARENA_ARRAY(q->arena, struct problem_field, findings->n + 1);
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = &findings->items[i];
		fields[i] = (struct problem_field){ f->pointer, f->code,
			                            arena_printf(q->arena, "%u:%u: %.*s", f->line, f->column, STR_ARG(inspect_sentence(q, f))) };
	}
	why->fields = fields;
	why->field_count = findings->n;
	return fail(why, P_INVALID, STR("The definition has faults; each names its place, line and column."));
}

bool api_definition_save(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct findings findings = { 0 };
	const struct json_node *saved;
	str seen = request_seen(q);
	if (seen.p && seen.n == 0)
		return fail(why, P_BAD_REQUEST, STR("Send If-Match with the sha256 of the draft that you saw, in quotes."));
	if (!form_author(app->db, q->arena, &q->caller, true, why))
		return false;
	const struct form *form = inspect(q->arena, q->body, &findings);
	if (!form)
		return refuse_findings(q, &findings, why);
	if (!str_eq(form->id, q->args[0]))
		return fail(why, P_BAD_REQUEST, STR("The id in the definition is not the one in the path."));
	if (!form_save(app->db, q->arena, &q->caller, form->id, form->version, str_of(form->sha256), form->text, seen, &saved, why))
		return false;
	log_event(LOG_INFO, "form.saved", LOG_WORD("form", form->id), LOG_WORD("version", form->version));
	response_header(r, "ETag", arena_printf(q->arena, "\"%s\"", form->sha256));
	return response_json(r, json_true(json_get(saved, STR("created"))) ? 201 : 200, json_write(q->arena, saved));
}

bool api_version_publish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer, *body = json_parse(q->arena, q->body, &json_limits_answers, NULL);
	struct findings findings = { 0 };
	str version = json_member(body, STR("version")), sha256 = json_member(body, STR("sha256"));
	if (!version.p || !sha256.p)
		return fail(why, P_BAD_REQUEST, STR("The body must be an object with the strings version and sha256."));
	struct version v;
	if (!version_open(app, q, q->args[0], version, &v, why))
		return false;
	if (v.is_draft && !inspect(q->arena, v.definition, &findings))
		return refuse_findings(q, &findings, why);
	if (v.is_draft && !version_compare(app, q, &v, why))
		return false;
	if (v.step.n)
		return refuse_findings(q, &v.step, why);
	if (!form_publish(app->db, q->arena, &q->caller, q->args[0], version, sha256, &answer, why))
		return false;
	log_event(LOG_INFO, "form.published", LOG_WORD("form", q->args[0]), LOG_WORD("version", version));
	return response_json(r, 200, json_write(q->arena, answer));
}
