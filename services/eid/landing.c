/* landing.c -- the page between a staff login and the work. */
#include "eid/app.h"
#include "eid/return_to.h"
#include "http/page.h"

/* A page of ours that the browser leaves by itself: from here on the Strict session cookie goes along. */
bool landing_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str to = pairs_get(&q->query, STR("till"));
	(void)app;
	(void)why;
	if (!return_to_holds(to))
		to = return_to_home(AUD_STAFF);
	response_header(r, "Refresh", arena_join(q->arena, STR("0; url="), to, STR("")));
	struct page p = page_of(q, PAGE_CASEWORKER, text(q->lang, "eid.landing.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "eid.landing.title"));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", to, STR(""), text(q->lang, "eid.landing.link"));
	html_markup(&h, "</p>");
	return page_end(&p, &h, r, 200);
}
