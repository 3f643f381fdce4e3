#include "worker/errand.h"

void errand_report(const char *event, const struct problem *why)
{
	log_event(LOG_WARNING, event, LOG_WORD("problem", str_of(problem_slug(why->kind))));
}

void errand_failed(struct db *db, struct arena *arena, const struct caller *caller, str id, str cause, enum log_level level,
                   const char *event)
{
	struct problem why = { 0 };
	const struct json_node *state;
	if (!outbox_failed(db, arena, caller, id, cause, &state, &why)) {
		errand_report("outbox.not_noted", &why);
		return;
	}
	log_event(level, event, LOG_WORD("id", id), LOG_WORD("cause", cause), LOG_WORD("state", json_member(state, STR("state"))));
}
