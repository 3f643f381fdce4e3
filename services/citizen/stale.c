/* stale.c -- the page for someone who answers in two windows at once: what the other one saved, and the way on from there. */
#include "citizen/draft.h"

bool stale_show(struct request *q, struct response *r, const struct draft *d, size_t page)
{
	const struct question_words words = question_words_of(q->lang);
	const struct question_row *rows;
	size_t n = questions_answered(d->form, d->answers, lang_tag(q->lang), &words, q->arena, &rows);
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.stale.title"));
	p.is_error = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "citizen.stale.title"));
	piece_paragraphs(&h, text(q->lang, "citizen.stale.text"));
	piece_heading(&h, text(q->lang, "citizen.stale.saved"));
	html_markup(&h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		if (rows[i].page == page || d->form->pages[page].check_answers)
			piece_row(&h, rows[i].label, rows[i].value);
	html_markup(&h, "</dl>");
	page_button_link(&h, BUTTON_PRIMARY, draft_path(q, d, page), STR(""), text(q->lang, "citizen.stale.continue"));
	return page_end(&p, &h, r, 412);
}
