/* logout.c -- a session ends: in the database first, then in the browser, and then the person is told. */
#include "eid/logout.h"

#include "eid/return_to.h"
#include "http/page.h"
#include "http/pieces.h"
#include "http/session.h"
#include "store/sessions.h"

bool logout_goodbye(struct response *r, enum audience audience)
{
	session_take(r);
	/* Not "cookies": that would empty every site of the municipality's domain (Clear Site Data 4.2.2). */
	response_header(r, "Clear-Site-Data", STR("\"storage\""));
	return response_see_other(r, audience == AUD_STAFF ? STR("/eid/utloggad?till=/handlaggare") : STR("/eid/utloggad"), STR(""));
}

bool logout_finish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	if (q->caller.token && !session_close(app->db, q->arena, &q->caller, why))
		return false;
	return logout_goodbye(r, q->caller.token ? q->token.audience : AUD_NOBODY);
}

bool logged_out_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	bool staff = str_eq(pairs_get(&q->query, STR("till")), return_to_home(AUD_STAFF));
	(void)app;
	(void)why;
	struct page p = page_of(q, staff ? PAGE_CASEWORKER : PAGE_CITIZEN, text(q->lang, "eid.logged_out.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "eid.logged_out.title"));
	piece_paragraphs(&h, text(q->lang, "eid.logged_out.text"));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", page_home(p.area), STR(""), text(q->lang, "common.to_start"));
	html_markup(&h, "</p>");
	return page_end(&p, &h, r, 200);
}
