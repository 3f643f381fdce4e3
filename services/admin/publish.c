/* publish.c -- a draft becomes what citizens meet, for good; or is thrown away. */
#include "admin/inspect.h"
#include "admin/version.h"
#include "admin/write.h"
#include "base/log.h"
#include "http/pieces.h"

bool version_publish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct version v;
	struct findings findings = { 0 };
	const struct json_node *answer;
	if (!version_open(app, q, q->args[0], q->args[1], &v, why))
		return false;
	/* Once more: what was right when it was saved need not be right for the program of today. */
	if (v.is_draft && !inspect(q->arena, v.definition, &findings))
		return write_page(q, r, v.definition, v.sha256, &findings);
	if (v.is_draft && !version_compare(app, q, &v, why))
		return false;
	if (v.step.n)
		return version_page(q, r, &v, inspect_sentence(q, &v.step.items[0]), 422);
	if (!form_publish(app->db, q->arena, &q->caller, v.id, v.version, request_field(q, "sha256"), &answer, why)) {
		if (why->kind != P_STALE && why->kind != P_CONFLICT)
			return false;
		return version_page(q, r, &v, why->kind == P_STALE ? text(q->lang, "admin.stale") : text(q->lang, "admin.later"),
		                 problem_status(why->kind));
	}
	log_event(LOG_INFO, "form.published", LOG_WORD("form", v.form->id), LOG_WORD("version", v.form->version));
	return response_see_other(r, version_under(q, &v, STR("?publicerad=1")), STR(""));
}

bool version_delete_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct version v;
	if (!version_open(app, q, q->args[0], q->args[1], &v, why))
		return false;
	if (!v.is_draft)
		return response_see_other(r, version_under(q, &v, STR("")), STR(""));
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.delete.title"));
	p.back = version_under(q, &v, STR(""));
	struct html h = page_begin(&p);
	version_caption(&h, q, &v);
	page_heading(&h, text(q->lang, "admin.delete.title"));
	piece_paragraphs(&h, text(q->lang, "admin.delete.text"));
	page_form_begin(&h, q, version_under(q, &v, STR("/radera")), STR(""));
	page_hidden(&h, "sha256", v.sha256);
	page_button(&h, BUTTON_WARNING, text(q->lang, "admin.delete"));
	page_form_end(&h);
	return page_end(&p, &h, r, 200);
}

bool version_delete_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	return form_delete(app->db, q->arena, &q->caller, q->args[0], q->args[1], request_field(q, "sha256"), why) &&
	       response_see_other(r, STR("/admin"), STR(""));
}
