/* child.c -- whom the application is about: chosen from the register, never typed. */
#include "base/clock.h"
#include "base/json_edit.h"
#include "citizen/app.h"
#include "citizen/view.h"
#include "store/drafts.h"

#define FIELD_ID "barn"

struct choice {
	const struct form *form;
	const struct json_node *children;
	struct field_option *options; /* of the right age */
	size_t count, outside;        /* outside: children of another age */
};

static bool fits(const struct form *form, const struct json_node *child, int64_t year)
{
	int64_t age = year - json_int(json_get(child, STR("birth_year")), 0);
	return age >= form->subject_age_min && age <= form->subject_age_max;
}

static bool read_choice(struct app *app, struct request *q, struct choice *c, struct problem *why)
{
	int64_t year;
	c->form = form_cache_get(app->forms, app->db, q->arena, &q->caller, CITIZEN_FORM, q->args[0], STR_NONE, why);
	if (!c->form || !children_list(app->db, q->arena, &q->caller, &c->children, why))
		return false;
	if (!str_int(str_sub(clock_date(q->arena, clock_now_ms()), 0, 4), 0, 9999, &year))
		return fail(why, P_INTERNAL, STR("The clock is wrong."));
	c->options = ARENA_ARRAY(q->arena, struct field_option, json_count(c->children) + 1);
	struct json_iter it = json_begin(c->children);
	while (json_next(&it)) {
		if (!fits(c->form, it.value, year)) {
			c->outside++;
			continue;
		}
		str name = json_member(it.value, STR("name"));
		str born = arena_printf(q->arena, "%lld", (long long)json_int(json_get(it.value, STR("birth_year")), 0));
		const struct pair values[] = { { STR("year"), born } };
		c->options[c->count++] = (struct field_option){
			.value = json_member(it.value, STR("person")),
			.label = name.p ? name : text(q->lang, "citizen.child.protected"),
			.hint = text_fill(q->arena, text(q->lang, "citizen.child.born"), values, 1),
		};
	}
	return true;
}

static void nobody(struct html *h, const struct request *q, const struct choice *c)
{
	page_heading(h, text(q->lang, "citizen.child.none.title"));
	piece_paragraphs(h, c->outside ? text(q->lang, "citizen.child.none.age") : text(q->lang, "citizen.child.none.text"));
	page_button_link(h, BUTTON_SECONDARY, STR("/"), STR(""), text(q->lang, "citizen.child.none.back"));
}

static bool show(struct request *q, struct response *r, const struct choice *c, str error, int status)
{
	str title = c->form->subject == FORM_SUBJECT_NONE ? form_text(c->form, lang_tag(q->lang), STR("title"))
	                                                  : text(q->lang, "citizen.child.title");
	const struct field_error summary = { STR(FIELD_ID), error };
	struct page p = page_of(q, PAGE_CITIZEN, c->count || c->form->subject == FORM_SUBJECT_NONE
	                                                 ? title
	                                                 : text(q->lang, "citizen.child.none.title"));
	p.back = arena_join(q->arena, STR("/tjanst/"), c->form->id, STR(""));
	p.is_error = error.p != NULL;
	p.errors = &summary;
	p.error_count = error.p ? 1 : 0;
	struct html h = page_begin(&p);
	if (c->form->subject == FORM_SUBJECT_CHILD && c->count == 0) {
		nobody(&h, q, c);
		return page_end(&p, &h, r, 200);
	}
	page_form_begin(&h, q, arena_join(q->arena, STR("/tjanst/"), c->form->id, STR("/barn")), STR(""));
	if (c->form->subject == FORM_SUBJECT_CHILD) {
		const struct field field = { .widget = FIELD_RADIOS, .id = STR(FIELD_ID), .name = STR("subject"), .label = title,
			                     .hint = text(q->lang, "citizen.child.hint"), .error = error, .is_page_heading = true,
			                     .options = c->options, .option_count = c->count };
		field_html(&h, &field, text(q->lang, "common.error_prefix"));
	} else {
		page_heading(&h, title);
	}
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "citizen.continue"));
	page_form_end(&h);
	return page_end(&p, &h, r, status);
}

bool child_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct choice c = { 0 };
	return read_choice(app, q, &c, why) && show(q, r, &c, STR_NONE, 200);
}

/* What a new draft begins with: the address that the person gave another time. */
static bool first_answers(struct app *app, struct request *q, const struct form *form, str *out, struct problem *why)
{
	const struct json_node *self;
	struct json_edit *answers = json_edit_object(q->arena);
	if (!person_self(app->db, q->arena, &q->caller, &self, why))
		return false;
	str email = json_member(self, STR("email"));
	if (email.p && form_schema(form, STR("/kontakt/epost")))
		json_edit_set(answers, STR("/kontakt/epost"), json_edit_string(q->arena, email));
	*out = json_edit_text(answers);
	return true;
}

static bool offered(const struct choice *c, str subject)
{
	for (size_t i = 0; i < c->count; i++)
		if (str_eq(c->options[i].value, subject))
			return true;
	return false;
}

bool child_choose(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	struct choice c = { 0 };
	const struct json_node *draft;
	str answers, subject = STR_NONE;
	if (!read_choice(app, q, &c, why))
		return false;
	if (c.form->subject == FORM_SUBJECT_CHILD) {
		subject = request_field(q, "subject");
		if (!offered(&c, subject))
			return show(q, r, &c, text(q->lang, "citizen.child.missing"), 422);
	}
	if (!first_answers(app, q, c.form, &answers, why) ||
	    !draft_open(app->db, q->arena, &q->caller, c.form->id, subject, answers, &draft, why))
		return false;
	return response_see_other(r, STR("/utkast/"), json_member(draft, STR("draft")));
}
