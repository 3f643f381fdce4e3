/* staff_decide.c -- a proposal is approved, declined or withdrawn, and a role is taken away: each asked once more before it is done. */
#include "admin/staff.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/pieces.h"

static const struct decision {
	const char *word;     /* in the path */
	const char *decision; /* in the database */
	const char *may;      /* who may: store/staff.h */
	const char *done;     /* ?klart= */
	enum page_button button;
} decisions[] = {
	{ "godkann", "approved", "decide", "?klart=godkand", BUTTON_PRIMARY },
	{ "avsla", "declined", "decide", "?klart=avslagen", BUTTON_WARNING },
	{ "dra-tillbaka", "withdrawn", "withdraw", "?klart=tillbakadragen", BUTTON_WARNING },
};

static const struct decision *decision_of(str word, struct problem *why)
{
	for (size_t i = 0; i < sizeof(decisions) / sizeof(decisions[0]); i++)
		if (str_is(word, decisions[i].word))
			return &decisions[i];
	fail(why, P_NOT_FOUND, STR("A proposal is approved, declined or withdrawn."));
	return NULL;
}

/* "admin.<decision>.<rest>". */
static str words_of(const struct request *q, const struct decision *d, const char *rest)
{
	return text_of(q->lang, arena_printf(q->arena, "admin.%s.%s", d->decision, rest));
}

static void facts_html(struct html *h, const struct request *q, const struct json_node *proposal)
{
	html_markup(h, "<dl class=\"govuk-summary-list\">");
	piece_row(h, text(q->lang, "admin.staff.name"), arena_join(q->arena, json_member(proposal, STR("name")), STR(", "),
	                                                           json_member(proposal, STR("staff_id"))));
	piece_row(h, text(q->lang, "admin.role"), staff_role_words(q, json_get(proposal, STR("grant"))));
	piece_row(h, text(q->lang, "admin.proposal.proposed_by"), json_member(proposal, STR("proposed_by")));
	piece_row(h, text(q->lang, "admin.proposal.proposed_at"), clock_local(q->arena, json_member(proposal, STR("proposed_at"))));
	piece_row(h, text(q->lang, "admin.proposal.until"), clock_local(q->arena, json_member(proposal, STR("expires_at"))));
	html_markup(h, "</dl>");
}

/* Decided by somebody else, its time up, or what it rests on gone: nothing is done. */
static bool show_gone(struct request *q, struct response *r, int status)
{
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.proposal.gone.title"));
	p.is_error = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "admin.proposal.gone.title"));
	piece_paragraphs(&h, text(q->lang, "admin.proposal.gone.text"));
	page_button_link(&h, BUTTON_PRIMARY, STR("/admin/personal"), STR(""), text(q->lang, "admin.proposal.gone.back"));
	return page_end(&p, &h, r, status);
}

bool staff_decide_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *proposal;
	const struct decision *d = decision_of(q->args[1], why);
	if (!d)
		return false;
	if (!proposal_read(app->db, q->arena, &q->caller, q->args[0], &proposal, why))
		return why->kind == P_NOT_FOUND && show_gone(q, r, 404);
	if (!str_is(json_member(proposal, STR("may")), d->may))
		return fail(why, P_FORBIDDEN, STR("A proposal is decided by neither who made it nor who would get the role."));
	if (str_is(str_of(d->decision), "approved") && json_true(json_get(proposal, STR("lapsed"))))
		return show_gone(q, r, 409);
	struct page p = page_of(q, PAGE_ADMIN, words_of(q, d, "title"));
	p.back = STR("/admin/personal");
	struct html h = page_begin(&p);
	page_heading(&h, words_of(q, d, "title"));
	piece_paragraphs(&h, words_of(q, d, "text"));
	facts_html(&h, q, proposal);
	page_form_begin(&h, q, arena_printf(q->arena, "/admin/personal/forslag/%.*s/%s", STR_ARG(q->args[0]), d->word), STR(""));
	page_button(&h, d->button, words_of(q, d, "do"));
	page_form_end(&h);
	return page_end(&p, &h, r, 200);
}

