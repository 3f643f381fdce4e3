/* move.c -- moving a case: asked first, then done as one guarded update. The table of rules/lifecycle says what there is. */
#include "caseworker/case.h"
#include "caseworker/decision.h"
#include "http/pieces.h"

static const struct transition *find_move(const struct opened *c, str event, struct problem *why)
{
	bool known = false;
	for (size_t i = 0; i < lifecycle_count; i++) {
		known |= str_is(event, lifecycle[i].event);
		if (str_is(event, lifecycle[i].event) && case_allows(c, &lifecycle[i]))
			return &lifecycle[i];
	}
	if (!known)
		fail(why, P_NOT_FOUND, STR("There is no such move."));
	else
		fail(why, P_CONFLICT, STR("The case cannot make this move from where it is, or somebody else holds it."));
	return NULL;
}

static bool ask(struct request *q, struct response *r, const struct opened *c, const struct transition *t, const struct decision *d,
                const struct decision_errors *wrong)
{
	str words = text_of(q->lang, arena_join(q->arena, STR("event."), str_of(t->event), STR("")));
	str path = arena_join(q->arena, STR("/handlaggare/arende/"), c->reference, STR(""));
	struct page p = page_of(q, PAGE_CASEWORKER, arena_join(q->arena, words, STR(" · "), c->reference));
	p.back = path;
	p.errors = wrong->items;
	p.error_count = wrong->n;
	struct html h = page_begin(&p);
	html_markup(&h, "<p class=\"govuk-caption-l\">");
	html_text(&h, c->reference);
	html_markup(&h, "</p>");
	page_heading(&h, words);
	page_form_begin(&h, q, arena_join(q->arena, path, STR("/"), str_of(t->event)), STR(""));
	page_hidden(&h, "version", arena_printf(q->arena, "%lld", (long long)c->version));
	if (t->effects & EFFECT_DECISION)
		decision_html(&h, q, c->form, d, wrong);
	if (t->effects & EFFECT_NOTIFY)
		piece_paragraphs(&h, text(q->lang, "caseworker.notifies"));
	if (t->effects & EFFECT_RELEASE)
		piece_paragraphs(&h, text(q->lang, "caseworker.releases"));
	page_button(&h, BUTTON_PRIMARY, words);
	page_form_end(&h);
	return page_end(&p, &h, r, wrong->n ? 422 : 200);
}

bool move_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	const struct decision none = { STR(""), STR(""), STR(""), STR("") };
	const struct decision_errors nothing = { 0 };
	if (!case_open(app, q, &c, why))
		return false;
	const struct transition *t = find_move(&c, q->args[1], why);
	return t && ask(q, r, &c, t, &none, &nothing);
}

static bool carry_out(struct app *app, const struct request *q, const struct opened *c, const struct transition *t,
                      const struct decision *d, int64_t seen, const struct json_node **moved, struct problem *why)
{
	bool decides = t->effects & EFFECT_DECISION;
	const struct move move = {
		.reference = c->reference,
		.version = seen,
		.event = str_of(t->event),
		.from = str_of(case_status_word(t->from)),
		.to = str_of(case_status_word(t->to)),
		.own_case = t->own_case,
		.release = t->effects & EFFECT_RELEASE,
		.notify = t->effects & EFFECT_NOTIFY,
		.outcome = decides ? d->outcome : STR_NONE,
		.law = decides ? d->law : STR_NONE,
		.reasons = decides ? decision_reasons(q->arena, c->form, d) : STR_NONE,
	};
	return case_move(app->db, q->arena, &q->caller, &move, moved, why);
}

/* Somebody was here meanwhile: nothing is done, and what has happened is one click away. */
static bool show_stale(struct request *q, struct response *r, const struct opened *c)
{
	struct page p = page_of(q, PAGE_CASEWORKER, text(q->lang, "caseworker.stale.title"));
	p.is_error = true;
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "caseworker.stale.title"));
	piece_paragraphs(&h, text(q->lang, "caseworker.stale.text"));
	page_button_link(&h, BUTTON_PRIMARY, STR("/handlaggare/arende/"), c->reference, text(q->lang, "caseworker.stale.show"));
	return page_end(&p, &h, r, 412);
}

bool move_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	int64_t seen;
	const struct json_node *moved;
	if (!case_open(app, q, &c, why))
		return false;
	if (!str_int(request_field(q, "version"), 1, INT32_MAX, &seen))
		return fail(why, P_BAD_REQUEST, STR("The field version is missing."));
	if (seen != c.version)
		return show_stale(q, r, &c);
	const struct transition *t = find_move(&c, q->args[1], why);
	if (!t)
		return false;
	const struct decision d = { request_field(q, "outcome"), request_field(q, "law"), request_field(q, "reason"),
		                    request_field(q, "reasons") };
	struct decision_errors wrong = { 0 };
	if (t->effects & EFFECT_DECISION)
		wrong = decision_check(q, c.form, &d);
	if (wrong.n)
		return ask(q, r, &c, t, &d, &wrong);
	if (!carry_out(app, q, &c, t, &d, seen, &moved, why))
		return why->kind == P_STALE && show_stale(q, r, &c);
	return response_see_other(r, STR("/handlaggare/arende/"), c.reference);
}

static bool refuse_decision(const struct request *q, const struct decision_errors *wrong, struct problem *why)
{
	struct problem_field *fields = ARENA_ARRAY(q->arena, struct problem_field, wrong->n);
	for (size_t i = 0; i < wrong->n; i++)
		fields[i] = (struct problem_field){ arena_join(q->arena, STR("/"), wrong->items[i].id, STR("")), STR("required"),
			                            wrong->items[i].text };
	why->fields = fields;
	why->field_count = wrong->n;
	return fail(why, P_INVALID, STR("A decision needs an outcome, a law and reasons."));
}

bool api_case_event(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct opened c;
	int64_t seen;
	const struct json_node *moved, *body = json_parse(q->arena, q->body, &json_limits_answers, NULL);
	if (!json_is(body, JSON_OBJECT))
		return fail(why, P_BAD_REQUEST, STR("The body must be a JSON object."));
	if (!str_int(request_seen(q), 1, INT32_MAX, &seen))
		return fail(why, P_BAD_REQUEST, STR("Send If-Match with the version of the case that you saw, in quotes."));
	if (!case_open(app, q, &c, why))
		return false;
	if (seen != c.version)
		return fail(why, P_STALE, STR("The case has changed since you saw it."));
	const struct transition *t = find_move(&c, json_member(body, STR("event")), why);
	if (!t)
		return false;
	const struct decision d = { json_member(body, STR("outcome")), json_member(body, STR("law")), json_member(body, STR("reason")),
		                    str_trim(json_member(body, STR("reasons"))) };
	struct decision_errors wrong = { 0 };
	if (t->effects & EFFECT_DECISION)
		wrong = decision_check(q, c.form, &d);
	if (wrong.n)
		return refuse_decision(q, &wrong, why);
	if (!carry_out(app, q, &c, t, &d, seen, &moved, why))
		return false;
	response_header(r, "ETag", arena_printf(q->arena, "\"%lld\"", (long long)json_int(json_get(moved, STR("version")), 0)));
	return response_json(r, 200, json_write(q->arena, moved));
}
