#include "citizen/receipts.h"

#include "base/signature.h"
#include "http/pieces.h"
#include "store/receipts.h"

/* The files of both kinds, as their addresses name them. */
static const struct receipt_name {
	const char *name, *kind, *file, *media_type;
	const char *label; /* a key of the texts */
} names[] = {
	{ "kvitto.json", "submission", "json", "application/json", "citizen.receipts.json" },
	{ "kvitto.json.minisig", "submission", "minisig", "text/plain; charset=utf-8", "citizen.receipts.minisig" },
	{ "kvitto.json.sig", "submission", "sig", "application/octet-stream", "citizen.receipts.sig" },
	{ "kvitto.pdf", "submission", "pdf", "application/pdf", "citizen.receipts.pdf" },
	{ "underskrift.json", "signature", "json", "application/json", "citizen.receipts.json" },
	{ "underskrift.json.minisig", "signature", "minisig", "text/plain; charset=utf-8", "citizen.receipts.minisig" },
	{ "underskrift.json.sig", "signature", "sig", "application/octet-stream", "citizen.receipts.sig" },
	{ "underskrift.pdf", "signature", "pdf", "application/pdf", "citizen.receipts.pdf" },
};
#define NAMES (sizeof(names) / sizeof(names[0]))

static const struct receipt_name *name_of(str asked)
{
	for (size_t i = 0; i < NAMES; i++)
		if (str_is(asked, names[i].name))
			return &names[i];
	return NULL;
}

bool receipt_download(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str content;
	const struct receipt_name *name = name_of(q->args[1]);
	if (!name)
		return fail(why, P_NOT_FOUND, STR("There is no such file."));
	if (!receipt_file(app->db, q->arena, &q->caller, q->args[0], str_of(name->kind), str_of(name->file), &content, why))
		return false;
	bool text = str_is(str_of(name->file), "json") || str_is(str_of(name->file), "minisig");
	if (!text && !seal_base64_decode(q->arena, content, &content))
		return fail(why, P_INTERNAL, STR("The file is damaged."));
	response_header(r, "Content-Disposition", arena_printf(q->arena, "attachment; filename=\"%s\"", name->name));
	return response_text(r, 200, name->media_type, content);
}

static void file_html(struct html *h, const struct request *q, str reference, const struct receipt_name *name, bool ready)
{
	str base = arena_join(q->arena, STR("/kvittens/"), reference, STR("/"));
	html_markup(h, "<li>");
	if (ready)
		html_link(h, "govuk-link", base, str_of(name->name), text_of(q->lang, str_of(name->label)));
	else
		html_text(h, text(q->lang, "citizen.receipts.pdf.waiting"));
	html_markup(h, "</li>");
}

static void refresh_html(struct html *h, const struct request *q)
{
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", request_path_text(q), STR(""), text(q->lang, "citizen.receipts.refresh"));
	html_markup(h, "</p>");
}

static void receipt_html(struct html *h, const struct request *q, str reference, const struct json_node *receipt)
{
	str kind = json_member(receipt, STR("kind"));
	bool printed = json_true(json_get(receipt, STR("pdf")));
	piece_heading(h, str_is(kind, "signature") ? text(q->lang, "citizen.receipts.title.signature") : text(q->lang, "citizen.receipts.title"));
	piece_paragraphs(h, text(q->lang, "citizen.receipts.text"));
	html_markup(h, "<ul class=\"govuk-list govuk-list--bullet govuk-list--spaced\">");
	for (size_t i = 0; i < NAMES; i++)
		if (str_is(kind, names[i].kind))
			file_html(h, q, reference, &names[i], printed || !str_is(str_of(names[i].file), "pdf"));
	html_markup(h, "</ul>");
	if (!printed)
		refresh_html(h, q);
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", STR("/verifiera"), STR(""), text(q->lang, "citizen.receipts.verify"));
	html_markup(h, "</p>");
}

bool receipts_html(struct app *app, struct html *h, const struct request *q, str reference, struct problem *why)
{
	const struct json_node *receipts;
	if (!receipts_own(app->db, q->arena, &q->caller, reference, &receipts, why))
		return false;
	struct json_iter it = json_begin(receipts);
	while (json_next(&it))
		receipt_html(h, q, reference, it.value);
	if (json_count(receipts) == 0) {
		piece_heading(h, text(q->lang, "citizen.receipts.title"));
		piece_paragraphs(h, text(q->lang, "citizen.receipts.waiting"));
		refresh_html(h, q);
	}
	return true;
}
