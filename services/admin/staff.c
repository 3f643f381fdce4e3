#include "admin/staff.h"

#include "http/pieces.h"

#define MOST_SEARCH_CHARS 100

static void waiting_html(struct html *h, const struct request *q, const struct json_node *proposals)
{
	piece_heading(h, text(q->lang, "admin.staff.waiting"));
	if (staff_proposals_count(proposals, "decide"))
		staff_proposals_html(h, q, proposals, "decide");
	else
		piece_paragraphs(h, text(q->lang, "admin.staff.waiting.none"));
	if (!staff_proposals_count(proposals, "other"))
		return;
	piece_heading(h, text(q->lang, "admin.staff.waiting.others"));
	staff_proposals_html(h, q, proposals, "other");
}

static void search_html(struct html *h, const struct request *q, str search)
{
	const struct field field = { .widget = FIELD_TEXT, .id = STR("sok"), .name = STR("sok"), .label = text(q->lang, "admin.staff.search"),
		                     .hint = text(q->lang, "admin.staff.search.hint"), .value = search };
	html_markup(h, "<form method=\"get\" action=\"/admin/personal\" role=\"search\">");
	field_html(h, &field, text(q->lang, "common.error_prefix"));
	page_button(h, BUTTON_SECONDARY, text(q->lang, "admin.staff.search.do"));
	html_markup(h, "</form>");
}

static void roles_html(struct html *h, const struct request *q, const struct json_node *roles)
{
	if (!json_count(roles)) {
		html_text(h, text(q->lang, "admin.staff.no_role"));
		return;
	}
	html_markup(h, "<ul class=\"govuk-list\">");
	for (struct json_iter it = json_begin(roles); json_next(&it);) {
		html_markup(h, "<li>");
		html_text(h, staff_role_words(q, it.value));
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

static void row_html(struct html *h, const struct request *q, const struct json_node *row)
{
	html_markup(h, "<tr class=\"govuk-table__row\"><th scope=\"row\" class=\"govuk-table__header\">");
	html_link(h, "govuk-link", staff_path(q, json_member(row, STR("person")), ""), STR(""), json_member(row, STR("name")));
	if (json_member(row, STR("disabled_at")).p) {
		html_markup(h, " <strong class=\"govuk-tag govuk-tag--red\">");
		html_text(h, text(q->lang, "admin.staff.disabled"));
		html_markup(h, "</strong>");
	}
	html_markup(h, "</th>");
	piece_cell(h, text(q->lang, "admin.staff.id"));
	html_text(h, json_member(row, STR("staff_id")));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "admin.staff.roles"));
	roles_html(h, q, json_get(row, STR("roles")));
	html_markup(h, "</td></tr>");
}

static void people_html(struct html *h, const struct request *q, const struct json_node *found, str search)
{
	const struct json_node *people = json_get(found, STR("staff"));
	const str columns[] = { text(q->lang, "admin.staff.name"), text(q->lang, "admin.staff.id"), text(q->lang, "admin.staff.roles") };
	if (!json_count(people)) {
		piece_paragraphs(h, search.n ? text_fill(q->arena, text(q->lang, "admin.staff.none_found"),
		                                         &(const struct pair){ STR("search"), search }, 1)
		                             : text(q->lang, "admin.staff.none"));
		return;
	}
	piece_table_begin(h, columns, 3);
	for (struct json_iter it = json_begin(people); json_next(&it);)
		row_html(h, q, it.value);
	piece_table_end(h);
	if (json_true(json_get(found, STR("more"))))
		piece_paragraphs(h, text(q->lang, "admin.staff.more"));
}

bool staff_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *found;
	str search = str_trim(pairs_get(&q->query, STR("sok")));
	if (search.n && str_chars(search) > MOST_SEARCH_CHARS)
		return fail(why, P_BAD_REQUEST, STR("Search for at most 100 characters."));
	if (!staff_search(app->db, q->arena, &q->caller, search, &found, why))
		return false;
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.staff.title"));
	p.wide = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "admin.staff.title"));
	piece_paragraphs(&h, text(q->lang, "admin.staff.intro"));
	waiting_html(&h, q, json_get(found, STR("waiting")));
	piece_heading(&h, text(q->lang, "admin.staff.people"));
	search_html(&h, q, search);
	people_html(&h, q, found, search);
	return page_end(&p, &h, r, 200);
}
