/* verify.c -- is a receipt genuine? For anyone, without a login; nothing that is put in is kept or logged. And the public keys. */
#include "base/signature_keys.h"
#include "citizen/app.h"
#include "http/pieces.h"
#include "rules/receipt_rows.h"

#define RECEIPT_ID "kvitto"
#define SIGNATURE_ID "signatur"

/* What came of one question: a file, or else what was pasted. */
static str given(const struct request *q, str file, str pasted)
{
	str content = pairs_get(&q->form, file);
	return content.n ? content : str_trim(pairs_get(&q->form, pasted));
}

struct finding_out {
	str message, signature;
	const struct json_node *receipt; /* when it is genuine */
	bool old_key;
	str error;          /* what is wrong, in words */
	const char *where;  /* the field it is about */
};

static enum signature_verdict check(const struct signature_keys *keys, const struct request *q, struct finding_out *f,
                                    const struct signature_key **by)
{
	uint8_t id[SIGNATURE_KEY_ID_BYTES];
	str comment;
	if (f->signature.n == SEAL_SIGNATURE_BYTES) {
		for (size_t i = 0; i < keys->n; i++) {
			*by = &keys->known[i];
			if (signature_raw_check(*by, f->message, f->signature) == SIGNATURE_GOOD)
				return SIGNATURE_GOOD;
		}
		return SIGNATURE_WRONG;
	}
	if (!signature_minisign_id(q->arena, f->signature, id))
		return SIGNATURE_BROKEN;
	*by = signature_keys_find(keys, id);
	return *by ? signature_minisign_check(q->arena, *by, f->message, f->signature, &comment) : SIGNATURE_OTHER_KEY;
}

static void blame(struct finding_out *f, const char *where, str words)
{
	f->where = where;
	f->error = words;
}

static void find_out(const struct signature_keys *keys, const struct request *q, struct finding_out *f)
{
	const struct signature_key *by = NULL;
	if (f->message.n == 0) {
		blame(f, RECEIPT_ID, text(q->lang, "citizen.verify.missing.receipt"));
		return;
	}
	if (f->signature.n == 0) {
		blame(f, SIGNATURE_ID, text(q->lang, "citizen.verify.missing.signature"));
		return;
	}
	switch (check(keys, q, f, &by)) {
	case SIGNATURE_GOOD: break;
	case SIGNATURE_BROKEN: blame(f, SIGNATURE_ID, text(q->lang, "citizen.verify.broken")); return;
	case SIGNATURE_OTHER_KEY: blame(f, SIGNATURE_ID, text(q->lang, "citizen.verify.other_key")); return;
	case SIGNATURE_WRONG: blame(f, RECEIPT_ID, text(q->lang, "citizen.verify.wrong")); return;
	}
	f->receipt = receipt_read(q->arena, f->message);
	f->old_key = by && !seal_equal(by->id, keys->current.id, sizeof(by->id));
	if (!f->receipt)
		blame(f, RECEIPT_ID, text(q->lang, "citizen.verify.no_receipt"));
}

/* One thing to put in, as a file or as text. */
static void ask(struct html *h, const struct request *q, const char *id, str title, str hint, str error)
{
	str file_id = arena_join(q->arena, str_of(id), STR("-fil"), STR(""));
	const struct field file = { .widget = FIELD_FILE, .id = str_of(id), .name = file_id, .label = text(q->lang, "citizen.verify.file"),
		                    .hint = hint, .error = error };
	const struct field paste = { .widget = FIELD_TEXTAREA, .id = arena_join(q->arena, str_of(id), STR("-text"), STR("")), .name = str_of(id),
		                     .label = text(q->lang, "citizen.verify.paste"), .value = pairs_get(&q->form, str_of(id)) };
	html_markup(h, "<fieldset class=\"govuk-fieldset\"><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--m\">");
	html_text(h, title);
	html_markup(h, "</legend>");
	field_html(h, &file, text(q->lang, "common.error_prefix"));
	field_html(h, &paste, text(q->lang, "common.error_prefix"));
	html_markup(h, "</fieldset>");
}

static void code(struct html *h, str words)
{
	html_markup(h, "<pre class=\"app-code\" tabindex=\"0\">");
	html_text(h, words);
	html_markup(h, "</pre>");
}

static void key_link(struct html *h, const char *base, str segment, str words)
{
	html_markup(h, "<li>");
	html_link(h, "govuk-link", str_of(base), segment, words);
	html_markup(h, "</li>");
}

