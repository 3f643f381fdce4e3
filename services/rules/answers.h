/* answers.h -- the answers to a form: from form fields to JSON, checked against the definition, pruned of what is hidden.
 *
 * One evaluator answers what is visible, required and valid (schema_explain). Hidden means absent. Decoding is driven by the
 * schema: "" is absent, a check box is true or absent, date parts become an ISO date, "3,5" becomes 3.5. What cannot be decoded
 * stays as typed and is an error at its field. */
#ifndef BLANKETT_RULES_ANSWERS_H
#define BLANKETT_RULES_ANSWERS_H

#include "base/pairs.h"
#include "rules/checks.h"

struct answers_error {
	str pointer; /* of the question, also for a missing one */
	str keyword;
	str text;    /* for the citizen, in the language asked for */
	size_t page; /* index of the page that asks it; page_count when none does */
	str check;   /* the id of the check that is broken (keyword "check"); else absent */
};

struct answers_report {
	const struct json_node *answers; /* those that were given, with every calculated one worked out: what is stored */
	bool valid;
	const struct answers_error *errors; /* in the order of the pages */
	size_t error_count;
	const struct answers_error *warnings; /* broken checks that only inform; the same order */
	size_t warning_count;
	const enum check_outcome *checks; /* [form->checks->n] */
	struct schema_report schema;
	const bool *page_visible; /* [page_count]: has at least one visible question; the check-answers page always */
};

/* Works out what is calculated, then checks whole answers. Errors for hidden values that were sent have keyword "false", those of
 * checks "check", and a calculation that cannot be carried out "calc". `today`: YYYY-MM-DD, for $today; absent leaves unanswered
 * what depends on it. */
void answers_check(const struct form *form, const struct json_node *answers, str today, str lang, struct arena *arena,
                   struct answers_report *out);
/* Only what is visible and required, of answers that are taken as they are: those of a case are never worked out again. */
void answers_visibility(const struct form *form, const struct json_node *answers, struct arena *arena, struct answers_report *out);
/* Does an error belong to this page? */
size_t answers_page_errors(const struct answers_report *report, size_t page, struct arena *arena,
                           const struct answers_error **out);
bool answers_visible(const struct answers_report *report, str pointer);

/* The answers after a page was posted: the page's questions replaced by what the fields say, then calculated ones worked out and
 * hidden ones removed until nothing changes. Answers and result are objects; the result is in the arena. */
const struct json_node *answers_decode(const struct form *form, size_t page, const struct json_node *answers,
                                       const struct pairs *fields, str today, struct arena *arena) MUST_CHECK;
/* With calculated values and without hidden ones. */
const struct json_node *answers_prune(const struct form *form, const struct json_node *answers, str today, struct arena *arena);

/* The next visible page after `page` (page_count - 1 at most), and the previous one (page_count when there is none). */
size_t answers_next_page(const struct form *form, const struct answers_report *report, size_t page);
size_t answers_previous_page(const struct form *form, const struct answers_report *report, size_t page);
/* The first visible page with an error, or the check-answers page. */
size_t answers_first_open_page(const struct form *form, const struct answers_report *report);

#endif
