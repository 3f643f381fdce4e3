/* signing.c -- the page of an application that people sign: what it waits for, and what the reader can do. */
#include "citizen/signing.h"

#include "base/clock.h"
#include "citizen/receipts.h"
#include "store/cases.h"
#include "store/signing.h"

static const struct json_node *my_party(const struct json_node *signing)
{
	for (struct json_iter it = json_begin(json_get(signing, STR("parties"))); json_next(&it);)
		if (json_true(json_get(it.value, STR("mine"))))
			return it.value;
	return NULL;
}

bool signing_open(struct app *app, struct request *q, struct signing_case *c, struct problem *why)
{
	struct problem not_mine = { 0 };
	*c = (struct signing_case){ .reference = q->args[0], .applicant = true };
	if (!case_read_own(app->db, q->arena, &q->caller, c->reference, &c->row, &not_mine)) {
		c->applicant = false;
		if (not_mine.kind != P_NOT_FOUND) {
			*why = not_mine;
			return false;
		}
		if (!shared_read(app->db, q->arena, &q->caller, c->reference, &c->row, why))
			return false;
	}
	c->signing = json_get(c->row, STR("signing"));
	c->mine = my_party(c->signing);
	if (!json_is(c->signing, JSON_OBJECT))
		return fail(why, P_NOT_FOUND, STR("Nobody signs this case."));
	c->form = view_form(app, q, c->row, why);
	return c->form != NULL;
}

str signing_state(const struct signing_case *c)
{
	int64_t deadline;
	str state = json_member(c->signing, STR("state"));
	bool over = clock_parse(json_member(c->signing, STR("deadline")), &deadline) && deadline <= clock_now_ms();
	return str_is(state, "waiting") && over ? STR("lapsed") : state;
}

bool signing_is_open(const struct signing_case *c)
{
	return str_is(signing_state(c), "waiting");
}

bool signing_is_my_turn(const struct signing_case *c)
{
	bool signs = !str_is(json_member(c->mine, STR("duty")), "know");
	return signs && signing_is_open(c) && str_is(json_member(c->mine, STR("state")), "waiting");
}

bool signing_was_received(const struct signing_case *c)
{
	str state = signing_state(c);
	if (str_is(state, "declined"))
		return str_is(json_member(c->signing, STR("on_decline")), "receive");
	if (str_is(state, "lapsed"))
		return json_member(c->signing, STR("begun_at")).p && str_is(json_member(c->signing, STR("on_expiry")), "receive");
	return str_is(state, "complete");
}

str signing_path(const struct request *q, const struct signing_case *c)
{
	return arena_join(q->arena, STR("/underskrift/"), c->reference, STR(""));
}

/* The story of the page, as texts "signing.<story>.title" and ".text". */
static const char *story_of_applicant(const struct signing_case *c)
{
	str state = signing_state(c);
	if (signing_is_my_turn(c))
		return "sign";
	if (str_is(state, "waiting"))
		return str_is(json_member(c->signing, STR("policy")), "all-sign") ? "wait" : "wait-consent";
	if (str_is(state, "declined"))
		return signing_was_received(c) ? "declined-received" : "declined";
	if (str_is(state, "lapsed"))
		return signing_was_received(c) ? "lapsed-received" : json_member(c->signing, STR("begun_at")).p ? "lapsed" : "lapsed-mine";
	return str_is(state, "withdrawn") ? "withdrawn" : "complete";
}

static const char *story_of_other(const struct signing_case *c)
{
	str state = signing_state(c), mine = json_member(c->mine, STR("state"));
	if (str_is(json_member(c->mine, STR("duty")), "know"))
		return "told";
	if (signing_is_my_turn(c))
		return str_is(json_member(c->signing, STR("policy")), "all-sign") ? "asked" : "asked-consent";
	if (str_is(mine, "declined"))
		return signing_was_received(c) ? "refused-received" : "refused";
	if (str_is(state, "waiting"))
		return "given";
	if (str_is(state, "declined") || str_is(state, "lapsed"))
		return signing_was_received(c) ? "over-received" : "over";
	return str_is(state, "withdrawn") ? "taken-back" : "complete";
}

static str story_text(const struct request *q, const char *story, const char *part)
{
	return text_of(q->lang, arena_printf(q->arena, "signing.%s.%s", story, part));
}

static void sign_button(struct html *h, const struct request *q, const struct signing_case *c)
{
	page_form_begin(h, q, STR("/eid/sign"), STR(""));
	page_hidden(h, "reference", c->reference);
	page_button(h, BUTTON_PRIMARY, text(q->lang, "signing.do"));
	page_form_end(h);
}

static void way(struct html *h, str base, str segment, str words)
{
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", base, segment, words);
	html_markup(h, "</p>");
}

/* What the reader can do from here. */
static void ways_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	str path = signing_path(q, c);
	if (signing_is_my_turn(c)) {
		piece_paragraphs(h, text(q->lang, "signing.do.text"));
		sign_button(h, q, c);
	}
	if (signing_is_my_turn(c) && !c->applicant) {
		way(h, path, STR("/nej"), text(q->lang, "signing.decline.link"));
		way(h, path, STR("/papper"), text(q->lang, "signing.paper.link"));
	}
	if (c->applicant && signing_is_open(c))
		way(h, path, STR("/aterkalla"), text(q->lang, "signing.withdraw.link"));
	if (c->applicant && signing_was_received(c))
		way(h, STR("/mina/"), c->reference, text(q->lang, "citizen.receipt.follow"));
	if (c->applicant && !signing_is_open(c) && !signing_was_received(c))
		way(h, STR("/tjanst/"), c->form->id, text(q->lang, "signing.again"));
	way(h, STR("/mina"), STR(""), text(q->lang, "signing.to_mine"));
}

bool signing_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct signing_case c;
	if (!signing_open(app, q, &c, why))
		return false;
	if (!c.mine) /* received at once; the others were only told */
		return response_see_other(r, STR("/mina/"), c.reference);
	const char *story = c.applicant ? story_of_applicant(&c) : story_of_other(&c);
	str title = story_text(q, story, "title");
	struct page p = page_of(q, PAGE_CITIZEN, title);
	p.back = STR("/mina");
	struct html h = page_begin(&p);
	page_heading(&h, title);
	piece_paragraphs(&h, story_text(q, story, "text"));
	signing_about_html(&h, q, &c);
	signing_parties_html(&h, q, &c);
	signing_time_html(&h, q, &c);
	signing_answers_html(&h, q, &c);
	signing_digest_html(&h, q, &c);
	if (str_is(json_member(c.mine, STR("state")), "signed") && !receipts_html(app, &h, q, c.reference, why))
		return false;
	ways_html(&h, q, &c);
	return page_end(&p, &h, r, 200);
}
