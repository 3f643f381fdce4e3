/* queue.c -- the caseworker's queues: what is at hand, what waits, and taking the next. */
#include "base/clock.h"
#include "caseworker/app.h"
#include "http/pieces.h"
#include "rules/lifecycle.h"

#define PAGE_CASES 25

static str local_day(const struct request *q, const struct json_node *row, str name)
{
	return str_sub(clock_local(q->arena, json_member(row, name)), 0, 10);
}

static str subject_words(const struct request *q, const struct json_node *row)
{
	str name = json_member(row, STR("subject_name"));
	return name.p ? name : text(q->lang, "caseworker.no_name");
}

/* The due date, in words too when it has passed: colour alone says nothing to some. */
static void due_html(struct html *h, const struct request *q, const struct json_node *row)
{
	int64_t due_ms;
	html_text(h, local_day(q, row, STR("due_at")));
	if (clock_parse(json_member(row, STR("due_at")), &due_ms) && due_ms < clock_now_ms()) {
		html_markup(h, " <strong class=\"govuk-tag govuk-tag--red\">");
		html_text(h, text(q->lang, "caseworker.late"));
		html_markup(h, "</strong>");
	}
}

static void table_row(struct html *h, const struct request *q, const struct json_node *row, bool with_assignee)
{
	html_markup(h, "<tr class=\"govuk-table__row\">");
	piece_cell(h, text(q->lang, "caseworker.reference"));
	html_link(h, "govuk-link", STR("/handlaggare/arende/"), json_member(row, STR("reference")), json_member(row, STR("reference")));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "caseworker.subject"));
	html_text(h, subject_words(q, row));
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "caseworker.status"));
	piece_status(h, q, json_member(row, STR("status")), STR_NONE);
	html_markup(h, "</td>");
	piece_cell(h, text(q->lang, "caseworker.due"));
	due_html(h, q, row);
	html_markup(h, "</td>");
	if (with_assignee) {
		str name = json_member(row, STR("assignee"));
		piece_cell(h, text(q->lang, "caseworker.assignee"));
		html_text(h, name.p ? name : text(q->lang, "caseworker.nobody"));
		html_markup(h, "</td>");
	}
	html_markup(h, "</tr>");
}

static void table(struct html *h, const struct request *q, const struct json_node *cases, bool with_assignee)
{
	const str columns[] = { text(q->lang, "caseworker.reference"), text(q->lang, "caseworker.subject"), text(q->lang, "caseworker.status"),
		                text(q->lang, "caseworker.due"), text(q->lang, "caseworker.assignee") };
	struct json_iter it = json_begin(cases);
	piece_table_begin(h, columns, with_assignee ? 5 : 4);
	while (json_next(&it))
		table_row(h, q, it.value, with_assignee);
	piece_table_end(h);
}

static void note(struct html *h, str words)
{
	html_markup(h, "<p class=\"govuk-body\">");
	html_text(h, words);
	html_markup(h, "</p>");
}

static void take_button(struct html *h, struct request *q, str queue)
{
	page_form_begin(h, q, arena_join(q->arena, STR("/handlaggare/ko/"), queue, STR("/ta")), STR(""));
	page_button(h, BUTTON_PRIMARY, text(q->lang, "caseworker.take"));
	page_form_end(h);
}

static str queue_title(const struct request *q, const struct json_node *queue)
{
	str title = piece_in_language(q, json_get(queue, STR("titles")));
	return title.p ? title : json_member(queue, STR("queue"));
}

static void queue_html(struct html *h, struct request *q, const struct json_node *queue)
{
	const struct json_node *mine = json_get(queue, STR("mine"));
	str name = json_member(queue, STR("queue"));
	piece_heading(h, queue_title(q, queue));
	if (json_true(json_get(queue, STR("waiting"))))
		take_button(h, q, name);
	else
		note(h, text(q->lang, "caseworker.nothing_waits"));
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", STR("/handlaggare/ko/"), name, text(q->lang, "caseworker.show_queue"));
	html_markup(h, "</p><h3 class=\"govuk-heading-s\">");
	html_text(h, text(q->lang, "caseworker.mine"));
	html_markup(h, "</h3>");
	if (json_count(mine))
		table(h, q, mine, false);
	else
		note(h, text(q->lang, "caseworker.mine.empty"));
}

bool queues_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer;
	if (!queue_list(app->db, q->arena, &q->caller, &answer, why))
		return false;
	struct page p = page_of(q, PAGE_CASEWORKER, text(q->lang, "caseworker.title"));
	p.wide = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "caseworker.title"));
	if (str_is(pairs_get(&q->query, STR("tomt")), "1")) {
		html_markup(&h, "<div class=\"govuk-inset-text\" role=\"status\">");
		html_text(&h, text(q->lang, "caseworker.taken_by_others"));
		html_markup(&h, "</div>");
	}
	struct json_iter it = json_begin(json_get(answer, STR("queues")));
	while (json_next(&it))
		queue_html(&h, q, it.value);
	return page_end(&p, &h, r, 200);
}

