/* json_change.h -- a document with values put in, replaced or taken out, written anew.
 *
 * What does not change is written as it was, in its order; what is new comes last. Nothing is kept beside the result: the tape
 * stays as it is, and the text belongs to the arena. */
#ifndef BLANKETT_BASE_JSON_CHANGE_H
#define BLANKETT_BASE_JSON_CHANGE_H

#include "base/json.h"

struct json_change {
	str pointer; /* RFC 6901, not the root */
	str value;   /* JSON text; absent: taken out */
};

/* The text after all changes at once: every pointer speaks of the document as it was. Objects are made on the way to a new member;
 * a change that leads through a scalar, or that would add to an array, says nothing. Of two changes at one place, or one above the
 * other, the first or the upper counts. */
str json_changed(struct arena *arena, const struct json_node *root, const struct json_change *changes, size_t n);

#endif
