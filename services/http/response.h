/* response.h -- one answer: status, headers, body; written whole by serve after the handler returned.
 *
 * Headers come before the body by construction. A header value with a control byte is refused (the response becomes a
 * 500 and the event is logged). Always sent: Content-Type, Cache-Control (no-store unless response_cacheable), the
 * security headers of page.h. */
#ifndef BLANKETT_HTTP_RESPONSE_H
#define BLANKETT_HTTP_RESPONSE_H

#include "base/buf.h"
#include "base/problem.h"
#include "http/request.h"

struct response {
	struct arena *arena;
	int status; /* 200 unless set */
	struct buf headers; /* complete lines, CR LF */
	str content_type;
	str body;
	bool cacheable;
	bool unreferred; /* its address holds a secret, which no later request may carry on in Referer */
	bool scripted; /* the policy allows scripts of our own, WebAssembly in them, and what they fetch from us */
	bool broken;
};

struct response response_in(struct arena *arena);
void response_header(struct response *r, const char *name, str value);
/* Set-Cookie with __Host- rules: Secure; HttpOnly; Path=/. max_age_s 0: until the browser closes; -1: delete. */
enum same_site { SAME_SITE_LAX, SAME_SITE_STRICT };
void response_cookie(struct response *r, const char *name, str value, int max_age_s, enum same_site same_site);
/* The same for everyone: may be kept for five minutes, by anyone. Never for what a session has to do with. */
void response_cacheable(struct response *r);
/* All return true, so that a handler can end in `return response_json(...)`. */
bool response_json(struct response *r, int status, str json);
bool response_text(struct response *r, int status, const char *content_type, str body);
/* 303 See Other to a path of our own: base + percent-encoded segment (may be empty). */
bool response_see_other(struct response *r, str base, str segment);
/* 303 to an address outside (the e-ID provider). Only for addresses from our configuration. */
bool response_away(struct response *r, str url);
/* The problem as JSON (api) or as a page with a way forward (else), with Retry-After and Allow where they belong. */
void response_problem(struct response *r, const struct request *q, const struct problem *why);
/* What stands before the body as CGI wants it (RFC 3875 6): Status, headers, empty line. Makes a broken response a 500 first. */
str response_head(struct response *r, const struct request *q);

#endif
