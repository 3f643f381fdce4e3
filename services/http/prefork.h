/* prefork.h -- the parent of the workers: starts them, waits, starts them again.
 *
 * The parent takes no request, holds no secret of its own and stays outside the sandbox, because it must fork. A worker
 * that ends in order (recycled, or at its deadline) is replaced at once; one that dies is replaced after a growing pause,
 * and 5 deaths within 10 s end the service. A worker whose parent is gone gets SIGTERM from the kernel.
 *
 * SIGHUP: what the parent has read is read again, and every worker is replaced by one that knows it: each finishes the request it has, and
 * peers that come meanwhile wait at the listener. */
#ifndef BLANKETT_HTTP_PREFORK_H
#define BLANKETT_HTTP_PREFORK_H

#include <stdint.h>

#define PREFORK_MOST_WORKERS 256
/* Exit code of a worker that gave up a request at its deadline: replaced at once, counts as no death. */
#define PREFORK_EXIT_DEADLINE 75

struct prefork {
	int64_t workers;         /* 1..PREFORK_MOST_WORKERS */
	int (*work)(void *what); /* in the worker; its value is the exit code */
	void *what;
	void (*reload)(void *what); /* in the parent, after SIGHUP */
	int64_t patience_ms;     /* how long a worker may take to end after SIGTERM before it is killed */
};

/* Returns an exit code: EX_OK after SIGTERM or SIGINT, EX_UNAVAILABLE after too many deaths. Workers start with SIGTERM, SIGINT,
 * SIGHUP and SIGCHLD blocked. */
int prefork_run(const struct prefork *p);

#endif
