/* receipt.h -- what a receipt says, as the RFC 8785 bytes that are signed, and read again from bytes that somebody brings.
 *
 * {"v":1,"kind":"submission"|"signature","municipality","case","form":{"id","version","sha256"},"document":{"sha256"},"status",
 *  "submitted_at","received_at"(absent while signatures are missing),"signers":[{"role","name"(absent for a protected identity),
 *  "mode","level"(absent when unknown),"at"}],"issued_at"}
 * Members are taken from the facts by name, so nothing else can slip in: no answers, no addresses and never a personal number. The same
 * facts give the same bytes. Times are RFC 3339 in UTC with milliseconds. */
#ifndef BLANKETT_RULES_RECEIPT_H
#define BLANKETT_RULES_RECEIPT_H

#include "base/json.h"

#define RECEIPT_MOST_BYTES ((size_t)16 * 1024)

/* The bytes, absent when the facts lack something, or hold what is none of the words above. Facts: an object with the members of a
 * receipt; others are passed over, null is absent. */
str receipt_compose(struct arena *arena, const struct json_node *facts);
/* The line that minisign shows and signs beside it: municipality, case and moment. `receipt`: of receipt_read. */
str receipt_comment(struct arena *arena, const struct json_node *receipt);
/* A receipt from bytes; NULL for anything that receipt_compose would not have written exactly so. */
const struct json_node *receipt_read(struct arena *arena, str bytes) MUST_CHECK;

#endif
