/* format.c -- schema/format: a name, a separator, and any UTF-8 text. */
#include "fuzz.h"
#include "schema/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	str name, value;
	fuzz_halves(arena, data, size, &name, &value);
	format_check *check = format_find(name);
	if (check && str_utf8(value))
		PROMISE("an answer is repeatable", check(value) == check(value));
	arena_free(arena);
	return 0;
}
