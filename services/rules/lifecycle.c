/* lifecycle.c -- the table of moves, and look-ups in it. */
#include "rules/lifecycle.h"

#define CITIZEN ACTOR_CITIZEN
#define CASEWORKER ACTOR_CASEWORKER
#define SYSTEM ACTOR_SYSTEM

const struct transition lifecycle[] = {
	/* from                     event                 to                        who                  own    effects */
	{ CASE_DRAFT, "submit", CASE_RECEIVED, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_DRAFT, "request_signature", CASE_AWAITING_SIGNATURE, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_DRAFT, "expire", CASE_PURGED, SYSTEM, false, EFFECT_NONE },

	/* Here the definition's signing policy, and who has answered already, choose among moves of the same event. */
	{ CASE_AWAITING_SIGNATURE, "sign", CASE_AWAITING_SIGNATURE, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "sign", CASE_RECEIVED, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "decline", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "decline", CASE_RECEIVED, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "expire", CASE_WITHDRAWN, SYSTEM, false, EFFECT_NOTIFY },
	{ CASE_AWAITING_SIGNATURE, "expire", CASE_RECEIVED, SYSTEM, false, EFFECT_NOTIFY },

	/* Taking the next case from a queue is the event "start" too. */
	{ CASE_RECEIVED, "start", CASE_INVESTIGATING, CASEWORKER, false, EFFECT_NONE },
	{ CASE_RECEIVED, "request_completion", CASE_COMPLETION_REQUESTED, CASEWORKER, false, EFFECT_NOTIFY },
	{ CASE_RECEIVED, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NONE },

	{ CASE_COMPLETION_REQUESTED, "complete", CASE_RECEIVED, CITIZEN, false, EFFECT_NONE },
	{ CASE_COMPLETION_REQUESTED, "resume", CASE_INVESTIGATING, CASEWORKER, true, EFFECT_NONE },
	{ CASE_COMPLETION_REQUESTED, "expire", CASE_RECEIVED, SYSTEM, false, EFFECT_RELEASE },
	{ CASE_COMPLETION_REQUESTED, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NONE },

	{ CASE_INVESTIGATING, "decide", CASE_DECIDED, CASEWORKER, true, EFFECT_DECISION | EFFECT_NOTIFY },
	{ CASE_INVESTIGATING, "request_completion", CASE_COMPLETION_REQUESTED, CASEWORKER, true, EFFECT_NOTIFY },
	{ CASE_INVESTIGATING, "communicate", CASE_COMMUNICATED, CASEWORKER, true, EFFECT_NOTIFY },
	{ CASE_INVESTIGATING, "suspend", CASE_SUSPENDED, CASEWORKER, true, EFFECT_NONE },
	{ CASE_INVESTIGATING, "release", CASE_RECEIVED, CASEWORKER, true, EFFECT_RELEASE },
	{ CASE_INVESTIGATING, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NONE },

	{ CASE_COMMUNICATED, "decide", CASE_DECIDED, CASEWORKER, true, EFFECT_DECISION | EFFECT_NOTIFY },
	{ CASE_COMMUNICATED, "resume", CASE_INVESTIGATING, CASEWORKER, true, EFFECT_NONE },
	{ CASE_COMMUNICATED, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NONE },

	{ CASE_SUSPENDED, "resume", CASE_INVESTIGATING, CASEWORKER, true, EFFECT_NONE },
	{ CASE_SUSPENDED, "withdraw", CASE_WITHDRAWN, CITIZEN, false, EFFECT_NONE },

	/* An appeal can arrive on paper at any time after the decision (förvaltningslagen 43-46 §§). */
	{ CASE_DECIDED, "execute", CASE_EXECUTED, CASEWORKER | SYSTEM, true, EFFECT_NONE },
	{ CASE_DECIDED, "close", CASE_CLOSED, CASEWORKER | SYSTEM, true, EFFECT_NONE },
	{ CASE_DECIDED, "appeal", CASE_APPEALED, CITIZEN | CASEWORKER, false, EFFECT_NONE },

	{ CASE_EXECUTED, "close", CASE_CLOSED, CASEWORKER | SYSTEM, true, EFFECT_NONE },
	{ CASE_EXECUTED, "appeal", CASE_APPEALED, CITIZEN | CASEWORKER, false, EFFECT_NONE },

	/* Reconsidering leads to a new decision (förvaltningslagen 37-38 §§); else the court has the last word. */
	{ CASE_APPEALED, "reconsider", CASE_INVESTIGATING, CASEWORKER, true, EFFECT_NONE },
	{ CASE_APPEALED, "settle", CASE_CLOSED, CASEWORKER, true, EFFECT_NONE },

	/* What is withdrawn ends by a decision to write it off. */
	{ CASE_WITHDRAWN, "write_off", CASE_CLOSED, CASEWORKER, false, EFFECT_DECISION },

	{ CASE_CLOSED, "appeal", CASE_APPEALED, CITIZEN | CASEWORKER, false, EFFECT_NONE },
	{ CASE_CLOSED, "archive", CASE_ARCHIVED, SYSTEM, false, EFFECT_NONE },
	{ CASE_CLOSED, "purge", CASE_PURGED, SYSTEM, false, EFFECT_NONE },
};
const size_t lifecycle_count = sizeof(lifecycle) / sizeof(lifecycle[0]);

static const char *const status_words[] = {
#define X(name, word) word,
	CASE_STATUSES(X)
#undef X
};

const char *case_status_word(enum case_status status)
{
	return status < CASE_STATUS__MAX ? status_words[status] : "";
}

enum case_status case_status_of(str word)
{
	for (unsigned i = 0; i < CASE_STATUS__MAX; i++)
		if (str_is(word, status_words[i]))
			return (enum case_status)i;
	return CASE_STATUS__MAX;
}

bool lifecycle_is_work(enum case_status status)
{
	for (size_t i = 0; i < lifecycle_count; i++)
		if (lifecycle[i].from == status && (lifecycle[i].who & ACTOR_CASEWORKER))
			return true;
	return false;
}
