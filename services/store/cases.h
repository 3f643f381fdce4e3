/* cases.h -- applications that are sent in, as their applicant sees them (api_citizen).
 *
 * case_submit is one transaction: session check, idempotency key, case, document, event, audit row, outbox row. The same key by
 * the same person gives the same receipt, by the path that writes, so that it too waits for a synchronous standby; the same key
 * with other content is refused (P_KEY_REUSED). */
#ifndef BLANKETT_STORE_CASES_H
#define BLANKETT_STORE_CASES_H

#include "store/db.h"

struct submission {
	str key;          /* idempotency key, a UUID; a form post uses the draft's id */
	str request_hash; /* hex SHA-256 of form, version, subject and canonical answers */
	str form, version;
	str subject;      /* person id, or absent */
	str draft;        /* the draft it came from, or absent; it is closed in the same transaction */
	str answers;      /* canonical JSON, pruned */
	str queue;
	str series;       /* letters of the reference */
	int64_t due_workdays;
	str language;     /* of the applicant, for messages */
	str policy;       /* "notify-other", "other-consents-by-deadline", "all-sign"; absent or "none": nothing of what follows */
	str same_address; /* "one": a guardian at the same address is told instead of asked; "all" */
	str shared_answers; /* canonical JSON of the answers that the other guardians see */
	const int64_t *reminder_days; /* whole days after the applicant's signature */
	size_t reminder_count;
	int64_t expire_days;
	str on_expiry;    /* "receive" or "lapse" */
	str on_decline;   /* "receive" or "end" */
};

/* {"reference","status","submitted_at","received_at"(null while it waits for signatures),"replayed":bool}. status is
 * "awaiting_signature" under the two policies that ask for signatures, else "received". */
bool case_submit(struct db *db, struct arena *arena, const struct caller *caller, const struct submission *submission,
                 const struct json_node **out, struct problem *why) MUST_CHECK;
/* {"cases":[{"reference","form","version","titles":{"sv":..,"en":..},"subject":uuid|null,"subject_name","status","outcome"|null,"submitted_at","received_at",
 * "changed_at"}], "drafts":[{"draft","form","titles","subject","subject_name","updated_at","expires_at"}],
 * "shared":[{"reference","form","version","titles","subject","subject_name","applicant_name"|null,"state"(of the signing),"duty",
 * "mine"(state of the caller's part),"deadline","submitted_at","received_at"|null}]}, newest first, at most 100 each; shared: what
 * waits for the caller first. */
bool case_list_own(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why) MUST_CHECK;
/* {"reference","form","version","sha256","titles","subject","subject_name","status","submitted_at","received_at","due_at","answers":{...},
 * "events":[{"at","event","status"}], "signing":null|(see store/signing.h), "decision":null|{"outcome","law","reasons",
 * "decided_at","decided_by"}}.
 * Reading is audited. 404 for another's case, exactly as for one that does not exist. */
bool case_read_own(struct db *db, struct arena *arena, const struct caller *caller, str reference,
                   const struct json_node **out, struct problem *why) MUST_CHECK;

#endif
