/* staff_propose.c -- one administrator proposes a role; it counts when another has approved it. */
#include "admin/staff.h"
#include "base/log.h"
#include "http/pieces.h"

#define MOST_OPTIONS 500

struct options {
	struct field_option *items;
	size_t n;
};

struct proposing {
	const struct json_node *row; /* whom it is for */
	const struct json_node *choices;
	str role, area; /* as they were sent */
	struct field_error errors[2];
	size_t error_count;
	int status;
};

static void offer(struct options *o, str value, str label, str chosen)
{
	if (o->n < MOST_OPTIONS)
		o->items[o->n++] = (struct field_option){ .value = value, .label = label, .chosen = str_eq(value, chosen) };
}

static void offer_role(const struct request *q, struct options *o, struct role role, str title, str chosen)
{
	offer(o, staff_role_field(q, &role), staff_words_of(q, &role, title), chosen);
}

static struct options role_options(const struct request *q, const struct proposing *p)
{
	struct options o = { ARENA_ARRAY(q->arena, struct field_option, MOST_OPTIONS), 0 };
	for (struct json_iter it = json_begin(json_get(p->choices, STR("queues"))); json_next(&it);) {
		struct role role = { STR("caseworker"), json_member(it.value, STR("queue")), STR(""), STR("") };
		const struct json_node *forms = json_get(it.value, STR("forms"));
		offer_role(q, &o, role, STR_NONE, p->role);
		for (struct json_iter form = json_begin(json_count(forms) > 1 ? forms : NULL); json_next(&form);) {
			role.form = json_member(form.value, STR("form"));
			offer_role(q, &o, role, piece_in_language(q, json_get(form.value, STR("titles"))), p->role);
		}
	}
	offer_role(q, &o, (struct role){ STR("admin"), STR(""), STR(""), STR("") }, STR_NONE, p->role);
	return o;
}

static struct options area_options(const struct request *q, const struct proposing *p)
{
	struct options o = { ARENA_ARRAY(q->arena, struct field_option, MOST_OPTIONS), 0 };
	offer(&o, STR(""), text(q->lang, "admin.propose.area.all"), p->area);
	for (struct json_iter it = json_begin(json_get(p->choices, STR("areas"))); json_next(&it);)
		offer(&o, json_str(it.value), json_str(it.value), p->area);
	return o;
}

static str error_at(const struct proposing *p, str id)
{
	for (size_t i = 0; i < p->error_count; i++)
		if (str_eq(p->errors[i].id, id))
			return p->errors[i].text;
	return STR_NONE;
}

static void fields_html(struct html *h, const struct request *q, const struct proposing *p)
{
	struct options roles = role_options(q, p), areas = area_options(q, p);
	const struct field role = { .widget = FIELD_RADIOS, .id = STR("roll"), .name = STR("roll"), .label = text(q->lang, "admin.propose.role"),
		                    .error = error_at(p, STR("roll")), .options = roles.items, .option_count = roles.n };
	const struct field area = { .widget = FIELD_SELECT, .id = STR("omrade"), .name = STR("omrade"),
		                    .label = text(q->lang, "admin.propose.area"), .hint = text(q->lang, "admin.propose.area.hint"),
		                    .error = error_at(p, STR("omrade")), .options = areas.items, .option_count = areas.n };
	field_html(h, &role, text(q->lang, "common.error_prefix"));
	if (areas.n > 1)
		field_html(h, &area, text(q->lang, "common.error_prefix"));
}

static bool show(struct request *q, struct response *r, const struct proposing *p)
{
	str person = json_member(p->row, STR("person"));
	struct page page = page_of(q, PAGE_ADMIN, text(q->lang, "admin.propose.title"));
	page.back = staff_path(q, person, "");
	page.errors = p->errors;
	page.error_count = p->error_count;
	struct html h = page_begin(&page);
	html_markup(&h, "<p class=\"govuk-caption-l\">");
	html_text(&h, json_member(p->row, STR("name")));
	html_markup(&h, "</p>");
	page_heading(&h, text(q->lang, "admin.propose.title"));
	piece_paragraphs(&h, text(q->lang, "admin.propose.intro"));
	page_form_begin(&h, q, staff_path(q, person, "/roll"), STR(""));
	fields_html(&h, q, p);
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "admin.propose.do"));
	page_form_end(&h);
	return page_end(&page, &h, r, p->status);
}

static bool open(struct app *app, struct request *q, struct proposing *p, struct problem *why)
{
	*p = (struct proposing){ .role = request_field(q, "roll"), .area = request_field(q, "omrade"), .status = 200 };
	if (!staff_read(app->db, q->arena, &q->caller, q->args[0], &p->row, why) ||
	    !role_choices(app->db, q->arena, &q->caller, &p->choices, why))
		return false;
	return !json_true(json_get(p->row, STR("me"))) || fail(why, P_FORBIDDEN, STR("Nobody proposes a role for themselves."));
}

bool staff_propose_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct proposing p;
	return open(app, q, &p, why) && show(q, r, &p);
}

static bool wrong(struct request *q, struct response *r, struct proposing *p, str id, const char *key, int status)
{
	p->errors[p->error_count++] = (struct field_error){ id, text_of(q->lang, str_of(key)) };
	p->status = status;
	return show(q, r, p);
}

bool staff_propose_do(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct proposing p;
	const struct json_node *made;
	if (!open(app, q, &p, why))
		return false;
	struct role role = staff_role_parse(p.role);
	if (!role.name.n)
		return wrong(q, r, &p, STR("roll"), "admin.propose.role.missing", 422);
	if (str_is(role.name, "admin") && p.area.n)
		return wrong(q, r, &p, STR("omrade"), "admin.propose.area.admin", 422);
	role.area = p.area;
	if (!role_propose(app->db, q->arena, &q->caller, q->args[0], &role, &made, why)) {
		if (why->kind == P_CONFLICT)
			return wrong(q, r, &p, STR("roll"), "admin.propose.conflict", 409);
		return why->kind == P_INVALID && wrong(q, r, &p, STR("roll"), "admin.propose.unknown", 422);
	}
	log_event(LOG_INFO, "role.proposed", LOG_WORD("proposal", json_member(made, STR("proposal"))));
	return response_see_other(r, staff_path(q, q->args[0], "?klart=foreslagen"), STR(""));
}
