/* outgoing.h -- the outbox, worked off one row at a time: claim, send, say how it went.
 *
 * A row is leased longer than a try can take; who dies with a row in hand lets it be claimed again when the lease has passed. So a
 * message goes out at least once, under the same Message-ID. */
#ifndef BLANKETT_WORKER_OUTGOING_H
#define BLANKETT_WORKER_OUTGOING_H

#include "base/config.h"
#include "base/texts.h"
#include "store/outbox.h"
#include "worker/smtp.h"

struct app {
	const struct config *config;
	const struct texts *texts;
	struct db *db;
	struct smtp *smtp;
	struct caller caller;
};

/* True when there was a row: look for the next at once. False: nothing is due, or the database does not answer. */
bool outgoing_next(struct app *app, struct arena *arena);

#endif