static void tools_html(struct html *h, const struct request *q, const struct signature_keys *keys)
{
	const struct pair name[] = { { STR("key"), signature_key_name(q->arena, &keys->current) } };
	piece_heading(h, text(q->lang, "citizen.verify.tools"));
	piece_paragraphs(h, text(q->lang, "citizen.verify.tools.text"));
	code(h, STR("minisign -V -p kvitto-nyckel.pub -m kvitto.json"));
	code(h, STR("openssl pkeyutl -verify -pubin -inkey kvitto-nyckel.pem -rawin -in kvitto.json -sigfile kvitto.json.sig"));
	html_markup(h, "<ul class=\"govuk-list govuk-list--bullet govuk-list--spaced\">");
	key_link(h, "/.well-known/kvitto-nyckel.pub", STR(""), text(q->lang, "citizen.verify.key.minisign"));
	key_link(h, "/.well-known/kvitto-nyckel.pem", STR(""), text(q->lang, "citizen.verify.key.pem"));
	html_markup(h, "</ul>");
	piece_paragraphs(h, text_fill(q->arena, text(q->lang, "citizen.verify.key.name"), name, 1));
	if (keys->n < 3) /* the current one is there twice: by its role and by its name */
		return;
	piece_paragraphs(h, text(q->lang, "citizen.verify.keys.old"));
	html_markup(h, "<ul class=\"govuk-list govuk-list--bullet govuk-list--spaced\">");
	for (size_t i = 0; i < keys->n; i++)
		if (!seal_equal(keys->known[i].id, keys->current.id, sizeof(keys->current.id))) {
			str file = arena_join(q->arena, signature_key_name(q->arena, &keys->known[i]), STR(".pub"), STR(""));
			key_link(h, "/.well-known/kvitto-nyckel/", file, file);
		}
	html_markup(h, "</ul>");
}

static bool form_page(struct app *app, const struct request *q, struct response *r, const struct finding_out *f)
{
	struct page p = page_of(q, PAGE_CITIZEN, f->error.p ? text(q->lang, "citizen.verify.bad") : text(q->lang, "citizen.verify.title"));
	const struct field_error error = { str_of(f->where), f->error };
	p.is_error = f->error.p != NULL;
	p.errors = &error;
	p.error_count = f->error.p ? 1 : 0;
	struct html h = page_begin(&p);
	page_heading(&h, p.title);
	piece_paragraphs(&h, text(q->lang, "citizen.verify.intro"));
	page_upload_begin(&h, q, STR("/verifiera"));
	ask(&h, q, RECEIPT_ID, text(q->lang, "citizen.verify.receipt"), text(q->lang, "citizen.verify.receipt.hint"),
	    f->error.p && str_is(str_of(f->where), RECEIPT_ID) ? f->error : STR_NONE);
	ask(&h, q, SIGNATURE_ID, text(q->lang, "citizen.verify.signature"), text(q->lang, "citizen.verify.signature.hint"),
	    f->error.p && str_is(str_of(f->where), SIGNATURE_ID) ? f->error : STR_NONE);
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "citizen.verify.do"));
	page_form_end(&h);
	tools_html(&h, q, app->receipt_keys);
	return page_end(&p, &h, r, f->error.p ? 422 : 200);
}

static bool genuine_page(const struct request *q, struct response *r, const struct finding_out *f)
{
	const struct receipt_row *rows;
	size_t n = receipt_rows(f->receipt, q->lang, q->arena, &rows);
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.verify.good"));
	struct html h = page_begin(&p);
	html_markup(&h, "<div class=\"app-panel\"><h1 class=\"app-panel__title\">");
	html_text(&h, p.title);
	html_markup(&h, "</h1><p class=\"app-panel__body\">");
	html_text(&h, json_member(f->receipt, STR("case")));
	html_markup(&h, "</p></div>");
	if (f->old_key)
		piece_paragraphs(&h, text(q->lang, "citizen.verify.old_key"));
	html_markup(&h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		piece_row(&h, rows[i].label, rows[i].value);
	html_markup(&h, "</dl><p class=\"govuk-body\">");
	html_link(&h, "govuk-link", STR("/verifiera"), STR(""), text(q->lang, "citizen.verify.again"));
	html_markup(&h, "</p>");
	return page_end(&p, &h, r, 200);
}

bool verify_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)why;
	return form_page(app, q, r, &(struct finding_out){ 0 });
}

bool verify_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct finding_out f = { .message = given(q, STR(RECEIPT_ID "-fil"), STR(RECEIPT_ID)),
		                 .signature = given(q, STR(SIGNATURE_ID "-fil"), STR(SIGNATURE_ID)) };
	(void)why;
	find_out(app->receipt_keys, q, &f);
	return f.error.p ? form_page(app, q, r, &f) : genuine_page(q, r, &f);
}

static bool key_file(struct response *r, const char *disposition, str content)
{
	response_header(r, "Content-Disposition", str_of(disposition));
	response_cacheable(r);
	return response_text(r, 200, "text/plain; charset=utf-8", content);
}

bool key_minisign(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)why;
	return key_file(r, "attachment; filename=\"kvitto-nyckel.pub\"",
	                signature_key_minisign(q->arena, &app->receipt_keys->current, STR("minisign public key")));
}

bool key_pem(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)why;
	return key_file(r, "attachment; filename=\"kvitto-nyckel.pem\"", signature_key_pem(q->arena, &app->receipt_keys->current));
}

/* Every key there ever was, by its number: "A1B2C3D4E5F60718.pub" or ".pem". */
bool key_by_name(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	for (size_t i = 0; i < app->receipt_keys->n; i++) {
		const struct signature_key *key = &app->receipt_keys->known[i];
		str name = signature_key_name(q->arena, key);
		if (str_eq(q->args[0], arena_join(q->arena, name, STR(".pub"), STR(""))))
			return key_file(r, "attachment", signature_key_minisign(q->arena, key, STR("minisign public key")));
		if (str_eq(q->args[0], arena_join(q->arena, name, STR(".pem"), STR(""))))
			return key_file(r, "attachment", signature_key_pem(q->arena, key));
	}
	return fail(why, P_NOT_FOUND, STR("There is no such key."));
}
