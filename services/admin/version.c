/* version.c -- the page of one version: what it holds, how its pages look, and the way to what can be done with it. */
#include "admin/version.h"

#include "admin/done.h"
#include "admin/inspect.h"
#include "base/clock.h"
#include "http/pieces.h"

bool version_open(struct app *app, struct request *q, str form, str version, struct version *out, struct problem *why)
{
	*out = (struct version){ .id = form, .version = version };
	if (!form_read(app->db, q->arena, &q->caller, form, version, &out->row, why))
		return false;
	out->sha256 = json_member(out->row, STR("sha256"));
	out->definition = json_member(out->row, STR("definition"));
	out->is_draft = str_is(json_member(out->row, STR("state")), "draft");
	out->form = form_load_published(q->arena, out->definition);
	return out->form || fail(why, P_INTERNAL, STR("The definition cannot be loaded."));
}

str version_path(const struct request *q, str form, str version)
{
	struct buf path = buf_in(q->arena, 1024);
	buf_lit(&path, "/admin/formular/");
	buf_url(&path, form);
	buf_byte(&path, '/');
	buf_url(&path, version);
	return buf_str(&path);
}

void version_tag(struct html *h, const struct request *q, str state)
{
	html_markup(h, "<strong");
	html_attr(h, "class",
	          str_is(state, "published") ? STR("govuk-tag govuk-tag--green")
	          : str_is(state, "draft")   ? STR("govuk-tag govuk-tag--yellow")
	                                     : STR("govuk-tag govuk-tag--grey"));
	html_markup(h, ">");
	html_text(h, text_of(q->lang, arena_join(q->arena, STR("admin.state."), state, STR(""))));
	html_markup(h, "</strong>");
}

str version_under(const struct request *q, const struct version *v, str rest)
{
	return arena_join(q->arena, version_path(q, v->id, v->version), rest, STR(""));
}

void version_caption(struct html *h, const struct request *q, const struct version *v)
{
	html_markup(h, "<p class=\"govuk-caption-l\">");
	html_text(h, arena_join(q->arena, v->id, STR(" · "), v->version));
	html_markup(h, "</p>");
}

str version_author(const struct request *q, const struct json_node *row)
{
	str name = json_member(row, STR("changed_by"));
	return str_is(name, "operator") ? text(q->lang, "admin.operator") : name;
}

static str seen_words(const struct request *q, struct form_seen seen)
{
	const struct pair values[] = { { STR("n"), arena_printf(q->arena, "%zu", seen.seen) },
		                       { STR("all"), arena_printf(q->arena, "%zu", seen.all) } };
	return text_fill(q->arena, text(q->lang, "admin.seen"), values, 2);
}

/* What the form's own tests say, run now: by the program of today. */
static void trial_rows(struct html *h, const struct request *q, const struct version *v)
{
	struct form_trial trial;
	struct form_seen passed = { 0 };
	form_try(v->form, q->arena, &trial);
	for (passed.all = 0; passed.all < trial.test_count; passed.all++)
		passed.seen += trial.tests[passed.all].passed;
	piece_row(h, text(q->lang, "admin.tests"), seen_words(q, passed));
	piece_row(h, text(q->lang, "admin.tests.pages"), seen_words(q, trial.pages));
	if (trial.conditions.all)
		piece_row(h, text(q->lang, "admin.tests.conditions"), seen_words(q, trial.conditions));
	if (trial.checks.all)
		piece_row(h, text(q->lang, "admin.tests.checks"), seen_words(q, trial.checks));
}

static void facts_html(struct html *h, const struct request *q, const struct version *v)
{
	str published = json_member(v->row, STR("published_at"));
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "admin.changed"), clock_local(q->arena, json_member(v->row, STR("changed_at"))));
	piece_row(h, text(q->lang, "admin.changed_by"), version_author(q, v->row));
	if (published.p)
		piece_row(h, text(q->lang, "admin.published_at"), clock_local(q->arena, published));
	piece_row(h, text(q->lang, "admin.queue"), v->form->queue);
	piece_row(h, text(q->lang, "admin.due"), arena_printf(q->arena, "%lld", (long long)v->form->due_workdays));
	piece_row(h, text(q->lang, "admin.series"), v->form->reference_series);
	trial_rows(h, q, v);
	piece_row(h, text(q->lang, "admin.sha256"), v->sha256);
	html_markup(h, "</dl>");
}

