#include "http/pieces.h"

void piece_heading(struct html *h, str words)
{
	html_markup(h, "<h2 class=\"govuk-heading-m\">");
	html_text(h, words);
	html_markup(h, "</h2>");
}

void piece_paragraphs(struct html *h, str words)
{
	while (words.n) {
		size_t end = 0;
		while (end < words.n && !str_starts(str_sub(words, end, words.n), STR("\n\n")))
			end++;
		html_markup(h, "<p class=\"govuk-body\">");
		html_lines(h, str_sub(words, 0, end));
		html_markup(h, "</p>");
		words = str_sub(words, end + 2, words.n);
	}
}

void piece_bullets(struct html *h, str lines)
{
	html_markup(h, "<ul class=\"govuk-list govuk-list--bullet\">");
	while (lines.n) {
		str line;
		str_cut(lines, '\n', &line, &lines);
		html_markup(h, "<li>");
		html_text(h, line);
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

void piece_table_begin(struct html *h, const str *columns, size_t n)
{
	html_markup(h, "<table class=\"govuk-table app-table\"><thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">");
	for (size_t i = 0; i < n; i++) {
		html_markup(h, "<th scope=\"col\" class=\"govuk-table__header\">");
		html_text(h, columns[i]);
		html_markup(h, "</th>");
	}
	html_markup(h, "</tr></thead><tbody class=\"govuk-table__body\">");
}

void piece_cell(struct html *h, str column)
{
	html_markup(h, "<td class=\"govuk-table__cell\"");
	html_attr(h, "data-label", column);
	html_markup(h, ">");
}

void piece_table_end(struct html *h)
{
	html_markup(h, "</tbody></table>");
}

void piece_row(struct html *h, str key, str value)
{
	html_markup(h, "<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
	html_text(h, key);
	html_markup(h, "</dt><dd class=\"govuk-summary-list__value\">");
	html_lines(h, value);
	html_markup(h, "</dd></div>");
}
static str colour_of(str status, str outcome)
{
	if (outcome.p)
		return str_is(outcome, "granted") || str_is(outcome, "partly_granted") ? STR("govuk-tag govuk-tag--green")
		                                                                       : STR("govuk-tag govuk-tag--orange");
	return str_is(status, "received") ? STR("govuk-tag govuk-tag--blue") : STR("govuk-tag govuk-tag--grey");
}

void piece_status(struct html *h, const struct request *q, str status, str outcome)
{
	str key = outcome.p ? arena_join(q->arena, STR("outcome."), outcome, STR(""))
	                    : arena_join(q->arena, STR("status."), status, STR(""));
	html_markup(h, "<strong");
	html_attr(h, "class", colour_of(status, outcome));
	html_markup(h, ">");
	html_text(h, text_of(q->lang, key));
	html_markup(h, "</strong>");
}

str piece_in_language(const struct request *q, const struct json_node *words)
{
	str found = json_member(words, lang_tag(q->lang));
	return found.p ? found : json_member(words, STR("sv"));
}
