/* serve.h -- FastCGI on a unix socket: prefork, one request at a time per worker.
 *
 * Order: configuration, listener (0660; descriptor 0 when handed over), fork; in each worker: open (database), sandbox,
 * loop. The parent waits, respawns with back-off, gives up after 5 deaths within 10 s (EX_UNAVAILABLE), forwards SIGTERM.
 * A worker lets SIGTERM in only while it waits (ppoll), so a request under way is finished; a request that takes longer
 * than the deadline ends its worker with one log line. Workers are recycled after 10,000 requests. Never used: FCGX_OpenSocket,
 * FCGX_FPrintF, fcgi_stdio, keep-alive. Adds the doors /healthz, /readyz and /metrics (internal listener). */
#ifndef BLANKETT_HTTP_SERVE_H
#define BLANKETT_HTTP_SERVE_H

#include "base/config.h"
#include "base/json.h"
#include "http/route.h"

struct service {
	const char *name; /* "citizen" */
	const struct route *routes;
	size_t route_count;
	/* In the worker, after the fork, before the sandbox. Dies when it cannot. */
	struct app *(*open)(const struct config *config);
	/* For /readyz: can this worker do its work right now? */
	bool (*ready)(struct app *app);
	/* Keeps a form for the person of `whose`, and gives back what is kept for whoever is logged in, {"path","fields"} or NULL (`take`: and
	 * keeps it no longer). NULL in a service that keeps nothing. */
	bool (*park)(struct app *app, struct request *q, const struct caller *whose, str path, str fields, struct problem *why);
	bool (*parked)(struct app *app, struct request *q, bool take, const struct json_node **out, struct problem *why);
	size_t arena_bytes; /* ceiling of one request */
	bool network;       /* TCP, resolver and certificates inside the sandbox: blankett-eid alone */
};

/* The whole of main(): returns an exit code of sysexits.h. argv: `--routes` prints the table as JSON and exits. */
int serve_main(const struct service *service, int argc, char **argv);

#endif
