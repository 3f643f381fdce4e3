/* lint.h -- what must hold for a definition beyond its format, so that no citizen meets a gap. */
#ifndef BLANKETT_RULES_LINT_H
#define BLANKETT_RULES_LINT_H

#include "rules/findings.h"
#include "schema/logic.h"

/* Everything below, in the order a reader meets it. Parts that are missing or of the wrong kind are passed over: the meta-schema has
 * said so. */
void lint_form(const struct form *form, struct finding_list *list);

/* data: allowed rules, names, bounds, nothing open, nothing recursive. False when its questions have no end. */
bool lint_data(const struct form *form, struct finding_list *list) MUST_CHECK;
/* data.allOf: conditions in the one form we can explain, show and test. */
void lint_conditions(const struct form *form, struct finding_list *list);
/* data.allOf again: conditions that never or always hold, and questions that they hide for ever or demand while hidden. */
void lint_reach(const struct form *form, struct finding_list *list);
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

/* signing: complete for its policy, and its list of what the other guardian sees. */
void lint_signing(const struct form *form, struct finding_list *list);

/* Helpers of the lint files. */
/* One `if` of the idiom of conditions (lint_conditions.c), at a place of the definition. */
void lint_if(const struct form *form, struct finding_list *list, const struct json_node *node, str pointer);
#define LINT_DEPTH_MAX 8
/* Is there a list of questions at all? Without one, what names a question is not complained about. */
bool lint_has_questions(const struct form *form);
/* Is a word in a JSON array of strings? */
bool lint_lists(const struct json_node *array, str word);
/* Can leaving the question out be an error: is it required of everybody, of whoever answers its group, or by a condition? */
bool lint_demanded(const struct form *form, str pointer);
/* Is `pointer` at or below `above`? */
bool lint_below(str pointer, str above);
/* The page that asks a question, one of its parts, or the group it is part of; page_count when none does. */
size_t lint_page_of(const struct form *form, str pointer);
bool lint_word_in(str word, const char *const *words);
/* Where in the definition the rules of a question stand, references followed; the nearest place above when there is no such question. */
str lint_place(struct finding_list *list, str question);

#endif
