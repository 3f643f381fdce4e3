#include "schema/names.h"

struct names names_of(struct arena *arena, const struct name *items, size_t n)
{
	uint32_t size = 4;
	while (size < n * 4)
		size *= 2;
	struct name_place *table = ARENA_ARRAY(arena, struct name_place, size);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = items[i].hash & (size - 1);
		while (table[at].index)
			at = (at + 1) & (size - 1);
		table[at] = (struct name_place){ items[i].hash, (uint32_t)i + 1 };
	}
	return (struct names){ items, n, table, size - 1 };
}
