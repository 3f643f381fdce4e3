/* sessions.c -- one's own logins: where and when, and an end to those that should not be. */
#include "base/clock.h"
#include "eid/logout.h"
#include "http/pieces.h"
#include "store/sessions.h"

/* Words for a provider or a level; its own name when there are none. */
static str words_for(const struct request *q, const char *kind, str name)
{
	str key = arena_printf(q->arena, "eid.%s.%.*s", kind, STR_ARG(name));
	return text_exists(q->lang, key) ? text_of(q->lang, key) : name;
}

static void end_button(struct html *h, const struct request *q, enum page_button kind, str which, str words)
{
	page_form_begin(h, q, STR("/eid/sessioner"), STR(""));
	page_hidden(h, "avsluta", which);
	page_button(h, kind, words);
	page_form_end(h);
}

static void session_html(struct html *h, const struct request *q, const struct json_node *session)
{
	bool here = json_true(json_get(session, STR("this")));
	piece_heading(h, text(q->lang, here ? "eid.sessions.this" : "eid.sessions.another"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "eid.sessions.begun"), clock_local(q->arena, json_member(session, STR("begun_at"))));
	piece_row(h, text(q->lang, "eid.sessions.seen"), clock_local(q->arena, json_member(session, STR("seen_at"))));
	piece_row(h, text(q->lang, "eid.sessions.with"),
	          arena_join(q->arena, words_for(q, "provider", json_member(session, STR("provider"))), STR(", "),
	                     words_for(q, "level", json_member(session, STR("level")))));
	html_markup(h, "</dl>");
	if (!here)
		end_button(h, q, BUTTON_SECONDARY, json_member(session, STR("id")), text(q->lang, "eid.sessions.end"));
}

bool sessions_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *answer;
	if (!q->caller.token)
		return fail(why, P_LOGIN_NEEDED, STR("This page shows your own sessions."));
	if (!session_list(app->db, q->arena, &q->caller, &answer, why))
		return false;
	struct page p = page_of(q, q->token.audience == AUD_STAFF ? PAGE_CASEWORKER : PAGE_CITIZEN, text(q->lang, "eid.sessions.title"));
	struct html h = page_begin(&p);
	page_heading(&h, p.title);
	piece_paragraphs(&h, text(q->lang, "eid.sessions.text"));
	const struct json_node *sessions = json_get(answer, STR("sessions"));
	struct json_iter it = json_begin(sessions);
	while (json_next(&it))
		session_html(&h, q, it.value);
	piece_heading(&h, text(q->lang, "eid.sessions.all"));
	piece_paragraphs(&h, text(q->lang, "eid.sessions.all.text"));
	if (json_count(sessions) > 1)
		end_button(&h, q, BUTTON_SECONDARY, STR("others"), text(q->lang, "eid.sessions.end_others"));
	end_button(&h, q, BUTTON_WARNING, STR("all"), text(q->lang, "eid.sessions.end_all"));
	return page_end(&p, &h, r, 200);
}

bool sessions_finish(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str which = request_field(q, "avsluta");
	if (!q->caller.token)
		return fail(why, P_LOGIN_NEEDED, STR("This ends sessions of your own."));
	if (which.n == 0)
		return fail(why, P_BAD_REQUEST, STR("The field avsluta names a session, others or all."));
	if (!session_end(app->db, q->arena, &q->caller, which, why))
		return false;
	if (str_is(which, "all"))
		return logout_goodbye(r, q->token.audience);
	return response_see_other(r, STR("/eid/sessioner"), STR(""));
}
