/* version.h -- one version of a form as this service's pages see it: its row, and the form when its text can be loaded. */
#ifndef BLANKETT_ADMIN_VERSION_H
#define BLANKETT_ADMIN_VERSION_H

#include "admin/app.h"
#include "http/page.h"
#include "rules/diff.h"

struct version {
	const struct json_node *row;
	str id, version, sha256, definition;
	bool is_draft;
	const struct form *form;
	/* Of a draft, after version_compare: */
	const struct form *current; /* what citizens meet; NULL when nothing is published */
	struct diff diff;
	struct findings step; /* why it may not follow; none when it may */
};

/* The version that a path names; 404 when there is none. */
bool version_open(struct app *app, struct request *q, str form, str version, struct version *out, struct problem *why) MUST_CHECK;
/* Fills in how a draft differs from the version that citizens meet. */
bool version_compare(struct app *app, struct request *q, struct version *v, struct problem *why) MUST_CHECK;
/* What changes, in words, the largest steps first, and the lowest version number that it takes. */
void version_diff_html(struct html *h, const struct request *q, const struct version *v);
/* Where its page lies. */
str version_path(const struct request *q, str form, str version);
/* The same with something below it: "/sida/". */
str version_under(const struct request *q, const struct version *v, str rest);
/* Its page. error: why it could not be published; absent: nothing was tried. */
bool version_page(struct request *q, struct response *r, const struct version *v, str error, int status);
/* Form and version, above a heading. */
void version_caption(struct html *h, const struct request *q, const struct version *v);
/* Draft, published or replaced, as a coloured tag. */
void version_tag(struct html *h, const struct request *q, str state);
/* Who changed it last, in words. */
str version_author(const struct request *q, const struct json_node *row);

#endif
