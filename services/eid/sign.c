/* sign.c -- a signature begins: what is signed is read from the database, never from the browser, and the nonce commits to
 * it. */
#include "eid/sign.h"

#include "base/clock.h"
#include "base/log.h"
#include "eid/choice.h"
#include "eid/evidence.h"
#include "http/page.h"
#include "http/pieces.h"
#include "store/signing.h"

#define MESSAGE_MOST_BYTES ((size_t)4 * 1024)

static void line(struct buf *b, const struct request *q, const char *key, const char *name, str value)
{
	const struct pair values[] = {{str_of(name), value}};
	buf_add(b, text_fill(q->arena, text_of(q->lang, str_of(key)), values, 1));
}

/* What the e-ID shows: form, case, whom it is about (a name that must not be shown is left out), how much belongs to it, and
 * the digest that is signed. */
static str message_of(const struct request *q, const struct json_node *what)
{
	struct buf b = buf_in(q->arena, MESSAGE_MOST_BYTES);
	str subject = json_member(what, STR("subject_name"));
	int64_t attachments = json_int(json_get(what, STR("attachments")), 0);
	line(&b, q, "eid.sign.message.service", "service", piece_in_language(q, json_get(what, STR("titles"))));
	line(&b, q, "eid.sign.message.reference", "reference", json_member(what, STR("reference")));
	if (subject.p)
		line(&b, q, "eid.sign.message.subject", "name", subject);
	line(&b, q, "eid.sign.message.attachments", "n", arena_printf(q->arena, "%lld", (long long)attachments));
	line(&b, q, "eid.sign.message.digest", "digest", json_member(what, STR("document")));
	return buf_str(&b);
}

/* The signed request of the extension; absent where the provider does not know it. */
static str request_of(struct app *app, const struct request *q, const struct provider *provider,
                      const struct json_node *what, str message, str handle)
{
	bool signs = provider->signing == SIGNING_SIGN;
	str data = evidence_signed_data(q->arena, json_member(what, STR("document")), json_member(what, STR("reference")),
	                                attempt_hash(q->arena, handle));
	const struct sign_request request = {
	    .client_id = provider->client_id,
	    .issuer = provider->issuer,
	    .data = signs ? data : STR_NONE,
	    .message = message,
	    .language = lang_tag(q->lang),
	};
	if (provider->signing == SIGNING_LOGIN)
		return STR_NONE;
	return client_key_sign_request(q->arena, client_key_of(app, provider), &request, clock_now_ms() / 1000);
}

static bool remember(struct app *app, const struct request *q, const struct provider *provider,
                     const struct attempt *attempt, const struct json_node *what, str handle, str message,
                     struct problem *why)
{
	str reference = json_member(what, STR("reference"));
	const struct sign_begin begin = {
	    .reference = reference,
	    .document = json_member(what, STR("document")),
	    .handle_hash = attempt_hash(q->arena, handle),
	    .state_hash = attempt_hash(q->arena, attempt->state),
	    .nonce = attempt->nonce,
	    .verifier = attempt->verifier,
	    .provider = provider->id,
	    .return_to = arena_join(q->arena, STR("/underskrift/"), reference, STR("")),
	    .sign_request = attempt->sign_request,
	    .sign_message = message,
	};
	return sign_begin(app->db, q->arena, &q->caller, &begin, why);
}

static bool go(struct app *app, struct request *q, struct response *r, const struct provider *provider,
               const struct json_node *what, struct problem *why)
{
	str reference = json_member(what, STR("reference"));
	fetcher_begin(app->fetcher);
	const struct metadata *metadata = discovery_metadata(app->discovery, provider);
	if (!metadata)
		return outcome_sign_page(q, r, OUTCOME_DOWN, reference);

	str handle = attempt_secret(q->arena), message = message_of(q, what);
	const struct attempt attempt = {
	    .state = attempt_secret(q->arena),
	    .nonce = evidence_nonce(q->arena, json_member(what, STR("document")), evidence_random(q->arena, handle)),
	    .verifier = attempt_secret(q->arena),
	    .redirect_uri = app->redirect_uri,
	    .created_s = clock_now_ms() / 1000,
	    .signs = true,
	    .expected_number = json_member(what, STR("personal_number")),
	    .sign_request = request_of(app, q, provider, what, message, handle),
	};
	const struct wording wording = {lang_tag(q->lang), message};
	str url = oidc_authorization_url(q->arena, provider, metadata, &attempt, &wording);
	bool whole = url.p && attempt.nonce.p && (attempt.sign_request.p || provider->signing == SIGNING_LOGIN);
	if (!whole)
		return fail(why, P_INTERNAL, STR("The signature could not be begun."));
	if (!remember(app, q, provider, &attempt, what, handle, message, why))
		return false;
	log_event(LOG_INFO, "sign.started", LOG_WORD("provider", provider->id));
	response_cookie(r, LOGIN_COOKIE, handle, LOGIN_COOKIE_S, SAME_SITE_LAX);
	return response_away(r, url);
}

/* Several e-IDs: each is a button that comes back here. */
static bool choose(const struct app *app, struct request *q, struct response *r, str reference)
{
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "eid.sign.choose.title"));
	p.back = arena_join(q->arena, STR("/underskrift/"), reference, STR(""));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "eid.sign.choose.title"));
	html_markup(&h, "<ul class=\"govuk-list\">");
	for (size_t i = 0; i < app->providers->n; i++) {
		const struct provider *provider = &app->providers->rows[i];
		if (provider->audience != AUD_CITIZEN || !provider->offered)
			continue;
		html_markup(&h, "<li>");
		page_form_begin(&h, q, STR("/eid/sign"), STR(""));
		page_hidden(&h, "reference", reference);
		page_hidden(&h, "provider", provider->id);
		page_button(&h, BUTTON_SECONDARY, piece_in_language(q, provider->name));
		page_form_end(&h);
		html_markup(&h, "</li>");
	}
	html_markup(&h, "</ul>");
	return page_end(&p, &h, r, 200);
}

bool sign_start(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str reference = request_field(q, "reference");
	const struct json_node *what;
	if (!sign_read(app->db, q->arena, &q->caller, reference, &what, why))
		/* Signed in another window, declined, taken back or too late: the page of the case says which. */
		return why->kind == P_CONFLICT && response_see_other(r, STR("/underskrift/"), reference);
	const struct provider *provider = choice_provider(app, q, AUD_CITIZEN, why);
	if (!provider && why->kind)
		return false;
	return provider ? go(app, q, r, provider, what, why) : choose(app, q, r, reference);
}
