#include "store/drafts.h"

#define NUMBER(arena, n) arena_printf((arena), "%lld", (long long)(n))

bool children_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.children", NULL, 0, out, why);
}

bool person_self(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.self", NULL, 0, out, why);
}

bool draft_open(struct db *db, struct arena *arena, const struct caller *caller, str form, str subject, str answers,
                const struct json_node **out, struct problem *why)
{
	const str args[] = { form, subject, answers };
	return db_call(db, arena, caller, "api_citizen.draft_open", args, 3, out, why);
}

bool draft_read(struct db *db, struct arena *arena, const struct caller *caller, str draft, const struct json_node **out,
                struct problem *why)
{
	if (!seal_is_uuid(draft))
		return fail(why, P_NOT_FOUND, STR("There is no such draft."));
	return db_call(db, arena, caller, "api_citizen.draft_read", &draft, 1, out, why);
}

bool draft_save(struct db *db, struct arena *arena, const struct caller *caller, str draft, int64_t revision, str answers,
                const struct json_node **out, struct problem *why)
{
	if (!seal_is_uuid(draft))
		return fail(why, P_NOT_FOUND, STR("There is no such draft."));
	const str args[] = { draft, NUMBER(arena, revision), answers };
	return db_call(db, arena, caller, "api_citizen.draft_save", args, 3, out, why);
}

bool draft_delete(struct db *db, struct arena *arena, const struct caller *caller, str draft, struct problem *why)
{
	str nothing;
	if (!seal_is_uuid(draft))
		return fail(why, P_NOT_FOUND, STR("There is no such draft."));
	return db_text(db, arena, caller, "api_citizen.draft_delete", &draft, 1, &nothing, why);
}
