#include "schema/unique.h"

#include "schema/plan.h"

#define PAIRS_MAX 16u /* elements that are compared pair by pair */

static uint32_t mix(uint32_t hash, uint32_t more)
{
	hash = (hash ^ more) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

/* Equal values have equal hashes; the order of members does not count. */
static uint32_t value_hash(const struct json_node *node)
{
	uint32_t hash = mix(0, node->type), sum = 0;
	struct json_iter it = json_begin(node);
	if (node->type == JSON_STRING)
		return mix(hash, json_hash(json_str(node)));
	if (node->type == JSON_NUMBER)
		return mix(hash, decimal_hash((str){ node->p, node->n }));
	while (json_next(&it)) {
		uint32_t value = value_hash(it.value);
		if (it.key)
			sum += mix(it.key->hash, value);
		else
			hash = mix(hash, value);
	}
	return mix(hash, sum);
}

static bool pairs_differ(const struct json_node *array)
{
	const struct json_node *first = array + 1, *end = array + array->span;
	for (const struct json_node *a = first; a < end; a += a->span)
		for (const struct json_node *b = first; b < a; b += b->span)
			if (a->type == b->type && (a->small && b->small ? a->number == b->number : json_equal(a, b)))
				return false;
	return true;
}

bool unique_items(const struct json_node *array, struct arena *scratch)
{
	size_t n = json_count(array), size = 64;
	if (n <= PAIRS_MAX)
		return pairs_differ(array);
	while (size < n * 2)
		size *= 2;
	struct slot {
		const struct json_node *value;
		uint32_t hash;
	} *table = ARENA_ARRAY(scratch, struct slot, size);
	struct json_iter it = json_begin(array);
	while (json_next(&it)) {
		uint32_t hash = value_hash(it.value);
		size_t at = hash & (size - 1);
		for (; table[at].value; at = (at + 1) & (size - 1))
			if (table[at].hash == hash && json_equal(table[at].value, it.value))
				return false;
		table[at] = (struct slot){ it.value, hash };
	}
	return true;
}
