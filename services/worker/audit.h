/* audit.h -- the appender of the audit log, and the signer of its checkpoints: one step of the worker's loop.
 *
 * Several workers may run: the database lets one append, and a checkpoint of the same tree is the same text. A checkpoint is written
 * outside the database first, one file each, never overwritten; only then is it stored. Without a checkpoint key the log grows unsigned,
 * and the log says so at start. */
#ifndef BLANKETT_WORKER_AUDIT_H
#define BLANKETT_WORKER_AUDIT_H

#include "base/config.h"
#include "store/db.h"

struct auditor;

/* Reads the key and opens the directory of checkpoints: before the sandbox. Dies with EX_CONFIG when either is broken. */
struct auditor *auditor_open(const struct config *config, struct db *db, const struct caller *caller);
/* The directory where files must still be made, for sandbox_enter_with; -1: none. */
int auditor_directory(const struct auditor *a);
/* At most once a second: takes what is next into the log, and signs when it is time. True when more waits already. */
bool auditor_step(struct auditor *a, struct arena *arena);

#endif
