/* names.h -- a fixed set of member names, found by the hash their nodes carry. Private to this folder.
 *
 * Built once in an arena, read-only after; a name's index is its place in the list it was built from. */
#ifndef BLANKETT_SCHEMA_NAMES_H
#define BLANKETT_SCHEMA_NAMES_H

#include <string.h>

#include "base/json.h"

struct name {
	str text;
	uint32_t hash; /* json_hash of the text */
};

struct names {
	const struct name *items;
	size_t n;
	const struct name_place {
		uint32_t hash, index; /* index + 1; 0 is free */
	} *table;
	uint32_t mask;
};

#define NAMES_NONE SIZE_MAX

/* The same n bytes? Names are short: two words that overlap tell it sooner than a call. */
static inline bool names_same(const char *a, const char *b, size_t n)
{
	uint64_t a8, b8, a8_end, b8_end;
	uint32_t a4, b4, a4_end, b4_end;
	if (n > 16)
		return memcmp(a, b, n) == 0;
	if (n >= 8) {
		memcpy(&a8, a, 8);
		memcpy(&b8, b, 8);
		memcpy(&a8_end, a + n - 8, 8);
		memcpy(&b8_end, b + n - 8, 8);
		return ((a8 ^ b8) | (a8_end ^ b8_end)) == 0;
	}
	if (n >= 4) {
		memcpy(&a4, a, 4);
		memcpy(&b4, b, 4);
		memcpy(&a4_end, a + n - 4, 4);
		memcpy(&b4_end, b + n - 4, 4);
		return ((a4 ^ b4) | (a4_end ^ b4_end)) == 0;
	}
	return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1]);
}

/* Keeps `items`, which must stay. */
struct names names_of(struct arena *arena, const struct name *items, size_t n);

static inline bool names_is(const struct name *name, const struct json_node *key)
{
	return name->hash == key->hash && name->text.n == key->n && names_same(name->text.p, key->p, key->n);
}

/* Index of a member's name; NAMES_NONE when it is not among them. The set must have been built. */
static inline size_t names_find(const struct names *names, const struct json_node *key)
{
	for (uint32_t at = key->hash & names->mask; names->table[at].index; at = (at + 1) & names->mask) {
		const struct name_place *place = &names->table[at];
		if (place->hash == key->hash && names_is(&names->items[place->index - 1], key))
			return place->index - 1;
	}
	return NAMES_NONE;
}

/* The same; `*next` is where the name of the member after this one is looked for first: most objects keep the order of the schema. */
static inline size_t names_find_next(const struct names *names, const struct json_node *key, size_t *next)
{
	size_t index = *next;
	if (index >= names->n || !names_is(&names->items[index], key))
		index = names_find(names, key);
	if (index != NAMES_NONE)
		*next = index + 1;
	return index;
}

#endif
