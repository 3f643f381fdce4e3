/* signing.c -- reading the part `signing`, and what it means for given answers. */
#include "rules/signing.h"

#include "base/json_edit.h"
#include "rules/definition.h"

static const char *const policy_words[] = {
#define X(name, word) word,
	SIGNING_POLICIES(X)
#undef X
};

const char *signing_policy_word(enum signing_policy policy)
{
	return policy_words[policy];
}

static enum signing_policy policy_of(str word)
{
	for (size_t i = 0; i < sizeof(policy_words) / sizeof(policy_words[0]); i++)
		if (str_is(word, policy_words[i]))
			return (enum signing_policy)i;
	return SIGNING_NONE;
}

static void read_policy(struct arena *arena, const struct json_node *json, struct signing *out)
{
	struct schema_error error;
	const struct json_node *condition = json_get(json, STR("if"));
	if (!json_is(json, JSON_OBJECT)) {
		out->then = policy_of(json_str(json));
		return;
	}
	out->then = policy_of(json_member(json, STR("then")));
	out->otherwise = policy_of(json_member(json, STR("else")));
	out->condition = json_is(condition, JSON_OBJECT) ? definition_plan(arena, condition, &error) : NULL;
	if (!out->condition)
		out->then = out->otherwise;
}

const struct signing *signing_of(struct arena *arena, const struct json_node *json)
{
	struct signing *out = ARENA_NEW(arena, struct signing);
	*out = (struct signing){
		.same_address = json_member(json, STR("sameAddress")),
		.shows = json_get(json, STR("shows")),
		.expire_days = json_int(json_get(json, STR("expireDays")), 0),
		.on_expiry = json_member(json, STR("onExpiry")),
		.on_decline = json_member(json, STR("onDecline")),
	};
	read_policy(arena, json_get(json, STR("policy")), out);
	for (struct json_iter it = json_begin(json_get(json, STR("reminderDays"))); json_next(&it);)
		if (out->reminder_count < SIGNING_REMINDERS_MAX)
			out->reminder_days[out->reminder_count++] = json_int(it.value, 0);
	return out;
}

enum signing_policy signing_policy_for(const struct form *form, const struct json_node *answers, struct arena *scratch)
{
	const struct signing *signing = form->signing;
	bool holds = !signing->condition || schema_valid(signing->condition, answers, scratch);
	return holds ? signing->then : signing->otherwise;
}

bool signing_waits(enum signing_policy policy)
{
	return policy == SIGNING_OTHER_CONSENTS || policy == SIGNING_ALL_SIGN;
}

static bool is_below(str pointer, str above)
{
	return str_starts(pointer, above) && (pointer.n == above.n || pointer.p[above.n] == '/');
}

bool signing_shows(const struct form *form, str question)
{
	for (struct json_iter it = json_begin(form->signing->shows); json_next(&it);)
		if (is_below(question, json_str(it.value)) || is_below(json_str(it.value), question))
			return true;
	return false;
}

str signing_shared(const struct form *form, const struct json_node *answers, struct arena *arena)
{
	struct json_edit *shared = json_edit_object(arena);
	for (struct json_iter it = json_begin(form->signing->shows); json_next(&it);) {
		const struct json_node *value = json_pointer(answers, json_str(it.value));
		if (value && !json_edit_set(shared, json_str(it.value), json_edit_of(arena, value)))
			return STR_NONE;
	}
	return json_canonical(arena, json_parse(arena, json_edit_text(shared), &json_limits_document, NULL));
}
