/* decision.h -- what a caseworker decides: outcome, law and reasons (förvaltningslagen 32 §), asked for and checked.
 *
 * Reasons are a ready one of the form's library, the caseworker's own words, or both. What is kept is the text, so that a decision
 * reads the same for ever. */
#ifndef BLANKETT_CASEWORKER_DECISION_H
#define BLANKETT_CASEWORKER_DECISION_H

#include "http/page.h"
#include "rules/form.h"

struct decision {
	str outcome, law; /* ids */
	str reason;       /* id in the library; empty or absent: none */
	str words;        /* the caseworker's own */
};

struct decision_errors {
	struct field_error items[4]; /* id of the field, and what to do */
	size_t n;
};

struct decision_errors decision_check(const struct request *q, const struct form *form, const struct decision *d) MUST_CHECK;
/* The fields of the form. */
void decision_html(struct html *h, const struct request *q, const struct form *form, const struct decision *d,
                   const struct decision_errors *errors);
/* The whole text of the reasons, in the language of the form's decisions: its first. */
str decision_reasons(struct arena *arena, const struct form *form, const struct decision *d);

#endif
