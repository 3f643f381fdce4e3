/* receipts.h -- receipts in the database: made by the worker (api_worker), fetched by whom they are for (api_citizen). */
#ifndef BLANKETT_STORE_RECEIPTS_H
#define BLANKETT_STORE_RECEIPTS_H

#include "store/db.h"

/* The next receipt to sign, leased for lease_s seconds: {"id","attempts"}; *out NULL when there is none. */
bool receipt_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t lease_s, const struct json_node **out,
                   struct problem *why) MUST_CHECK;
/* The facts of rules/receipt.h. The same at every call. */
bool receipt_facts(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct json_node **out,
                   struct problem *why) MUST_CHECK;

struct signed_receipt {
	str content, minisig;
	str signature; /* hex */
	str key_id;
};
/* Keeps it and ends the errand; {"stored":false} when that was done before. */
bool receipt_store(struct db *db, struct arena *arena, const struct caller *caller, str id, const struct signed_receipt *receipt,
                   const struct json_node **out, struct problem *why) MUST_CHECK;

/* The next copy to print: {"id","kind","reference","language","form","version","content","minisig","key_id","answers"(null but for the
 * applicant's own)}; *out NULL when there is none. */
bool print_claim(struct db *db, struct arena *arena, const struct caller *caller, int64_t lease_s, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
bool receipt_pdf_store(struct db *db, struct arena *arena, const struct caller *caller, str id, str pdf_base64, struct problem *why) MUST_CHECK;

/* The person's own receipts of a case: [{"kind","key_id","pdf":bool}]; empty when there is none yet, or no such case. */
bool receipts_own(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* file: json, minisig (as they are), sig, pdf (base64). 404 until it is there. Reading is audited. */
bool receipt_file(struct db *db, struct arena *arena, const struct caller *caller, str reference, str kind, str file, str *out,
                  struct problem *why) MUST_CHECK;

#endif
