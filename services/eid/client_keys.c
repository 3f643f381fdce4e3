/* client_keys.c -- our public keys, for the providers that fetch them. */
#include "eid/app.h"

bool client_keys_show(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)why;
	return response_json(r, 200, client_key_set(q->arena, app->client_key));
}
