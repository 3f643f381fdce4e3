#include "store/signing.h"

#include "rules/reference.h"

static bool no_such(struct problem *why)
{
	return fail(why, P_NOT_FOUND, STR("There is no such case."));
}

bool shared_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                 struct problem *why)
{
	if (!reference_valid(reference))
		return no_such(why);
	return db_call(db, arena, caller, "api_citizen.shared_read", &reference, 1, out, why);
}

bool sign_decline(struct db *db, struct arena *arena, const struct caller *caller, str reference, str reason,
                  const struct json_node **out, struct problem *why)
{
	const str args[] = { reference, reason };
	if (!reference_valid(reference))
		return no_such(why);
	return db_call(db, arena, caller, "api_citizen.sign_decline", args, 2, out, why);
}

bool sign_withdraw(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                   struct problem *why)
{
	if (!reference_valid(reference))
		return no_such(why);
	return db_call(db, arena, caller, "api_citizen.sign_withdraw", &reference, 1, out, why);
}

bool sign_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
               struct problem *why)
{
	if (!reference_valid(reference))
		return no_such(why);
	return db_call(db, arena, caller, "api_eid.sign_read", &reference, 1, out, why);
}

bool sign_begin(struct db *db, struct arena *arena, const struct caller *caller, const struct sign_begin *b, struct problem *why)
{
	const str args[] = { b->reference, b->document, b->handle_hash, b->state_hash, b->nonce, b->verifier, b->provider, b->return_to,
		             b->sign_request, b->sign_message };
	str nothing;
	if (!reference_valid(b->reference))
		return no_such(why);
	return db_text(db, arena, caller, "api_eid.sign_begin", args, sizeof(args) / sizeof(args[0]), &nothing, why);
}

bool sign_finish(struct db *db, struct arena *arena, const struct caller *caller, const struct signature *s,
                 const struct json_node **out, struct problem *why)
{
	const str args[] = { s->case_id,   s->person, s->document,
		             s->mode,      s->provider, s->issuer,
		             s->client_id, s->level, arena_printf(arena, "%lld", (long long)s->authenticated_s),
		             s->evidence,  s->evidence_sha256 };
	return db_call_keyed(db, arena, caller, "api_eid.sign_finish", args, sizeof(args) / sizeof(args[0]), out, why);
}

bool signatures_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                     struct problem *why)
{
	if (!reference_valid(reference))
		return no_such(why);
	return db_call(db, arena, caller, "api_operator.signatures", &reference, 1, out, why);
}

bool signing_due(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_worker.signing_due", NULL, 0, out, why);
}
