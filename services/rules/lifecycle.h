/* lifecycle.h -- which moves a case can make, who may make them, and what they demand: one table.
 *
 * Code, pages, documentation and race tests read this table. The database moves a case by one UPDATE guarded by status and
 * version, so a lost race changes nothing. */
#ifndef BLANKETT_RULES_LIFECYCLE_H
#define BLANKETT_RULES_LIFECYCLE_H

#include "base/str.h"

/* X(NAME, "word"): the word is what the database, the API and the texts ("status.<word>") use. */
#define CASE_STATUSES(X) \
	X(CASE_DRAFT, "draft") \
	X(CASE_AWAITING_SIGNATURE, "awaiting_signature") \
	X(CASE_RECEIVED, "received") \
	X(CASE_COMPLETION_REQUESTED, "completion_requested") \
	X(CASE_INVESTIGATING, "investigating") \
	X(CASE_COMMUNICATED, "communicated") \
	X(CASE_DECIDED, "decided") \
	X(CASE_EXECUTED, "executed") \
	X(CASE_CLOSED, "closed") \
	X(CASE_ARCHIVED, "archived") \
	X(CASE_PURGED, "purged") \
	X(CASE_WITHDRAWN, "withdrawn") \
	X(CASE_APPEALED, "appealed") \
	X(CASE_SUSPENDED, "suspended")

enum case_status {
#define X(name, word) name,
	CASE_STATUSES(X)
#undef X
	CASE_STATUS__MAX
};

enum case_actor { ACTOR_CITIZEN = 1, ACTOR_CASEWORKER = 2, ACTOR_SYSTEM = 4 };
enum case_effect { EFFECT_NONE = 0, EFFECT_DECISION = 1, EFFECT_NOTIFY = 2, EFFECT_RELEASE = 4 };

struct transition {
	enum case_status from;
	const char *event; /* "start", "decide", ...; texts "event.<event>" */
	enum case_status to;
	unsigned who;      /* enum case_actor bits */
	bool own_case;     /* a caseworker must hold the case */
	unsigned effects;
};

extern const struct transition lifecycle[];
extern const size_t lifecycle_count;

const char *case_status_word(enum case_status status);
/* CASE_STATUS__MAX for an unknown word. */
enum case_status case_status_of(str word);

/* Does a case in this status have a move that a caseworker can make? */
bool lifecycle_is_work(enum case_status status);

#endif
