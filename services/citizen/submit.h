/* submit.h -- answers become a case: the same way from a form post and from the API. */
#ifndef BLANKETT_CITIZEN_SUBMIT_H
#define BLANKETT_CITIZEN_SUBMIT_H

#include "citizen/app.h"

struct application {
	str key;     /* idempotency key */
	str version; /* the one asked for by name, or absent: part of what makes two requests the same */
	str draft;   /* or absent */
	str subject; /* or absent */
	const struct form *form;
	const struct json_node *answers; /* valid ones */
};

/* {"reference","status","submitted_at","received_at","replayed"}. */
bool submit(struct app *app, const struct request *q, const struct application *application, const struct json_node **receipt,
            struct problem *why) MUST_CHECK;

#endif
