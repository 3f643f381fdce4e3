/* signing.h -- `signing`: who must sign before an application is received, and which answers the other guardian sees.
 *
 * What others see is a list of what is shown, never of what is hidden: a question that is added to a form is kept from them until
 * its author lists it. */
#ifndef BLANKETT_RULES_SIGNING_H
#define BLANKETT_RULES_SIGNING_H

#include "rules/form.h"

struct finding_list;

/* X(NAME, "word"): the words are those of definitions and of the database. */
#define SIGNING_POLICIES(X) \
	X(SIGNING_NONE, "none") \
	X(SIGNING_NOTIFY_OTHER, "notify-other") \
	X(SIGNING_OTHER_CONSENTS, "other-consents-by-deadline") \
	X(SIGNING_ALL_SIGN, "all-sign")

enum signing_policy {
#define X(name, word) name,
	SIGNING_POLICIES(X)
#undef X
};

#define SIGNING_REMINDERS_MAX 5

/* Members that a policy does not need are absent or zero. */
struct signing {
	const struct schema *condition; /* over the answers; NULL: `then` is everybody's */
	enum signing_policy then, otherwise;
	str same_address;               /* "one", "all" */
	const struct json_node *shows;  /* array of pointers */
	int64_t reminder_days[SIGNING_REMINDERS_MAX];
	size_t reminder_count;
	int64_t expire_days;
	str on_expiry;  /* "receive", "lapse" */
	str on_decline; /* "receive", "end" */
};

/* Of the part `signing`; a condition that cannot be compiled (lint says so) never holds. */
const struct signing *signing_of(struct arena *arena, const struct json_node *json);
const char *signing_policy_word(enum signing_policy policy);
/* The policy that valid answers lead to. */
enum signing_policy signing_policy_for(const struct form *form, const struct json_node *answers, struct arena *scratch);
/* Does the applicant sign by e-ID, and the others answer, before the case is received? */
bool signing_waits(enum signing_policy policy);
/* Is a question, or a part of it, on the list `shows`? */
bool signing_shows(const struct form *form, str question);
/* The answers that `shows` lists, as RFC 8785 text: "{}" when there are none of them. Absent when a number is too large for it. */
str signing_shared(const struct form *form, const struct json_node *answers, struct arena *arena);

#endif
