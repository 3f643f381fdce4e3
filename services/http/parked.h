/* parked.h -- nothing is lost when a session ends under a form.
 *
 * A form of ours that is refused because the session has ended, or because it asks for a new login, is kept by the database (struct
 * service: park) for the person whose session it was sent under, when the request proves that it came from our page and session. After
 * the login the page .../fortsatt shows what was about to be sent, and one button sends it. Another person never sees it. */
#ifndef BLANKETT_HTTP_PARKED_H
#define BLANKETT_HTTP_PARKED_H

#include "http/page.h"
#include "http/serve.h"

handler parked_show; /* GET <home>/fortsatt */
handler parked_send; /* POST <home>/fortsatt */
handler parked_drop; /* POST <home>/fortsatt/kasta */

/* The rows of a service's table; home is the head of its paths. */
#define PARKED_ROUTES(home, audience) \
	{ GET, home "/fortsatt", parked_show, audience, 0, 0 }, \
	{ POST, home "/fortsatt", parked_send, audience, KIB(4), CHECK_CSRF | CHECK_FORM }, \
	{ POST, home "/fortsatt/kasta", parked_drop, audience, KIB(4), CHECK_CSRF | CHECK_FORM }

/* Before the fork. */
void parked_load(const struct service *service);
/* Keeps a refused request where that is possible. `gated`: it passed the gate, so origin and token are proved. True: it is kept. */
bool parked_keep(struct app *app, struct request *q, const struct route *route, bool gated, str origin, const struct problem *why);
/* Where it is shown after the login. */
str parked_path(enum page_area area);

#endif
