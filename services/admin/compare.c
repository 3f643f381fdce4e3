/* compare.c -- a draft beside the version that citizens meet: what changes, and whether its number is high enough for it. */
#include "admin/version.h"
#include "http/pieces.h"

static bool current_definition(struct app *app, struct request *q, str form, str *out, struct problem *why)
{
	const struct json_node *forms, *row;
	str version = STR_NONE;
	*out = STR_NONE;
	if (!form_list(app->db, q->arena, &q->caller, &forms, why))
		return false;
	for (struct json_iter it = json_begin(forms); json_next(&it);)
		if (str_eq(json_member(it.value, STR("form")), form))
			version = json_member(it.value, STR("current"));
	if (!version.p)
		return true;
	if (!form_read(app->db, q->arena, &q->caller, form, version, &row, why))
		return false;
	*out = json_member(row, STR("definition"));
	return true;
}

bool version_compare(struct app *app, struct request *q, struct version *v, struct problem *why)
{
	str definition;
	if (!current_definition(app, q, v->id, &definition, why))
		return false;
	if (!definition.p)
		return true;
	v->current = form_load_published(q->arena, definition);
	if (!v->current)
		return fail(why, P_INTERNAL, STR("The published definition cannot be loaded."));
	diff_forms(v->current, v->form, q->arena, &v->diff);
	step_allowed(v->current, v->form, &v->diff, q->arena, &v->step);
	return true;
}

static str with_version(const struct request *q, str words, str version)
{
	const struct pair values[] = { { STR("version"), version } };
	return text_fill(q->arena, words, values, 1);
}

static void changes_html(struct html *h, const struct request *q, const struct diff *diff, enum step step, str heading)
{
	size_t n = 0;
	bool swedish = str_is(lang_tag(q->lang), "sv");
	for (size_t i = 0; i < diff->n; i++) {
		if (diff->changes[i].step != step)
			continue;
		if (n++ == 0) {
			html_markup(h, "<h3 class=\"govuk-heading-s\">");
			html_text(h, heading);
			html_markup(h, "</h3><ul class=\"govuk-list govuk-list--bullet\">");
		}
		html_markup(h, "<li>");
		html_text(h, swedish ? diff->changes[i].text_sv : diff->changes[i].text);
		html_markup(h, "</li>");
	}
	if (n)
		html_markup(h, "</ul>");
}

void version_diff_html(struct html *h, const struct request *q, const struct version *v)
{
	if (!v->current)
		return;
	piece_heading(h, with_version(q, text(q->lang, "admin.diff.title"), v->current->version));
	if (v->diff.n == 0)
		piece_paragraphs(h, text(q->lang, "admin.diff.none"));
	changes_html(h, q, &v->diff, STEP_MAJOR, text(q->lang, "admin.diff.major"));
	changes_html(h, q, &v->diff, STEP_MINOR, text(q->lang, "admin.diff.minor"));
	changes_html(h, q, &v->diff, STEP_PATCH, text(q->lang, "admin.diff.patch"));
	piece_paragraphs(h, with_version(q, text(q->lang, "admin.diff.lowest"), step_lowest(q->arena, v->current->version, v->diff.step)));
}
