#include "worker/receipts.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/signature_keys.h"
#include "rules/receipt.h"
#include "worker/errand.h"

#define LEASE_S 30

struct receipts {
	struct db *db;
	struct caller caller;
	struct signature_key key;
	uint8_t secret[SEAL_SECRET_BYTES];
};

struct receipts *receipts_open(struct db *db, const struct config *config)
{
	static struct receipts r;
	r.db = db;
	r.caller = (struct caller){ NULL, config->municipality, STR("worker") };
	signature_secret_load(config->receipt_key.p, r.secret);
	r.key = signature_key_of_secret(r.secret);
	return &r;
}

static void failed(const struct receipts *r, struct arena *arena, str id, str cause)
{
	errand_failed(r->db, arena, &r->caller, id, cause, LOG_ERROR, "receipt.failed");
}

static struct signed_receipt sign(const struct receipts *r, struct arena *arena, str content, const struct json_node *facts)
{
	str raw = signature_raw(arena, r->secret, content);
	return (struct signed_receipt){
		.content = content,
		.minisig = signature_minisign(arena, r->secret, content, receipt_comment(arena, facts)),
		.signature = seal_hex(arena, raw.p, raw.n),
		.key_id = signature_key_name(arena, &r->key),
	};
}

static void make(const struct receipts *r, struct arena *arena, str id)
{
	struct problem why = { 0 };
	const struct json_node *facts, *kept;
	int64_t from_ms = clock_monotonic_ms();
	bool found = receipt_facts(r->db, arena, &r->caller, id, &facts, &why);
	if (!found && why.kind == P_UNAVAILABLE) {
		errand_report("receipt.unreachable", &why);
		return;
	}
	str content = found ? receipt_compose(arena, facts) : STR_NONE;
	if (!content.p) {
		failed(r, arena, id, STR("facts"));
		return;
	}
	const struct signed_receipt receipt = sign(r, arena, content, facts);
	if (!receipt_store(r->db, arena, &r->caller, id, &receipt, &kept, &why))
		errand_report("receipt.not_kept", &why);
	else
		log_event(LOG_INFO, "receipt.signed", LOG_WORD("id", id), LOG_INT("stored", json_true(json_get(kept, STR("stored")))),
		          LOG_INT("ms", clock_monotonic_ms() - from_ms));
}

bool receipts_next(struct receipts *r, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *row;
	if (!receipt_claim(r->db, arena, &r->caller, LEASE_S, &row, &why)) {
		errand_report("receipt.unreachable", &why);
		return false;
	}
	if (!row)
		return false;
	make(r, arena, json_member(row, STR("id")));
	return true;
}
