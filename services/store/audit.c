#include "store/audit.h"

#include "base/ed25519.h"

static str number(struct arena *arena, int64_t n)
{
	return arena_printf(arena, "%lld", (long long)n);
}

str audit_leaf(struct arena *arena, const struct json_node *event)
{
	return json_canonical(arena, event);
}

bool audit_hashes(str hex, struct merkle_hash *out, size_t most, size_t *n)
{
	const size_t digits = (size_t)2 * MERKLE_HASH_BYTES;
	*n = hex.n / digits;
	return *n > 0 && *n <= most && hex.n % digits == 0 && seal_hex_decode(hex, out, *n * MERKLE_HASH_BYTES);
}

bool audit_pending(struct db *db, struct arena *arena, const struct caller *caller, int64_t most, const struct json_node **out,
                   struct problem *why)
{
	str args[] = { number(arena, most) };
	return db_call(db, arena, caller, "api_worker.audit_pending", args, 1, out, why);
}

bool audit_append(struct db *db, struct arena *arena, const struct caller *caller, int64_t size, str leaves, struct problem *why)
{
	str nothing, args[] = { number(arena, size), leaves };
	return db_text(db, arena, caller, "api_worker.audit_append", args, 2, &nothing, why);
}

bool audit_checkpoint(struct db *db, struct arena *arena, const struct caller *caller, int64_t size, str note, struct problem *why)
{
	str nothing, args[] = { number(arena, size), note };
	return db_text(db, arena, caller, "api_worker.audit_checkpoint", args, 2, &nothing, why);
}

bool audit_page(struct db *db, struct arena *arena, const struct caller *caller, int64_t start, int64_t most,
                const struct json_node **out, struct problem *why)
{
	str args[] = { number(arena, start), number(arena, most) };
	return db_call(db, arena, caller, "api_operator.audit_page", args, 2, out, why);
}

bool audit_event(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct json_node **out,
                 struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.audit_event", &id, 1, out, why);
}

bool audit_nodes(struct db *db, struct arena *arena, const struct caller *caller, str nodes, const struct json_node **out,
                 struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.audit_nodes", &nodes, 1, out, why);
}

bool audit_checkpoints(struct db *db, struct arena *arena, const struct caller *caller, int64_t above, int64_t most,
                       const struct json_node **out, struct problem *why)
{
	str args[] = { number(arena, above), number(arena, most) };
	return db_call(db, arena, caller, "api_operator.audit_checkpoints", args, 2, out, why);
}

bool audit_readers(struct db *db, struct arena *arena, const struct caller *caller, str reference, str cursor, int64_t most,
                   const struct json_node **out, struct problem *why)
{
	str args[] = { reference, cursor, number(arena, most) };
	return db_call(db, arena, caller, "api_citizen.case_readers", args, 3, out, why);
}
