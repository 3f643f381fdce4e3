#include "http/parked.h"

#include "base/log.h"
#include "http/doors.h"
#include "http/pieces.h"

#define MOST_FIELDS_BYTES ((size_t)256 * 1024)

static const struct service *service;

void parked_load(const struct service *of)
{
	service = of;
}

str parked_path(enum page_area area)
{
	switch (area) {
	case PAGE_CASEWORKER:
		return STR("/handlaggare/fortsatt");
	case PAGE_ADMIN:
		return STR("/admin/fortsatt");
	case PAGE_CITIZEN:
		break;
	}
	return STR("/fortsatt");
}

/* [[name, value], ...] as they came, without the token of the session. Absent when it is too much, or no text. */
static str fields_of(const struct request *q)
{
	struct buf b = buf_in(q->arena, MOST_FIELDS_BYTES);
	buf_byte(&b, '[');
	const char *before = "[";
	for (size_t i = 0; i < q->form.n; i++) {
		const struct pair *field = &q->form.items[i];
		if (str_is(field->name, "csrf"))
			continue;
		if (!str_utf8(field->name) || !str_utf8(field->value))
			return STR_NONE;
		buf_add(&b, str_of(before));
		buf_json(&b, field->name);
		buf_byte(&b, ',');
		buf_json(&b, field->value);
		buf_byte(&b, ']');
		before = ",[";
	}
	buf_byte(&b, ']');
	return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

/* From our page, and from the session that the token names: as far as it can be told once that has ended. After a login in another window
 * the form's token is of a session that is gone; then our page alone vouches, and the person sees the form before it is sent. */
static bool proved(const struct request *q, bool gated, str origin, enum problem_kind kind)
{
	bool known = q->caller.token || q->over;
	if (gated)
		return known;
	return known && route_from_our_page(q, origin) && (route_has_csrf(q) || (kind == P_CSRF && request_field(q, "csrf").n > 0));
}

bool parked_keep(struct app *app, struct request *q, const struct route *route, bool gated, str origin, const struct problem *why)
{
	bool over = why->kind == P_LOGIN_NEEDED || why->kind == P_STEP_UP || why->kind == P_CSRF;
	if (!over || !service->park || !route || q->method != POST || q->bearer || route->audience == AUD_NOBODY ||
	    !(route->checks & (CHECK_FORM | CHECK_UPLOAD)) || !proved(q, gated, origin, why->kind) || q->token.audience != route->audience)
		return false;
	/* The button that would have sent it is not kept in its place. */
	if (str_starts(q->path, parked_path(page_area_of(q))))
		return true;
	str fields = fields_of(q);
	const struct caller whose = { &q->token, q->caller.municipality, q->request_id };
	struct problem passed_over = { 0 };
	bool kept = fields.p && service->park(app, q, &whose, q->path, fields, &passed_over);
	log_event(LOG_INFO, "request.parked", LOG_WORD("route", str_of(route->path)), LOG_INT("kept", kept));
	return kept;
}

static struct pairs pairs_from(struct arena *arena, str fields)
{
	const struct json_node *list = json_parse(arena, fields, &json_limits_document, NULL);
	struct pair *items = ARENA_ARRAY(arena, struct pair, json_count(list) + 1);
	size_t n = 0;
	struct json_iter it = json_begin(list);
	while (json_next(&it)) {
		struct json_iter field = json_begin(it.value);
		str name = json_next(&field) ? json_str(field.value) : STR_NONE;
		str value = json_next(&field) ? json_str(field.value) : STR_NONE;
		items[n++] = (struct pair){ name, value };
	}
	return (struct pairs){ items, n };
}

/* What is kept, when anything is. */
static bool kept(struct app *app, struct request *q, str *path, struct pairs *fields, struct problem *why)
{
	const struct json_node *row;
	if (!service->parked(app, q, false, &row, why))
		return false;
	*path = json_member(row, STR("path"));
	*fields = row ? pairs_from(q->arena, json_write(q->arena, json_get(row, STR("fields")))) : (struct pairs){ 0 };
	return true;
}

/* What a person wrote or chose: every answer of a form (its name is a JSON pointer), and elsewhere not what a page of ours put in for
 * itself: identifiers, fingerprints, version numbers. */
static bool is_written(str name, str value)
{
	if (str_starts(name, STR("/")))
		return value.n > 0;
	bool letters = false, spaces = false;
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		letters = letters || c > 0x7f || (c | 0x20) >= 'a';
		spaces = spaces || c == ' ' || c == '\n';
	}
	bool technical = seal_is_uuid(value) || (value.n == 64 && !spaces);
	return value.n > 0 && !technical && (letters || value.n > 3);
}

static void written_html(struct html *h, const struct request *q, struct pairs fields)
{
	html_markup(h, "<div class=\"govuk-inset-text\">");
	size_t n = 0;
	for (size_t i = 0; i < fields.n; i++) {
		str value = str_trim(fields.items[i].value);
		if (!is_written(fields.items[i].name, value))
			continue;
		html_markup(h, "<p class=\"govuk-body\">");
		html_lines(h, value);
		html_markup(h, "</p>");
		n++;
	}
	if (n == 0)
		html_text(h, text(q->lang, "parked.nothing_written"));
	html_markup(h, "</div>");
}

bool parked_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str path;
	struct pairs fields;
	enum page_area area = page_area_of(q);
	if (!kept(app, q, &path, &fields, why))
		return false;
	if (!path.p)
		return response_see_other(r, page_home(area), STR(""));
	struct page p = page_of(q, area, text(q->lang, "parked.title"));
	struct html h = page_begin(&p);
	page_heading(&h, text(q->lang, "parked.title"));
	piece_paragraphs(&h, text(q->lang, "parked.text"));
	written_html(&h, q, fields);
	page_form_begin(&h, q, parked_path(area), STR(""));
	page_button(&h, BUTTON_PRIMARY, text(q->lang, "parked.send"));
	page_form_end(&h);
	page_form_begin(&h, q, arena_join(q->arena, parked_path(area), STR("/kasta"), STR("")), STR(""));
	page_button(&h, BUTTON_SECONDARY, text(q->lang, "parked.drop"));
	page_form_end(&h);
	return page_end(&p, &h, r, 200);
}

/* The same door as then, by the person who is here now. It is kept until the door has taken it. */
bool parked_send(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	str path;
	struct pairs fields;
	enum page_area area = page_area_of(q);
	if (!kept(app, q, &path, &fields, why))
		return false;
	if (!path.p)
		return response_see_other(r, page_home(area), STR(""));
	q->path = path;
	q->form = fields;
	const struct route *route = doors_find(q, why);
	if (!route)
		return false;
	if (route->audience != q->caller.token->audience || !(route->checks & CHECK_CSRF))
		return fail(why, P_NOT_FOUND, STR("There is nothing at this path."));
	if (!route->handle(app, q, r, why))
		return false;
	const struct json_node *taken;
	struct problem passed_over = { 0 };
	if (!service->parked(app, q, true, &taken, &passed_over))
		log_plain(LOG_WARNING, "request.stays_parked");
	return true;
}

bool parked_drop(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	const struct json_node *taken;
	return service->parked(app, q, true, &taken, why) && response_see_other(r, page_home(page_area_of(q)), STR(""));
}
