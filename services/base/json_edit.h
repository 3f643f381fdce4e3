/* json_edit.h -- JSON that we build or change ourselves: cJSON, fenced.
 *
 * The only file that includes cJSON. A tree is tied to an arena and freed with it. Numbers are raw text, never doubles,
 * so digits survive. Nothing from outside is ever parsed here: a tree starts empty or from a tape. */
#ifndef BLANKETT_BASE_JSON_EDIT_H
#define BLANKETT_BASE_JSON_EDIT_H

#include "base/json.h"

struct json_edit; /* a value that can be changed */

struct json_edit *json_edit_object(struct arena *arena);
struct json_edit *json_edit_array(struct arena *arena);
/* A changeable copy of a value. */
struct json_edit *json_edit_of(struct arena *arena, const struct json_node *node);

/* Sets what an RFC 6901 pointer names, making objects on the way; "-" or the next index appends to an array.
 * Value NULL removes. False when the pointer leads through a scalar or beyond an array's end. */
bool json_edit_set(struct json_edit *root, str pointer, struct json_edit *value);

struct json_edit *json_edit_string(struct arena *arena, str s);
struct json_edit *json_edit_number(struct arena *arena, str text); /* text must be a JSON number */
struct json_edit *json_edit_int(struct arena *arena, int64_t n);
struct json_edit *json_edit_bool(struct arena *arena, bool b);
struct json_edit *json_edit_null(struct arena *arena);
/* Member of an object (replaces) and element of an array; both take the value over. */
void json_edit_put(struct json_edit *object, const char *name, struct json_edit *value);
void json_edit_push(struct json_edit *array, struct json_edit *value);
/* Short forms for strings and integers; an absent str becomes null. */
void json_edit_put_str(struct json_edit *object, const char *name, str s);
void json_edit_put_int(struct json_edit *object, const char *name, int64_t n);

/* Compact text, in the arena the tree belongs to. */
str json_edit_text(struct json_edit *root);

#endif
