/* readers.c -- who has read or changed an application: for whoever sent it in, as a page and as data. */
#include "base/clock.h"
#include "citizen/app.h"
#include "citizen/view.h"
#include "store/audit.h"

#define PAGE_EVENTS 50

static bool read_events(struct app *app, const struct request *q, const struct json_node **out, struct problem *why)
{
	str cursor = pairs_get(&q->query, STR("cursor"));
	return audit_readers(app->db, q->arena, &q->caller, q->args[0], cursor.n ? cursor : STR_NONE, PAGE_EVENTS, out, why);
}

static str who_of(const struct request *q, const struct json_node *row)
{
	str who = json_member(row, STR("who")), name = json_member(row, STR("name"));
	const struct pair values[] = { { STR("name"), name } };
	if (str_is(who, "staff"))
		return name.p ? text_fill(q->arena, text(q->lang, "readers.staff"), values, 1) : text(q->lang, "readers.staff.unknown");
	return str_is(who, "self") ? text(q->lang, "readers.self") : str_is(who, "other") ? text(q->lang, "readers.other")
	                                                                                 : text(q->lang, "readers.system");
}

static str what_of(const struct request *q, const struct json_node *row)
{
	str key = arena_join(q->arena, STR("readers.action."), json_member(row, STR("action")), STR(""));
	return text_exists(q->lang, key) ? text_of(q->lang, key) : text(q->lang, "readers.action");
}

static void cell(struct html *h, str column, str words)
{
	piece_cell(h, column);
	html_text(h, words);
	html_markup(h, "</td>");
}

static void table(struct html *h, const struct request *q, const struct json_node *rows)
{
	const str columns[] = { text(q->lang, "readers.when"), text(q->lang, "readers.who"), text(q->lang, "readers.what") };
	struct json_iter it = json_begin(rows);
	piece_table_begin(h, columns, 3);
	while (json_next(&it)) {
		html_markup(h, "<tr class=\"govuk-table__row\">");
		cell(h, columns[0], clock_local(q->arena, json_member(it.value, STR("at"))));
		cell(h, columns[1], who_of(q, it.value));
		cell(h, columns[2], what_of(q, it.value));
		html_markup(h, "</tr>");
	}
	piece_table_end(h);
}

static void older_link(struct html *h, const struct request *q, str next)
{
	if (!next.p)
		return;
	html_markup(h, "<nav class=\"app-pages\"><a class=\"govuk-link\" rel=\"next\"");
	html_attr(h, "href", arena_printf(q->arena, "/mina/%.*s/lasare?cursor=%.*s", STR_ARG(q->args[0]), STR_ARG(next)));
	html_markup(h, ">");
	html_text(h, text(q->lang, "readers.older"));
	html_markup(h, "</a></nav>");
}

bool readers_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer;
	if (!read_events(app, q, &answer, why))
		return false;
	const struct json_node *rows = json_get(answer, STR("readers"));
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "readers.title"));
	p.wide = true;
	p.back = arena_join(q->arena, STR("/mina/"), q->args[0], STR(""));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "readers.title"));
	html_markup(&h, "<p class=\"govuk-body-l\">");
	html_text(&h, arena_join(q->arena, piece_in_language(q, json_get(answer, STR("titles"))), STR(" · "), q->args[0]));
	html_markup(&h, "</p>");
	piece_paragraphs(&h, text(q->lang, "readers.intro"));
	if (json_count(rows))
		table(&h, q, rows);
	else
		piece_paragraphs(&h, text(q->lang, "readers.empty"));
	older_link(&h, q, json_member(answer, STR("next")));
	return page_end(&p, &h, r, 200);
}

bool api_readers(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer;
	return read_events(app, q, &answer, why) && response_json(r, 200, json_write(q->arena, answer));
}