bool staff_decide_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *decided;
	const struct decision *d = decision_of(q->args[1], why);
	if (!d)
		return false;
	if (!proposal_decide(app->db, q->arena, &q->caller, q->args[0], str_of(d->decision), &decided, why))
		return why->kind == P_CONFLICT && show_gone(q, r, 409);
	log_event(LOG_INFO, "role.decided", LOG_WORD("proposal", q->args[0]), LOG_WORD("decision", str_of(d->decision)));
	return response_see_other(r, staff_path(q, json_member(decided, STR("person")), d->done), STR(""));
}

/* The role of a person that the field "roll" names. */
static const struct json_node *role_of(const struct request *q, const struct json_node *row, str field)
{
	for (struct json_iter it = json_begin(json_get(row, STR("roles"))); json_next(&it);) {
		struct role role = staff_role(it.value);
		if (str_eq(staff_role_field(q, &role), field))
			return it.value;
	}
	return NULL;
}

static bool ask_taking(struct request *q, struct response *r, const struct json_node *row, const struct json_node *json, str error)
{
	const struct field_error errors[] = { { STR("main"), error } };
	struct role role = staff_role(json);
	bool own_admin = json_true(json_get(row, STR("me"))) && str_is(role.name, "admin");
	struct page p = page_of(q, PAGE_ADMIN, text(q->lang, "admin.take.title"));
	p.back = staff_path(q, json_member(row, STR("person")), "");
	p.errors = errors;
	p.error_count = error.p != NULL;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "admin.take.title"));
	piece_paragraphs(&h, own_admin ? text(q->lang, "admin.take.own") : text(q->lang, "admin.take.text"));
	html_markup(&h, "<dl class=\"govuk-summary-list\">");
	piece_row(&h, text(q->lang, "admin.staff.name"), arena_join(q->arena, json_member(row, STR("name")), STR(", "),
	                                                            json_member(row, STR("staff_id"))));
	piece_row(&h, text(q->lang, "admin.role"), staff_role_words(q, json));
	html_markup(&h, "</dl>");
	page_form_begin(&h, q, staff_path(q, json_member(row, STR("person")), "/ta-bort"), STR(""));
	page_hidden(&h, "roll", staff_role_field(q, &role));
	page_button(&h, BUTTON_WARNING, text(q->lang, "admin.take.do"));
	page_form_end(&h);
	return page_end(&p, &h, r, error.p ? 409 : 200);
}

bool staff_take_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row;
	if (!staff_read(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	const struct json_node *role = role_of(q, row, pairs_get(&q->query, STR("roll")));
	/* Gone meanwhile: the person's page shows what is left. */
	return role ? ask_taking(q, r, row, role, STR_NONE) : response_see_other(r, staff_path(q, q->args[0], ""), STR(""));
}

bool staff_take_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *row, *taken;
	if (!staff_read(app->db, q->arena, &q->caller, q->args[0], &row, why))
		return false;
	struct role role = staff_role_parse(request_field(q, "roll"));
	if (!role_take(app->db, q->arena, &q->caller, q->args[0], &role, &taken, why)) {
		const struct json_node *there = role_of(q, row, request_field(q, "roll"));
		return why->kind == P_CONFLICT && there && ask_taking(q, r, row, there, text(q->lang, "admin.take.last"));
	}
	log_event(LOG_INFO, "role.taken", LOG_WORD("person", q->args[0]));
	/* Whoever is no administrator any more sees no page here. */
	if (json_true(json_get(row, STR("me"))) && str_is(role.name, "admin"))
		return response_see_other(r, STR("/"), STR(""));
	return response_see_other(r, staff_path(q, q->args[0], "?klart=borttagen"), STR(""));
}
