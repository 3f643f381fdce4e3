#include "admin/inspect.h"

#define MOST_LINE_BYTES 160

const struct form *inspect(struct arena *arena, str definition, struct findings *out)
{
	struct form_trial trial;
	const struct form *form = form_examine(arena, definition, &trial);
	*out = trial.findings;
	return form;
}

str inspect_sentence(const struct request *q, const struct finding *finding)
{
	return str_is(lang_tag(q->lang), "sv") ? finding->message_sv : finding->message;
}

/* The text of a line, without its indent; cut between characters where it is long. */
static str line_of(str definition, unsigned line)
{
	str head = STR(""), rest = definition;
	for (unsigned i = 0; i < line; i++)
		str_cut(rest, '\n', &head, &rest);
	head = str_trim(head);
	size_t n = head.n < MOST_LINE_BYTES ? head.n : MOST_LINE_BYTES;
	while (n && n < head.n && (head.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(head, 0, n);
}

static str place_words(const struct request *q, const struct finding *f)
{
	const struct pair values[] = { { STR("line"), arena_printf(q->arena, "%u", f->line) },
		                       { STR("column"), arena_printf(q->arena, "%u", f->column) } };
	return text_fill(q->arena, text(q->lang, "admin.place"), values, 2);
}

void inspect_html(struct html *h, const struct request *q, str definition, const struct findings *findings)
{
	html_markup(h, "<ol class=\"app-findings\" id=\"findings\" tabindex=\"-1\">");
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = &findings->items[i];
		str line = line_of(definition, f->line);
		html_markup(h, "<li><span class=\"app-findings__place\">");
		html_text(h, place_words(q, f));
		html_markup(h, "</span>");
		html_text(h, inspect_sentence(q, f));
		bool new_line = i == 0 || f->line != findings->items[i - 1].line;
		if (new_line && line.n && str_utf8(line)) {
			html_markup(h, "<pre class=\"app-code\">");
			html_text(h, line);
			html_markup(h, "</pre>");
		}
		html_markup(h, "</li>");
	}
	html_markup(h, "</ol>");
}
