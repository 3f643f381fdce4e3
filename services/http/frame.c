#include "http/frame.h"

#define MOST_LINK_BYTES ((size_t)8 * 1024)

struct nav_item {
	const char *path, *key;
};

static const struct nav_item citizen_nav[] = { { "/", "common.nav.services" }, { "/mina", "common.nav.mine" } };
static const struct nav_item caseworker_nav[] = { { "/handlaggare", "common.nav.queues" } };
static const struct nav_item admin_nav[] = { { "/admin", "common.nav.forms" }, { "/admin/personal", "common.nav.staff" } };

/* This page in another language: the same path and query, with `lang` set. */
static str in_language(const struct request *q, str tag)
{
	struct buf link = buf_in(q->arena, MOST_LINK_BYTES);
	buf_add(&link, request_path_text(q));
	char before = '?';
	for (size_t i = 0; i < q->query.n; i++) {
		if (str_is(q->query.items[i].name, "lang"))
			continue;
		buf_byte(&link, before);
		buf_url(&link, q->query.items[i].name);
		buf_byte(&link, '=');
		buf_url(&link, q->query.items[i].value);
		before = '&';
	}
	buf_byte(&link, before);
	buf_lit(&link, "lang=");
	buf_url(&link, tag);
	return buf_ok(&link) ? buf_str(&link) : arena_join(q->arena, STR("/?lang="), tag, STR(""));
}

static void languages_html(struct html *h, const struct request *q)
{
	html_markup(h, "<nav class=\"app-languages\"");
	html_attr(h, "aria-label", text(q->lang, "common.languages"));
	html_markup(h, "><ul class=\"app-languages__list\">");
	const struct lang *lang;
	for (size_t i = 0; (lang = texts_each(request_languages(), i)); i++) {
		html_markup(h, "<li><a class=\"govuk-link govuk-link--no-visited-state\"");
		html_attr(h, "href", in_language(q, lang_tag(lang)));
		html_attr(h, "lang", lang_tag(lang));
		html_attr(h, "hreflang", lang_tag(lang));
		html_attr(h, "aria-current", lang == q->lang ? STR("true") : STR_NONE);
		html_markup(h, ">");
		html_text(h, lang_name(lang));
		html_markup(h, "</a></li>");
	}
	html_markup(h, "</ul></nav>");
}

static void logout_html(struct html *h, const struct request *q)
{
	if (!q->caller.token)
		return;
	html_markup(h, "<div class=\"app-header__session\">");
	html_link(h, "app-header__link", STR("/eid/sessioner"), STR(""), text(q->lang, "common.sessions"));
	page_form_begin(h, q, STR("/eid/logout"), STR(""));
	html_markup(h, "<button type=\"submit\" class=\"app-header__button\">");
	html_text(h, text(q->lang, "common.log_out"));
	html_markup(h, "</button>");
	page_form_end(h);
	html_markup(h, "</div>");
}

str frame_name(const struct page *p)
{
	switch (p->area) {
	case PAGE_CASEWORKER:
		return text(p->q->lang, "common.service.caseworker");
	case PAGE_ADMIN:
		return text(p->q->lang, "common.service.admin");
	case PAGE_CITIZEN:
		break;
	}
	return text(p->q->lang, "common.service.citizen");
}

static void header_html(struct html *h, const struct page *p)
{
	const struct request *q = p->q;
	html_markup(h, "<header class=\"app-header\"><div class=\"govuk-width-container app-header__row\">"
	               "<p class=\"app-header__name\"><a class=\"app-header__link\"");
	html_attr(h, "href", page_home(p->area));
	html_markup(h, "><span class=\"app-header__municipality\">");
	html_text(h, text_municipality(q->arena, q->lang, q->caller.municipality));
	html_markup(h, "</span> <span class=\"app-header__service\">");
	html_text(h, frame_name(p));
	html_markup(h, "</span></a></p>");
	languages_html(h, q);
	logout_html(h, q);
	html_markup(h, "</div></header>");
}

