/* check.c -- the check-answers page: everything on one page, each answer with a way to change it. */
#include "citizen/draft.h"

/* The first error at a question or in it; absent when it is answered well. */
static str error_at(const struct draft *d, str pointer)
{
	for (size_t i = 0; i < d->report.error_count; i++) {
		str at = d->report.errors[i].pointer;
		if (str_starts(at, pointer) && (at.n == pointer.n || at.p[pointer.n] == '/'))
			return d->report.errors[i].text;
	}
	return STR_NONE;
}

static void error_html(struct html *h, const struct request *q, str error)
{
	if (!error.p)
		return;
	html_markup(h, "<p class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">");
	html_text(h, text(q->lang, "common.error_prefix"));
	html_markup(h, "</span> ");
	html_text(h, error);
	html_markup(h, "</p>");
}

static void row_html(struct html *h, struct request *q, const struct draft *d, const struct question_row *row, bool with_errors)
{
	html_markup(h, "<div class=\"govuk-summary-list__row\"");
	html_attr(h, "id", row->pointer);
	html_markup(h, "><dt class=\"govuk-summary-list__key\">");
	html_text(h, row->label);
	html_markup(h, "</dt><dd class=\"govuk-summary-list__value\">");
	error_html(h, q, with_errors ? error_at(d, row->pointer) : STR_NONE);
	html_lines(h, row->value);
	html_markup(h, "</dd><dd class=\"govuk-summary-list__actions\"><a class=\"govuk-link\"");
	html_attr(h, "href", arena_join(q->arena, draft_path(q, d, row->page), STR("?andra=1"), STR("")));
	html_markup(h, ">");
	html_text(h, text(q->lang, "citizen.check.change"));
	html_markup(h, "<span class=\"govuk-visually-hidden\"> ");
	html_text(h, row->label);
	html_markup(h, "</span></a></dd></div>");
}

static void answers_html(struct html *h, struct request *q, const struct draft *d, bool with_errors)
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
		row_html(h, q, d, &rows[i], with_errors);
	}
	if (page != d->form->page_count)
		html_markup(h, "</dl>");
}

/* What informs and does not stop. */
static void warnings_html(struct html *h, const struct request *q, const struct draft *d)
{
	if (d->report.warning_count == 0)
		return;
	html_markup(h, "<section class=\"govuk-inset-text\" aria-labelledby=\"bra-att-veta\"><h2 class=\"govuk-heading-s\" id=\"bra-att-veta\">");
	html_text(h, text(q->lang, "citizen.check.warnings"));
	html_markup(h, "</h2>");
	for (size_t i = 0; i < d->report.warning_count; i++)
		piece_paragraphs(h, d->report.warnings[i].text);
	html_markup(h, "</section>");
}

/* Where an error leads: to its field when it is asked on this page, else to the row of its question above. */
static str target_of(const struct request *q, const struct draft *d, const struct answers_error *e, const struct field *fields, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (str_eq(fields[k].name, e->pointer))
			return field_target(q->arena, &fields[k]);
	if (e->page == d->form->page_count)
		return STR("main");
	struct json_iter it = json_begin(d->form->pages[e->page].fields);
	while (json_next(&it)) {
		str ref = json_member(it.value, STR("ref"));
		if (str_starts(e->pointer, ref) && (e->pointer.n == ref.n || e->pointer.p[ref.n] == '/'))
			return ref;
	}
	return e->pointer;
}

/* One line a question: the first thing that is wrong with it. */
static size_t summary(const struct request *q, const struct draft *d, const struct field *fields, size_t n,
                      const struct field_error **out)
{
	struct field_error *errors = ARENA_ARRAY(q->arena, struct field_error, d->report.error_count + 1);
	size_t lines = 0;
	for (size_t i = 0; i < d->report.error_count; i++) {
		const struct answers_error *e = &d->report.errors[i];
		if (i == 0 || !str_eq(e->pointer, d->report.errors[i - 1].pointer))
			errors[lines++] = (struct field_error){ target_of(q, d, e, fields, n), e->text };
	}
	*out = errors;
	return lines;
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
	p.error_count = with_errors ? summary(q, d, fields, n, &p.errors) : 0;
	struct html h = page_begin(&p);
	page_heading(&h, title);
	if (subject.p) {
		html_markup(&h, "<dl class=\"govuk-summary-list\">");
		piece_row(&h, text(q->lang, "citizen.about"), subject);
		html_markup(&h, "</dl>");
	}
	warnings_html(&h, q, d);
	answers_html(&h, q, d, with_errors);
	page_form_begin(&h, q, arena_join(q->arena, STR("/utkast/"), d->id, STR("/skicka")), STR(""));
	page_hidden(&h, "revision", arena_printf(q->arena, "%lld", (long long)d->revision));
	for (size_t i = 0; i < n; i++)
		field_html(&h, &fields[i], text(q->lang, "common.error_prefix"));
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "citizen.check.send"));
	page_form_end(&h);
	return page_end(&p, &h, r, p.is_error ? 422 : 200);
}
