/* request.h -- one request, copied once out of FastCGI and checked for form.
 *
 * Everything belongs to the request's arena; libfcgi's own strings die at its Finish. Identity is read from the
 * session token only (cookie __Host-sid, or Authorization: Bearer), never from a header a proxy or client could set. */
#ifndef BLANKETT_HTTP_REQUEST_H
#define BLANKETT_HTTP_REQUEST_H

#include "base/pairs.h"
#include "base/problem.h"
#include "base/texts.h"
#include "base/token.h"

/* 0: a method we do not know; no route takes it. */
enum method { GET = 1, HEAD = 2, POST = 4, PUT = 8, DELETE = 16 };

/* "GET"; "other" for 0. */
const char *method_name(enum method method);

#define REQUEST_ARGS 4
/* Remembers the language someone chose; no other cookie of ours outlives a login. */
#define LANGUAGE_COOKIE "__Host-lang"

struct request {
	struct arena *arena;
	enum method method; /* HEAD is served as GET without its body */
	str path;           /* decoded, "/...", never "//..." */
	str query_text;     /* as it came, for links that come back here */
	struct pairs query;
	struct pairs cookies;
	struct pairs form; /* filled for urlencoded and multipart bodies */
	str body;          /* as it came; complete: its length is CONTENT_LENGTH */
	str content_type;  /* media type without parameters, lower case */
	str boundary;      /* of a multipart body */
	str accept, accept_language;
	str fetch_site, origin; /* Sec-Fetch-Site and Origin */
	str csrf_header;        /* X-CSRF-Token */
	str idempotency_key, if_match;
	str request_id;    /* 32 hex digits from nginx, or our own */
	str args[REQUEST_ARGS]; /* what the {holes} of the route's path took */
	bool internal;     /* came through the internal listener */
	bool bearer;       /* identified by Authorization: Bearer, not by a cookie */
	bool api;          /* path under /api/: problems are JSON */
	const struct lang *lang;
	bool lang_chosen;  /* by ?lang=: the response remembers it in a cookie */
	str return_to;     /* path and query of ours where a login leads back to: set for the page that asks for one */
	struct token token;    /* valid when caller.token points at it, or `over` */
	bool over;             /* the token is genuine and past its time: nobody is logged in, and it was this person */
	bool parked;           /* what was sent is kept until the person has logged in: parked.h */
	struct caller caller;
};

/* The languages of the interface. Before the fork. */
void request_load(const struct texts *texts);
const struct texts *request_languages(void);

/* A CGI variable of the list "NAME=value", NULL-ended; absent when there is none. First match wins, like nginx sends them. */
str request_variable(char *const *variables, const char *name);
/* Fills q from the variables, all but body, form, args, token and caller. False: 400, with q usable for the answer. Cookies that
 * are not ours (__Host-) are passed over; of ours at most 32 with 4 KiB are taken. */
bool request_read(struct request *q, struct arena *arena, char *const *variables, struct problem *why) MUST_CHECK;
/* Takes the complete body; parses it when it is urlencoded (at most 1,024 fields) or multipart/form-data (at most 16 parts). */
bool request_take_body(struct request *q, str body, struct problem *why) MUST_CHECK;

/* The path, percent-encoded again: safe in a link whatever was asked for. */
str request_path_text(const struct request *q);
/* What If-Match says was seen: without the quotes and the W/ that nginx puts before the tag of an answer it compresses (RFC 9110
 * 8.8.3). Absent when the header is; empty when it is no tag. */
str request_seen(const struct request *q);
/* A form field, trimmed of white space at its ends; empty when absent. */
str request_field(const struct request *q, const char *name);

#endif
