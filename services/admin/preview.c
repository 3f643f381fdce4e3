/* preview.c -- a page of a form as citizens will see it, filled in with the answers of one of the form's own tests. Nothing is sent. */
#include "admin/version.h"
#include "http/pieces.h"
#include "rules/questions.h"
#include "rules/trial.h"

struct preview {
	struct version v;
	size_t page, test, test_count;
	const struct json_node *answers;
	struct answers_report report;
};

static const struct json_node *tests_of(const struct version *v)
{
	return json_get(v->form->root, STR("tests"));
}

static void fill(const struct request *q, struct preview *p, size_t test)
{
	p->test = test;
	p->answers = trial_answers(p->v.form, test, q->arena, NULL);
	answers_check(p->v.form, p->answers, trial_today(p->v.form, test), lang_tag(q->lang), q->arena, &p->report);
	p->answers = p->report.answers;
}

/* The test that ?exempel= names, else the first valid one that shows the page. */
static bool choose_test(const struct request *q, struct preview *p, struct problem *why)
{
	int64_t asked;
	str example = pairs_get(&q->query, STR("exempel"));
	p->test_count = json_count(tests_of(&p->v));
	if (example.n) {
		if (!str_int(example, 1, (int64_t)p->test_count, &asked))
			return fail(why, P_NOT_FOUND, STR("There is no such test."));
		fill(q, p, (size_t)asked - 1);
		return true;
	}
	for (size_t i = 0; i < p->test_count; i++) {
		fill(q, p, i);
		if (p->report.valid && p->report.page_visible[p->page])
			return true;
	}
	fill(q, p, 0);
	return true;
}

static bool open(struct app *app, struct request *q, struct preview *p, struct problem *why)
{
	if (!version_open(app, q, q->args[0], q->args[1], &p->v, why))
		return false;
	p->page = form_page_index(p->v.form, q->args[2]);
	if (p->page == p->v.form->page_count)
		return fail(why, P_NOT_FOUND, STR("There is no such page in the form."));
	return choose_test(q, p, why);
}

static void answers_html(struct html *h, const struct request *q, const struct preview *p, const struct question_words *words)
{
	const struct question_row *rows;
	size_t n = questions_answered(p->v.form, p->answers, lang_tag(q->lang), words, q->arena, &rows);
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	for (size_t i = 0; i < n; i++)
		piece_row(h, rows[i].label, rows[i].value);
	html_markup(h, "</dl>");
}

static void page_html(struct html *h, const struct request *q, const struct preview *p)
{
	const struct question_words words = question_words_of(q->lang);
	const struct field *fields;
	size_t n = questions_of_page(p->v.form, p->page, p->answers, p->report.valid ? NULL : &p->report, &p->report, lang_tag(q->lang),
	                             &words, q->arena, &fields);
	html_markup(h, "<div class=\"app-preview\">");
	if (n != 1 || !fields[0].is_page_heading)
		page_heading(h, form_page_title(p->v.form, lang_tag(q->lang), p->page, q->arena));
	if (!p->report.page_visible[p->page])
		piece_paragraphs(h, text(q->lang, "admin.preview.hidden"));
	if (p->v.form->pages[p->page].check_answers)
		answers_html(h, q, p, &words);
	for (size_t i = 0; i < n; i++)
		field_html(h, &fields[i], text(q->lang, "common.error_prefix"));
	html_markup(h, "</div>");
}

static str page_path(const struct request *q, const struct preview *p, size_t page, size_t test)
{
	return arena_printf(q->arena, "%.*s/sida/%.*s?exempel=%zu", STR_ARG(version_path(q, p->v.id, p->v.version)),
	                    STR_ARG(p->v.form->pages[page].id), test + 1);
}

static void neighbours_html(struct html *h, const struct request *q, const struct preview *p)
{
	html_markup(h, "<nav class=\"app-pages\"");
	html_attr(h, "aria-label", text(q->lang, "admin.pages"));
	html_markup(h, ">");
	if (p->page > 0)
		html_link(h, "govuk-link", page_path(q, p, p->page - 1, p->test), STR(""), text(q->lang, "admin.preview.previous"));
	if (p->page + 1 < p->v.form->page_count)
		html_link(h, "govuk-link", page_path(q, p, p->page + 1, p->test), STR(""), text(q->lang, "admin.preview.next"));
	html_markup(h, "</nav>");
}

static void tests_html(struct html *h, const struct request *q, const struct preview *p)
{
	size_t i = 0;
	piece_heading(h, text(q->lang, "admin.preview.tests"));
	html_markup(h, "<ul class=\"govuk-list\">");
	for (struct json_iter it = json_begin(tests_of(&p->v)); json_next(&it); i++) {
		html_markup(h, "<li><a class=\"govuk-link\"");
		html_attr(h, "href", page_path(q, p, p->page, i));
		html_attr(h, "aria-current", i == p->test ? STR("true") : STR_NONE);
		html_markup(h, ">");
		html_text(h, json_member(it.value, STR("name")));
		html_markup(h, "</a></li>");
	}
	html_markup(h, "</ul>");
}

bool preview_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct preview *preview = ARENA_NEW(q->arena, struct preview);
	if (!open(app, q, preview, why))
		return false;
	const struct version *v = &preview->v;
	str title = form_page_title(v->form, lang_tag(q->lang), preview->page, q->arena);
	struct page p = page_of(q, PAGE_ADMIN, arena_join(q->arena, text(q->lang, "admin.preview.title"), STR(": "), title));
	p.back = version_path(q, v->id, v->version);
	struct html h = page_begin(&p);
	html_markup(&h, "<p class=\"govuk-caption-l\">");
	html_text(&h, arena_join(q->arena, text(q->lang, "admin.preview.title"), STR(" · "), arena_join(q->arena, v->id, STR(" "), v->version)));
	html_markup(&h, "</p>");
	page_html(&h, q, preview);
	neighbours_html(&h, q, preview);
	tests_html(&h, q, preview);
	return page_end(&p, &h, r, 200);
}
