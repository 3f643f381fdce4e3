/* exchange.h -- the code for tokens, and the tokens for an identity. The access token goes no further than
 * the userinfo call, where a provider has one. */
#ifndef BLANKETT_EID_EXCHANGE_H
#define BLANKETT_EID_EXCHANGE_H

#include "eid/attempt.h"

/* OUTCOME_GOES_ON with both filled, else what to tell the person; the cause is in the log. `tokens` is what
 * evidence keeps. */
enum outcome exchange(struct app *app, struct arena *arena, const struct returned *returned,
                      struct identity *out, struct tokens *tokens) MUST_CHECK;

#endif
