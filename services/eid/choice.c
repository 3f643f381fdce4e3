#include "eid/choice.h"

#include "eid/return_to.h"
#include "http/page.h"
#include "http/pieces.h"

enum audience choice_audience(str word)
{
	if (str_is(word, audience_name(AUD_CITIZEN)))
		return AUD_CITIZEN;
	return str_is(word, audience_name(AUD_STAFF)) ? AUD_STAFF : AUD_NOBODY;
}

const struct provider *choice_provider(const struct app *app, const struct request *q, enum audience audience,
                                       struct problem *why)
{
	str id = request_field(q, "provider");
	const struct provider *provider =
	    id.n ? provider_by_id(app->providers, id) : provider_for(app->providers, audience);
	if (provider && provider->audience == audience)
		return provider;
	if (id.n || providers_offered(app->providers, audience) == 0)
		(void)fail(why, P_BAD_REQUEST,
		           STR("audience and provider must be such that can log in here."));
	return NULL;
}

bool choice_away(struct response *r, const struct request *q, enum audience audience, str return_to)
{
	struct buf query = buf_in(q->arena, KIB(2));
	buf_printf(&query, "/eid/val?audience=%s&return_to=", audience_name(audience));
	buf_url(&query, return_to);
	return response_see_other(r, buf_str(&query), STR(""));
}

static void provider_button(struct html *h, const struct request *q, const struct provider *provider,
                            str return_to)
{
	html_markup(h, "<li><form method=\"post\" action=\"/eid/login\">");
	page_hidden(h, "audience", str_of(audience_name(provider->audience)));
	page_hidden(h, "return_to", return_to);
	page_hidden(h, "provider", provider->id);
	page_button(h, BUTTON_SECONDARY, piece_in_language(q, provider->name));
	page_form_end(h);
	html_markup(h, "</li>");
}

/* Those that are offered, and one on trial for whoever names it. */
bool login_choose(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	enum audience audience = choice_audience(pairs_get(&q->query, STR("audience")));
	str return_to = pairs_get(&q->query, STR("return_to")), named = pairs_get(&q->query, STR("provider"));
	if (providers_offered(app->providers, audience) == 0)
		return fail(why, P_BAD_REQUEST, STR("audience must be one that can log in here."));
	if (!return_to_holds(return_to))
		return_to = return_to_home(audience);

	struct page p = page_of(q, audience == AUD_STAFF ? PAGE_CASEWORKER : PAGE_CITIZEN,
	                        text(q->lang, "eid.choice.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "eid.choice.title"));
	html_markup(&h, "<ul class=\"govuk-list\">");
	for (size_t i = 0; i < app->providers->n; i++) {
		const struct provider *provider = &app->providers->rows[i];
		if (provider->audience == audience && (provider->offered || str_eq(provider->id, named)))
			provider_button(&h, q, provider, return_to);
	}
	html_markup(&h, "</ul>");
	return page_end(&p, &h, r, 200);
}
