/* questions.h -- a form's questions as the fields of a page, and its answers as rows of words.
 *
 * decode(fields(answers)) == answers for every valid set of answers: tested over all tests inside the definitions. */
#ifndef BLANKETT_RULES_QUESTIONS_H
#define BLANKETT_RULES_QUESTIONS_H

#include "base/field.h"
#include "base/texts.h"
#include "rules/answers.h"

/* Interface words that fields need: texts "rules.<word>". */
struct question_words {
	str optional, day, month, year, yes, no, not_answered;
	str at_most; /* "at most {n} characters" */
};
struct question_words question_words_of(const struct lang *lang);

/* The visible fields of a page, filled with the answers. `report` NULL: no errors are shown. */
size_t questions_of_page(const struct form *form, size_t page, const struct json_node *answers,
                         const struct answers_report *report, const struct answers_report *visibility, str lang,
                         const struct question_words *words, struct arena *arena, const struct field **out);

/* One answered question in words. */
struct question_row {
	str pointer;
	str label;
	str value;   /* options in their words, dates as they are, several lines joined by '\n'; not_answered when empty */
	size_t page; /* where it can be changed */
};
/* All visible questions in page order: the check-answers page, the receipt, the caseworker's view. */
size_t questions_answered(const struct form *form, const struct json_node *answers, str lang, const struct question_words *words,
                          struct arena *arena, const struct question_row **out);

#endif
