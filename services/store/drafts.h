/* drafts.h -- answers that are not sent in yet (api_citizen). A draft belongs to one person and stays on the form version it
 * began on. Saving is guarded by the revision that was read. */
#ifndef BLANKETT_STORE_DRAFTS_H
#define BLANKETT_STORE_DRAFTS_H

#include "store/db.h"

/* The children the caller may apply for, from the register: [{"person":uuid,"name":"Alva Testsson","birth_year":2015,
 * "protected":false}]. A child with protected identity comes with protected true and no name. */
bool children_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why) MUST_CHECK;
/* Who the caller is: {"name","email"(or null),"protected"}. */
bool person_self(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                 struct problem *why) MUST_CHECK;
/* Opens the caller's draft for this form and subject, or begins one on the current version with `answers` as its first content.
 * subject absent: the form is about nobody else. {"draft":uuid,"created":bool}. 403 when not guardian; 404 unknown form. */
bool draft_open(struct db *db, struct arena *arena, const struct caller *caller, str form, str subject, str answers,
                const struct json_node **out, struct problem *why) MUST_CHECK;
/* {"draft","form","version","revision":int,"subject":uuid|null,"subject_name":text|null,"answers":{...},
 * "updated_at","expires_at","reference":text|null (sent in already: its receipt)}. 404 for another's. */
bool draft_read(struct db *db, struct arena *arena, const struct caller *caller, str draft, const struct json_node **out,
                struct problem *why) MUST_CHECK;
/* {"revision":n}. 412 when the draft changed since `revision`; 409 when it is sent in. */
bool draft_save(struct db *db, struct arena *arena, const struct caller *caller, str draft, int64_t revision, str answers,
                const struct json_node **out, struct problem *why) MUST_CHECK;
/* Deletes; true also when it is gone already. */
bool draft_delete(struct db *db, struct arena *arena, const struct caller *caller, str draft, struct problem *why) MUST_CHECK;

#endif
