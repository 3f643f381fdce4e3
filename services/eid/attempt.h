/* attempt.h -- the browser comes back: is this answer one to a login that this browser began, and what does
 * it say?
 *
 * The transaction behind handle and state is taken out of the database in one statement, so that a replayed
 * answer finds nothing, and a wrong state burns nobody's login. */
#ifndef BLANKETT_EID_ATTEMPT_H
#define BLANKETT_EID_ATTEMPT_H

#include "eid/app.h"
#include "eid/identity.h"
#include "eid/outcome.h"

struct returned {
	struct attempt attempt;
	const struct provider *provider; /* NULL: no such login under way */
	const struct json_node *sign;    /* what is signed, as login_take tells it; NULL: a login and nothing else */
	str random;                      /* what the nonce of a signature has of this browser (evidence.h) */
	str return_to;
	str code;
	enum outcome outcome; /* OUTCOME_GOES_ON: code is there */
};

/* A state, nonce, verifier or handle: base64url of 32 random bytes. */
str attempt_secret(struct arena *arena);
/* What the database knows a login by: hex BLAKE2b of the handle or the state, so that it could not finish one
 * itself. */
str attempt_hash(struct arena *arena, str secret);
/* False: the database did not answer. Else `out` says how it stands. */
bool attempt_take(struct app *app, struct request *q, struct returned *out, struct problem *why) MUST_CHECK;

#endif
