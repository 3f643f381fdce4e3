/* route.h -- the table of doors and the one gate in front of them.
 *
 * An executable has one const table; a reviewer sees its whole surface on one screen. The gate checks, in this order:
 * path (404), method (405), length (411, 413), media type (415), origin (403), session (401, 403 for a service account), CSRF (403). Every row
 * whose method changes something has CHECK_CSRF or CHECK_ORIGIN; a test walks the tables and proves it. */
#ifndef BLANKETT_HTTP_ROUTE_H
#define BLANKETT_HTTP_ROUTE_H

#include "http/request.h"
#include "http/response.h"

struct app; /* the executable's own: connection, caches; made by its `open` */

typedef bool handler(struct app *app, struct request *q, struct response *r, struct problem *why);

enum route_checks {
	CHECK_ORIGIN = 1,  /* Sec-Fetch-Site same-origin, or Origin ours: every POST, also without a session */
	CHECK_CSRF = 2,    /* CHECK_ORIGIN and the synchronizer token (field "csrf" or X-CSRF-Token); not for Bearer */
	CHECK_FORM = 4,    /* body must be application/x-www-form-urlencoded */
	CHECK_JSON = 8,    /* body must be application/json */
	CHECK_INTERNAL = 16, /* only through the internal listener; 404 elsewhere */
	CHECK_KEY = 32,    /* Idempotency-Key header demanded (a UUID), else 400 */
	CHECK_UPLOAD = 64, /* body must be multipart/form-data */
	/* What a service account needs here; on a door of staff with none of these it may not enter. The database asks for it, at each call. */
	SCOPE_QUEUES_READ = 1 << 8,
	SCOPE_CASES_READ = 1 << 9,
	SCOPE_CASES_MOVE = 1 << 10, /* a decision needs cases.decide as well */
	SCOPE_FORMS_READ = 1 << 11,
	SCOPE_FORMS_WRITE = 1 << 12,
	SCOPES = 31 << 8
};

struct route {
	enum method method; /* GET serves HEAD as well */
	const char *path;   /* "/utkast/{}/{}": each {} takes one non-empty segment into args */
	handler *handle;
	enum audience audience; /* AUD_NOBODY: anyone, logged in or not */
	size_t body_bytes;      /* largest body; 0: none */
	unsigned checks;
};

#define KIB(n) ((size_t)(n) * 1024)

/* The row for a request, with q->args filled; NULL with 404 or 405 (and `allow`) in why. */
const struct route *route_find(const struct route *routes, size_t n, struct request *q, struct problem *why);
/* What can be checked before the body is read (path is found): length, media type. */
bool route_gate_head(const struct route *route, const struct request *q, int64_t content_length, bool has_length,
                     struct problem *why) MUST_CHECK;
/* Did a page of ours make the browser send this? `origin` is ours. */
bool route_from_our_page(const struct request *q, str origin);
/* Carries the request the synchronizer token of q->token's session? */
bool route_has_csrf(const struct request *q);
/* The rest: origin, session, CSRF, key. */
bool route_gate(const struct route *route, const struct request *q, str origin, struct problem *why) MUST_CHECK;

#endif
