#include "http/info.h"

#include "http/page.h"

static str key_of(const struct request *q, const char *name, const char *part)
{
	return arena_printf(q->arena, "common.%s.%s", name, part);
}

static bool section_html(struct html *h, const struct request *q, const char *name, int n)
{
	str title = arena_printf(q->arena, "common.%s.%d.title", name, n);
	if (!text_exists(q->lang, title))
		return false;
	html_markup(h, "<h2 class=\"govuk-heading-m\">");
	html_text(h, text_of(q->lang, title));
	html_markup(h, "</h2><p class=\"govuk-body\">");
	html_lines(h, text_of(q->lang, arena_printf(q->arena, "common.%s.%d.text", name, n)));
	html_markup(h, "</p>");
	return true;
}

bool info_page(struct response *r, const struct request *q, const char *name)
{
	str title = text_of(q->lang, key_of(q, name, "title"));
	struct page p = page_of(q, PAGE_CITIZEN, title);
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body-l\">");
	html_lines(&h, text_of(q->lang, key_of(q, name, "intro")));
	html_markup(&h, "</p>");
	for (int n = 1; section_html(&h, q, name, n); n++)
		continue;
	return page_end(&p, &h, r, 200);
}
