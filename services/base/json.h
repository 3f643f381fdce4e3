/* json.h -- every byte of JSON from outside: one strict pass to a flat tape (RFC 8259, I-JSON of RFC 7493).
 *
 * Refused: duplicate members, invalid UTF-8, lone surrogates, U+0000, a byte order mark, trailing bytes, and whatever
 * exceeds the limits. The tape is an array of nodes in document order. A container is followed by its content: an
 * array by its elements, an object by key node, value, key node, value... `span` counts a node and all below it, so
 * `node + node->span` is the next sibling and nothing else than the node itself is needed to walk on. Numbers keep
 * their text. All memory belongs to the arena; strings without escapes point into the parsed text, which must live
 * as long. cJSON is used only where we write (json_edit.h). */
#ifndef BLANKETT_BASE_JSON_H
#define BLANKETT_BASE_JSON_H

#include "base/arena.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* 32 bytes: two of them share a line of the processor's cache. */
struct json_node {
	uint8_t type;    /* enum json_type */
	uint8_t integer; /* number text without fraction and exponent */
	uint8_t small;   /* an integer of at most 18 digits: its value is `number` */
	uint32_t span;   /* nodes of this value, itself included */
	union {
		struct {
			union {
				uint32_t count; /* elements of an array, members of an object */
				uint32_t chars; /* code points of a string */
			};
			uint32_t hash; /* of a member's name only: equal names have equal hashes (json_hash); 0 in values */
		};
		int64_t number;
	};
	uint32_t offset; /* byte of the source text where the value begins */
	uint32_t n;      /* bytes of `p` */
	const char *p;   /* string: decoded bytes; number: its text */
};

struct json_limits {
	size_t bytes, depth, nodes, members, string_bytes, number_bytes;
	bool nul; /* U+0000 is let through in strings: for public test suites only */
};

/* 256 KiB, depth 64, 16,384 nodes, 4,096 members in all, strings of 64 KiB, numbers of 40 characters. */
extern const struct json_limits json_limits_answers;
/* Definitions, key sets and our own database answers: 4 MiB, depth 128, 262,144 nodes, strings of 1 MiB. */
extern const struct json_limits json_limits_document;
/* The same, with U+0000. */
extern const struct json_limits json_limits_suite;

struct json_error {
	const char *reason; /* a literal: "duplicate member", "invalid UTF-8", ... */
	size_t offset;      /* byte where it stands */
};

/* The root node, or NULL with `error` filled (error may be NULL). */
const struct json_node *json_parse(struct arena *arena, str text, const struct json_limits *limits,
                                   struct json_error *error) MUST_CHECK;

/* 1-based line and column (in code points) of a byte of a text. */
void json_position(str text, size_t offset, unsigned *line, unsigned *column);
/* Every bit depends on every byte: the low ones index small tables. Not against an adversary, and of one build only:
 * never stored. */
uint32_t json_hash(str s);

/* Readers. All accept NULL and answer "absent", so look-ups chain: json_str(json_get(json_get(a, STR("x")), STR("y"))). */
bool json_is(const struct json_node *node, enum json_type type);
/* Value of a member (exact name), NULL when absent or no object. */
const struct json_node *json_get(const struct json_node *object, str name);
/* Element i of an array, NULL beyond. */
const struct json_node *json_at(const struct json_node *array, size_t i);
/* The value an RFC 6901 pointer names, or NULL. */
const struct json_node *json_pointer(const struct json_node *root, str pointer);
str json_str(const struct json_node *node);              /* absent unless a string */
str json_member(const struct json_node *object, str name); /* json_str of json_get */
bool json_true(const struct json_node *node);
/* Integer value; `otherwise` when absent, fractional or out of int64. */
int64_t json_int(const struct json_node *node, int64_t otherwise);
size_t json_count(const struct json_node *node); /* 0 for NULL and scalars, whose `count` is something else */

/* Walking: for (it = json_begin(node); json_next(&it);) uses it.key (NULL in arrays) and it.value. */
struct json_iter {
	const struct json_node *container, *key, *value;
	const struct json_node *at; /* private */
	uint32_t left;              /* private */
};
struct json_iter json_begin(const struct json_node *container);
bool json_next(struct json_iter *it);

/* The same value: objects without regard to order, numbers by mathematical value (1 == 1.0). */
bool json_equal(const struct json_node *a, const struct json_node *b);
/* Exact decimal comparison of two number texts: <0, 0, >0. Exponents beyond any int are handled. */
int json_number_cmp(str a, str b);

/* Pointer tokens: appends "/" and the token with ~ and / escaped. */
str json_pointer_add(struct arena *arena, str pointer, str token);
str json_pointer_index(struct arena *arena, str pointer, size_t i);
/* Takes the first token off a pointer and decodes it; false at its end. */
bool json_pointer_next(struct arena *arena, str *pointer, str *token);

/* Compact JSON text of a node (numbers as they were written, members in their order). */
str json_write(struct arena *arena, const struct json_node *node);
/* RFC 8785 canonical bytes; NULL p when a number is outside IEEE 754 double. */
str json_canonical(struct arena *arena, const struct json_node *node);

#endif
