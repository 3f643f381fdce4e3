#include "base/html.h"

struct html html_in(struct arena *arena, size_t limit_bytes)
{
	return (struct html){ buf_in(arena, limit_bytes) };
}

void html_raw_literal(struct html *h, const char *literal, size_t n)
{
	buf_add(&h->out, (str){ literal, n });
}

static str entity(char c)
{
	switch (c) {
	case '&': return STR("&amp;");
	case '<': return STR("&lt;");
	case '>': return STR("&gt;");
	case '"': return STR("&quot;");
	case '\'': return STR("&#39;");
	default: return STR_NONE;
	}
}

static void escaped(struct html *h, str s, str line_break)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		str instead = s.p[i] == '\n' ? line_break : entity(s.p[i]);
		if (!instead.p)
			continue;
		buf_add(&h->out, str_sub(s, from, i - from));
		buf_add(&h->out, instead);
		from = i + 1;
	}
	buf_add(&h->out, str_sub(s, from, s.n));
}

void html_text(struct html *h, str s)
{
	escaped(h, s, STR_NONE);
}

void html_lines(struct html *h, str s)
{
	escaped(h, s, STR("<br>"));
}

void html_attr(struct html *h, const char *name, str value)
{
	if (!value.p)
		return;
	buf_byte(&h->out, ' ');
	buf_add(&h->out, str_of(name));
	buf_lit(&h->out, "=\"");
	html_text(h, value);
	buf_byte(&h->out, '"');
}

void html_link(struct html *h, const char *css_class, str base, str segment, str text)
{
	struct buf href = buf_in(h->out.arena, 2048);
	buf_add(&href, base);
	buf_url(&href, segment);
	h->out.broken |= href.broken;
	html_markup(h, "<a");
	html_attr(h, "class", str_of(css_class));
	html_attr(h, "href", buf_str(&href));
	html_markup(h, ">");
	html_text(h, text);
	html_markup(h, "</a>");
}

void html_append(struct html *h, const struct html *part)
{
	buf_add(&h->out, buf_str(&part->out));
	h->out.broken |= part->out.broken;
}
