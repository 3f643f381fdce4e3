/* page.h -- the frame of every HTML page: head, skip link, header, navigation, language switch, main, footer.
 *
 * Usage: struct page p = page_of(q, PAGE_CITIZEN, title); set what applies; struct html h = page_begin(&p); write into h;
 * return page_end(&p, &h, r, 200). The frame escapes everything; no inline script or style exists.
 *
 * Inside main the classes of govuk-frontend apply (govuk-body, govuk-summary-list, govuk-tag govuk-tag--green ...) and
 * these of our own: ul.app-cards > li.app-card (catalogue; heading app-card__title, the link in it takes the whole card);
 * table.govuk-table.app-table (rows become blocks on a small screen; each td carries data-label="column");
 * div.app-panel (a receipt: h1.app-panel__title, p.app-panel__body); p.app-small (small print); pre.app-code;
 * nav.app-pages (previous and next of a list); ul.app-list (cases: li with heading and tag). */
#ifndef BLANKETT_HTTP_PAGE_H
#define BLANKETT_HTTP_PAGE_H

#include "base/field.h"
#include "http/response.h"

enum page_area { PAGE_CITIZEN, PAGE_CASEWORKER, PAGE_ADMIN };

struct page {
	const struct request *q;
	enum page_area area;
	str title;     /* of the page; " – <service name>" is added */
	bool is_error; /* title prefixed "Fel:" */
	bool wide;     /* full width (queues), else two thirds */
	bool scripted; /* loads form.mjs (services/web/js), and allows what that takes: response.h */
	str back;      /* path of the back link; absent: none */
	const struct field_error *errors; /* error summary, first in main */
	size_t error_count;
};

/* The area a request's path lies in, and where the area begins. */
enum page_area page_area_of(const struct request *q);
str page_home(enum page_area area);

/* Reads the manifest of hashed static files before the fork; dies with EX_CONFIG. */
void page_load(const char *manifest_path, str environment);
/* Where a form may lead besides ourselves: origins of the OpenID providers, space-separated (Chromium applies
 * form-action to the redirect after a POST as well). Before the fork; dies with EX_CONFIG when it is no list of origins. */
void page_allow_form_action(const char *origins);
/* The Content-Security-Policy of every response. */
str page_policy(void);
struct page page_of(const struct request *q, enum page_area area, str title);
struct html page_begin(const struct page *p);
bool page_end(const struct page *p, struct html *h, struct response *r, int status);
/* <h1>. */
void page_heading(struct html *h, str words);
/* <form method="post" action="base + segment"> with the CSRF field; close with page_form_end. */
void page_form_begin(struct html *h, const struct request *q, str base, str segment);
/* The same for a form with a file in it (CHECK_UPLOAD). */
void page_upload_begin(struct html *h, const struct request *q, str path);
void page_form_end(struct html *h);
/* Hidden field. */
void page_hidden(struct html *h, const char *name, str value);
enum page_button { BUTTON_PRIMARY, BUTTON_SECONDARY, BUTTON_WARNING };
void page_button(struct html *h, enum page_button kind, str words);
/* The same as a link that looks like a button. */
void page_button_link(struct html *h, enum page_button kind, str base, str segment, str words);
/* A login button: a form that posts to /eid/login. audience AUD_CITIZEN or AUD_STAFF; return_to is a path of ours. */
void page_login(struct html *h, const struct request *q, enum audience audience, str return_to);

#endif
