/* lint_signing.c -- the part `signing`: complete for its policy, and showing nothing that reaches or describes the applicant. */
#include "rules/lint.h"
#include "rules/signing.h"

static const char *const members_of_others[] = { "sameAddress", "shows", "reminderDays", "expireDays", "onExpiry", "onDecline" };

static bool can_be(const struct signing *signing, enum signing_policy policy)
{
	return signing->then == policy || (signing->condition && signing->otherwise == policy);
}

static str in_signing(struct finding_list *list, const char *member)
{
	return arena_printf(list->arena, "/signing/%s", member);
}

static void demand(struct finding_list *list, const struct json_node *json, enum signing_policy policy, const char *member)
{
	if (!json_get(json, str_of(member)))
		finding_add(list, F_SIGNING_MISSING, STR("/signing"), str_of(signing_policy_word(policy)), str_of(member));
}

static void check_complete(struct finding_list *list, const struct json_node *json, const struct signing *signing)
{
	enum signing_policy strictest = signing->condition && signing->otherwise > signing->then ? signing->otherwise : signing->then;
	for (size_t i = 0; i < sizeof(members_of_others) / sizeof(members_of_others[0]); i++) {
		const char *member = members_of_others[i];
		if (strictest == SIGNING_NONE && json_get(json, str_of(member)))
			finding_add(list, F_SIGNING_SURPLUS, in_signing(list, member), str_of(member), STR_NONE);
		else if (signing_waits(strictest) || (strictest == SIGNING_NOTIFY_OTHER && str_is(STR("shows"), member)))
			demand(list, json, strictest, member);
	}
}

/* Where everybody must sign, silence and a no end the application: it is never received without them. */
static void check_ends(struct finding_list *list, const struct signing *signing)
{
	if (!can_be(signing, SIGNING_ALL_SIGN))
		return;
	if (signing->on_expiry.p && !str_is(signing->on_expiry, "lapse"))
		finding_add(list, F_SIGNING_END, STR("/signing/onExpiry"), STR("onExpiry"), STR("lapse"));
	if (signing->on_decline.p && !str_is(signing->on_decline, "end"))
		finding_add(list, F_SIGNING_END, STR("/signing/onDecline"), STR("onDecline"), STR("end"));
}

static void check_days(struct finding_list *list, const struct signing *signing)
{
	for (size_t i = 0; i < signing->reminder_count && signing->expire_days > 0; i++)
		if (signing->reminder_days[i] >= signing->expire_days)
			finding_add(list, F_SIGNING_DAYS, json_pointer_index(list->arena, STR("/signing/reminderDays"), i), STR_NONE, STR_NONE);
}

static bool is_contact(const struct json_node *question)
{
	static const char *const formats[] = { "email", "x-se-telefon", "x-se-personnummer", "x-se-bankkonto", NULL };
	return lint_word_in(json_member(question, STR("format")), formats);
}

/* What the browser fills in is about the applicant; so is a question whose answer is an address or number of a person. */
static bool is_the_applicants(const struct form *form, str shown)
{
	if (lint_below(shown, STR("/kontakt")) || is_contact(form_schema(form, shown)))
		return true;
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);) {
			str ref = json_member(it.value, STR("ref"));
			bool meets = lint_below(shown, ref) || lint_below(ref, shown);
			if (meets && (json_get(it.value, STR("autocomplete")) || is_contact(form_schema(form, ref))))
				return true;
		}
	for (struct json_iter it = json_begin(json_get(form_schema(form, shown), STR("properties"))); json_next(&it);)
		if (is_contact(it.value))
			return true;
	return false;
}

static void check_shows(const struct form *form, struct finding_list *list)
{
	size_t i = 0;
	for (struct json_iter it = json_begin(form->signing->shows); json_next(&it); i++) {
		str shown = json_str(it.value), place = json_pointer_index(list->arena, STR("/signing/shows"), i);
		if (!shown.n)
			continue;
		if (!form_schema(form, shown))
			finding_add(list, F_QUESTION_UNKNOWN, place, shown, STR_NONE);
		else if (is_the_applicants(form, shown))
			finding_add(list, F_SIGNING_SHOWS, place, shown, STR_NONE);
	}
}

void lint_signing(const struct form *form, struct finding_list *list)
{
	const struct json_node *json = json_get(form->root, STR("signing")), *policy = json_get(json, STR("policy"));
	if (!json_is(json, JSON_OBJECT))
		return;
	if (!finding_list_below(list, STR("/signing/policy"))) {
		check_complete(list, json, form->signing);
		check_ends(list, form->signing);
	}
	check_days(list, form->signing);
	if (!lint_has_questions(form))
		return;
	check_shows(form, list);
	if (json_is(policy, JSON_OBJECT))
		lint_if(form, list, json_get(policy, STR("if")), STR("/signing/policy/if"));
}
