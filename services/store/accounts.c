#include "store/accounts.h"

bool account_issue(struct db *db, struct arena *arena, const struct caller *caller, const struct account *a, const struct json_node **out,
                   struct problem *why)
{
	const str args[] = { a->name,   a->scopes, a->queues, a->id_hash,
		             a->key_id, arena_printf(arena, "%lld", (long long)a->expires_s), a->created_by };
	return db_call(db, arena, caller, "api_operator.account_issue", args, sizeof(args) / sizeof(args[0]), out, why);
}

bool account_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.accounts", NULL, 0, out, why);
}

bool account_revoke(struct db *db, struct arena *arena, const struct caller *caller, str name, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_operator.account_revoke", &name, 1, &nothing, why);
}
