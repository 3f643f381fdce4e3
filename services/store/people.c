#include "store/people.h"

bool people_import(struct db *db, struct arena *arena, const struct caller *caller, str extract, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.people_import", &extract, 1, out, why);
}

bool form_publish_operator(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
                           str definition, const struct json_node **out, struct problem *why)
{
	const str args[] = { form, version, sha256, definition };
	return db_call(db, arena, caller, "api_operator.form_publish", args, 4, out, why);
}

bool form_current_operator(struct db *db, struct arena *arena, const struct caller *caller, str form, const struct json_node **out,
                           struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.form_current", &form, 1, out, why);
}
