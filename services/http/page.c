#include "http/page.h"

#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/json.h"
#include "base/log.h"
#include "http/frame.h"

#define MOST_PAGE_BYTES ((size_t)8 * 1024 * 1024) /* the largest definition, escaped, and a page around it */
#define MOST_MANIFEST_BYTES ((size_t)64 * 1024)
#define MOST_POLICY_BYTES 1024

/* Set before the fork, never changed. */
static struct {
	str style;  /* path of the style sheet */
	str script; /* of form.mjs; absent: no page has one */
	str stage; /* an environment that is not production, else absent */
	char policy[MOST_POLICY_BYTES];
	size_t policy_bytes;
} site;

void page_load(const char *manifest_path, str environment)
{
	/* Lives as long as the process: the paths point into it. */
	struct arena *arena = arena_new(MOST_MANIFEST_BYTES * 16);
	str text = config_file(manifest_path, MOST_MANIFEST_BYTES);
	const struct json_node *manifest = json_parse(arena, text, &json_limits_document, NULL);
	str style = json_member(manifest, STR("app.css")), script = json_member(manifest, STR("form.mjs"));
	if (style.n == 0)
		die(EX_CONFIG, "page.manifest", str_of(manifest_path));
	site.style = arena_join(arena, STR("/static/"), style, STR(""));
	site.script = script.n ? arena_join(arena, STR("/static/"), script, STR("")) : STR_NONE;
	site.stage = str_is(environment, "production") ? STR_NONE : arena_copy(arena, environment);
	if (site.policy_bytes == 0)
		page_allow_form_action("");
}

