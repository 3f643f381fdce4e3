#include "store/sessions.h"

bool login_begin(struct db *db, struct arena *arena, const struct caller *caller, const struct login_begin *b, struct problem *why)
{
	const str args[] = { b->handle_hash, b->state_hash, b->nonce, b->verifier, b->provider, b->audience, b->return_to };
	str nothing;
	return db_text(db, arena, caller, "api_eid.login_begin", args, sizeof(args) / sizeof(args[0]), &nothing, why);
}

bool login_take(struct db *db, struct arena *arena, const struct caller *caller, str handle_hash, str state_hash,
                const struct json_node **out, struct problem *why)
{
	const str args[] = { handle_hash, state_hash };
	return db_call(db, arena, caller, "api_eid.login_take", args, 2, out, why);
}

bool session_open(struct db *db, struct arena *arena, const struct caller *caller, const struct session_open *o,
                  const struct json_node **out, struct problem *why)
{
	const str args[] = { o->audience,    o->personal_number,
		             o->provider,    o->subject,
		             o->staff_id,    o->id_hash,
		             o->level,       arena_printf(arena, "%lld", (long long)o->authenticated_s),
		             arena_printf(arena, "%lld", (long long)o->expires_s),
		             o->given_name,  o->family_name,
		             o->old_hash };
	return db_call(db, arena, caller, "api_eid.session_open", args, sizeof(args) / sizeof(args[0]), out, why);
}

bool session_close(struct db *db, struct arena *arena, const struct caller *caller, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_eid.session_close", NULL, 0, &nothing, why);
}

bool session_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_eid.sessions", NULL, 0, out, why);
}

bool session_end(struct db *db, struct arena *arena, const struct caller *caller, str which, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_eid.sessions_end", &which, 1, &nothing, why);
}
