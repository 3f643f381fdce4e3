/* signing_pieces.c -- who signs, until when, and what: the pieces that the pages of signing share. */
#include "base/clock.h"
#include "citizen/signing.h"
#include "rules/signing.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

static str day_of(const struct request *q, const struct json_node *row, const char *name)
{
	return str_sub(clock_local(q->arena, json_member(row, str_of(name))), 0, 10);
}

static str with_time(const struct request *q, const char *key, const struct json_node *row, const char *name)
{
	const struct pair values[] = { { STR("when"), clock_local(q->arena, json_member(row, str_of(name))) } };
	return text_fill(q->arena, text_of(q->lang, str_of(key)), values, 1);
}

void signing_about_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	str subject = view_subject(q, c->row), applicant = json_member(c->row, STR("applicant_name"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "citizen.receipt.service"), piece_in_language(q, json_get(c->row, STR("titles"))));
	if (subject.p)
		piece_row(h, text(q->lang, "citizen.about"), subject);
	if (!c->applicant)
		piece_row(h, text(q->lang, "signing.applicant"), applicant.p ? applicant : text(q->lang, "signing.who.guardian"));
	piece_row(h, text(q->lang, "citizen.case.reference"), c->reference);
	html_markup(h, "</dl>");
}

static str who(const struct request *q, const struct json_node *party)
{
	str name = json_member(party, STR("name"));
	if (json_true(json_get(party, STR("mine"))))
		return text(q->lang, "signing.who.you");
	if (name.p)
		return name;
	return str_is(json_member(party, STR("role")), "applicant") ? text(q->lang, "signing.who.applicant")
	                                                            : text(q->lang, "signing.who.guardian");
}

static str mode_of(const struct request *q, const struct json_node *party)
{
	return str_is(json_member(party, STR("mode")), "sign") ? text(q->lang, "signing.mode.sign") : text(q->lang, "signing.mode.approval");
}

static str stands(const struct request *q, const struct signing_case *c, const struct json_node *party)
{
	str state = json_member(party, STR("state")), reason = json_member(party, STR("reason"));
	if (str_is(json_member(party, STR("duty")), "know"))
		return text(q->lang, "signing.party.know");
	if (str_is(state, "signed"))
		return arena_join(q->arena, mode_of(q, party), STR("\n"), clock_local(q->arena, json_member(party, STR("answered_at"))));
	if (str_is(state, "declined")) {
		str said = with_time(q, "signing.party.declined", party, "answered_at");
		const struct pair values[] = { { STR("reason"), reason } };
		return reason.p ? arena_join(q->arena, said, STR("\n"), text_fill(q->arena, text(q->lang, "signing.party.reason"), values, 1)) : said;
	}
	if (!str_is(state, "waiting") || !signing_is_open(c))
		return text(q->lang, "signing.party.silent");
	if (json_member(party, STR("invited_at")).p)
		return with_time(q, "signing.party.invited", party, "invited_at");
	return str_is(json_member(party, STR("role")), "applicant") ? text(q->lang, "signing.party.first") : text(q->lang, "signing.party.later");
}

void signing_parties_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	piece_heading(h, text(q->lang, "signing.parties"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (struct json_iter it = json_begin(json_get(c->signing, STR("parties"))); json_next(&it);)
		piece_row(h, who(q, it.value), stands(q, c, it.value));
	html_markup(h, "</dl>");
}

/* Questions that are kept from the others are not even named: a question without its answer would look like one that was skipped. */
static bool is_shown(const struct signing_case *c, str question)
{
	return c->applicant || signing_shows(c->form, question);
}

void signing_answers_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	const struct question_words words = question_words_of(q->lang);
	const struct question_row *rows;
	size_t n = questions_answered(c->form, json_get(c->row, STR("answers")), lang_tag(q->lang), &words, q->arena, &rows);
	piece_heading(h, text(q->lang, "signing.answers"));
	if (json_true(json_get(c->row, STR("withheld")))) {
		piece_paragraphs(h, text(q->lang, "signing.answers.withheld"));
		return;
	}
	if (!c->applicant)
		piece_paragraphs(h, text(q->lang, "signing.answers.extract"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		if (is_shown(c, rows[i].pointer))
			piece_row(h, rows[i].label, rows[i].value);
	html_markup(h, "</dl>");
}

void signing_digest_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	html_markup(h, "<p class=\"app-small\">");
	html_text(h, text(q->lang, "signing.digest"));
	html_markup(h, " <span class=\"app-digest\">");
	html_text(h, json_member(c->row, STR("document")));
	html_markup(h, "</span></p>");
}

/* The first day to come on which whoever has not answered is reminded; absent when there is none. */
static str next_reminder(const struct request *q, const struct signing_case *c)
{
	int64_t begun;
	str today = clock_date(q->arena, clock_now_ms()), next = STR_NONE;
	if (!clock_parse(json_member(c->signing, STR("begun_at")), &begun))
		return STR_NONE;
	for (struct json_iter it = json_begin(json_get(c->signing, STR("reminder_days"))); json_next(&it);) {
		str day = clock_date(q->arena, begun + json_int(it.value, 0) * DAY_MS);
		if (str_cmp(day, today) > 0 && (!next.p || str_cmp(day, next) < 0))
			next = day;
	}
	return next;
}

/* Is there somebody to wait for who gets no message from us? */
static bool somebody_is_unreachable(const struct signing_case *c)
{
	for (struct json_iter it = json_begin(json_get(c->signing, STR("parties"))); json_next(&it);)
		if (str_is(json_member(it.value, STR("state")), "waiting") && !json_true(json_get(it.value, STR("mine"))) &&
		    !json_true(json_get(it.value, STR("reachable"))))
			return true;
	return false;
}

void signing_time_html(struct html *h, const struct request *q, const struct signing_case *c)
{
	bool begun = json_member(c->signing, STR("begun_at")).p != NULL;
	bool receives = begun && str_is(json_member(c->signing, STR("on_expiry")), "receive");
	if (!signing_is_open(c))
		return;
	str reminder = next_reminder(q, c);
	piece_heading(h, text(q->lang, "signing.time"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, begun ? text(q->lang, "signing.time.answer") : text(q->lang, "signing.time.sign"), day_of(q, c->signing, "deadline"));
	if (begun)
		piece_row(h, text(q->lang, "signing.time.reminder"), reminder.p ? reminder : text(q->lang, "signing.time.reminder.none"));
	piece_row(h, text(q->lang, "signing.time.out"),
	          receives ? text(q->lang, "signing.time.out.receive") : text(q->lang, "signing.time.out.lapse"));
	html_markup(h, "</dl>");
	if (begun && c->applicant && somebody_is_unreachable(c)) {
		html_markup(h, "<div class=\"govuk-inset-text\">");
		piece_paragraphs(h, text(q->lang, "signing.unreachable"));
		html_markup(h, "</div>");
	}
}
