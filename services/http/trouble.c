#include "http/trouble.h"

#include "http/page.h"

static str words_of(const struct request *q, const char *slug, const char *part)
{
	return text_of(q->lang, arena_printf(q->arena, "problem.%s.%s", slug, part));
}

static void errors_html(struct html *h, const struct problem *why)
{
	if (why->field_count == 0)
		return;
	html_markup(h, "<ul class=\"govuk-list govuk-list--bullet\">");
	for (size_t i = 0; i < why->field_count; i++) {
		html_markup(h, "<li>");
		html_text(h, why->fields[i].text);
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

static void way_forward(struct html *h, const struct request *q, enum page_area area, const struct problem *why)
{
	if (why->kind == P_LOGIN_NEEDED) {
		page_login(h, q, area == PAGE_CITIZEN ? AUD_CITIZEN : AUD_STAFF, q->return_to);
		return;
	}
	html_markup(h, "<p class=\"govuk-body\">");
	html_link(h, "govuk-link", page_home(area), STR(""), text(q->lang, "common.to_start"));
	html_markup(h, "</p>");
}

void trouble_page(struct response *r, const struct request *q, const struct problem *why)
{
	const char *slug = problem_slug(why->kind);
	enum page_area area = page_area_of(q);
	str title = words_of(q, slug, "title");
	struct page p = page_of(q, area, title);
	p.is_error = why->kind != P_LOGIN_NEEDED;
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body\">");
	html_text(&h, words_of(q, slug, "text"));
	html_markup(&h, "</p>");
	errors_html(&h, why);
	way_forward(&h, q, area, why);
	html_markup(&h, "<p class=\"govuk-body-s\">");
	html_text(&h, text(q->lang, "common.request_id"));
	html_markup(&h, " <code class=\"app-id\">");
	html_text(&h, q->request_id);
	html_markup(&h, "</code></p>");
	page_end(&p, &h, r, problem_status(why->kind));
}
