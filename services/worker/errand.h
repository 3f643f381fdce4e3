/* errand.h -- what every kind of outgoing work has in common: saying that the database could not be asked, and that a try failed. */
#ifndef BLANKETT_WORKER_ERRAND_H
#define BLANKETT_WORKER_ERRAND_H

#include "base/log.h"
#include "store/outbox.h"

/* A warning with the kind of problem. `event` is a literal. */
void errand_report(const char *event, const struct problem *why);
/* Notes a try that failed; the database says when the next one is, or that it was the last. `event` is logged at `level` with what came
 * of it. */
void errand_failed(struct db *db, struct arena *arena, const struct caller *caller, str id, str cause, enum log_level level,
                   const char *event);

#endif
