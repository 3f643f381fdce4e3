/* diff_list.h -- the sentences of a diff and the list they join. Private to the diff files. */
#ifndef BLANKETT_RULES_DIFF_LIST_H
#define BLANKETT_RULES_DIFF_LIST_H

#include "base/buf.h"
#include "rules/diff.h"

/* X(NAME, code, English, Swedish) */
#define DIFF_TABLE(X) \
	X(D_QUESTION_REQUIRED, "question-added", "The question \"{1}\" is new and must be answered.", \
	  "Frågan \"{1}\" är ny och måste besvaras.") \
	X(D_QUESTION_WHEN, "question-added", "The question \"{1}\" is new and must be answered {2}.", \
	  "Frågan \"{1}\" är ny och måste besvaras {2}.") \
	X(D_QUESTION_OPTIONAL, "question-added", "The question \"{1}\" is new and may be skipped.", \
	  "Frågan \"{1}\" är ny och får hoppas över.") \
	X(D_QUESTION_REMOVED, "question-removed", "The question \"{1}\" is gone.", "Frågan \"{1}\" är borttagen.") \
	X(D_REQUIRED, "required", "The question \"{1}\" must now be answered.", "Frågan \"{1}\" måste nu besvaras.") \
	X(D_OPTIONAL, "optional", "The question \"{1}\" may now be skipped.", "Frågan \"{1}\" får nu hoppas över.") \
	X(D_REQUIRED_WHEN, "required-when", "The question \"{1}\" must now be answered {2}.", "Frågan \"{1}\" måste nu besvaras {2}.") \
	X(D_NOT_REQUIRED_WHEN, "not-required-when", "The question \"{1}\" need no longer be answered {2}.", \
	  "Frågan \"{1}\" behöver inte längre besvaras {2}.") \
	X(D_HIDDEN_WHEN, "hidden-when", "The question \"{1}\" is now hidden {2}.", "Frågan \"{1}\" döljs nu {2}.") \
	X(D_NOT_HIDDEN_WHEN, "not-hidden-when", "The question \"{1}\" is no longer hidden {2}.", "Frågan \"{1}\" döljs inte längre {2}.") \
	X(D_OPTION_ADDED, "option-added", "The question \"{1}\" has the new alternative \"{2}\".", \
	  "Frågan \"{1}\" har fått alternativet \"{2}\".") \
	X(D_OPTION_REMOVED, "option-removed", "The question \"{1}\" no longer has the alternative \"{2}\".", \
	  "Frågan \"{1}\" har inte längre alternativet \"{2}\".") \
	X(D_TIGHTER, "tighter", "The question \"{1}\" is stricter: {2} {3}.", "Frågan \"{1}\" är strängare: {2} {3}.") \
	X(D_LOOSER, "looser", "The question \"{1}\" is freer: {2} {3}.", "Frågan \"{1}\" är friare: {2} {3}.") \
	X(D_KIND, "kind", "The question \"{1}\" takes another kind of answer.", "Frågan \"{1}\" tar emot ett annat slags svar.") \
	X(D_RULE, "rule", "The rule {2} of the question \"{1}\" is another.", "Regeln {2} för frågan \"{1}\" är en annan.") \
	X(D_LOCKED, "locked", "The question \"{1}\" is now only shown, not asked.", "Frågan \"{1}\" visas nu bara och besvaras inte.") \
	X(D_UNLOCKED, "locked", "The question \"{1}\" is now asked, not only shown.", "Frågan \"{1}\" besvaras nu och visas inte bara.") \
	X(D_PAGE_ADDED, "page-added", "The page \"{1}\" is new.", "Sidan \"{1}\" är ny.") \
	X(D_PAGE_REMOVED, "page-removed", "The page \"{1}\" is gone.", "Sidan \"{1}\" är borttagen.") \
	X(D_PAGE_FIRST, "page-moved", "The page \"{1}\" now comes first.", "Sidan \"{1}\" kommer nu först.") \
	X(D_PAGE_MOVED, "page-moved", "The page \"{1}\" now comes after \"{2}\".", "Sidan \"{1}\" kommer nu efter \"{2}\".") \
	X(D_QUESTION_MOVED, "question-moved", "The question \"{1}\" has moved from the page \"{2}\" to \"{3}\".", \
	  "Frågan \"{1}\" har flyttats från sidan \"{2}\" till \"{3}\".") \
	X(D_ORDER, "order", "The questions on the page \"{1}\" come in another order.", "Frågorna på sidan \"{1}\" kommer i en annan ordning.") \
	X(D_ASKED, "asked", "The question \"{1}\" is asked in another way.", "Frågan \"{1}\" ställs på ett annat sätt.") \
	X(D_PART, "part", "{1}: {2}.", "{1}: {2}.") \
	X(D_ITEM_ADDED, "item-added", "{1}: \"{2}\" is new.", "{1}: \"{2}\" är nytt.") \
	X(D_ITEM_REMOVED, "item-removed", "{1}: \"{2}\" is gone.", "{1}: \"{2}\" är borttaget.") \
	X(D_ITEM_CHANGED, "item-changed", "{1}: \"{2}\" is another.", "{1}: \"{2}\" är ändrat.") \
	X(D_WORDED, "text", "The question \"{1}\" is now worded \"{2}\".", "Frågan \"{1}\" lyder nu \"{2}\".") \
	X(D_TEXT, "text", "The text \"{1}\" is another ({2}).", "Texten \"{1}\" är ändrad ({2}).") \
	X(D_TESTS, "tests", "The tests of the form are others.", "Formulärets egna test är ändrade.") \
	X(D_TEST_BROKEN, "test-broken", "The answers of the test \"{1}\" were right in version {2} and are wrong now.", \
	  "Svaren i testet \"{1}\" var rätt i version {2} men är fel nu.")

enum diff_kind {
#define X(name, code, en, sv) name,
	DIFF_TABLE(X)
#undef X
};

/* The same words in both languages. */
struct both {
	str en, sv;
};

struct diff_list {
	const struct form *old, *new;
	struct arena *arena;
	struct diff_change *items;
	size_t n, capacity;
};

void diff_add(struct diff_list *list, enum diff_kind kind, enum step step, str place, struct both one, struct both two, struct both three);

/* The same in both languages. */
struct both both_of(str words);
/* "from a to b", "now b", "no longer a"; values absent where there is none. */
struct both both_change(struct arena *arena, str from, str to);
/* A question by its label, a part of a group by both labels; by its pointer when it has none. */
struct both question_name(struct arena *arena, const struct form *form, str pointer);
/* An alternative or answer in words. */
struct both value_name(struct arena *arena, const struct form *form, str pointer, const struct json_node *value);
struct both page_name(struct arena *arena, const struct form *form, str id);
/* "when "A" is "B" and "C" is at least 3"; outcome false: "except when". */
struct both condition_name(struct arena *arena, const struct form *form, const struct json_node *condition, bool outcome);
/* A value as text: a string without its quotes. */
str plain(struct arena *arena, const struct json_node *value);
/* Are they the same value, or both not there? */
bool same_value(const struct json_node *a, const struct json_node *b);

/* data: questions, their rules, what they depend on. */
void diff_data(struct diff_list *list);
/* What the old tests say about the new rules. */
void diff_tests(struct diff_list *list);
/* pages. */
void diff_pages(struct diff_list *list);
/* subject, routing, retention ... decision, and the parts that rules across questions are made of. */
void diff_parts(struct diff_list *list);
/* texts. */
void diff_texts(struct diff_list *list);

#endif
