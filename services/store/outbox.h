/* outbox.h -- outgoing work that committed with its cause (api_worker). Claimed with SKIP LOCKED and a lease, at least once;
 * the row's id is the receiver's idempotency key. After 8 failures a row is dead and shows in /metrics. */
#ifndef BLANKETT_STORE_OUTBOX_H
#define BLANKETT_STORE_OUTBOX_H

#include "store/db.h"

/* Mails: [{"id":uuid,"kind":"case.received"|"case.decided"|..|"case.shared"|"sign.invited"|"sign.reminder"|"sign.declined"|
 * "sign.withdrawn"|"sign.expired","email","language","reference","attempts":int}], at most n, leased for lease_s seconds.
 * "email":null, and done without a message: a receiver without an address, or a case with anybody of protected identity in it.
 * Kinds that begin with "receipt." wait in a line of their own and are never given here. */
bool outbox_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t n, int64_t lease_s,
                  const struct json_node **out, struct problem *why) MUST_CHECK;
bool outbox_done(struct db *db, struct arena *arena, const struct caller *caller, str id, struct problem *why) MUST_CHECK;
/* Next try after a back-off of 2^attempts * 5 s with jitter; {"state":"waiting"|"dead"}. cause: a word of ours ("smtp-451"). */
bool outbox_failed(struct db *db, struct arena *arena, const struct caller *caller, str id, str cause,
                   const struct json_node **out, struct problem *why) MUST_CHECK;
/* {"waiting":n,"dead":n,"oldest_s":n} for health and metrics. */
bool outbox_state(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* Deletes expired login transactions, sessions and drafts; {"removed":n}. */
bool housekeeping(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                  struct problem *why) MUST_CHECK;

#endif
