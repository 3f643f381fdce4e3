/* compose.h -- one published document from the files an author keeps apart: form.json, texts/<language>.json, tests.json.
 *
 * The pieces are joined as they stand, each beginning on a line of its own, so that a line of the whole can be led back to the
 * file it came from. */
#ifndef BLANKETT_RULES_COMPOSE_H
#define BLANKETT_RULES_COMPOSE_H

#include "base/arena.h"

struct compose_part {
	str name; /* of the file, for messages */
	str lang; /* of a text file */
	str text; /* of the file */
};

struct compose {
	struct compose_part form, tests; /* tests.text may be absent */
	const struct compose_part *texts;
	size_t text_count;
};

/* A line of the composed document in its own file. */
struct compose_place {
	str file;
	unsigned line;
};

/* The document. A form.json that does not end in "}" comes back as it is: reading it will say what is wrong. */
str compose_document(struct arena *arena, const struct compose *parts);
struct compose_place compose_place(const struct compose *parts, unsigned line);

#endif
