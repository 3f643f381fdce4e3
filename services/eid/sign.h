/* sign.h -- signing a frozen case by e-ID: a login that is bound to a document and to one person.
 *
 * POST /eid/sign begins it; the callback of every login ends it. Nothing is signed before sign_finish of the database has
 * said so, and whoever comes back cancelled, refused or too late has lost nothing: the case waits as before. */
#ifndef BLANKETT_EID_SIGN_H
#define BLANKETT_EID_SIGN_H

#include "eid/attempt.h"

/* The identity that came back signs: evidence is locked and written with the signature. OUTCOME_GOES_ON when it is signed,
 * OUTCOME_OVER when there was nothing left to sign. False: the database did not answer. */
bool sign_accept(struct app *app, struct request *q, const struct returned *returned, const struct identity *who,
                 const struct tokens *tokens, enum outcome *outcome, struct problem *why) MUST_CHECK;

#endif
