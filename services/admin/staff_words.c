/* staff_words.c -- roles and proposals in words. */
#include "admin/staff.h"
#include "base/clock.h"
#include "http/pieces.h"

static str filled(const struct request *q, const char *key, str value)
{
	return text_fill(q->arena, text_of(q->lang, str_of(key)), &(const struct pair){ STR("name"), value }, 1);
}

str staff_words_of(const struct request *q, const struct role *role, str title)
{
	struct buf words = buf_in(q->arena, 4096);
	if (str_is(role->name, "admin"))
		return text(q->lang, "admin.role.admin");
	buf_add(&words, filled(q, "admin.role.caseworker", role->queue));
	if (role->form.n)
		buf_add(&words, filled(q, "admin.role.form", title.n ? title : role->form));
	if (role->area.n)
		buf_add(&words, filled(q, "admin.role.area", role->area));
	return buf_str(&words);
}

struct role staff_role(const struct json_node *role)
{
	return (struct role){ json_member(role, STR("role")), json_member(role, STR("queue")), json_member(role, STR("form")),
		              json_member(role, STR("area")) };
}

str staff_role_words(const struct request *q, const struct json_node *json)
{
	struct role role = staff_role(json);
	return staff_words_of(q, &role, piece_in_language(q, json_get(json, STR("titles"))));
}

str staff_role_field(const struct request *q, const struct role *role)
{
	return arena_printf(q->arena, "%.*s/%.*s/%.*s/%.*s", STR_ARG(role->name), STR_ARG(role->queue), STR_ARG(role->form),
	                    STR_ARG(role->area));
}

struct role staff_role_parse(str field)
{
	struct role role;
	str_cut(field, '/', &role.name, &field);
	str_cut(field, '/', &role.queue, &field);
	str_cut(field, '/', &role.form, &role.area);
	return role;
}

str staff_path(const struct request *q, str person, const char *rest)
{
	return arena_join(q->arena, STR("/admin/personal/"), person, str_of(rest));
}

str staff_day(const struct request *q, const struct json_node *row, const char *name)
{
	return str_sub(clock_local(q->arena, json_member(row, str_of(name))), 0, 10);
}

static bool is_may(const struct json_node *proposal, const char *may)
{
	bool decides = str_is(json_member(proposal, STR("may")), "decide");
	return str_is(STR("decide"), may) == decides;
}

size_t staff_proposals_count(const struct json_node *proposals, const char *may)
{
	size_t n = 0;
	for (struct json_iter it = json_begin(proposals); json_next(&it);)
		n += is_may(it.value, may);
	return n;
}

void staff_link_html(struct html *h, str path, str words, str about)
{
	html_markup(h, "<a class=\"govuk-link\"");
	html_attr(h, "href", path);
	html_markup(h, ">");
	html_text(h, words);
	html_markup(h, "<span class=\"govuk-visually-hidden\"> ");
	html_text(h, about);
	html_markup(h, "</span></a>");
}

static void action(struct html *h, const struct request *q, const struct json_node *proposal, str segment, str words)
{
	str path = arena_join(q->arena, STR("/admin/personal/forslag/"), json_member(proposal, STR("proposal")), segment);
	html_markup(h, "<li>");
	staff_link_html(h, path, words, json_member(proposal, STR("name")));
	html_markup(h, "</li>");
}

static void actions_html(struct html *h, const struct request *q, const struct json_node *proposal)
{
	str may = json_member(proposal, STR("may"));
	if (str_is(may, "nothing"))
		return;
	html_markup(h, "<ul class=\"app-actions\">");
	if (str_is(may, "withdraw"))
		action(h, q, proposal, STR("/dra-tillbaka"), text(q->lang, "admin.proposal.withdraw"));
	else if (!json_true(json_get(proposal, STR("lapsed"))))
		action(h, q, proposal, STR("/godkann"), text(q->lang, "admin.proposal.approve"));
	if (str_is(may, "decide"))
		action(h, q, proposal, STR("/avsla"), text(q->lang, "admin.proposal.decline"));
	html_markup(h, "</ul>");
}

static void proposal_html(struct html *h, const struct request *q, const struct json_node *proposal)
{
	const struct pair values[] = { { STR("name"), json_member(proposal, STR("proposed_by")) },
		                       { STR("day"), staff_day(q, proposal, "proposed_at") },
		                       { STR("until"), staff_day(q, proposal, "expires_at") } };
	html_markup(h, "<li><h3 class=\"govuk-heading-s\">");
	html_link(h, "govuk-link", staff_path(q, json_member(proposal, STR("person")), ""), STR(""), json_member(proposal, STR("name")));
	html_markup(h, "</h3><p class=\"govuk-body\">");
	html_text(h, staff_role_words(q, json_get(proposal, STR("grant"))));
	html_markup(h, "</p><p class=\"app-small\">");
	html_text(h, text_fill(q->arena, text(q->lang, "admin.proposal.by"), values, 3));
	html_markup(h, "</p>");
	if (json_true(json_get(proposal, STR("lapsed"))))
		piece_paragraphs(h, text(q->lang, "admin.proposal.lapsed"));
	actions_html(h, q, proposal);
	html_markup(h, "</li>");
}

void staff_proposals_html(struct html *h, const struct request *q, const struct json_node *proposals, const char *may)
{
	html_markup(h, "<ul class=\"app-list\">");
	for (struct json_iter it = json_begin(proposals); json_next(&it);)
		if (!may || is_may(it.value, may))
			proposal_html(h, q, it.value);
	html_markup(h, "</ul>");
}
