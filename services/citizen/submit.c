#include "citizen/submit.h"

#include "citizen/draft.h"
#include "http/metrics.h"
#include "store/cases.h"

/* What makes two requests the same: form, version, subject and canonical answers. */
static str hash_of(const struct request *q, const struct application *a, str answers)
{
	uint8_t hash[SEAL_HASH_BYTES];
	str head = arena_printf(q->arena, "%.*s %.*s %.*s\n", STR_ARG(a->form->id), STR_ARG(a->form->version),
	                        STR_ARG(a->subject.p ? a->subject : STR("-")));
	seal_sha256(hash, arena_join(q->arena, head, answers, STR("")));
	return seal_hex(q->arena, hash, sizeof(hash));
}

bool submit(struct app *app, const struct request *q, const struct application *a, const struct json_node **receipt,
            struct problem *why)
{
	str answers = json_canonical(q->arena, a->answers);
	if (!answers.p)
		return fail(why, P_BAD_REQUEST, STR("A number is too large."));
	const struct submission submission = {
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
	if (!case_submit(app->db, q->arena, &q->caller, &submission, receipt, why))
		return false;
	metrics_count(json_true(json_get(*receipt, STR("replayed"))) ? METRIC_REPLAYED : METRIC_SUBMITTED);
	return true;
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
	draft_with(q, &d, answers_decode(d.form, d.form->page_count - 1, d.answers, &q->form, q->arena));
	if (!d.report.valid)
		return check_answers_show(q, r, &d, true);
	const struct application application = { d.id, d.id, json_member(d.row, STR("subject")), d.form, d.answers };
	if (!submit(app, q, &application, &receipt, why))
		return false;
	return response_see_other(r, STR("/kvittens/"), json_member(receipt, STR("reference")));
}

bool receipt_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	if (!case_read_own(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.receipt.title"));
	struct html h = page_begin(&p);
	html_markup(&h, "<div class=\"app-panel\"><h1 class=\"app-panel__title\">");
	html_text(&h, text(q->lang, "citizen.receipt.title"));
	html_markup(&h, "</h1><p class=\"app-panel__body\">");
	html_text(&h, text(q->lang, "citizen.receipt.reference"));
	html_markup(&h, "<br><strong>");
	html_text(&h, json_member(row, STR("reference")));
	html_markup(&h, "</strong></p></div>");
	piece_heading(&h, text(q->lang, "citizen.receipt.next"));
	piece_paragraphs(&h, text(q->lang, "citizen.receipt.text"));
	html_markup(&h, "<p class=\"govuk-body\">");
	html_link(&h, "govuk-link", STR("/mina/"), json_member(row, STR("reference")), text(q->lang, "citizen.receipt.follow"));
	html_markup(&h, "</p>");
	return page_end(&p, &h, r, 200);
}
