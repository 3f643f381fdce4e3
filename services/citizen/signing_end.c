/* signing_end.c -- ways out of signing: saying no with a reason, taking the application back, and signing on paper. */
#include "citizen/signing.h"
#include "store/signing.h"

#define REASON_FIELD "skal"
#define REASON_MOST 1000

/* Somebody answered first, or time is out: the page of the case says how it stands. */
static bool show_how_it_stands(const struct request *q, struct response *r, const struct signing_case *c)
{
	return response_see_other(r, signing_path(q, c), STR(""));
}

static bool done(const struct request *q, struct response *r, const struct signing_case *c, bool did, const struct problem *why)
{
	return (did || why->kind == P_CONFLICT) && show_how_it_stands(q, r, c);
}

static struct field reason_field(const struct request *q, str value, str error)
{
	return (struct field){ .widget = FIELD_TEXTAREA, .id = STR(REASON_FIELD), .name = STR(REASON_FIELD), .value = value, .error = error,
		               .label = text(q->lang, "signing.decline.reason"), .hint = text(q->lang, "signing.decline.reason.hint") };
}

static bool ask_reason(struct request *q, struct response *r, const struct signing_case *c, str value, str error)
{
	const struct field field = reason_field(q, value, error);
	const struct field_error summary = { STR(REASON_FIELD), error };
	bool receives = str_is(json_member(c->signing, STR("on_decline")), "receive");
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "signing.decline.title"));
	p.back = signing_path(q, c);
	p.is_error = error.p != NULL;
	p.errors = &summary;
	p.error_count = error.p ? 1 : 0;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "signing.decline.title"));
	piece_paragraphs(&h, receives ? text(q->lang, "signing.decline.receive") : text(q->lang, "signing.decline.end"));
	signing_about_html(&h, q, c);
	page_form_begin(&h, q, arena_join(q->arena, signing_path(q, c), STR("/nej"), STR("")), STR(""));
	field_html(&h, &field, text(q->lang, "common.error_prefix"));
	page_button(&h, BUTTON_WARNING, text(q->lang, "signing.decline.do"));
	page_form_end(&h);
	return page_end(&p, &h, r, error.p ? 422 : 200);
}

bool signing_decline_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	if (!signing_open(app, q, &c, why))
		return false;
	if (c.applicant || !signing_is_my_turn(&c))
		return show_how_it_stands(q, r, &c);
	return ask_reason(q, r, &c, STR(""), STR_NONE);
}

bool signing_decline_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	str reason = request_field(q, REASON_FIELD);
	if (!signing_open(app, q, &c, why))
		return false;
	if (c.applicant || !signing_is_my_turn(&c))
		return show_how_it_stands(q, r, &c);
	if (reason.n == 0)
		return ask_reason(q, r, &c, reason, text(q->lang, "signing.decline.reason.missing"));
	if (str_chars(reason) > REASON_MOST)
		return ask_reason(q, r, &c, reason, text(q->lang, "signing.decline.reason.long"));
	const struct json_node *answer;
	bool did = sign_decline(app->db, q->arena, &q->caller, c.reference, reason, &answer, why);
	return done(q, r, &c, did, why);
}

bool signing_withdraw_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	if (!signing_open(app, q, &c, why))
		return false;
	if (!c.applicant || !signing_is_open(&c))
		return show_how_it_stands(q, r, &c);
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "signing.withdraw.title"));
	p.back = signing_path(q, &c);
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "signing.withdraw.title"));
	piece_paragraphs(&h, text(q->lang, "signing.withdraw.text"));
	signing_about_html(&h, q, &c);
	page_form_begin(&h, q, arena_join(q->arena, signing_path(q, &c), STR("/aterkalla"), STR("")), STR(""));
	page_button(&h, BUTTON_WARNING, text(q->lang, "signing.withdraw.do"));
	page_form_end(&h);
	return page_end(&p, &h, r, 200);
}

bool signing_withdraw_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	if (!signing_open(app, q, &c, why))
		return false;
	if (!c.applicant || !signing_is_open(&c))
		return show_how_it_stands(q, r, &c);
	const struct json_node *answer;
	bool did = sign_withdraw(app->db, q->arena, &q->caller, c.reference, &answer, why);
	return done(q, r, &c, did, why);
}

static void line_to_fill_in(struct html *h, str words)
{
	html_markup(h, "<p class=\"app-blank\">");
	html_text(h, words);
	html_markup(h, "</p>");
}

bool signing_paper_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	if (!signing_open(app, q, &c, why))
		return false;
	if (c.applicant || !signing_is_my_turn(&c))
		return show_how_it_stands(q, r, &c);
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "signing.paper.title"));
	p.back = signing_path(q, &c);
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "signing.paper.title"));
	piece_paragraphs(&h, text(q->lang, "signing.paper.text"));
	signing_about_html(&h, q, &c);
	signing_answers_html(&h, q, &c);
	signing_digest_html(&h, q, &c);
	piece_heading(&h, text(q->lang, "signing.paper.consent"));
	piece_paragraphs(&h, text(q->lang, "signing.paper.consent.text"));
	line_to_fill_in(&h, text(q->lang, "signing.paper.place"));
	line_to_fill_in(&h, text(q->lang, "signing.paper.signature"));
	line_to_fill_in(&h, text(q->lang, "signing.paper.name"));
	line_to_fill_in(&h, text(q->lang, "signing.paper.number"));
	return page_end(&p, &h, r, 200);
}
