#include <sanitizer/asan_interface.h>

#include "fuzz.h"

#define FENCE_BYTES 32u

/* The linker gives our functions in front of the arena's own (--wrap). */
void *__real_arena_alloc(struct arena *arena, size_t bytes);
void *__wrap_arena_alloc(struct arena *arena, size_t bytes);
void *__wrap_arena_array(struct arena *arena, size_t n, size_t element_bytes);
void *__wrap_arena_raw(struct arena *arena, size_t n, size_t element_bytes);

void *__wrap_arena_alloc(struct arena *arena, size_t bytes)
{
	char *p = __real_arena_alloc(arena, bytes + FENCE_BYTES);
	ASAN_POISON_MEMORY_REGION(p + bytes, FENCE_BYTES);
	return p;
}

void *__wrap_arena_array(struct arena *arena, size_t n, size_t element_bytes)
{
	size_t bytes;
	PROMISE("a product of sizes is a size", !__builtin_mul_overflow(n, element_bytes, &bytes));
	return __wrap_arena_alloc(arena, bytes);
}

/* What is read before it is written is not zero here. */
void *__wrap_arena_raw(struct arena *arena, size_t n, size_t element_bytes)
{
	return memset(__wrap_arena_array(arena, n, element_bytes), 0xa5, n * element_bytes);
}

str fuzz_bytes(struct arena *arena, const void *data, size_t n)
{
	char *copy = malloc(n);
	if (!copy && n)
		abort();
	if (n)
		memcpy(copy, data, n);
	arena_defer(arena, free, copy);
	return (str){ copy ? copy : "", n };
}

void fuzz_halves(struct arena *arena, const uint8_t *data, size_t size, str *first, str *second)
{
	const uint8_t *at = size ? memchr(data, FUZZ_SEPARATOR, size) : NULL;
	size_t n = at ? (size_t)(at - data) : size;
	*first = fuzz_bytes(arena, data, n);
	*second = at ? fuzz_bytes(arena, at + 1, size - n - 1) : STR("");
}

void fuzz_broken(const char *promise, const char *file, int line)
{
	fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
	abort();
}
