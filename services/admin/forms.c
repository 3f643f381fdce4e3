/* forms.c -- every form with its versions: which one citizens meet, which are drafts. */
#include "admin/version.h"
#include "base/clock.h"
#include "http/pieces.h"

static void row_html(struct html *h, const struct request *q, str form, const struct json_node *row)
{
	str version = json_member(row, STR("version"));
	html_markup(h, "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">");
	html_link(h, "govuk-link", arena_join(q->arena, version_path(q, form, version), STR(""), STR("")), STR(""), version);
	html_markup(h, "</th>");
	piece_cell(h, text(q->lang, "admin.state"));
	version_tag(h, q, json_member(row, STR("state")));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "admin.changed"));
	html_text(h, clock_local(q->arena, json_member(row, STR("changed_at"))));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "admin.changed_by"));
	html_text(h, version_author(q, row));
	html_markup(h, "</td></tr>");
}

static void form_html(struct html *h, const struct request *q, const struct json_node *form)
{
	str id = json_member(form, STR("form")), title = piece_in_language(q, json_get(form, STR("titles")));
	const str columns[] = { text(q->lang, "admin.version"), text(q->lang, "admin.state"), text(q->lang, "admin.changed"),
		                text(q->lang, "admin.changed_by") };
	struct json_iter it = json_begin(json_get(form, STR("versions")));
	piece_heading(h, arena_join(q->arena, title.p ? title : id, STR(" · "), id));
	piece_table_begin(h, columns, 4);
	while (json_next(&it))
		row_html(h, q, id, it.value);
	piece_table_end(h);
}

bool forms_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *forms;
	if (!form_list(app->db, q->arena, &q->caller, &forms, why))
		return false;
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.title"));
	p.wide = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "admin.title"));
	piece_paragraphs(&h, json_count(forms) ? text(q->lang, "admin.intro") : text(q->lang, "admin.empty"));
	page_button_link(&h, BUTTON_PRIMARY, STR("/admin/formular/ny"), STR(""), text(q->lang, "admin.new"));
	struct json_iter it = json_begin(forms);
	while (json_next(&it))
		form_html(&h, q, it.value);
	return page_end(&p, &h, r, 200);
}
