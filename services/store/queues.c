#include "store/queues.h"

#include "rules/reference.h"

bool queue_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_caseworker.queues", NULL, 0, out, why);
}

bool queue_page(struct db *db, struct arena *arena, const struct caller *caller, str queue, str status, int64_t limit, str cursor,
                str *out, struct problem *why)
{
	if (limit < 1 || limit > 100)
		return fail(why, P_BAD_REQUEST, STR("limit must be a number from 1 to 100."));
	const str args[] = { queue, status, arena_printf(arena, "%lld", (long long)limit), cursor };
	return db_text(db, arena, caller, "api_caseworker.queue_page", args, 4, out, why);
}

bool queue_claim(struct db *db, struct arena *arena, const struct caller *caller, str queue, const struct json_node **out,
                 struct problem *why)
{
	return db_call(db, arena, caller, "api_caseworker.queue_claim", &queue, 1, out, why);
}

bool case_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
               struct problem *why)
{
	if (!reference_valid(reference))
		return fail(why, P_NOT_FOUND, STR("There is no such case."));
	return db_call(db, arena, caller, "api_caseworker.case_read", &reference, 1, out, why);
}

static str yes_no(bool b)
{
	return b ? STR("true") : STR("false");
}

bool case_move(struct db *db, struct arena *arena, const struct caller *caller, const struct move *m, const struct json_node **out,
               struct problem *why)
{
	if (!reference_valid(m->reference))
		return fail(why, P_NOT_FOUND, STR("There is no such case."));
	const str args[] = { m->reference,       arena_printf(arena, "%lld", (long long)m->version),
		             m->event,           m->from,
		             m->to,              yes_no(m->own_case),
		             yes_no(m->release), yes_no(m->notify),
		             m->outcome,         m->law,
		             m->reasons };
	return db_call(db, arena, caller, "api_caseworker.case_move", args, sizeof(args) / sizeof(args[0]), out, why);
}
