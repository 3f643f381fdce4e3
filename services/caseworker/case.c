#include "caseworker/case.h"

#include "base/clock.h"
#include "http/pieces.h"
#include "rules/questions.h"

bool case_open(struct app *app, struct request *q, struct opened *c, struct problem *why)
{
	*c = (struct opened){ .reference = q->args[0] };
	if (!case_read(app->db, q->arena, &q->caller, c->reference, &c->row, why))
		return false;
	c->form = form_cache_known(app->forms, app->db, q->arena, &q->caller, CASEWORKER_FORM, json_member(c->row, STR("form")),
	                           json_member(c->row, STR("version_of_form")), why);
	c->status = case_status_of(json_member(c->row, STR("status")));
	c->version = json_int(json_get(c->row, STR("version")), 0);
	c->mine = json_true(json_get(c->row, STR("mine")));
	c->held = json_member(c->row, STR("assignee")).p != NULL;
	return c->form != NULL;
}

bool case_allows(const struct opened *c, const struct transition *t)
{
	return t->from == c->status && (t->who & ACTOR_CASEWORKER) && (t->own_case ? c->mine : c->mine || !c->held);
}

static str event_words(const struct request *q, str event)
{
	return text_of(q->lang, arena_join(q->arena, STR("event."), event, STR("")));
}

static void moves_html(struct html *h, const struct request *q, const struct opened *c)
{
	bool any = false;
	html_markup(h, "<div class=\"govuk-button-group\">");
	for (size_t i = 0; i < lifecycle_count; i++) {
		const struct transition *t = &lifecycle[i];
		if (!case_allows(c, t))
			continue;
		any = true;
		page_button_link(h, t->effects & EFFECT_DECISION ? BUTTON_PRIMARY : BUTTON_SECONDARY,
		                 arena_join(q->arena, STR("/handlaggare/arende/"), c->reference, STR("/")), str_of(t->event),
		                 event_words(q, str_of(t->event)));
	}
	html_markup(h, "</div>");
	if (!any) {
		html_markup(h, "<p class=\"govuk-body\">");
		html_text(h, c->held && !c->mine ? text(q->lang, "caseworker.held") : text(q->lang, "caseworker.no_moves"));
		html_markup(h, "</p>");
	}
}

static str name_or(const struct request *q, const struct json_node *person)
{
	str name = json_member(person, STR("name"));
	return name.p ? name : text(q->lang, "caseworker.protected");
}