static void pages_html(struct html *h, const struct request *q, const struct version *v)
{
	piece_heading(h, text(q->lang, "admin.pages"));
	html_markup(h, "<ol class=\"govuk-list govuk-list--number govuk-list--spaced\">");
	for (size_t i = 0; i < v->form->page_count; i++) {
		html_markup(h, "<li>");
		html_link(h, "govuk-link", version_under(q, v, STR("/sida/")), v->form->pages[i].id,
		          form_page_title(v->form, lang_tag(q->lang), i, q->arena));
		html_markup(h, "</li>");
	}
	html_markup(h, "</ol>");
}

static void publish_html(struct html *h, const struct request *q, const struct version *v)
{
	piece_heading(h, text(q->lang, "admin.publish.title"));
	if (v->step.n) {
		piece_paragraphs(h, inspect_sentence(q, &v->step.items[0]));
		return;
	}
	html_markup(h, "<div class=\"govuk-inset-text\">");
	html_text(h, text(q->lang, "admin.publish.text"));
	html_markup(h, "</div>");
	page_form_begin(h, q, version_under(q, v, STR("/publicera")), STR(""));
	page_hidden(h, "sha256", v->sha256);
	page_button(h, BUTTON_PRIMARY, text(q->lang, "admin.publish"));
	page_form_end(h);
}

static void links_html(struct html *h, const struct request *q, const struct version *v)
{
	str write = arena_printf(q->arena, "/admin/formular/ny?form=%.*s&version=%.*s", STR_ARG(v->id), STR_ARG(v->version));
	html_markup(h, "<ul class=\"govuk-list govuk-list--spaced\"><li>");
	html_link(h, "govuk-link", write, STR(""), v->is_draft ? text(q->lang, "admin.edit") : text(q->lang, "admin.edit.next"));
	html_markup(h, "</li><li>");
	html_link(h, "govuk-link", version_under(q, v, STR("/definition")), STR(""), text(q->lang, "admin.download"));
	html_markup(h, "</li>");
	if (v->is_draft) {
		html_markup(h, "<li>");
		html_link(h, "govuk-link", version_under(q, v, STR("/radera")), STR(""), text(q->lang, "admin.delete"));
		html_markup(h, "</li>");
	}
	html_markup(h, "</ul>");
}

bool version_page(struct request *q, struct response *r, const struct version *v, str error, int status)
{
	const struct field_error errors[] = { { STR("main"), error } };
	str title = form_text(v->form, lang_tag(q->lang), STR("title"));
	struct page p = page_of(q, PAGE_ADMIN, arena_join(q->arena, title, STR(" "), v->version));
	p.back = STR("/admin");
	p.errors = errors;
	p.error_count = error.p != NULL;
	struct html h = page_begin(&p);
	if (pairs_get(&q->query, STR("sparad")).n && v->is_draft)
		done_html(&h, q, text(q->lang, "admin.saved"));
	if (pairs_get(&q->query, STR("publicerad")).n && !v->is_draft)
		done_html(&h, q, text(q->lang, "admin.published"));
	version_caption(&h, q, v);
	page_heading(&h, title);
	html_markup(&h, "<p class=\"govuk-body\">");
	version_tag(&h, q, json_member(v->row, STR("state")));
	html_markup(&h, "</p>");
	facts_html(&h, q, v);
	pages_html(&h, q, v);
	if (v->is_draft) {
		version_diff_html(&h, q, v);
		publish_html(&h, q, v);
	}
	links_html(&h, q, v);
	return page_end(&p, &h, r, status);
}

bool version_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct version v;
	return version_open(app, q, q->args[0], q->args[1], &v, why) && (!v.is_draft || version_compare(app, q, &v, why)) &&
	       version_page(q, r, &v, STR_NONE, 200);
}

/* The text as its author saved it, to be changed in an editor and uploaded again. */
bool version_download(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct version v;
	if (!version_open(app, q, q->args[0], q->args[1], &v, why))
		return false;
	response_header(r, "Content-Disposition",
	                arena_printf(q->arena, "attachment; filename=\"%.*s-%.*s.json\"", STR_ARG(v.form->id), STR_ARG(v.form->version)));
	return response_json(r, 200, v.definition);
}
