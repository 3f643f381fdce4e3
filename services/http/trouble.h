/* trouble.h -- the page someone sees instead of what they asked for: what happened, what they can do, the id that support asks for.
 *
 * The words are "problem.<slug>.title" and "problem.<slug>.text" of the request's language; `detail`, which is English, and
 * causes stay out. A 401 has a login button; what was kept of a form (parked.h) is said. */
#ifndef BLANKETT_HTTP_TROUBLE_H
#define BLANKETT_HTTP_TROUBLE_H

#include "http/response.h"

void trouble_page(struct response *r, const struct request *q, const struct problem *why);

#endif
