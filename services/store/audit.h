/* audit.h -- the audit log: the trail of who read and changed what, as a Merkle tree (rules/merkle.h), and its checkpoints.
 *
 * The trail's rows are written by the functions that read and change. They become leaves by one appender at a time, in an order that a
 * late commit cannot break. A leaf is the RFC 8785 text of the event that its row holds: {"action","at","audience","id","municipality",
 * "object","person","request"}; whoever has the row has the leaf. Rows and leaves are never changed: nobody has the right. */
#ifndef BLANKETT_STORE_AUDIT_H
#define BLANKETT_STORE_AUDIT_H

#include "rules/merkle.h"
#include "store/db.h"

/* The leaf of an event. */
str audit_leaf(struct arena *arena, const struct json_node *event);
/* Hashes as the database gives them, in hex, at most `most`; false when it is none. */
bool audit_hashes(str hex, struct merkle_hash *out, size_t most, size_t *n) MUST_CHECK;

/* api_worker. {"size","covered","covered_age_s":n|null,"subtrees":[hex],"events":[event]}: the tree as it stands, what the last
 * checkpoint covers, and at most `most` events that come next. P_CONFLICT when the cluster counts transactions from anew. */
bool audit_pending(struct db *db, struct arena *arena, const struct caller *caller, int64_t most, const struct json_node **out,
                   struct problem *why) MUST_CHECK;
/* leaves: [{"id","hashes"}], made for a tree of `size`; P_CONFLICT when another appender was first. */
bool audit_append(struct db *db, struct arena *arena, const struct caller *caller, int64_t size, str leaves,
                  struct problem *why) MUST_CHECK;
/* Stores a checkpoint; one of that size that is there already stays. */
bool audit_checkpoint(struct db *db, struct arena *arena, const struct caller *caller, int64_t size, str note,
                      struct problem *why) MUST_CHECK;

/* api_operator. {"leaves":[{"index","id","hashes","event":{...}|null}],"unlogged":uuid|null}: at most `most` leaves from `start` on. */
bool audit_page(struct db *db, struct arena *arena, const struct caller *caller, int64_t start, int64_t most,
                const struct json_node **out, struct problem *why) MUST_CHECK;
/* {"index","event","checkpoint":note|null}: the first checkpoint that covers the event. */
bool audit_event(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
/* [hex] of [[level, index], ...]. */
bool audit_nodes(struct db *db, struct arena *arena, const struct caller *caller, str nodes, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
/* [{"size","note"}] above a size, in order. */
bool audit_checkpoints(struct db *db, struct arena *arena, const struct caller *caller, int64_t above, int64_t most,
                       const struct json_node **out, struct problem *why) MUST_CHECK;

/* api_citizen. {"titles","readers":[{"at","who":"self"|"staff"|"other"|"system","name":text|null,"action"}],"next":cursor|null}, newest
 * first: who has read or changed an own case. Reading this is itself noted. 404 as for reading the case. */
bool audit_readers(struct db *db, struct arena *arena, const struct caller *caller, str reference, str cursor, int64_t most,
                   const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
