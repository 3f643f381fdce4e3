/* staff.h -- members of staff and what they may do: as administrators see and change it (api_admin), and as an operator does by the
 * command line (api_operator).
 *
 * A role is "caseworker", for one queue and, where they are not empty, one service (form) and one school area of it alone; or "admin",
 * without a scope. Roles are read at every call, so that a change counts at the next request of whoever is logged in. An administrator
 * proposes, another one decides, neither of them for themselves; taking away needs one. Changes demand a fresh login.
 *
 * A role in an answer is {"role","queue","form","titles":{...}|null,"area"}; titles are those of the form. A proposal that waits is
 * {"proposal","person","name","staff_id","grant":role,"proposed_by","proposed_at","expires_at","may":"decide|withdraw|nothing",
 * "lapsed":bool}: lapsed ones can only be declined or withdrawn. */
#ifndef BLANKETT_STORE_STAFF_H
#define BLANKETT_STORE_STAFF_H

#include "store/db.h"

struct role {
	str name; /* "caseworker" or "admin" */
	str queue, form, area; /* empty: none */
};

/* The first hundred whose name or id holds `search`: {"staff":[{"person","name","staff_id","disabled_at"|null,"roles":[...]}],
 * "more":bool,"waiting":[proposals of all]}. 403 without the admin role; so for all that follow. */
bool staff_search(struct db *db, struct arena *arena, const struct caller *caller, str search, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* One of them, with "me":bool, "waiting" and "history":[{"at","event","grant":role|null,"by":name|null}], newest first. 404. */
bool staff_read(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct json_node **out,
                struct problem *why) MUST_CHECK;
/* {"queues":[{"queue","forms":[{"form","titles"}]}],"areas":[...]}. */
bool role_choices(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                  struct problem *why) MUST_CHECK;
/* {"proposal":uuid}. 403 for oneself, 409 when the role or the same proposal is there already or the person is disabled, 422 when there
 * is no such role, queue, service or area. */
bool role_propose(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct role *role,
                  const struct json_node **out, struct problem *why) MUST_CHECK;
/* One proposal that waits; else 404. */
bool proposal_read(struct db *db, struct arena *arena, const struct caller *caller, str proposal, const struct json_node **out,
                   struct problem *why) MUST_CHECK;
/* decision "approved", "declined" or "withdrawn": {"person","state"}; by the same once more is a repeat. 403 for who may not, 409 when
 * somebody was first, time is up, or what it rests on is gone. */
bool proposal_decide(struct db *db, struct arena *arena, const struct caller *caller, str proposal, str decision,
                     const struct json_node **out, struct problem *why) MUST_CHECK;
/* {"taken":bool}: false when it was gone. 409 for one's own admin role when nobody else has it. */
bool role_take(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct role *role,
               const struct json_node **out, struct problem *why) MUST_CHECK;

/* By the command line, by one alone. 404 for who is not there, and for a role to revoke that is not. */
bool role_grant(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, const struct role *role,
                struct problem *why) MUST_CHECK;
bool role_revoke(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, const struct role *role,
                 struct problem *why) MUST_CHECK;
/* Ends every session, and lets none begin; roles stay. */
bool staff_disable(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, struct problem *why) MUST_CHECK;
bool staff_enable(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, struct problem *why) MUST_CHECK;
/* [{"staff_id","name","disabled_at"|null,"roles":[{"role","queue","form","area"}]}], all of them. */
bool staff_list_all(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                    struct problem *why) MUST_CHECK;

#endif
