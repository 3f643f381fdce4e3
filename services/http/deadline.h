/* deadline.h -- the longest a request may hold its worker.
 *
 * libfcgi reads and writes without a timeout, and a unix socket that was accepted inherits none from its listener; so an alarm
 * ends the worker (one log line, exit code PREFORK_EXIT_DEADLINE) and the parent starts another. */
#ifndef BLANKETT_HTTP_DEADLINE_H
#define BLANKETT_HTTP_DEADLINE_H

#include "base/str.h"

/* In the worker, after FCGX_Init. seconds 1..3600. */
void deadline_init(const char *service, int64_t seconds);
void deadline_start(void);
/* The request has a name now, for the line. */
void deadline_name(str request_id);
/* Sets no alarm back, which the next start does: whoever waits in between keeps SIGALRM blocked, or is woken for nothing. */
void deadline_stop(void);

#endif
