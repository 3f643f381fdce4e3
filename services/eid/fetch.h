/* fetch.h -- the back channel: short HTTP calls to the providers, by libcurl, the only place that knows it.
 *
 * https with certificate and host verified (http only where the caller says so: a loopback issuer); no
 * redirects, no proxy from the environment, no cookies; 2 s to connect, 5 s in all, 64 KiB of answer. All
 * calls of one request share a budget of 8 s, so that a slow provider ends in our words and not in the
 * request's deadline. */
#ifndef BLANKETT_EID_FETCH_H
#define BLANKETT_EID_FETCH_H

#include "base/arena.h"

struct fetcher; /* one per worker; keeps connections */

struct fetcher *fetcher_new(void); /* before the sandbox; dies when libcurl cannot start */
/* A new request: the budget is whole again. */
void fetcher_begin(struct fetcher *fetcher);

enum fetched {
	FETCHED,      /* 200 */
	FETCH_DOWN,   /* nobody there, too slow, 429 or 5xx: trying later may help */
	FETCH_REFUSED /* any other answer, or one that is too large */
};

struct fetch_call {
	str url;
	str form;   /* POST of this urlencoded form; absent: GET */
	str bearer; /* Authorization: Bearer, and a JWT is wanted back; absent: JSON, as anybody */
	bool loopback;
};

struct fetch_answer {
	str body;
	str content_type; /* as it came; absent: none */
};

/* The answer is in the arena. */
enum fetched fetch(struct fetcher *fetcher, struct arena *arena, const struct fetch_call *call,
                   struct fetch_answer *out);

#endif
