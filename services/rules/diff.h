/* diff.h -- what changes from one version of a form to the next, in whole sentences of two languages, and how far the version
 * number must be raised for it.
 *
 * Structural: questions by their pointer, pages, laws and reasons by their id, texts by their key; never by a place in a list.
 * Careful: whatever could make answers wrong that were right before is major. */
#ifndef BLANKETT_RULES_DIFF_H
#define BLANKETT_RULES_DIFF_H

#include "rules/form.h"

/* The smallest step of the version number that a change allows: words; what may be skipped or is freer than before; the rest. */
enum step { STEP_PATCH, STEP_MINOR, STEP_MAJOR };

struct diff_change {
	enum step step;
	str code;      /* "question-added", ... */
	str place;     /* pointer of a question, "page:<id>", or a pointer into the definition */
	str text, text_sv;
};

struct diff {
	const struct diff_change *changes; /* in the order of a definition */
	size_t n;
	enum step step;                    /* the largest; patch when nothing has changed */
	const struct diff_change *reason;  /* the first change of that step; NULL when nothing has changed */
};

void diff_forms(const struct form *old, const struct form *new, struct arena *arena, struct diff *out);

/* "major", "minor", "patch". */
const char *step_word(enum step step);
/* The lowest version that may follow `version`: 1.2.3 -> 2.0.0, 1.3.0, 1.2.4. */
str step_lowest(struct arena *arena, str version, enum step step);
/* May `new` follow `old`, which is published? When not, the finding "version-step" names the lowest right number. An equal or earlier
 * version is not judged here: the database refuses it. */
bool step_allowed(const struct form *old, const struct form *new, const struct diff *diff, struct arena *arena,
                  struct findings *findings);

#endif
