#include "store/outbox.h"

bool outbox_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t n, int64_t lease_s,
                  const struct json_node **out, struct problem *why)
{
	const str args[] = { arena_printf(arena, "%lld", (long long)n), arena_printf(arena, "%lld", (long long)lease_s) };
	return db_call(db, arena, caller, "api_worker.outbox_claim", args, 2, out, why);
}

bool outbox_done(struct db *db, struct arena *arena, const struct caller *caller, str id, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_worker.outbox_done", &id, 1, &nothing, why);
}

bool outbox_failed(struct db *db, struct arena *arena, const struct caller *caller, str id, str cause, const struct json_node **out,
                   struct problem *why)
{
	const str args[] = { id, cause };
	return db_call(db, arena, caller, "api_worker.outbox_failed", args, 2, out, why);
}

bool outbox_state(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_worker.outbox_state", NULL, 0, out, why);
}

bool housekeeping(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_worker.housekeeping", NULL, 0, out, why);
}
