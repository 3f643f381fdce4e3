#include "store/receipts.h"

bool receipt_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t lease_s, const struct json_node **out,
                   struct problem *why)
{
	const str lease = arena_printf(arena, "%lld", (long long)lease_s);
	return db_call(db, arena, caller, "api_worker.receipt_claim", &lease, 1, out, why);
}

bool receipt_facts(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_worker.receipt_facts", &id, 1, out, why);
}

bool receipt_store(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct signed_receipt *receipt,
                   const struct json_node **out, struct problem *why)
{
	const str args[] = { id, receipt->content, receipt->minisig, receipt->signature, receipt->key_id };
	return db_call(db, arena, caller, "api_worker.receipt_store", args, 5, out, why);
}

bool print_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t lease_s, const struct json_node **out,
                 struct problem *why)
{
	const str lease = arena_printf(arena, "%lld", (long long)lease_s);
	return db_call(db, arena, caller, "api_worker.print_claim", &lease, 1, out, why);
}

bool receipt_pdf_store(struct db *db, struct arena *arena, const struct caller *caller, str id, str pdf_base64, struct problem *why)
{
	str nothing;
	const str args[] = { id, pdf_base64 };
	return db_text(db, arena, caller, "api_worker.receipt_pdf_store", args, 2, &nothing, why);
}

bool receipts_own(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                  struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.receipts", &reference, 1, out, why);
}

bool receipt_file(struct db *db, struct arena *arena, const struct caller *caller, str reference, str kind, str file, str *out,
                  struct problem *why)
{
	const str args[] = { reference, kind, file };
	return db_text(db, arena, caller, "api_citizen.receipt_file", args, 3, out, why);
}
