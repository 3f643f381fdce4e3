/* deadline.h -- the longest a request may hold its worker.
 *
 * libfcgi reads and writes without a timeout, and a unix socket that was accepted inherits none from its listener; so an alarm
 * ends the worker (one log line, exit code PREFORK_EXIT_DEADLINE) and the parent starts another. */
#ifndef BLANKETT_HTTP_DEADLINE_H
#define BLANKETT_HTTP_DEADLINE_H

#include "base/arena.h"

/* In the worker, after FCGX_Init. seconds 1..3600. */
void deadline_init(const char *service, int64_t seconds);
/* The clock starts; the arena is used for the moment only. */
void deadline_start(struct arena *arena);
/* The request has a name now, for the line. */
void deadline_name(struct arena *arena, str request_id);
void deadline_stop(void);

#endif
