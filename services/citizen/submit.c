#include "citizen/submit.h"

#include "base/clock.h"
#include "citizen/draft.h"
#include "citizen/receipts.h"
#include "http/metrics.h"
#include "rules/lifecycle.h"
#include "rules/signing.h"
#include "store/cases.h"

/* What makes two requests the same: form, subject, canonical answers, and the version only where it was asked for: a request that
 * is repeated after a newer version was published is still the same. */
static str hash_of(const struct request *q, const struct application *a, str answers)
{
	uint8_t hash[SEAL_HASH_BYTES];
	str head = arena_printf(q->arena, "%.*s %.*s %.*s\n", STR_ARG(a->form->id), STR_ARG(a->version.p ? a->version : STR("-")),
	                        STR_ARG(a->subject.p ? a->subject : STR("-")));
	seal_sha256(hash, arena_join(q->arena, head, answers, STR("")));
	return seal_hex(q->arena, hash, sizeof(hash));
}

/* Who has to sign, and what the others see; nothing but the policy where nobody else has to do with it. */
static bool demand_signatures(const struct request *q, const struct application *a, struct submission *out, struct problem *why)
{
	const struct signing *signing = a->form->signing;
	enum signing_policy policy = signing_policy_for(a->form, a->answers, q->arena);
	out->policy = str_of(signing_policy_word(policy));
	if (policy == SIGNING_NONE)
		return true;
	out->shared_answers = signing_shared(a->form, a->answers, q->arena);
	out->same_address = signing->same_address;
	if (signing_waits(policy)) {
		out->reminder_days = signing->reminder_days;
		out->reminder_count = signing->reminder_count;
		out->expire_days = signing->expire_days;
		out->on_expiry = signing->on_expiry;
		out->on_decline = signing->on_decline;
	}
	return out->shared_answers.p ? true : fail(why, P_BAD_REQUEST, STR("A number is too large."));
}

bool submit(struct app *app, const struct request *q, const struct application *a, const struct json_node **receipt,
            struct problem *why)
{
	str answers = json_canonical(q->arena, a->answers);
	if (!answers.p)
		return fail(why, P_BAD_REQUEST, STR("A number is too large."));
	struct submission submission = {
		.key = a->key,
		.request_hash = hash_of(q, a, answers),
		.form = a->form->id,
		.version = a->form->version,
		.subject = a->subject,
		.draft = a->draft,
		.answers = answers,
		.queue = a->form->queue,
		.series = a->form->reference_series,
		.due_workdays = a->form->due_workdays,
		.language = lang_tag(q->lang),
	};
	if (!demand_signatures(q, a, &submission, why) ||
	    !case_submit(app->db, q->arena, &q->caller, &submission, receipt, why))
		return false;
	metrics_count(json_true(json_get(*receipt, STR("replayed"))) ? METRIC_REPLAYED : METRIC_SUBMITTED);
	return true;
}

/* What is certified is what was seen: answers that another window saved since are shown first. */
static bool was_seen(const struct request *q, const struct draft *d)
{
	int64_t seen;
	return str_int(request_field(q, "revision"), 0, INT64_MAX, &seen) && seen == d->revision;
}

/* The receipt, or where it is signed first. */
static bool show_sent(struct response *r, str status, str reference)
{
	bool waits = str_is(status, case_status_word(CASE_AWAITING_SIGNATURE));
	return response_see_other(r, waits ? STR("/underskrift/") : STR("/kvittens/"), reference);
}

/* Two windows that sent different answers at the same moment: one was first, and its receipt is the answer to both. */
static bool sent_meanwhile(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	struct problem other = { 0 };
	if ((why->kind != P_KEY_REUSED && why->kind != P_CONFLICT) || !draft_load(app, q, &d, &other) || !d.reference.p)
		return false;
	return response_see_other(r, STR("/kvittens/"), d.reference);
}

bool application_submit(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	const struct json_node *receipt;
	if (!draft_load(app, q, &d, why))
		return false;
	/* Pressed twice, or again after a lost answer: the receipt is there. */
	if (d.reference.p)
		return response_see_other(r, STR("/kvittens/"), d.reference);
	if (!was_seen(q, &d))
		return stale_show(q, r, &d, d.form->page_count - 1);
	draft_with(q, &d, answers_decode(d.form, d.form->page_count - 1, d.answers, &q->form, view_today(q), q->arena));
	if (!d.report.valid)
		return check_answers_show(q, r, &d, true);
	const struct application application = { .key = d.id, .version = d.form->version, .draft = d.id, .form = d.form,
		                                 .subject = json_member(d.row, STR("subject")), .answers = d.answers };
	if (!submit(app, q, &application, &receipt, why))
		return sent_meanwhile(app, q, r, why);
	return show_sent(r, json_member(receipt, STR("status")), json_member(receipt, STR("reference")));
}

bool receipt_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	if (!case_read_own(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	if (!json_member(row, STR("received_at")).p) /* no receipt before it is received */
		return response_see_other(r, STR("/underskrift/"), q->args[0]);
	const struct form *form = view_form(app, q, row, why);
	if (!form)
		return false;
	str next = form_text(form, lang_tag(q->lang), STR("receipt"));
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.receipt.title"));
	struct html h = page_begin(&p);
	html_markup(&h, "<div class=\"app-panel\"><h1 class=\"app-panel__title\">");
	html_text(&h, text(q->lang, "citizen.receipt.title"));
	html_markup(&h, "</h1><p class=\"app-panel__body\">");
	html_text(&h, text(q->lang, "citizen.receipt.reference"));
	html_markup(&h, "<br><strong>");
	html_text(&h, json_member(row, STR("reference")));
	html_markup(&h, "</strong></p></div><dl class=\"govuk-summary-list\">");
	piece_row(&h, text(q->lang, "citizen.receipt.service"), form_text(form, lang_tag(q->lang), STR("title")));
	piece_row(&h, text(q->lang, "citizen.case.received"), clock_local(q->arena, json_member(row, STR("received_at"))));
	html_markup(&h, "</dl>");
	piece_heading(&h, text(q->lang, "citizen.receipt.next"));
	piece_paragraphs(&h, next.n ? next : text(q->lang, "citizen.receipt.text"));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", STR("/mina/"), json_member(row, STR("reference")), text(q->lang, "citizen.receipt.follow"));
	html_markup(&h, "</p>");
	return receipts_html(app, &h, q, json_member(row, STR("reference")), why) && page_end(&p, &h, r, 200);
}
