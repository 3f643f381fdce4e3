#include "store/forms.h"

bool form_author(struct db *db, struct arena *arena, const struct caller *caller, bool changes, struct problem *why)
{
	str name;
	const str args[] = { changes ? STR("true") : STR("false") };
	return db_text(db, arena, caller, "api_admin.enter", args, 1, &name, why);
}

bool form_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_admin.forms", NULL, 0, out, why);
}

bool form_read(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, const struct json_node **out,
               struct problem *why)
{
	const str args[] = { form, version };
	return db_call(db, arena, caller, "api_admin.form_read", args, 2, out, why);
}

bool form_save(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256, str definition,
               str seen, const struct json_node **out, struct problem *why)
{
	const str args[] = { form, version, sha256, definition, seen };
	return db_call(db, arena, caller, "api_admin.form_save", args, 5, out, why);
}

bool form_delete(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256, struct problem *why)
{
	str nothing;
	const str args[] = { form, version, sha256 };
	return db_text(db, arena, caller, "api_admin.form_delete", args, 3, &nothing, why);
}

bool form_publish(struct db *db, struct arena *arena, const struct caller *caller, str form, str version, str sha256,
                  const struct json_node **out, struct problem *why)
{
	const str args[] = { form, version, sha256 };
	return db_call(db, arena, caller, "api_admin.form_publish", args, 3, out, why);
}
