/* staff_person.c -- one member of staff: what the person may do, what is proposed, and what has happened. */
#include "admin/done.h"
#include "admin/staff.h"
#include "base/clock.h"
#include "http/pieces.h"

static str take_path(const struct request *q, str person, const struct json_node *json)
{
	struct role role = staff_role(json);
	struct buf path = buf_in(q->arena, 4096);
	buf_add(&path, staff_path(q, person, "/ta-bort?roll="));
	buf_url(&path, staff_role_field(q, &role));
	return buf_str(&path);
}

static void role_row(struct html *h, const struct request *q, str person, const struct json_node *json)
{
	str words = staff_role_words(q, json);
	html_markup(h, "<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
	html_text(h, words);
	html_markup(h, "</dt><dd class=\"govuk-summary-list__actions\">");
	staff_link_html(h, take_path(q, person, json), text(q->lang, "admin.role.take"), words);
	html_markup(h, "</dd></div>");
}

static void roles_html(struct html *h, const struct request *q, const struct json_node *row)
{
	const struct json_node *roles = json_get(row, STR("roles"));
	piece_heading(h, text(q->lang, "admin.staff.roles"));
	if (!json_count(roles)) {
		piece_paragraphs(h, text(q->lang, "admin.staff.no_role.text"));
		return;
	}
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (struct json_iter it = json_begin(roles); json_next(&it);)
		role_row(h, q, json_member(row, STR("person")), it.value);
	html_markup(h, "</dl>");
}

static void propose_html(struct html *h, const struct request *q, const struct json_node *row)
{
	if (json_true(json_get(row, STR("me"))))
		piece_paragraphs(h, text(q->lang, "admin.propose.oneself"));
	else if (json_member(row, STR("disabled_at")).p)
		piece_paragraphs(h, text(q->lang, "admin.staff.disabled.text"));
	else
		page_button_link(h, BUTTON_PRIMARY, staff_path(q, json_member(row, STR("person")), "/roll"), STR(""), text(q->lang, "admin.propose"));
}

static void event_row(struct html *h, const struct request *q, const struct json_node *event)
{
	const struct json_node *grant = json_get(event, STR("grant"));
	str key = arena_join(q->arena, STR("admin.event."), json_member(event, STR("event")), STR("")), by = json_member(event, STR("by"));
	html_markup(h, "<tr class=\"govuk-table__row\">");
	piece_cell(h, text(q->lang, "admin.event.at"));
	html_text(h, clock_local(q->arena, json_member(event, STR("at"))));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "admin.event.what"));
	html_text(h, text_of(q->lang, key));
	if (json_is(grant, JSON_OBJECT)) {
		html_markup(h, ": ");
		html_text(h, staff_role_words(q, grant));
	}
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "admin.event.by"));
	html_text(h, by.p ? by : text(q->lang, "admin.operator"));
	html_markup(h, "</td></tr>");
}

static void history_html(struct html *h, const struct request *q, const struct json_node *history)
{
	const str columns[] = { text(q->lang, "admin.event.at"), text(q->lang, "admin.event.what"), text(q->lang, "admin.event.by") };
	piece_heading(h, text(q->lang, "admin.staff.history"));
	if (!json_count(history)) {
		piece_paragraphs(h, text(q->lang, "admin.staff.history.none"));
		return;
	}
	piece_table_begin(h, columns, 3);
	for (struct json_iter it = json_begin(history); json_next(&it);)
		event_row(h, q, it.value);
	piece_table_end(h);
}

/* What has just been done, as the redirect here says. */
static void banner_html(struct html *h, const struct request *q)
{
	static const char *const done[] = { "foreslagen", "godkand", "avslagen", "tillbakadragen", "borttagen" };
	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (str_is(pairs_get(&q->query, STR("klart")), done[i]))
			done_html(h, q, text_of(q->lang, arena_join(q->arena, STR("admin.done."), str_of(done[i]), STR(""))));
}

bool staff_person_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	if (!staff_read(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	const struct json_node *waiting = json_get(row, STR("waiting"));
	struct page p = page_of(q, PAGE_ADMIN, json_member(row, STR("name")));
	p.back = STR("/admin/personal");
	p.wide = true;
	struct html h = page_begin(&p);
	banner_html(&h, q);
	html_markup(&h, "<p class=\"govuk-caption-l\">");
	html_text(&h, json_member(row, STR("staff_id")));
	html_markup(&h, "</p>");
	page_heading(&h, json_member(row, STR("name")));
	if (json_member(row, STR("disabled_at")).p) {
		html_markup(&h, "<p class=\"govuk-body\"><strong class=\"govuk-tag govuk-tag--red\">");
		html_text(&h, text(q->lang, "admin.staff.disabled"));
		html_markup(&h, "</strong></p>");
	}
	roles_html(&h, q, row);
	if (json_count(waiting)) {
		piece_heading(&h, text(q->lang, "admin.staff.proposals"));
		staff_proposals_html(&h, q, waiting, NULL);
	}
	propose_html(&h, q, row);
	history_html(&h, q, json_get(row, STR("history")));
	return page_end(&p, &h, r, 200);
}
