#include "store/cases.h"

#include "base/buf.h"
#include "rules/reference.h"

/* An array in PostgreSQL's text form: {3,7}. */
static str days_text(struct arena *arena, const struct submission *s)
{
	struct buf b = buf_in(arena, 3 + s->reminder_count * 21);
	buf_byte(&b, '{');
	for (size_t i = 0; i < s->reminder_count; i++)
		buf_printf(&b, "%s%lld", i ? "," : "", (long long)s->reminder_days[i]);
	buf_byte(&b, '}');
	return buf_str(&b);
}

bool case_submit(struct db *db, struct arena *arena, const struct caller *caller, const struct submission *s,
                 const struct json_node **out, struct problem *why)
{
	bool plain = !s->policy.p || str_is(s->policy, "none");
	const str args[] = { s->key,
		             s->request_hash,
		             s->form,
		             s->version,
		             s->subject,
		             s->draft,
		             s->answers,
		             s->queue,
		             s->series,
		             arena_printf(arena, "%lld", (long long)s->due_workdays),
		             s->language,
		             plain ? STR("none") : s->policy,
		             s->same_address,
		             s->shared_answers,
		             plain ? STR_NONE : days_text(arena, s),
		             plain ? STR_NONE : arena_printf(arena, "%lld", (long long)s->expire_days),
		             s->on_expiry,
		             s->on_decline };
	return db_call_keyed(db, arena, caller, "api_citizen.case_submit", args, sizeof(args) / sizeof(args[0]), out, why);
}

bool case_list_own(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.cases", NULL, 0, out, why);
}

bool case_read_own(struct db *db, struct arena *arena, const struct caller *caller, str reference, const struct json_node **out,
                   struct problem *why)
{
	if (!reference_valid(reference))
		return fail(why, P_NOT_FOUND, STR("There is no such case."));
	return db_call(db, arena, caller, "api_citizen.case_read", &reference, 1, out, why);
}
