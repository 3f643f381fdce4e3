/* lint.h -- what must hold for a definition beyond its format, so that no citizen meets a gap. */
#ifndef BLANKETT_RULES_LINT_H
#define BLANKETT_RULES_LINT_H

#include "rules/findings.h"
#include "schema/logic.h"

/* Everything below, in the order a reader meets it. */
void lint_form(const struct form *form, struct finding_list *list);

/* data: allowed rules, names, bounds, nothing open, nothing recursive. */
void lint_data(const struct form *form, struct finding_list *list);
/* data.allOf: conditions in the one form we can explain, show and test. */
void lint_conditions(const struct form *form, struct finding_list *list);
/* pages: every question asked once, by a widget that fits; the last page is where answers are checked. */
void lint_pages(const struct form *form, struct finding_list *list);
/* texts: every word a citizen can meet, in every language. */
void lint_texts(const struct form *form, struct finding_list *list);
/* calc and checks: compiled into the form, once its data is. */
void lint_logic(struct form *form, struct finding_list *list);
/* decision and tests: references among their parts. */
void lint_decision(const struct form *form, struct finding_list *list);

/* A rule that was not taken, at a place of the definition. */
void lint_logic_refused(struct finding_list *list, str at, const struct logic_error *error);
/* Is this the key of a check's words? */
bool lint_logic_text(const struct form *form, str key);

/* Helpers of the lint files. */
#define LINT_DEPTH_MAX 8
/* Is a word in a JSON array of strings? */
bool lint_lists(const struct json_node *array, str word);
/* Is `pointer` at or below `above`? */
bool lint_below(str pointer, str above);
/* The page that asks a question, one of its parts, or the group it is part of; page_count when none does. */
size_t lint_page_of(const struct form *form, str pointer);
bool lint_word_in(str word, const char *const *words);

#endif
