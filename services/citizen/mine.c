/* mine.c -- what the person has sent in or begun, and how it stands. */
#include "base/clock.h"
#include "citizen/app.h"
#include "citizen/signing.h"
#include "store/cases.h"

static str moment(const struct request *q, const struct json_node *row, str name)
{
	return clock_local(q->arena, json_member(row, name));
}

static str line_of(const struct request *q, const char *key, str when)
{
	const struct pair values[] = { { STR("when"), when } };
	return text_fill(q->arena, text_of(q->lang, str_of(key)), values, 1);
}

static void item_begin(struct html *h, const struct request *q, const struct json_node *row, str base, str segment)
{
	str subject = view_subject(q, row);
	html_markup(h, "<li><h3 class=\"govuk-heading-s\">");
	html_link(h, "govuk-link", base, segment, piece_in_language(q, json_get(row, STR("titles"))));
	html_markup(h, "</h3>");
	if (subject.p) {
		html_markup(h, "<p class=\"govuk-body-s\">");
		html_text(h, text(q->lang, "citizen.about"));
		html_markup(h, " ");
		html_text(h, subject);
		html_markup(h, "</p>");
	}
}

static void small(struct html *h, str words)
{
	html_markup(h, "<p class=\"app-small\">");
	html_text(h, words);
	html_markup(h, "</p>");
}

