/* write.c -- where a definition is pasted, uploaded or changed. It is saved only when nothing is wrong with it. */
#include "admin/version.h"
#include "admin/write.h"
#include "base/log.h"
#include "http/pieces.h"

struct writing {
	str definition, seen;
	const struct findings *findings;
	str error; /* at the text field; absent: none */
	int status;
};

static str summary_line(const struct request *q, const struct writing *w)
{
	const struct pair values[] = { { STR("n"), arena_printf(q->arena, "%zu", w->findings->n) } };
	return text_fill(q->arena, text(q->lang, w->findings->n == 1 ? "admin.findings.one" : "admin.findings.many"), values, 1);
}

static void fields_html(struct html *h, const struct request *q, const struct writing *w)
{
	const struct field file = { .widget = FIELD_FILE, .id = STR("file"), .name = STR("file"), .label = text(q->lang, "admin.file"),
		                    .hint = text(q->lang, "admin.file.hint"), .accept = STR(".json,application/json") };
	const struct field code = { .widget = FIELD_CODE, .id = STR("definition"), .name = STR("definition"),
		                    .label = text(q->lang, "admin.definition"), .hint = text(q->lang, "admin.definition.hint"),
		                    .error = w->error, .value = w->definition };
	field_html(h, &file, text(q->lang, "common.error_prefix"));
	field_html(h, &code, text(q->lang, "common.error_prefix"));
}

static bool show(struct request *q, struct response *r, const struct writing *w)
{
	struct field_error error = { STR("definition"), w->error };
	bool found = w->findings && w->findings->n > 0;
	if (found)
		error = (struct field_error){ STR("findings"), summary_line(q, w) };
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.write.title"));
	p.back = STR("/admin");
	p.wide = true;
	p.errors = &error;
	p.error_count = found || w->error.p;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "admin.write.title"));
	if (found)
		inspect_html(&h, q, w->definition, w->findings);
	else
		piece_paragraphs(&h, text(q->lang, "admin.write.intro"));
	page_upload_begin(&h, q, STR("/admin/formular/ny"));
	page_hidden(&h, "seen", w->seen.p ? w->seen : STR(""));
	fields_html(&h, q, w);
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "admin.save"));
	page_form_end(&h);
	return page_end(&p, &h, r, w->status);
}

bool write_page(struct request *q, struct response *r, str definition, str seen, const struct findings *findings)
{
	const struct writing w = { definition, seen, findings, STR_NONE, 422 };
	return show(q, r, &w);
}

static bool refused(struct request *q, struct response *r, str definition, str seen, str error, int status)
{
	const struct writing w = { definition, seen, NULL, error, status };
	return show(q, r, &w);
}

/* Empty, or filled with the version that ?form= and ?version= name. */
bool definition_write(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct version from = { 0 };
	str form = pairs_get(&q->query, STR("form")), version = pairs_get(&q->query, STR("version"));
	if (form.n ? !version_open(app, q, form, version, &from, why) : !form_author(app->db, q->arena, &q->caller, false, why))
		return false;
	const struct writing w = { from.definition.p ? from.definition : STR(""), from.is_draft ? from.sha256 : STR_NONE, NULL, STR_NONE, 200 };
	return show(q, r, &w);
}

static str refusal_words(const struct request *q, const struct form *form, const struct problem *why)
{
	const struct pair values[] = { { STR("version"), form->version } };
	return text_fill(q->arena, text(q->lang, why->kind == P_STALE ? "admin.refused.draft" : "admin.refused.published"), values, 1);
}

bool definition_save(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct findings findings = { 0 };
	const struct json_node *saved;
	str file = pairs_get(&q->form, STR("file")), seen = request_field(q, "seen");
	str definition = file.n ? file : pairs_get(&q->form, STR("definition"));
	if (!form_author(app->db, q->arena, &q->caller, true, why))
		return false;
	if (str_trim(definition).n == 0)
		return refused(q, r, STR(""), seen, text(q->lang, "admin.definition.missing"), 422);
	if (definition.n > DEFINITION_BYTES)
		return fail(why, P_TOO_LARGE, STR("A definition has at most 1 MiB."));
	const struct form *form = inspect(q->arena, definition, &findings);
	if (!form)
		return write_page(q, r, str_utf8(definition) ? definition : STR(""), seen, &findings);
	if (!form_save(app->db, q->arena, &q->caller, form->id, form->version, str_of(form->sha256), definition, seen.n ? seen : STR_NONE,
	               &saved, why)) {
		if (why->kind != P_STALE && why->kind != P_CONFLICT)
			return false;
		return refused(q, r, definition, seen, refusal_words(q, form, why), problem_status(why->kind));
	}
	log_event(LOG_INFO, "form.saved", LOG_WORD("form", form->id), LOG_WORD("version", form->version));
	return response_see_other(r, arena_join(q->arena, version_path(q, form->id, form->version), STR("?sparad=1"), STR("")), STR(""));
}
