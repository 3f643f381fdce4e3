/* catalogue.c -- what is on offer, and the page of one service: what it is, for whom, what it takes, before any login. */
#include "citizen/app.h"
#include "citizen/view.h"
#include "http/info.h"
#include "store/cases.h"

static void card(struct html *h, const struct request *q, const struct json_node *service)
{
	const struct json_node *texts = json_get(service, STR("texts"));
	const struct json_node *words = json_get(texts, lang_tag(q->lang));
	if (!words)
		words = json_get(texts, STR("sv"));
	html_markup(h, "<li class=\"app-card\"><h2 class=\"app-card__title\">");
	html_link(h, "govuk-link", STR("/tjanst/"), json_member(service, STR("form")), json_member(words, STR("title")));
	html_markup(h, "</h2><p class=\"govuk-body\">");
	html_text(h, json_member(words, STR("summary")));
	html_markup(h, "</p></li>");
}

bool catalogue_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *services;
	if (!services_list(app->db, q->arena, &q->caller, &services, why))
		return false;
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.catalogue.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "citizen.catalogue.title"));
	html_markup(&h, "<p class=\"govuk-body-l\">");
	html_text(&h, json_count(services) ? text(q->lang, "citizen.catalogue.intro") : text(q->lang, "citizen.catalogue.empty"));
	html_markup(&h, "</p>");
	if (json_count(services))
		html_markup(&h, "<ul class=\"app-cards\">");
	struct json_iter it = json_begin(services);
	while (json_next(&it))
		card(&h, q, it.value);
	if (json_count(services))
		html_markup(&h, "</ul>");
	return page_end(&p, &h, r, 200);
}

static void section(struct html *h, const struct request *q, const struct form *form, const char *key, str title)
{
	str words = form_text(form, lang_tag(q->lang), str_of(key));
	if (words.n == 0)
		return;
	piece_heading(h, title);
	if (str_is(str_of(key), "need"))
		piece_bullets(h, words);
	else
		piece_paragraphs(h, words);
}

/* The caller's cases and drafts; NULL for nobody. A session that is over makes no difference here: the page is for anyone. */
static bool read_own(struct app *app, struct request *q, const struct json_node **own, struct problem *why)
{
	struct problem over = { 0 };
	*own = NULL;
	if (!q->caller.token || q->caller.token->audience != AUD_CITIZEN || case_list_own(app->db, q->arena, &q->caller, own, &over))
		return true;
	if (over.kind != P_LOGIN_NEEDED)
		return fail(why, over.kind, over.detail);
	q->caller.token = NULL;
	return true;
}

/* What the person has begun, before the way to begin anew. */
static void begun_html(struct html *h, const struct request *q, const struct form *form, const struct json_node *own)
{
	size_t n = 0;
	struct json_iter it = json_begin(json_get(own, STR("drafts")));
	while (json_next(&it)) {
		if (!str_eq(json_member(it.value, STR("form")), form->id))
			continue;
		str subject = view_subject(q, it.value);
		if (n++ == 0)
			html_markup(h, "<ul class=\"govuk-list\">");
		html_markup(h, "<li>");
		html_link(h, "govuk-link", STR("/utkast/"), json_member(it.value, STR("draft")),
		          subject.p ? arena_join(q->arena, text(q->lang, "citizen.service.continue"), STR(" – "), subject)
		                    : text(q->lang, "citizen.service.continue"));
		html_markup(h, "</li>");
	}
	if (n)
		html_markup(h, "</ul>");
}

static void start_html(struct html *h, const struct request *q, const struct form *form, const struct json_node *own)
{
	str start = arena_join(q->arena, STR("/tjanst/"), form->id, STR("/barn"));
	begun_html(h, q, form, own);
	if (own)
		page_button_link(h, BUTTON_PRIMARY, start, STR(""), text(q->lang, "citizen.service.start"));
	else
		page_login(h, q, AUD_CITIZEN, start);
}

bool service_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *own;
	const struct form *form =
		form_cache_get(app->forms, app->db, q->arena, &q->caller, CITIZEN_FORM, q->args[0], STR_NONE, why);
	if (!form || !read_own(app, q, &own, why))
		return false;
	str title = form_text(form, lang_tag(q->lang), STR("title"));
	struct page p = page_of(q, PAGE_CITIZEN, title);
	p.back = STR("/");
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body-l\">");
	html_text(&h, form_text(form, lang_tag(q->lang), STR("summary")));
	html_markup(&h, "</p>");
	section(&h, q, form, "who", text(q->lang, "citizen.service.who"));
	section(&h, q, form, "need", text(q->lang, "citizen.service.need"));
	section(&h, q, form, "time", text(q->lang, "citizen.service.time"));
	start_html(&h, q, form, own);
	section(&h, q, form, "privacy", text(q->lang, "citizen.service.privacy"));
	section(&h, q, form, "law", text(q->lang, "citizen.service.law"));
	return page_end(&p, &h, r, 200);
}

bool accessibility_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	return info_page(r, q, "accessibility");
}

bool privacy_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	return info_page(r, q, "privacy");
}

bool cookies_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	return info_page(r, q, "cookies");
}
