/* queues.h -- the caseworker's side of a case (api_caseworker). The caller's role and queues are read live from the database at
 * each call: without the role of a queue, its cases do not exist. */
#ifndef BLANKETT_STORE_QUEUES_H
#define BLANKETT_STORE_QUEUES_H

#include "store/db.h"

/* {"name":<caseworker's name>,"queues":[{"queue":"skolskjuts","titles":{...},"waiting":bool,"mine":[{"reference",
 * "status","due_at","subject_name"}]}]}: no count over the table. 403 without any role. */
bool queue_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                struct problem *why) MUST_CHECK;
/* One keyset page, by (due_at, id) on an index: {"cases":[{"reference","form","status","received_at","due_at","version":int,
 * "assignee":name|null,"mine":bool,"subject_name"}],"next":cursor|null}. status absent: the open ones waiting
 * ("received"). As text, so that the API passes it on. limit 1..100. A cursor that is not ours: 400. */
bool queue_page(struct db *db, struct arena *arena, const struct caller *caller, str queue, str status, int64_t limit,
                str cursor, str *out, struct problem *why) MUST_CHECK;
/* Takes the next waiting case (FOR UPDATE SKIP LOCKED) and makes it the caller's: {"reference","version"} or *out NULL when none waits. */
bool queue_claim(struct db *db, struct arena *arena, const struct caller *caller, str queue, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
/* Whole case: {"reference","form","version_of_form","sha256","status","version":int,"assignee":name|null,"mine":bool,
 * "queue","received_at","due_at","applicant":{"name","email"},"subject":{"name","birth_year","protected"}|null,
 * "answers":{...},"events":[{"at","event","status","by"}],"signing":null|{...}(see store/signing.h),
 * "decision":null|{...},"related":[{"reference","status","linked":bool}]}. linked: another guardian's application for the same child
 * and service; both ran when the later one came. Audited. */
bool case_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
               struct problem *why) MUST_CHECK;

struct move {
	str reference;
	int64_t version;       /* the version of the case that was seen */
	str event;
	str from, to;          /* of the row in rules/lifecycle */
	bool own_case, release, notify;
	str outcome, law, reasons; /* of a decision; else absent */
};
/* One guarded UPDATE and its event, audit and outbox rows: {"status","version"}. 412 when version is stale, 409 when the status
 * moved meanwhile or the case is another's. */
bool case_move(struct db *db, struct arena *arena, const struct caller *caller, const struct move *move,
               const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
