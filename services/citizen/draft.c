#include "citizen/draft.h"

#include "store/drafts.h"

bool draft_load(struct app *app, struct request *q, struct draft *d, struct problem *why)
{
	*d = (struct draft){ .id = q->args[0] };
	if (!draft_read(app->db, q->arena, &q->caller, d->id, &d->row, why))
		return false;
	d->form = view_form(app, q, d->row, why);
	if (!d->form)
		return false;
	d->revision = json_int(json_get(d->row, STR("revision")), 0);
	d->reference = json_member(d->row, STR("reference"));
	draft_with(q, d, json_get(d->row, STR("answers")));
	return true;
}

void draft_with(const struct request *q, struct draft *d, const struct json_node *answers)
{
	view_check(q, d->form, answers, &d->report);
	d->answers = d->report.answers;
}

str draft_path(const struct request *q, const struct draft *d, size_t page)
{
	return arena_printf(q->arena, "/utkast/%.*s/%.*s", STR_ARG(d->id), STR_ARG(d->form->pages[page].id));
}

bool draft_resume(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	if (!draft_load(app, q, &d, why))
		return false;
	if (d.reference.p)
		return response_see_other(r, STR("/kvittens/"), d.reference);
	return response_see_other(r, draft_path(q, &d, answers_first_open_page(d.form, &d.report)), STR(""));
}

/* "Page 2 of 7" counts what is visible now; the number can change with an answer. */
static void progress(struct html *h, const struct request *q, const struct draft *d, size_t page)
{
	int64_t number = 0, total = 0;
	for (size_t i = 0; i < d->form->page_count; i++) {
		total += d->report.page_visible[i];
		if (i <= page)
			number = total;
	}
	const struct pair values[] = { { STR("page"), arena_printf(q->arena, "%lld", (long long)number) },
		                       { STR("pages"), arena_printf(q->arena, "%lld", (long long)total) } };
	html_markup(h, "<p class=\"govuk-caption-l\">");
	html_text(h, form_text(d->form, lang_tag(q->lang), STR("title")));
	html_markup(h, " · ");
	html_text(h, text_fill(q->arena, text(q->lang, "citizen.progress"), values, 2));
	html_markup(h, "</p>");
}

static void about(struct html *h, const struct request *q, const struct draft *d)
{
	str subject = view_subject(q, d->row);
	if (!subject.p)
		return;
	html_markup(h, "<p class=\"govuk-body-s\">");
	html_text(h, text(q->lang, "citizen.about"));
	html_markup(h, " ");
	html_text(h, subject);
	html_markup(h, "</p>");
}

static const struct field_error *summary_of(const struct request *q, const struct answers_error *errors, size_t n,
                                            const struct field *fields, size_t field_count)
{
	struct field_error *summary = ARENA_ARRAY(q->arena, struct field_error, n + 1);
	for (size_t i = 0; i < n; i++) {
		summary[i] = (struct field_error){ STR("main"), errors[i].text };
		for (size_t k = 0; k < field_count; k++) {
			const struct field *parts = fields[k].part_count ? fields[k].parts : &fields[k];
			size_t part_count = fields[k].part_count ? fields[k].part_count : 1;
			for (size_t j = 0; j < part_count; j++)
				if (str_eq(parts[j].name, errors[i].pointer))
					summary[i].id = field_target(q->arena, &parts[j]);
			if (str_eq(fields[k].name, errors[i].pointer))
				summary[i].id = field_target(q->arena, &fields[k]);
		}
	}
	return summary;
}

/* What form.mjs checks by: the saved answers, not those of a page that was refused. */
static void for_script(struct html *h, const struct request *q, const struct draft *d, size_t page)
{
	html_markup(h, "<div");
	html_attr(h, "data-form", d->form->id);
	html_attr(h, "data-version", d->form->version);
	html_attr(h, "data-today", view_today(q));
	html_attr(h, "data-page", d->form->pages[page].id);
	html_attr(h, "data-answers", json_write(q->arena, json_get(d->row, STR("answers"))));
	html_attr(h, "data-error-prefix", text(q->lang, "common.error_prefix"));
	html_markup(h, ">");
}

static void write_form(struct html *h, struct request *q, const struct draft *d, size_t page, const struct field *fields, size_t n,
                       bool changing)
{
	for_script(h, q, d, page);
	page_form_begin(h, q, draft_path(q, d, page), STR(""));
	page_hidden(h, "revision", arena_printf(q->arena, "%lld", (long long)d->revision));
	if (changing)
		page_hidden(h, "andra", STR("1"));
	for (size_t i = 0; i < n; i++)
		field_html(h, &fields[i], text(q->lang, "common.error_prefix"));
	page_button(h, BUTTON_PRIMARY, text(q->lang, "citizen.save_continue"));
	page_form_end(h);
	html_markup(h, "</div><p class=\"govuk-body\">");
	html_link(h, "govuk-link", STR("/mina"), STR(""), text(q->lang, "citizen.later"));
	html_markup(h, "</p>");
}

