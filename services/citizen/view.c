#include "citizen/view.h"

#include "base/clock.h"
#include "base/log.h"

str view_subject(const struct request *q, const struct json_node *row)
{
	str name = json_member(row, STR("subject_name"));
	if (name.p)
		return name;
	return json_is(json_get(row, STR("subject")), JSON_STRING) ? text(q->lang, "citizen.child.protected") : STR_NONE;
}

str view_today(const struct request *q)
{
	return clock_date(q->arena, clock_now_ms());
}

void view_check(const struct request *q, const struct form *form, const struct json_node *answers, struct answers_report *out)
{
	answers_check(form, answers, view_today(q), lang_tag(q->lang), q->arena, out);
	if (out->schema.ran_away)
		log_event(LOG_ERROR, "form.ran_away", LOG_WORD("form", form->id), LOG_WORD("version", form->version));
}

const struct form *view_form(struct app *app, const struct request *q, const struct json_node *row, struct problem *why)
{
	return form_cache_known(app->forms, app->db, q->arena, &q->caller, CITIZEN_FORM, json_member(row, STR("form")),
	                        json_member(row, STR("version")), why);
}
