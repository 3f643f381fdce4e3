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

/* What was written by hand: a choice, a token and a number have no white space in them. */
static str written_in(const struct request *q)
{
	struct buf b = buf_in(q->arena, q->body.n + 1);
	for (size_t i = 0; i < q->form.n; i++) {
		str value = str_trim(q->form.items[i].value);
		if (!str_utf8(value) || (str_find(value, ' ') == SIZE_MAX && str_find(value, '\n') == SIZE_MAX))
			continue;
		buf_add(&b, b.n ? STR("\n\n") : STR(""));
		buf_add(&b, value);
	}
	return buf_str(&b);
}

/* A session that ended under a form takes along what was written on that page. What could not be kept is given back, to whom sent it from our
 * own page. */
static void unsaved_html(struct html *h, const struct request *q, const struct problem *why)
{
	if (q->parked) {
		html_markup(h, "<div class=\"govuk-inset-text\">");
		html_text(h, text(q->lang, "problem.parked"));
		html_markup(h, "</div>");
		return;
	}
	bool session_over = why->kind == P_LOGIN_NEEDED || why->kind == P_STEP_UP || why->kind == P_CSRF;
	if (!session_over || q->method != POST || !str_is(q->fetch_site, "same-origin"))
		return;
	str written = written_in(q);
	html_markup(h, "<div class=\"govuk-inset-text\">");
	html_text(h, text(q->lang, "problem.unsaved"));
	html_markup(h, "</div>");
	if (written.n == 0)
		return;
	html_markup(h, "<div class=\"govuk-form-group\"><label class=\"govuk-label govuk-label--s\" for=\"written\">");
	html_text(h, text(q->lang, "problem.unsaved.written"));
	html_markup(h, "</label><textarea class=\"govuk-textarea\" id=\"written\" rows=\"8\" readonly>\n");
	html_text(h, written);
	html_markup(h, "</textarea></div>");
}

static void way_forward(struct html *h, const struct request *q, enum page_area area, const struct problem *why)
{
	if (why->kind == P_CSRF && q->parked) {
		page_button_link(h, BUTTON_PRIMARY, q->return_to, STR(""), text(q->lang, "problem.parked.show"));
		return;
	}
	if (why->kind == P_LOGIN_NEEDED || why->kind == P_STEP_UP) {
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
	/* A token that the database did not know any more is no login, and there is nothing to log out of. */
	struct request shown = *q;
	if (why->kind == P_LOGIN_NEEDED)
		shown.caller.token = NULL;
	struct page p = page_of(&shown, area, title);
	p.is_error = why->kind != P_LOGIN_NEEDED && why->kind != P_STEP_UP;
	struct html h = page_begin(&p);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body\">");
	html_text(&h, words_of(q, slug, "text"));
	html_markup(&h, "</p>");
	unsaved_html(&h, q, why);
	errors_html(&h, why);
	way_forward(&h, q, area, why);
	html_markup(&h, "<p class=\"govuk-body-s\">");
	html_text(&h, text(q->lang, "common.request_id"));
	html_markup(&h, " <code class=\"app-id\">");
	html_text(&h, q->request_id);
	html_markup(&h, "</code></p>");
	page_end(&p, &h, r, problem_status(why->kind));
}
