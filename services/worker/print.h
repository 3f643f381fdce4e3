/* print.h -- `blankett-worker print`: copies of receipts, one at a time, in a process of its own.
 *
 * It may start a program, so it has no key, sends nothing and has no network: a printer that hangs, dies or is fooled stops no receipt and
 * no message, and has nothing to give away but the document it is at. What fails is tried again with the outbox's pauses. */
#ifndef BLANKETT_WORKER_PRINT_H
#define BLANKETT_WORKER_PRINT_H

#include "base/config.h"

/* Runs until SIGTERM or SIGINT; the exit code. */
int print(const struct config *config);

#endif