static void filter_item(struct html *h, const struct request *q, str queue, str status, bool chosen)
{
	html_markup(h, "<li><a class=\"govuk-link\"");
	html_attr(h, "aria-current", chosen ? STR("page") : STR_NONE);
	html_attr(h, "href", arena_printf(q->arena, "/handlaggare/ko/%.*s?status=%.*s", STR_ARG(queue), STR_ARG(status)));
	html_markup(h, ">");
	html_text(h, text_of(q->lang, arena_join(q->arena, STR("status."), status, STR(""))));
	html_markup(h, "</a></li>");
}

/* Every status in which there is something to do: no case can hide. */
static void filter_html(struct html *h, const struct request *q, str queue, str chosen)
{
	html_markup(h, "<nav class=\"app-filter\"");
	html_attr(h, "aria-label", text(q->lang, "caseworker.status"));
	html_markup(h, "><ul class=\"govuk-list\">");
	for (unsigned i = 0; i < CASE_STATUS__MAX; i++) {
		str status = str_of(case_status_word((enum case_status)i));
		if (lifecycle_is_work((enum case_status)i))
			filter_item(h, q, queue, status, str_eq(status, chosen));
	}
	html_markup(h, "</ul></nav>");
}

static bool status_of(const struct request *q, str *status, struct problem *why)
{
	str asked = pairs_get(&q->query, STR("status"));
	*status = asked.n ? asked : STR("received");
	return case_status_of(*status) != CASE_STATUS__MAX || fail(why, P_BAD_REQUEST, STR("There is no such status."));
}

static bool read_page(struct app *app, struct request *q, int64_t limit, str status, str *out, struct problem *why)
{
	str cursor = pairs_get(&q->query, STR("cursor"));
	return queue_page(app->db, q->arena, &q->caller, q->args[0], status, limit, cursor.n ? cursor : STR_NONE, out, why);
}

bool queue_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str status, json;
	if (!status_of(q, &status, why) || !read_page(app, q, PAGE_CASES, status, &json, why))
		return false;
	const struct json_node *answer = json_parse(q->arena, json, &json_limits_document, NULL);
	const struct json_node *cases = json_get(answer, STR("cases"));
	str next = json_member(answer, STR("next"));
	const struct pair values[] = { { STR("queue"), q->args[0] } };
	str title = text_fill(q->arena, text(q->lang, "caseworker.queue.title"), values, 1);
	struct page p = page_of(q, PAGE_CASEWORKER, title);
	p.wide = true;
	p.back = STR("/handlaggare");
	struct html h = page_begin(&p);
	page_heading(&h, title);
	take_button(&h, q, q->args[0]);
	filter_html(&h, q, q->args[0], status);
	if (json_count(cases))
		table(&h, q, cases, true);
	else
		note(&h, text(q->lang, "caseworker.queue.empty"));
	if (next.p) {
		html_markup(&h, "<nav class=\"app-pages\"><a class=\"govuk-link\" rel=\"next\"");
		html_attr(&h, "href", arena_printf(q->arena, "/handlaggare/ko/%.*s?status=%.*s&cursor=%.*s", STR_ARG(q->args[0]),
		                                   STR_ARG(status), STR_ARG(next)));
		html_markup(&h, ">");
		html_text(&h, text(q->lang, "caseworker.queue.next"));
		html_markup(&h, "</a></nav>");
	}
	return page_end(&p, &h, r, 200);
}

bool queue_take(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *taken;
	if (!queue_claim(app->db, q->arena, &q->caller, q->args[0], &taken, why))
		return false;
	/* Others were quicker: say so where the queues are. */
	if (!taken)
		return response_see_other(r, STR("/handlaggare?tomt=1"), STR(""));
	return response_see_other(r, STR("/handlaggare/arende/"), json_member(taken, STR("reference")));
}

bool api_queues(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer;
	return queue_list(app->db, q->arena, &q->caller, &answer, why) && response_json(r, 200, json_write(q->arena, answer));
}

bool api_queue_cases(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str asked = pairs_get(&q->query, STR("limit")), status, json;
	int64_t limit = PAGE_CASES;
	if (asked.n && !str_int(asked, 1, 100, &limit))
		return fail(why, P_BAD_REQUEST, STR("limit must be a number from 1 to 100."));
	return status_of(q, &status, why) && read_page(app, q, limit, status, &json, why) && response_json(r, 200, json);
}

bool api_queue_claim(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *taken;
	if (!queue_claim(app->db, q->arena, &q->caller, q->args[0], &taken, why))
		return false;
	if (!taken)
		return response_text(r, 204, "application/json", STR(""));
	return response_json(r, 200, json_write(q->arena, taken));
}