static void people_html(struct html *h, const struct request *q, const struct opened *c)
{
	const struct json_node *subject = json_get(c->row, STR("subject")), *applicant = json_get(c->row, STR("applicant"));
	str assignee = json_member(c->row, STR("assignee")), email = json_member(applicant, STR("email"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	if (json_is(subject, JSON_OBJECT)) {
		str born = arena_printf(q->arena, "%lld", (long long)json_int(json_get(subject, STR("birth_year")), 0));
		const struct pair values[] = { { STR("name"), name_or(q, subject) }, { STR("year"), born } };
		piece_row(h, text(q->lang, "caseworker.subject"), text_fill(q->arena, text(q->lang, "caseworker.subject.born"), values, 2));
	}
	piece_row(h, text(q->lang, "caseworker.applicant"), name_or(q, applicant));
	if (email.p)
		piece_row(h, text(q->lang, "caseworker.email"), email);
	piece_row(h, text(q->lang, "caseworker.received"), clock_local(q->arena, json_member(c->row, STR("received_at"))));
	piece_row(h, text(q->lang, "caseworker.due"), str_sub(clock_local(q->arena, json_member(c->row, STR("due_at"))), 0, 10));
	piece_row(h, text(q->lang, "caseworker.assignee"), assignee.p ? assignee : text(q->lang, "caseworker.nobody"));
	piece_row(h, text(q->lang, "caseworker.form_version"), c->form->version);
	html_markup(h, "</dl>");
}

static str party_words(const struct request *q, const struct json_node *party)
{
	str state = json_member(party, STR("state")), reason = json_member(party, STR("reason"));
	bool know = str_is(json_member(party, STR("duty")), "know");
	str words = text_of(q->lang, arena_join(q->arena, STR("caseworker.party."), know ? STR("know") : state, STR("")));
	if (str_is(state, "signed"))
		words = str_is(json_member(party, STR("mode")), "sign") ? text(q->lang, "signing.mode.sign") : text(q->lang, "signing.mode.approval");
	if (json_member(party, STR("answered_at")).p)
		words = arena_join(q->arena, words, STR(" · "), clock_local(q->arena, json_member(party, STR("answered_at"))));
	return reason.p ? arena_join(q->arena, words, STR("\n"), reason) : words;
}

/* Who signed, in which way, and who did not: a decision may rest on it. */
static void signing_html(struct html *h, const struct request *q, const struct opened *c)
{
	const struct json_node *parties = json_get(json_get(c->row, STR("signing")), STR("parties"));
	if (json_count(parties) == 0)
		return;
	piece_heading(h, text(q->lang, "caseworker.signing"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (struct json_iter it = json_begin(parties); json_next(&it);)
		piece_row(h, name_or(q, it.value), party_words(q, it.value));
	html_markup(h, "</dl>");
}

static void answers_html(struct html *h, const struct request *q, const struct opened *c)
{
	const struct question_words words = question_words_of(q->lang);
	const struct question_row *rows;
	size_t n = questions_answered(c->form, json_get(c->row, STR("answers")), lang_tag(q->lang), &words, q->arena, &rows);
	piece_heading(h, text(q->lang, "caseworker.answers"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		piece_row(h, rows[i].label, rows[i].value);
	html_markup(h, "</dl>");
}

/* What the applicant was told when sending in. A case keeps its answers, its version of the form and its moment, so it is the same
 * for ever. */
static void warnings_html(struct html *h, const struct request *q, const struct opened *c)
{
	struct answers_report report;
	str day = str_sub(clock_local(q->arena, json_member(c->row, STR("received_at"))), 0, 10);
	answers_check(c->form, json_get(c->row, STR("answers")), day, lang_tag(q->lang), q->arena, &report);
	if (report.warning_count == 0)
		return;
	piece_heading(h, text(q->lang, "caseworker.warnings"));
	for (size_t i = 0; i < report.warning_count; i++)
		piece_paragraphs(h, report.warnings[i].text);
}

static void decision_html(struct html *h, const struct request *q, const struct opened *c)
{
	const struct json_node *d = json_get(c->row, STR("decision"));
	if (!json_is(d, JSON_OBJECT))
		return;
	piece_heading(h, text(q->lang, "caseworker.decision"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "caseworker.outcome"),
	          text_of(q->lang, arena_join(q->arena, STR("outcome."), json_member(d, STR("outcome")), STR(""))));
	piece_row(h, text(q->lang, "caseworker.law"), piece_in_language(q, form_law(c->form, json_member(d, STR("law")))));
	piece_row(h, text(q->lang, "caseworker.reasons"), json_member(d, STR("reasons")));
	piece_row(h, text(q->lang, "caseworker.decided_by"), json_member(d, STR("decided_by")));
	html_markup(h, "</dl>");
}

/* Whoever signs or says no may be another guardian than the applicant. */
static str by_words(const struct request *q, str event, str by)
{
	if (str_is(by, "citizen") && (str_is(event, "sign") || str_is(event, "decline")))
		return text(q->lang, "caseworker.by_guardian");
	if (str_is(by, "citizen"))
		return text(q->lang, "caseworker.by_citizen");
	return str_is(by, "system") ? text(q->lang, "caseworker.by_system") : by;
}

static void events_html(struct html *h, const struct request *q, const struct opened *c)
{
	struct json_iter it = json_begin(json_get(c->row, STR("events")));
	piece_heading(h, text(q->lang, "caseworker.events"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	while (json_next(&it))
		piece_row(h, clock_local(q->arena, json_member(it.value, STR("at"))),
		          arena_join(q->arena, event_words(q, json_member(it.value, STR("event"))), STR(" · "),
		                     by_words(q, json_member(it.value, STR("event")), json_member(it.value, STR("by")))));
	html_markup(h, "</dl>");
}

static void related_html(struct html *h, const struct request *q, const struct opened *c)
{
	struct json_iter it = json_begin(json_get(c->row, STR("related")));
	if (it.left == 0)
		return;
	piece_heading(h, text(q->lang, "caseworker.related"));
	html_markup(h, "<ul class=\"govuk-list\">");
	while (json_next(&it)) {
		html_markup(h, "<li>");
		html_link(h, "govuk-link", STR("/handlaggare/arende/"), json_member(it.value, STR("reference")),
		          json_member(it.value, STR("reference")));
		html_markup(h, " ");
		piece_status(h, q, json_member(it.value, STR("status")), STR_NONE);
		if (json_true(json_get(it.value, STR("linked")))) {
			html_markup(h, " ");
			html_text(h, text(q->lang, "caseworker.linked"));
		}
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

bool case_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	if (!case_open(app, q, &c, why))
		return false;
	struct page p = page_of(q, PAGE_CASEWORKER, c.reference);
	p.back = STR("/handlaggare");
	struct html h = page_begin(&p);
	page_heading(&h, c.reference);
	html_markup(&h, "<p class=\"govuk-body\">");
	html_text(&h, form_text(c.form, lang_tag(q->lang), STR("title")));
	html_markup(&h, " ");
	piece_status(&h, q, json_member(c.row, STR("status")), json_member(json_get(c.row, STR("decision")), STR("outcome")));
	html_markup(&h, "</p>");
	moves_html(&h, q, &c);
	people_html(&h, q, &c);
	decision_html(&h, q, &c);
	signing_html(&h, q, &c);
	warnings_html(&h, q, &c);
	answers_html(&h, q, &c);
	events_html(&h, q, &c);
	related_html(&h, q, &c);
	return page_end(&p, &h, r, 200);
}
