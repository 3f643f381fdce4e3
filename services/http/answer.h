/* answer.h -- one request from its first variable to its log line: read, identified, let through the gate, handled, answered.
 *
 * A handler that refuses gets its problem sent; one that refuses without saying why is a fault of ours (500, logged). The log
 * line names the row of the table, never the path: a path can hold what belongs to a person. */
#ifndef BLANKETT_HTTP_ANSWER_H
#define BLANKETT_HTTP_ANSWER_H

#include "base/config.h"
#include "http/route.h"

/* Between fcgi_accept and fcgi_finish. Everything lies in the arena, which the caller resets. */
void answer(const struct config *config, struct app *app, struct arena *arena);

#endif
