/* connection.h -- one connection to PostgreSQL that is made, lost and made again. For db.c alone.
 *
 * Nothing here waits longer than deadline_ms (monotonic), which the caller sets before each try. Settings and password are read once, at
 * birth, because the sandbox lets no file be read later. A connection that fails is closed, never cancelled. */
#ifndef BLANKETT_STORE_CONNECTION_H
#define BLANKETT_STORE_CONNECTION_H

#include "base/arena.h"

struct pg_conn;
struct pg_result;

struct connection {
	struct pg_conn *pg;     /* NULL: none */
	bool warned;            /* the server warned since this was cleared: a commit may not have reached the standby */
	unsigned generation;    /* grows with every new connection: what was prepared on an older one is gone */
	int64_t deadline_ms;
	int64_t next_attempt_ms;
	const char *name;       /* of the service, in pg_stat_activity */
	char **keywords, **values; /* of libpq */
};

/* Reads the settings; dies with EX_CONFIG when they are broken. Does not connect. */
struct connection *connection_new(str conninfo, const char *name);
void connection_free(struct connection *c);
/* Is there a connection? Makes one when there is none, at most twice a second: a database that comes back is not met by a storm.
 * What the server said while nobody listened is heard first, so that a call is not sent down a dead line. */
bool connection_up(struct connection *c) MUST_CHECK;
void connection_close(struct connection *c);
/* The last result of what was sent, when the server is ready for more: an error can still come with the commit. NULL when the deadline
 * passed or the connection broke; it is closed then. The caller clears the result. */
struct pg_result *connection_result(struct connection *c) MUST_CHECK;

#endif
