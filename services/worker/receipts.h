/* receipts.h -- signing what is due. This process alone holds the receipt key. */
#ifndef BLANKETT_WORKER_RECEIPTS_H
#define BLANKETT_WORKER_RECEIPTS_H

#include "base/config.h"
#include "store/receipts.h"

struct receipts;

/* Reads the key, before the sandbox closes; dies with EX_CONFIG. Lives as long as the process. */
struct receipts *receipts_open(struct db *db, const struct config *config);
/* Signs one receipt. False: there was none, or the database did not answer. Killed at any point, the next try gives the same bytes. */
bool receipts_next(struct receipts *r, struct arena *arena);

#endif
