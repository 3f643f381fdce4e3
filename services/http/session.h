/* session.h -- from cookie or Authorization header to struct token; the only place in http that knows the cookie's name.
 *
 * A duplicate __Host-sid is refused. A staff token is accepted on staff doors only and the other way round; the token of a service account
 * only as Bearer, and on doors with a scope. */
#ifndef BLANKETT_HTTP_SESSION_H
#define BLANKETT_HTTP_SESSION_H

#include "http/request.h"
#include "http/response.h"

#define SESSION_COOKIE "__Host-sid"

/* Before the fork. */
void session_load(const char *keys_directory, str environment);
/* In the parent, when the directory has changed: workers started from now on know the keys there are now. */
void session_reload(void);
/* Fills q->token and q->caller when a valid token came. Without or with a bad one: caller.token stays NULL. */
void session_read(struct request *q, str authorization, str municipality);
/* Sets and clears the cookie: Lax for citizens, Strict for staff. */
void session_give(struct response *r, str token, enum audience audience, int max_age_s);
void session_take(struct response *r);

#endif