/* The item a path lies under; the start page lies under itself alone. */
static bool is_here(const struct request *q, str path)
{
	return str_eq(q->path, path) ||
	       (path.n > 1 && str_starts(q->path, path) && q->path.n > path.n && q->path.p[path.n] == '/');
}

/* Of items that lie under each other, the one that says most. */
static size_t here(const struct request *q, const struct nav_item *items, size_t n)
{
	size_t found = n;
	for (size_t i = 0; i < n; i++)
		if (is_here(q, str_of(items[i].path)) && (found == n || str_of(items[i].path).n > str_of(items[found].path).n))
			found = i;
	return found;
}

static void nav_html(struct html *h, const struct page *p)
{
	const struct nav_item *items = p->area == PAGE_CITIZEN ? citizen_nav :
	                               p->area == PAGE_ADMIN   ? admin_nav :
	                                                         caseworker_nav;
	size_t n = p->area == PAGE_CASEWORKER ? 1 : 2, current = here(p->q, items, n);
	html_markup(h, "<div class=\"app-nav\"><div class=\"govuk-width-container\"><nav");
	html_attr(h, "aria-label", text(p->q->lang, "common.nav"));
	html_markup(h, "><ul class=\"app-nav__list\">");
	for (size_t i = 0; i < n; i++) {
		html_markup(h, "<li class=\"app-nav__item\"><a class=\"app-nav__link\"");
		html_attr(h, "href", str_of(items[i].path));
		html_attr(h, "aria-current", i == current ? STR("page") : STR_NONE);
		html_markup(h, ">");
		html_text(h, text_of(p->q->lang, str_of(items[i].key)));
		html_markup(h, "</a></li>");
	}
	html_markup(h, "</ul></nav></div></div>");
}

static void stage_html(struct html *h, const struct page *p, str stage)
{
	if (!stage.p)
		return;
	html_markup(h, "<section class=\"app-stage\"");
	html_attr(h, "aria-label", text(p->q->lang, "common.test_environment"));
	html_markup(h, "><p class=\"govuk-width-container\"><strong>");
	html_text(h, text(p->q->lang, "common.test_environment"));
	html_markup(h, "</strong> ");
	html_text(h, text_fill(p->q->arena, text(p->q->lang, "common.test_environment.text"),
	                       &(const struct pair){ STR("environment"), stage }, 1));
	html_markup(h, "</p></section>");
}

void frame_top(struct html *h, const struct page *p, str stage)
{
	html_markup(h, "<a class=\"govuk-skip-link\" href=\"#main\">");
	html_text(h, text(p->q->lang, "common.skip"));
	html_markup(h, "</a>");
	header_html(h, p);
	nav_html(h, p);
	stage_html(h, p, stage);
}

static void footer_item(struct html *h, str path, str words)
{
	html_markup(h, "<li class=\"app-footer__item\">");
	html_link(h, "govuk-link govuk-link--no-visited-state", path, STR(""), words);
	html_markup(h, "</li>");
}

void frame_bottom(struct html *h, const struct page *p)
{
	const struct lang *lang = p->q->lang;
	html_markup(h, "<footer class=\"app-footer\"><div class=\"govuk-width-container\"><h2 class=\"govuk-visually-hidden\">");
	html_text(h, text(lang, "common.footer"));
	html_markup(h, "</h2><ul class=\"app-footer__list\">");
	footer_item(h, STR("/tillganglighet"), text(lang, "common.accessibility.title"));
	footer_item(h, STR("/personuppgifter"), text(lang, "common.privacy.title"));
	footer_item(h, STR("/om-kakor"), text(lang, "common.cookies.title"));
	html_markup(h, "</ul><p class=\"app-footer__text\">");
	html_text(h, text_municipality(p->q->arena, p->q->lang, p->q->caller.municipality));
	html_markup(h, "</p></div></footer>");
}