static void cases_html(struct html *h, const struct request *q, const struct json_node *cases)
{
	struct json_iter it = json_begin(cases);
	html_markup(h, "<ul class=\"app-list\">");
	while (json_next(&it)) {
		str reference = json_member(it.value, STR("reference"));
		bool received = json_member(it.value, STR("received_at")).p != NULL;
		item_begin(h, q, it.value, received ? STR("/mina/") : STR("/underskrift/"), reference);
		piece_status(h, q, json_member(it.value, STR("status")), json_member(it.value, STR("outcome")));
		str when = received ? line_of(q, "citizen.mine.received", moment(q, it.value, STR("received_at")))
		                    : line_of(q, "citizen.mine.sent", moment(q, it.value, STR("submitted_at")));
		small(h, arena_join(q->arena, reference, STR(" · "), when));
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

static void drafts_html(struct html *h, const struct request *q, const struct json_node *drafts)
{
	struct json_iter it = json_begin(drafts);
	html_markup(h, "<ul class=\"app-list\">");
	while (json_next(&it)) {
		str draft = json_member(it.value, STR("draft"));
		item_begin(h, q, it.value, STR("/utkast/"), draft);
		small(h, line_of(q, "citizen.mine.expires", str_sub(moment(q, it.value, STR("expires_at")), 0, 10)));
		html_markup(h, "<p class=\"govuk-body\">");
		html_link(h, "govuk-link", arena_join(q->arena, STR("/utkast/"), draft, STR("/radera")), STR(""),
		          text(q->lang, "citizen.mine.delete"));
		html_markup(h, "</p></li>");
	}
	html_markup(h, "</ul>");
}

/* Is it this person's turn to answer? */
static bool asks_me(const struct json_node *shared)
{
	return str_is(json_member(shared, STR("state")), "waiting") && str_is(json_member(shared, STR("mine")), "waiting") &&
	       !str_is(json_member(shared, STR("duty")), "know");
}

static void tag(struct html *h, const struct request *q, bool asked, str state)
{
	html_markup(h, "<strong");
	html_attr(h, "class", asked ? STR("govuk-tag govuk-tag--yellow") : STR("govuk-tag govuk-tag--grey"));
	html_markup(h, ">");
	html_text(h, text_of(q->lang, arena_join(q->arena, STR("signing.state."), state, STR(""))));
	html_markup(h, "</strong>");
}

static size_t shared_count(const struct json_node *shared, bool asked)
{
	size_t n = 0;
	for (struct json_iter it = json_begin(shared); json_next(&it);)
		n += asks_me(it.value) == asked;
	return n;
}

/* What other guardians have sent in: the part that waits for this person, or the rest. */
static void shared_html(struct html *h, const struct request *q, const struct json_node *shared, bool asked)
{
	if (shared_count(shared, asked) == 0)
		return;
	piece_heading(h, asked ? text(q->lang, "citizen.mine.asked") : text(q->lang, "citizen.mine.shared"));
	html_markup(h, "<ul class=\"app-list\">");
	for (struct json_iter it = json_begin(shared); json_next(&it);) {
		if (asks_me(it.value) != asked)
			continue;
		str reference = json_member(it.value, STR("reference")), by = json_member(it.value, STR("applicant_name"));
		bool told = str_is(json_member(it.value, STR("duty")), "know");
		item_begin(h, q, it.value, STR("/underskrift/"), reference);
		tag(h, q, asked, asked ? STR("asked") : told ? STR("know") : json_member(it.value, STR("state")));
		str when = asked ? line_of(q, "citizen.mine.answer_by", str_sub(moment(q, it.value, STR("deadline")), 0, 10))
		                 : line_of(q, "citizen.mine.sent", moment(q, it.value, STR("submitted_at")));
		small(h, arena_join(q->arena, reference, STR(" · "), when));
		if (by.p)
			small(h, arena_join(q->arena, text(q->lang, "citizen.mine.by"), STR(" "), by));
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

bool mine_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *own;
	if (!case_list_own(app->db, q->arena, &q->caller, &own, why))
		return false;
	const struct json_node *cases = json_get(own, STR("cases")), *drafts = json_get(own, STR("drafts"));
	const struct json_node *shared = json_get(own, STR("shared"));
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.mine.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "citizen.mine.title"));
	shared_html(&h, q, shared, true);
	if (json_count(drafts)) {
		piece_heading(&h, text(q->lang, "citizen.mine.drafts"));
		drafts_html(&h, q, drafts);
	}
	piece_heading(&h, text(q->lang, "citizen.mine.cases"));
	if (json_count(cases)) {
		cases_html(&h, q, cases);
	} else {
		piece_paragraphs(&h, text(q->lang, "citizen.mine.empty"));
		page_button_link(&h, BUTTON_PRIMARY, STR("/"), STR(""), text(q->lang, "citizen.mine.services"));
	}
	shared_html(&h, q, shared, false);
	return page_end(&p, &h, r, 200);
}

static void decision_html(struct html *h, const struct request *q, const struct form *form, const struct json_node *decision)
{
	if (!json_is(decision, JSON_OBJECT))
		return;
	str law = json_member(decision, STR("law"));
	piece_heading(h, text(q->lang, "citizen.decision.title"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "citizen.decision.outcome"),
	         text_of(q->lang, arena_join(q->arena, STR("outcome."), json_member(decision, STR("outcome")), STR(""))));
	piece_row(h, text(q->lang, "citizen.decision.reasons"), json_member(decision, STR("reasons")));
	piece_row(h, text(q->lang, "citizen.decision.law"), piece_in_language(q, form_law(form, law)));
	piece_row(h, text(q->lang, "citizen.decision.by"), json_member(decision, STR("decided_by")));
	piece_row(h, text(q->lang, "citizen.decision.at"), moment(q, decision, STR("decided_at")));
	html_markup(h, "</dl>");
	const struct json_node *appeal = form_appeal(form, law);
	if (appeal) {
		piece_heading(h, text(q->lang, "citizen.decision.appeal"));
		piece_paragraphs(h, piece_in_language(q, json_get(appeal, STR("text"))));
	}
}

static void events_html(struct html *h, const struct request *q, const struct json_node *events)
{
	struct json_iter it = json_begin(events);
	piece_heading(h, text(q->lang, "citizen.case.events"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	while (json_next(&it))
		piece_row(h, moment(q, it.value, STR("at")),
		         text_of(q->lang, arena_join(q->arena, STR("status."), json_member(it.value, STR("status")), STR(""))));
	html_markup(h, "</dl>");
}

static void answers_html(struct html *h, const struct request *q, const struct form *form, const struct json_node *answers)
{
	const struct question_words words = question_words_of(q->lang);
	const struct question_row *rows;
	size_t n = questions_answered(form, answers, lang_tag(q->lang), &words, q->arena, &rows);
	piece_heading(h, text(q->lang, "citizen.case.answers"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		piece_row(h, rows[i].label, rows[i].value);
	html_markup(h, "</dl>");
}

/* Who has signed, or been told. */
static void signing_html(struct html *h, const struct request *q, const struct json_node *row, const struct form *form)
{
	const struct signing_case c = { .reference = json_member(row, STR("reference")), .row = row, .form = form, .applicant = true,
		                        .signing = json_get(row, STR("signing")) };
	if (!json_is(c.signing, JSON_OBJECT))
		return;
	signing_parties_html(h, q, &c);
	if (json_member(row, STR("received_at")).p)
		return;
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", STR("/underskrift/"), c.reference, text(q->lang, "signing.see"));
	html_markup(h, "</p>");
}

bool mine_case_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	if (!case_read_own(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	const struct form *form = view_form(app, q, row, why);
	if (!form)
		return false;
	str title = piece_in_language(q, json_get(row, STR("titles"))), subject = view_subject(q, row);
	const struct json_node *decision = json_get(row, STR("decision"));
	struct page p = page_of(q, PAGE_CITIZEN, title);
	p.back = STR("/mina");
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body\">");
	piece_status(&h, q, json_member(row, STR("status")), json_member(decision, STR("outcome")));
	html_markup(&h, "</p><dl class=\"govuk-summary-list\">");
	piece_row(&h, text(q->lang, "citizen.case.reference"), json_member(row, STR("reference")));
	if (subject.p)
		piece_row(&h, text(q->lang, "citizen.about"), subject);
	bool received = json_member(row, STR("received_at")).p != NULL;
	if (received)
		piece_row(&h, text(q->lang, "citizen.case.received"), moment(q, row, STR("received_at")));
	if (received && !json_is(decision, JSON_OBJECT))
		piece_row(&h, text(q->lang, "citizen.case.due"), str_sub(moment(q, row, STR("due_at")), 0, 10));
	html_markup(&h, "</dl>");
	signing_html(&h, q, row, form);
	decision_html(&h, q, form, decision);
	events_html(&h, q, json_get(row, STR("events")));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", arena_join(q->arena, STR("/mina/"), q->args[0], STR("/lasare")), STR(""), text(q->lang, "readers.title"));
	html_markup(&h, "</p>");
	answers_html(&h, q, form, json_get(row, STR("answers")));
	return page_end(&p, &h, r, 200);
}
