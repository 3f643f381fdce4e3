/* problem.h -- why something was refused (RFC 9457), in one table.
 *
 * A function that can be refused ends in `struct problem *why` and returns bool (or a pointer, NULL when refused).
 * False means `why` is filled; on success it is untouched; the first failure wins. `detail` is a sentence for the
 * person or program that asked, in English, without a technical cause: causes go to the log under the request id. */
#ifndef BLANKETT_BASE_PROBLEM_H
#define BLANKETT_BASE_PROBLEM_H

#include "base/arena.h"

/* X(NAME, status, slug, title). The slug ends the JSON "type" URI and names the interface texts
 * "problem.<slug>.title" and "problem.<slug>.text" of the HTML page. */
#define PROBLEM_KINDS(X) \
	X(P_BAD_REQUEST, 400, "bad-request", "The request could not be understood") \
	X(P_LOGIN_NEEDED, 401, "login-needed", "You need to log in") \
	X(P_STEP_UP, 401, "step-up-needed", "You need to log in again for this") \
	X(P_FORBIDDEN, 403, "forbidden", "This is not allowed") \
	X(P_CSRF, 403, "not-from-our-page", "The request did not come from our page") \
	X(P_NOT_FOUND, 404, "not-found", "There is no such page") \
	X(P_METHOD, 405, "method-not-allowed", "The page does not take this method") \
	X(P_CONFLICT, 409, "conflict", "Someone else was first") \
	X(P_LENGTH_NEEDED, 411, "length-required", "The length of the content is missing") \
	X(P_STALE, 412, "stale-version", "What you saw has changed since") \
	X(P_TOO_LARGE, 413, "too-large", "The content is too large") \
	X(P_MEDIA_TYPE, 415, "media-type", "The content is of the wrong type") \
	X(P_INVALID, 422, "invalid-answers", "Some answers need to be corrected") \
	X(P_KEY_REUSED, 422, "key-reused", "The idempotency key was used for other content") \
	X(P_TOO_MANY, 429, "too-many-requests", "Too many requests") \
	X(P_INTERNAL, 500, "internal", "Something went wrong with us") \
	X(P_UNAVAILABLE, 503, "unavailable", "The service is not available right now")

enum problem_kind {
	P_NONE,
#define X(name, status, slug, title) name,
	PROBLEM_KINDS(X)
#undef X
};

/* One error at one place of the submitted document. */
struct problem_field {
	str pointer; /* RFC 6901 */
	str keyword; /* JSON Schema keyword, or "check" */
	str text;    /* for the reader, in the language of the request */
};

struct problem {
	enum problem_kind kind; /* P_NONE: no problem */
	str detail;
	const struct problem_field *fields;
	size_t field_count;
	int retry_after_s; /* 503 and 429: the Retry-After header */
	unsigned allow;    /* 405: the methods of http/route.h that the path does take, as bits */
};

/* Fills an empty `why` and returns false: `return fail(why, P_NOT_FOUND, STR("..."));` */
bool fail(struct problem *why, enum problem_kind kind, str detail);

int problem_status(enum problem_kind kind);
const char *problem_slug(enum problem_kind kind);
const char *problem_title(enum problem_kind kind);
/* The application/problem+json body: type, title, status, detail, request_id, errors[{pointer, keyword, text}]. */
str problem_json(struct arena *arena, const struct problem *why, str request_id);

/* Broken invariants of our own: logs `event` and exits with a code of sysexits.h. */
_Noreturn void die(int exit_code, const char *event, str what);

#endif
