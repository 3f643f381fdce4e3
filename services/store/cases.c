#include "store/cases.h"

#include "rules/reference.h"

bool case_submit(struct db *db, struct arena *arena, const struct caller *caller, const struct submission *s,
                 const struct json_node **out, struct problem *why)
{
	const str args[] = { s->key,   s->request_hash, s->form,   s->version, s->subject, s->draft, s->answers,
		             s->queue, s->series,       arena_printf(arena, "%lld", (long long)s->due_workdays), s->language };
	return db_call_keyed(db, arena, caller, "api_citizen.case_submit", args, sizeof(args) / sizeof(args[0]), out, why);
}

bool case_list_own(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.cases", NULL, 0, out, why);
}

bool case_read_own(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                   struct problem *why)
{
	if (!reference_valid(reference))
		return fail(why, P_NOT_FOUND, STR("There is no such case."));
	return db_call(db, arena, caller, "api_citizen.case_read", &reference, 1, out, why);
}
