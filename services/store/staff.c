#include "store/staff.h"

#include "base/seal.h"

static bool known(str id, struct problem *why)
{
	return seal_is_uuid(id) || fail(why, P_NOT_FOUND, STR("There is no such member of staff, nor such a proposal."));
}

bool staff_search(struct db *db, struct arena *arena, const struct caller *caller, str search, const struct json_node **out,
                  struct problem *why)
{
	return db_call(db, arena, caller, "api_admin.staff", &search, 1, out, why);
}

bool staff_read(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct json_node **out,
                struct problem *why)
{
	return known(person, why) && db_call(db, arena, caller, "api_admin.staff_read", &person, 1, out, why);
}

bool role_choices(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_admin.role_choices", NULL, 0, out, why);
}

bool role_propose(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct role *role,
                  const struct json_node **out, struct problem *why)
{
	const str args[] = { person, role->name, role->queue, role->form, role->area };
	return known(person, why) && db_call(db, arena, caller, "api_admin.role_propose", args, 5, out, why);
}

bool proposal_read(struct db *db, struct arena *arena, const struct caller *caller, str proposal, const struct json_node **out,
                   struct problem *why)
{
	return known(proposal, why) && db_call(db, arena, caller, "api_admin.proposal_read", &proposal, 1, out, why);
}

bool proposal_decide(struct db *db, struct arena *arena, const struct caller *caller, str proposal, str decision,
                     const struct json_node **out, struct problem *why)
{
	const str args[] = { proposal, decision };
	return known(proposal, why) && db_call(db, arena, caller, "api_admin.proposal_decide", args, 2, out, why);
}

bool role_take(struct db *db, struct arena *arena, const struct caller *caller, str person, const struct role *role,
               const struct json_node **out, struct problem *why)
{
	const str args[] = { person, role->name, role->queue, role->form, role->area };
	return known(person, why) && db_call(db, arena, caller, "api_admin.role_take", args, 5, out, why);
}

static bool operate(struct db *db, struct arena *arena, const struct caller *caller, const char *function, str staff_id,
                    const struct role *role, struct problem *why)
{
	const str args[] = { staff_id, role->name, role->queue, role->form, role->area };
	str nothing;
	return db_text(db, arena, caller, function, args, 5, &nothing, why);
}

bool role_grant(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, const struct role *role,
                struct problem *why)
{
	return operate(db, arena, caller, "api_operator.role_grant", staff_id, role, why);
}

bool role_revoke(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, const struct role *role,
                 struct problem *why)
{
	return operate(db, arena, caller, "api_operator.role_revoke", staff_id, role, why);
}

bool staff_disable(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_operator.staff_disable", &staff_id, 1, &nothing, why);
}

bool staff_enable(struct db *db, struct arena *arena, const struct caller *caller, str staff_id, struct problem *why)
{
	str nothing;
	return db_text(db, arena, caller, "api_operator.staff_enable", &staff_id, 1, &nothing, why);
}

bool staff_list_all(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out, struct problem *why)
{
	return db_call(db, arena, caller, "api_operator.staff_list", NULL, 0, out, why);
}