static bool show_page(struct request *q, struct response *r, const struct draft *d, size_t page, bool with_errors, bool changing)
{
	const struct question_words words = question_words_of(q->lang);
	const struct field *fields;
	const struct answers_error *errors = NULL;
	size_t n = questions_of_page(d->form, page, d->answers, with_errors ? &d->report : NULL, &d->report, lang_tag(q->lang), &words,
	                             q->arena, &fields);
	size_t wrong = with_errors ? answers_page_errors(&d->report, page, q->arena, &errors) : 0;
	size_t before = answers_previous_page(d->form, &d->report, page);
	struct page p = page_of(q, PAGE_CITIZEN, form_page_title(d->form, lang_tag(q->lang), page, q->arena));
	p.back = changing                        ? draft_path(q, d, d->form->page_count - 1)
	         : before < d->form->page_count ? draft_path(q, d, before)
	                                        : STR("/mina");
	p.is_error = wrong > 0;
	p.errors = summary_of(q, errors, wrong, fields, n);
	p.error_count = wrong;
	p.scripted = true;
	struct html h = page_begin(&p);
	progress(&h, q, d, page);
	if (n != 1 || !fields[0].is_page_heading)
		page_heading(&h, form_page_title(d->form, lang_tag(q->lang), page, q->arena));
	about(&h, q, d);
	write_form(&h, q, d, page, fields, n, changing);
	return page_end(&p, &h, r, wrong ? 422 : 200);
}

static bool find_page(const struct request *q, const struct draft *d, size_t *page, struct problem *why)
{
	*page = form_page_index(d->form, q->args[1]);
	if (*page == d->form->page_count)
		return fail(why, P_NOT_FOUND, STR("There is no such page in the form."));
	return true;
}

bool draft_page_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	size_t page;
	if (!draft_load(app, q, &d, why) || !find_page(q, &d, &page, why))
		return false;
	if (d.reference.p)
		return response_see_other(r, STR("/kvittens/"), d.reference);
	if (!d.report.page_visible[page])
		return response_see_other(r, STR("/utkast/"), d.id);
	if (d.form->pages[page].check_answers)
		return check_answers_show(q, r, &d, false);
	return show_page(q, r, &d, page, false, pairs_get(&q->query, STR("andra")).n > 0);
}

/* Another window saved first: nothing is overwritten, and what is saved there is shown. */
static bool saved_elsewhere(struct app *app, struct request *q, struct response *r, size_t page, struct problem *why)
{
	struct draft newest;
	struct problem other = { 0 };
	if (why->kind == P_CONFLICT)
		return draft_load(app, q, &newest, &other) && newest.reference.p &&
		       response_see_other(r, STR("/kvittens/"), newest.reference);
	return why->kind == P_STALE && draft_load(app, q, &newest, &other) && stale_show(q, r, &newest, page);
}

bool draft_page_save(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	size_t page;
	int64_t revision;
	const struct json_node *saved;
	const struct answers_error *errors;
	bool changing = request_field(q, "andra").n > 0;
	if (!draft_load(app, q, &d, why) || !find_page(q, &d, &page, why))
		return false;
	if (d.reference.p)
		return response_see_other(r, STR("/kvittens/"), d.reference);
	if (d.form->pages[page].check_answers)
		return fail(why, P_METHOD, STR("This page is sent in by its own button."));
	if (!str_int(request_field(q, "revision"), 0, INT64_MAX, &revision))
		return fail(why, P_BAD_REQUEST, STR("The field revision is missing."));
	draft_with(q, &d, answers_decode(d.form, page, d.answers, &q->form, view_today(q), q->arena));
	if (answers_page_errors(&d.report, page, q->arena, &errors) > 0) {
		d.revision = revision;
		return show_page(q, r, &d, page, true, changing);
	}
	if (!draft_save(app->db, q->arena, &q->caller, d.id, revision, json_write(q->arena, d.answers), &saved, why))
		return saved_elsewhere(app, q, r, page, why);
	size_t next = changing ? answers_first_open_page(d.form, &d.report) : answers_next_page(d.form, &d.report, page);
	return response_see_other(r, draft_path(q, &d, next), STR(""));
}

bool draft_delete_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct draft d;
	if (!draft_load(app, q, &d, why))
		return false;
	if (d.reference.p)
		return response_see_other(r, STR("/kvittens/"), d.reference);
	struct page p = page_of(q, PAGE_CITIZEN, text(q->lang, "citizen.delete.title"));
	p.back = STR("/mina");
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "citizen.delete.title"));
	about(&h, q, &d);
	piece_paragraphs(&h, text(q->lang, "citizen.delete.text"));
	page_form_begin(&h, q, arena_join(q->arena, STR("/utkast/"), d.id, STR("/radera")), STR(""));
	page_button(&h, BUTTON_WARNING, text(q->lang, "citizen.delete.do"));
	page_form_end(&h);
	return page_end(&p, &h, r, 200);
}

bool draft_delete_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	return draft_delete(app->db, q->arena, &q->caller, q->args[0], why) && response_see_other(r, STR("/mina"), STR(""));
}
