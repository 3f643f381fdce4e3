/* notice.h -- what a message says, from a row of the outbox: in the case's language, naming neither a child nor what the case is
 * about. Whoever wants to know more follows the link and logs in. */
#ifndef BLANKETT_WORKER_NOTICE_H
#define BLANKETT_WORKER_NOTICE_H

#include "base/config.h"
#include "base/json.h"
#include "base/texts.h"
#include "worker/mail.h"

/* kind "case.received" has the texts "worker.case.received.subject" and ".text". False: there are none for this kind. The mail
 * points into the arena, the row and the configuration. */
bool notice_of(struct arena *arena, const struct config *config, const struct texts *texts, const struct json_node *row,
               struct mail *out) MUST_CHECK;

#endif
