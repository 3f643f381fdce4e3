/* exchange.h -- the code for an id_token, and the id_token for an identity. The access token is dropped on
 * the spot. */
#ifndef BLANKETT_EID_EXCHANGE_H
#define BLANKETT_EID_EXCHANGE_H

#include "eid/attempt.h"

/* OUTCOME_GOES_ON with `out` filled, else what to tell the person; the cause is in the log. */
enum outcome exchange(struct app *app, struct arena *arena, const struct returned *returned,
                      struct identity *out) MUST_CHECK;

#endif
