/* sessions.h -- login transactions and session rows (api_eid). The only service that may make a session. */
#ifndef BLANKETT_STORE_SESSIONS_H
#define BLANKETT_STORE_SESSIONS_H

#include "store/db.h"

struct login_begin {
	str handle_hash, state_hash; /* hex BLAKE2b */
	str nonce, verifier;         /* as they were made; the row lives 10 minutes */
	str provider, audience, return_to;
};
bool login_begin(struct db *db, struct arena *arena, const struct caller *caller, const struct login_begin *begin,
                 struct problem *why) MUST_CHECK;
/* Takes the transaction out, once: {"nonce","verifier","provider","audience","return_to","created_s":int, "sign":null|{"case_id",
 * "reference","person","personal_number","document"(hex),"sign_request","sign_message"}}; sign: it was begun by sign_begin of store/signing.h. *out NULL when
 * there is none for this handle and state (nothing of anyone else is touched). */
bool login_take(struct db *db, struct arena *arena, const struct caller *caller, str handle_hash, str state_hash,
                const struct json_node **out, struct problem *why) MUST_CHECK;

struct session_open {
	str audience;         /* "citizen" or "staff" */
	str personal_number;  /* citizen: 12 digits */
	str provider, subject; /* of the id_token; staff are known by (provider, subject claim), see providers file */
	str staff_id;         /* staff: the organisational id ("klara@2120000142"), else absent */
	str id_hash;          /* hex BLAKE2b of the new jti */
	str level;
	int64_t authenticated_s, expires_s;
	str given_name, family_name; /* citizens not in the register yet are added with these */
	str old_hash;                /* hex BLAKE2b of the session that the browser had until now, which ends; or absent */
};
/* {"person":uuid}. 403 for staff without any role. */
bool session_open(struct db *db, struct arena *arena, const struct caller *caller, const struct session_open *open,
                  const struct json_node **out, struct problem *why) MUST_CHECK;
/* Revokes the caller's session; true also when it is gone. */
bool session_close(struct db *db, struct arena *arena, const struct caller *caller, struct problem *why) MUST_CHECK;
/* The caller's own sessions that are alive: {"sessions":[{"id","this":bool,"begun_at","seen_at","provider","level"}]}. */
bool session_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* Ends the caller's own session with this id, or "others" than this one, or "all". */
bool session_end(struct db *db, struct arena *arena, const struct caller *caller, str which, struct problem *why) MUST_CHECK;

#endif
