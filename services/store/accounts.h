/* accounts.h -- service accounts: programs with a key of their own (api_operator). */
#ifndef BLANKETT_STORE_ACCOUNTS_H
#define BLANKETT_STORE_ACCOUNTS_H

#include "store/db.h"

struct account {
	str name;   /* small letters, digits and '-' */
	str scopes; /* arrays as PostgreSQL writes them: {a,b} */
	str queues;
	str id_hash; /* hex BLAKE2b of the token's id */
	str key_id;  /* of the key it is signed with */
	int64_t expires_s;
	str created_by;
};
/* {"person":uuid}: whom the token is for. 409 while a token of the name is in force. */
bool account_issue(struct db *db, struct arena *arena, const struct caller *caller, const struct account *account,
                   const struct json_node **out, struct problem *why) MUST_CHECK;
/* [{"name","scopes":[...],"queues":[...],"key_id","created_at","created_by","seen_at"|null,"expires_at","revoked_at"|null}] */
bool account_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* 404 when the name has no token in force. */
bool account_revoke(struct db *db, struct arena *arena, const struct caller *caller, str name, struct problem *why) MUST_CHECK;

#endif
