#include "eid/outcome.h"

#include "http/page.h"

#define RETRY_AFTER STR("60")

static const struct {
	const char *name, *title, *words;
	int status;
} outcomes[] = {
    [OUTCOME_GOES_ON] = {"goes-on", "", "", 200},
    [OUTCOME_CANCELLED] = {"cancelled", "eid.cancelled.title", "eid.cancelled.text", 200},
    [OUTCOME_EXPIRED] = {"expired", "eid.expired.title", "eid.expired.text", 400},
    [OUTCOME_REFUSED] = {"refused", "eid.refused.title", "eid.refused.text", 403},
    [OUTCOME_WEAK] = {"weak", "eid.weak.title", "eid.weak.text", 403},
    [OUTCOME_NO_ROLE] = {"no-role", "eid.no-role.title", "eid.no-role.text", 403},
    [OUTCOME_OVER] = {"over", "eid.sign.over.title", "eid.sign.over.text", 409},
    [OUTCOME_DOWN] = {"down", "eid.down.title", "eid.down.text", 503},
};

str outcome_name(enum outcome outcome)
{
	return str_of(outcomes[outcome].name);
}

/* The address of these pages holds a code and a state: links of the frame must not carry them on. */
static struct request without_address(const struct request *q)
{
	struct request shown = *q;
	shown.path = STR("/");
	shown.query_text = STR("");
	shown.query = (struct pairs){0};
	return shown;
}

bool outcome_page(const struct request *q, struct response *r, enum outcome outcome, enum audience audience,
                  str return_to)
{
	struct request shown = without_address(q);
	int status = outcomes[outcome].status;
	struct page p = page_of(&shown, audience == AUD_STAFF ? PAGE_CASEWORKER : PAGE_CITIZEN,
	                        text(q->lang, outcomes[outcome].title));
	p.is_error = status != 200;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, outcomes[outcome].title));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_text(&h, text(q->lang, outcomes[outcome].words));
	html_markup(&h, "</p>");
	if (audience != AUD_NOBODY) {
		html_markup(&h, "<p class=\"govuk-body\">");
		html_text(&h, text(q->lang, "eid.again"));
		html_markup(&h, "</p>");
		page_login(&h, q, audience, return_to);
	}
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", STR("/"), STR(""), text(q->lang, "eid.to_start"));
	html_markup(&h, "</p>");
	if (status == 503)
		response_header(r, "Retry-After", RETRY_AFTER);
	return page_end(&p, &h, r, status);
}

bool outcome_sign_page(const struct request *q, struct response *r, enum outcome outcome, str reference)
{
	struct request shown = without_address(q);
	int status = outcomes[outcome].status;
	str title = text_of(q->lang, arena_printf(q->arena, "eid.sign.%s.title", outcomes[outcome].name));
	struct page p = page_of(&shown, PAGE_CITIZEN, title);
	p.is_error = status != 200;
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body\">");
	html_text(&h, text_of(q->lang, arena_printf(q->arena, "eid.sign.%s.text", outcomes[outcome].name)));
	html_markup(&h, "</p>");
	page_button_link(&h, BUTTON_PRIMARY, STR("/underskrift/"), reference, text(q->lang, "eid.sign.back"));
	if (status == 503)
		response_header(r, "Retry-After", RETRY_AFTER);
	return page_end(&p, &h, r, status);
}
