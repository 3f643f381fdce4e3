/* check.c -- the check-answers page: everything on one page, each answer with a way to change it. */
#include "citizen/draft.h"

static void row_html(struct html *h, struct request *q, const struct draft *d, const struct question_row *row)
{
	html_markup(h, "<div class=\"govuk-summary-list__row\"");
	html_attr(h, "id", row->pointer);
	html_markup(h, "><dt class=\"govuk-summary-list__key\">");
	html_text(h, row->label);
	html_markup(h, "</dt><dd class=\"govuk-summary-list__value\">");
	html_lines(h, row->value);
	html_markup(h, "</dd><dd class=\"govuk-summary-list__actions\"><a class=\"govuk-link\"");
	html_attr(h, "href", arena_join(q->arena, draft_path(q, d, row->page), STR("?andra=1"), STR("")));
	html_markup(h, ">");
	html_text(h, text(q->lang, "citizen.check.change"));
	html_markup(h, "<span class=\"govuk-visually-hidden\"> ");
	html_text(h, row->label);
	html_markup(h, "</span></a></dd></div>");
}

static void answers_html(struct html *h, struct request *q, const struct draft *d)
{
	const struct question_words words = question_words_of(q->lang);
	const struct question_row *rows;
	size_t n = questions_answered(d->form, d->answers, lang_tag(q->lang), &words, q->arena, &rows);
	size_t page = d->form->page_count;
	for (size_t i = 0; i < n; i++) {
		if (d->form->pages[rows[i].page].check_answers)
			continue;
		if (rows[i].page != page) {
			if (page != d->form->page_count)
				html_markup(h, "</dl>");
			page = rows[i].page;
			piece_heading(h, form_page_title(d->form, lang_tag(q->lang), page, q->arena));
			html_markup(h, "<dl class=\"govuk-summary-list\">");
		}
		row_html(h, q, d, &rows[i]);
	}
	if (page != d->form->page_count)
		html_markup(h, "</dl>");
}

/* What is asked on this page itself links to its field, everything else to its row above. */
static const struct field_error *summary(const struct request *q, const struct draft *d, const struct field *fields, size_t n)
{
	struct field_error *errors = ARENA_ARRAY(q->arena, struct field_error, d->report.error_count + 1);
	for (size_t i = 0; i < d->report.error_count; i++) {
		const struct answers_error *e = &d->report.errors[i];
		errors[i] = (struct field_error){ e->pointer, e->text };
		for (size_t k = 0; k < n; k++)
			if (str_eq(fields[k].name, e->pointer))
				errors[i].id = field_target(q->arena, &fields[k]);
	}
	return errors;
}

bool check_answers_show(struct request *q, struct response *r, const struct draft *d, bool with_errors)
{
	const size_t last = d->form->page_count - 1;
	const struct question_words words = question_words_of(q->lang);
	const struct field *fields;
	size_t n = questions_of_page(d->form, last, d->answers, with_errors ? &d->report : NULL, &d->report, lang_tag(q->lang), &words,
	                             q->arena, &fields);
	size_t before = answers_previous_page(d->form, &d->report, last);
	str title = form_page_title(d->form, lang_tag(q->lang), last, q->arena), subject = view_subject(q, d->row);
	struct page p = page_of(q, PAGE_CITIZEN, title);
	p.back = before < d->form->page_count ? draft_path(q, d, before) : STR("/mina");
	p.is_error = with_errors && d->report.error_count > 0;
	p.errors = summary(q, d, fields, n);
	p.error_count = with_errors ? d->report.error_count : 0;
	struct html h = page_begin(&p);
	page_heading(&h, title);
	if (subject.p) {
		html_markup(&h, "<dl class=\"govuk-summary-list\">");
		piece_row(&h, text(q->lang, "citizen.about"), subject);
		html_markup(&h, "</dl>");
	}
	answers_html(&h, q, d);
	page_form_begin(&h, q, arena_join(q->arena, STR("/utkast/"), d->id, STR("/skicka")), STR(""));
	for (size_t i = 0; i < n; i++)
		field_html(&h, &fields[i], text(q->lang, "common.error_prefix"));
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "citizen.check.send"));
	page_form_end(&h);
	return page_end(&p, &h, r, p.is_error ? 422 : 200);
}
