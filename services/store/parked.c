#include "store/parked.h"

bool parked_put(struct db *db, struct arena *arena, const struct caller *caller, const char *function, str path, str fields,
                struct problem *why)
{
	const str args[] = { path, fields };
	str nothing;
	return db_text(db, arena, caller, function, args, 2, &nothing, why);
}

bool parked_get(struct db *db, struct arena *arena, const struct caller *caller, const char *function, bool take,
                const struct json_node **out, struct problem *why)
{
	const str args[] = { take ? STR("true") : STR("false") };
	return db_call(db, arena, caller, function, args, 1, out, why);
}