/* "https://login.example.se" or with a port: nothing that could end the directive or add another. */
static bool is_origin(str s)
{
	str rest = str_starts(s, STR("https://")) ? str_sub(s, 8, s.n) :
	           str_starts(s, STR("http://"))  ? str_sub(s, 7, s.n) :
	                                            STR("");
	for (size_t i = 0; i < rest.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-:[]", rest.p[i]))
			return false;
	return rest.n > 0;
}

static void policy_add(str s)
{
	if (s.n > MOST_POLICY_BYTES - site.policy_bytes)
		die(EX_CONFIG, "page.form_action", STR("BLANKETT_FORM_ACTION is too long"));
	memcpy(site.policy + site.policy_bytes, s.p, s.n);
	site.policy_bytes += s.n;
}

void page_allow_form_action(const char *origins)
{
	site.policy_bytes = 0;
	policy_add(STR("default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
	               "frame-ancestors 'none'; form-action 'self'"));
	for (str rest = str_of(origins); rest.n > 0;) {
		str one;
		str_cut(rest, ' ', &one, &rest);
		if (one.n == 0)
			continue;
		if (!is_origin(one))
			die(EX_CONFIG, "page.form_action", STR("BLANKETT_FORM_ACTION must be a list of origins"));
		policy_add(STR(" "));
		policy_add(one);
	}
}

str page_policy(void)
{
	return (str){ site.policy, site.policy_bytes };
}

static bool lies_under(str path, str head)
{
	return str_starts(path, head) && (path.n == head.n || path.p[head.n] == '/');
}

enum page_area page_area_of(const struct request *q)
{
	if (lies_under(q->path, STR("/handlaggare")))
		return PAGE_CASEWORKER;
	return lies_under(q->path, STR("/admin")) ? PAGE_ADMIN : PAGE_CITIZEN;
}

str page_home(enum page_area area)
{
	switch (area) {
	case PAGE_CASEWORKER:
		return STR("/handlaggare");
	case PAGE_ADMIN:
		return STR("/admin");
	case PAGE_CITIZEN:
		break;
	}
	return STR("/");
}

struct page page_of(const struct request *q, enum page_area area, str title)
{
	return (struct page){ .q = q, .area = area, .title = title };
}

static void title_html(struct html *h, const struct page *p)
{
	html_markup(h, "<title>");
	if (p->is_error || p->error_count > 0) {
		html_text(h, text(p->q->lang, "common.error_prefix"));
		html_markup(h, " ");
	}
	html_text(h, p->title);
	html_markup(h, " – ");
	html_text(h, frame_name(p));
	html_markup(h, "</title>");
}

static void head_html(struct html *h, const struct page *p)
{
	html_markup(h, "<!DOCTYPE html><html class=\"govuk-template\"");
	html_attr(h, "lang", lang_tag(p->q->lang));
	html_markup(h, "><head><meta charset=\"utf-8\">");
	title_html(h, p);
	html_markup(h, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">"
	               "<meta name=\"robots\" content=\"noindex\">"
	               "<link rel=\"stylesheet\"");
	html_attr(h, "href", site.style);
	html_markup(h, ">");
	if (p->scripted && site.script.p) {
		html_markup(h, "<script type=\"module\"");
		html_attr(h, "src", site.script);
		html_markup(h, "></script>");
	}
	html_markup(h, "</head>");
}

struct html page_begin(const struct page *p)
{
	struct html h = html_in(p->q->arena, MOST_PAGE_BYTES);
	head_html(&h, p);
	html_markup(&h, "<body class=\"govuk-template__body\">");
	frame_top(&h, p, site.stage);
	html_markup(&h, "<div class=\"govuk-width-container\">");
	if (p->back.p) {
		html_markup(&h, "<nav");
		html_attr(&h, "aria-label", text(p->q->lang, "common.back.label"));
		html_markup(&h, ">");
		html_link(&h, "govuk-back-link", p->back, STR(""), text(p->q->lang, "common.back"));
		html_markup(&h, "</nav>");
	}
	html_markup(&h, "<main class=\"govuk-main-wrapper\" id=\"main\" tabindex=\"-1\"><div class=\"govuk-grid-row\"><div");
	html_attr(&h, "class", p->wide ? STR("govuk-grid-column-full") : STR("govuk-grid-column-two-thirds"));
	html_markup(&h, ">");
	field_error_summary(&h, text(p->q->lang, "common.error_summary"), p->errors, p->error_count);
	return h;
}

bool page_end(const struct page *p, struct html *h, struct response *r, int status)
{
	html_markup(h, "</div></div></main></div>");
	frame_bottom(h, p);
	html_markup(h, "</body></html>\n");
	if (!buf_ok(&h->out)) {
		log_plain(LOG_ERROR, "page.too_large");
		r->broken = true;
	}
	r->scripted = p->scripted;
	response_header(r, "Content-Language", lang_tag(p->q->lang));
	return response_text(r, status, "text/html; charset=utf-8", buf_str(&h->out));
}

void page_heading(struct html *h, str words)
{
	html_markup(h, "<h1 class=\"govuk-heading-l\">");
	html_text(h, words);
	html_markup(h, "</h1>");
}

static void form_begin(struct html *h, const struct request *q, str action, str enctype)
{
	html_markup(h, "<form method=\"post\" novalidate");
	html_attr(h, "action", action);
	html_attr(h, "enctype", enctype);
	html_markup(h, ">");
	if (q->caller.token)
		page_hidden(h, "csrf", token_csrf(q->arena, q->caller.token));
}

void page_form_begin(struct html *h, const struct request *q, str base, str segment)
{
	struct buf action = buf_in(q->arena, MOST_POLICY_BYTES * 4);
	buf_add(&action, base);
	buf_url(&action, segment);
	form_begin(h, q, buf_str(&action), STR_NONE);
}

void page_upload_begin(struct html *h, const struct request *q, str path)
{
	form_begin(h, q, path, STR("multipart/form-data"));
}

void page_form_end(struct html *h)
{
	html_markup(h, "</form>");
}

void page_hidden(struct html *h, const char *name, str value)
{
	html_markup(h, "<input type=\"hidden\"");
	html_attr(h, "name", str_of(name));
	html_attr(h, "value", value);
	html_markup(h, ">");
}

static str button_class(enum page_button kind)
{
	switch (kind) {
	case BUTTON_SECONDARY:
		return STR("govuk-button govuk-button--secondary");
	case BUTTON_WARNING:
		return STR("govuk-button govuk-button--warning");
	case BUTTON_PRIMARY:
		break;
	}
	return STR("govuk-button");
}

void page_button(struct html *h, enum page_button kind, str words)
{
	html_markup(h, "<button type=\"submit\"");
	html_attr(h, "class", button_class(kind));
	html_markup(h, ">");
	html_text(h, words);
	html_markup(h, "</button>");
}

void page_button_link(struct html *h, enum page_button kind, str base, str segment, str words)
{
	html_link(h, button_class(kind).p, base, segment, words);
}

void page_login(struct html *h, const struct request *q, enum audience audience, str return_to)
{
	html_markup(h, "<form method=\"post\" action=\"/eid/login\">");
	page_hidden(h, "audience", str_of(audience_name(audience)));
	page_hidden(h, "return_to", return_to);
	page_button(h, BUTTON_PRIMARY,
	            audience == AUD_STAFF ? text(q->lang, "common.log_in.staff") : text(q->lang, "common.log_in"));
	page_form_end(h);
}
