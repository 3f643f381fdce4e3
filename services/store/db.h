/* db.h -- calling PostgreSQL: db.c and connection.c are the only files that know libpq.
 *
 * One connection per worker, opened after the fork. C calls functions of the service's own schema by name; every function
 * takes a core.caller first and gives one JSON text (or NULL). Statements are prepared at first use. A call has a deadline of its own;
 * when it passes, the connection is closed, never cancelled (cancelling a COMMIT that waits for a standby would lie).
 * A warning during a call means "not acknowledged" (reference: synchronous replication).
 *
 * SQLSTATE to problem: BK400 bad request, BK401 login needed, BK403 forbidden, BK404 not found, BK409 and 23505 conflict,
 * BK412 stale, BK422 invalid, BK423 key reused, BK428 step up, 40001 40P01 55P03 57014 53xxx 57P0x 08xxx unavailable (Retry-After), else internal. */
#ifndef BLANKETT_STORE_DB_H
#define BLANKETT_STORE_DB_H

#include "base/json.h"
#include "base/problem.h"
#include "base/token.h"

struct db;

/* Connects; a database that is not there is no reason to die: the first call tries again. */
struct db *db_open(str conninfo, const char *service);
void db_close(struct db *db);
/* Is there a connection that answers? */
bool db_ready(struct db *db);

/* The JSON text a function gives, in the arena; absent p for SQL NULL. False with `why` filled. */
bool db_text(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args,
             size_t n, str *out, struct problem *why) MUST_CHECK;
/* The same as a tape. *out is NULL for SQL NULL. */
bool db_call(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args,
             size_t n, const struct json_node **out, struct problem *why) MUST_CHECK;
/* For a call that carries an idempotency key: when the answer was lost, reconnects and asks again within the deadline. */
bool db_call_keyed(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args,
                   size_t n, const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
