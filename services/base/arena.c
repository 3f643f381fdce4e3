#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/problem.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define ALIGNMENT 16u
#define FIRST_BLOCK ((size_t)64 * 1024)

struct block {
	struct block *before;
	size_t size, used;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

struct deferred {
	struct deferred *before;
	void (*release)(void *);
	void *what;
};

struct arena {
	struct block *last;
	struct deferred *deferred;
	size_t ceiling, used, held;
};

static struct block *block_new(struct arena *arena, size_t bytes)
{
	struct block *block = malloc(sizeof(*block) + bytes);
	if (!block)
		die(EX_OSERR, "arena.memory", STR("the system has no memory left"));
	block->before = arena->last;
	block->size = bytes;
	block->used = 0;
	ASAN_POISON_MEMORY_REGION(block->bytes, bytes);
	arena->last = block;
	arena->held += bytes;
	return block;
}

struct arena *arena_new(size_t ceiling_bytes)
{
	struct arena *arena = calloc(1, sizeof(*arena));
	if (!arena)
		die(EX_OSERR, "arena.memory", STR("the system has no memory left"));
	arena->ceiling = ceiling_bytes;
	block_new(arena, ceiling_bytes < FIRST_BLOCK ? (ceiling_bytes + ALIGNMENT) & ~(size_t)(ALIGNMENT - 1) : FIRST_BLOCK);
	return arena;
}

static void run_deferred(struct arena *arena)
{
	while (arena->deferred) {
		struct deferred *one = arena->deferred;
		arena->deferred = one->before;
		one->release(one->what);
	}
}

void arena_reset(struct arena *arena)
{
	run_deferred(arena);
	while (arena->last->before) {
		struct block *block = arena->last;
		arena->last = block->before;
		ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
		free(block);
	}
	ASAN_POISON_MEMORY_REGION(arena->last->bytes, arena->last->size);
	arena->last->used = 0;
	arena->held = arena->last->size;
	arena->used = 0;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	ASAN_UNPOISON_MEMORY_REGION(arena->last->bytes, arena->last->size);
	free(arena->last);
	free(arena);
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

static _Noreturn void ceiling(size_t bytes)
{
	char said[64];
	int n = snprintf(said, sizeof(said), "asked for %zu bytes more", bytes);
	die(EX_SOFTWARE, "arena.ceiling", (str){ said, (size_t)n });
}

static void *take(struct arena *arena, size_t bytes)
{
	if (bytes > arena->ceiling || arena->used > arena->ceiling - bytes)
		ceiling(bytes);
	size_t rounded = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct block *block = arena->last;
	if (block->size - block->used < rounded) {
		size_t size = arena->held < arena->ceiling ? arena->held : arena->ceiling;
		block = block_new(arena, size < rounded ? rounded : size);
	}
	unsigned char *p = block->bytes + block->used;
	block->used += rounded;
	arena->used += bytes;
	ASAN_UNPOISON_MEMORY_REGION(p, bytes);
	return p;
}

static size_t product(size_t n, size_t element_bytes)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, element_bytes, &bytes))
		ceiling(SIZE_MAX);
	return bytes;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	void *p = take(arena, bytes);
	memset(p, 0, bytes);
	return p;
}

void *arena_array(struct arena *arena, size_t n, size_t element_bytes)
{
	return arena_alloc(arena, product(n, element_bytes));
}

void *arena_raw(struct arena *arena, size_t n, size_t element_bytes)
{
	return take(arena, product(n, element_bytes));
}

str arena_copy(struct arena *arena, str s)
{
	if (!s.p)
		return STR_NONE;
	char *p = arena_alloc(arena, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (str){ p, s.n };
}

const char *arena_z(struct arena *arena, str s)
{
	return s.p ? arena_copy(arena, s).p : "";
}

str arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		die(EX_SOFTWARE, "arena.format", str_of(format));
	char *p = arena_alloc(arena, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (str){ p, (size_t)n };
}

str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	str s = arena_vprintf(arena, format, args);
	va_end(args);
	return s;
}

str arena_join(struct arena *arena, str a, str b, str c)
{
	size_t n = a.n + b.n + c.n;
	char *p = arena_alloc(arena, n + 1), *to = p;
	const str parts[] = { a, b, c };
	for (size_t i = 0; i < 3; i++) {
		if (parts[i].n)
			memcpy(to, parts[i].p, parts[i].n);
		to += parts[i].n;
	}
	return (str){ p, n };
}

void arena_defer(struct arena *arena, void (*release)(void *), void *what)
{
	struct deferred *one = ARENA_NEW(arena, struct deferred);
	*one = (struct deferred){ arena->deferred, release, what };
	arena->deferred = one;
}
