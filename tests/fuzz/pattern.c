/* pattern.c -- schema/pattern: any text as a pattern against any text; both are UTF-8, as JSON strings are. */
#include "fuzz.h"
#include "schema/pattern.h"

#define ARENA_BYTES ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	str text, value;
	fuzz_halves(arena, data, size, &text, &value);
	if (str_utf8(text) && str_utf8(value)) {
		const struct pattern *pattern = pattern_compile(arena, text);
		if (pattern)
			PROMISE("an answer is repeatable", pattern_try(pattern, value) == pattern_try(pattern, value));
	}
	arena_free(arena);
	return 0;
}
