/* page.h -- the frame of every HTML page: head, skip link, header, navigation, language switch, main, footer.
 *
 * Usage: struct page p = page_of(q, PAGE_CITIZEN, title); set what applies; struct html h = page_begin(&p); write into h;
 * return page_end(&p, &h, r, 200). The frame escapes everything; no inline script or style exists. */
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
	str back;      /* path of the back link; absent: none */
	const struct field_error *errors; /* error summary, first in main */
	size_t error_count;
};

/* Reads the manifest of hashed static files before the fork; dies with EX_CONFIG. */
void page_load(const char *manifest_path, str environment);
struct page page_of(const struct request *q, enum page_area area, str title);
struct html page_begin(const struct page *p);
bool page_end(const struct page *p, struct html *h, struct response *r, int status);
/* <h1>. */
void page_heading(struct html *h, str words);
/* <form method="post" action="base + segment"> with the CSRF field; close with page_form_end. */
void page_form_begin(struct html *h, const struct request *q, str base, str segment);
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
