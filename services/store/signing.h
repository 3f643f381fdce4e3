/* signing.h -- who signs a case, what a guardian who did not apply sees of it, and what time does (api_citizen, api_eid, api_worker).
 *
 * A case whose policy asks for signatures waits ("awaiting_signature") until the last demanded one. The applicant signs first; then
 * the other guardians are invited. Everything that moves a waiting case holds its row, so of two at once the second is told 409.
 *
 * "signing" of a case, here and in case_read_own and case_read: {"policy","state":"waiting"|"complete"|"declined"|"lapsed"|
 * "withdrawn","deadline"|null,"on_expiry","on_decline","reminder_days":[int],"begun_at"|null,"parties":[{"role":"applicant"|
 * "guardian","duty":"sign"|"consent"|"know","state":"waiting"|"signed"|"declined"|"informed"|"lapsed","mode":"sign"|"approval"|null,
 * "level","answered_at","invited_at","reason"(for the applicant, who said it, and staff),"name"|null,"mine":bool,"reachable":bool}]}.
 * A name is null where the identity is protected. reachable: a mail would be sent. */
#ifndef BLANKETT_STORE_SIGNING_H
#define BLANKETT_STORE_SIGNING_H

#include "store/db.h"

/* For citizens. */

/* A case of another guardian that the caller was invited to answer, or told of: {"reference","form","version","sha256","titles",
 * "subject","subject_name"|null,"applicant_name"|null,"submitted_at","received_at"|null,"withheld":bool,"answers":{..},
 * "status"(state of the signing),"signing":{..}}. answers: of the frozen extract; none, and withheld true, where the applicant or the
 * child has a protected identity. Audited. 404 for everybody else, also who is no guardian any more. */
bool shared_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
/* Says no: {"reference","status","complete":bool}. 422 for a reason that is not 1 to 1000 characters; 404; 409 when it is answered,
 * over, or the applicant's own. */
bool sign_decline(struct db *db, struct arena *arena, const struct caller *caller, str reference, str reason,
                  const struct json_node **out, struct problem *why) MUST_CHECK;
/* The applicant takes a waiting case back: as sign_decline. */
bool sign_withdraw(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                   struct problem *why) MUST_CHECK;

/* For the e-ID service. */

/* What the caller would sign: {"case_id","reference","document"(hex SHA-256),"role","personal_number","titles","subject_name"|null,
 * "attachments":int,"language"}. 404 not a party, not invited yet or no guardian any more; 409 answered, or not waiting. */
bool sign_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
               struct problem *why) MUST_CHECK;

struct sign_begin {
	str reference, document;     /* as sign_read said */
	str handle_hash, state_hash; /* hex BLAKE2b */
	str nonce, verifier;
	str provider, return_to;
	str sign_request, sign_message; /* as sent and as shown: evidence keeps them; the request may be absent */
};
/* A login transaction (store/sessions.h) that is bound to case, caller and document. Refuses as sign_read. */
bool sign_begin(struct db *db, struct arena *arena, const struct caller *caller, const struct sign_begin *begin,
                struct problem *why) MUST_CHECK;

struct signature {
	str case_id, person, document; /* of login_take */
	str mode;                      /* "sign": the provider gave a signature; "approval": it did not */
	str provider, issuer, client_id, level;
	int64_t authenticated_s;
	str evidence;        /* v4.local token */
	str evidence_sha256; /* hex, of what is sealed in it */
};
/* Keeps a signature whose every check has passed, for good: {"reference","status","complete":bool}. The caller is nobody: the login
 * transaction says who signed. A repeat with the same evidence_sha256 gives the answer again. 409 when the case does not wait, the
 * person has answered, is no guardian any more, or the document is not the frozen one. */
bool sign_finish(struct db *db, struct arena *arena, const struct caller *caller, const struct signature *signature,
                 const struct json_node **out, struct problem *why) MUST_CHECK;

/* For the operator. */

/* The signatures of a case, oldest first: [{"case_id","person","role","personal_number","document","kept"(digest of the text as it stands
 * now),"mode","issuer","client_id","level","authenticated_at","signed_at","evidence","evidence_sha256"}]. Audited. */
bool signatures_read(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                     struct problem *why) MUST_CHECK;

/* For the worker. */

/* Reminds who waits and ends what has expired: {"reminded":messages,"expired":cases}. Again and again without harm, from many. */
bool signing_due(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                 struct problem *why) MUST_CHECK;

#endif
