/* heap.c -- malloc and free: a list of free pieces in the order of their addresses, neighbours always joined. The engine asks for
 * few, large blocks (arenas), so the first that fits is good enough. */
#include <stdint.h>

#include "web/wasm/libc/libc.h"

#define ALIGNMENT 16u
#define LEAST_GROWTH ((size_t)64 * 1024)

/* What stands in front of every piece; `next` only says something while it is free. */
struct piece {
	_Alignas(ALIGNMENT) size_t bytes; /* this header included */
	struct piece *next;
};

static struct piece *first_free;

static struct piece *behind(struct piece *piece)
{
	return (void *)((unsigned char *)piece + piece->bytes);
}

static void give_back(struct piece *piece)
{
	struct piece *before = NULL, *after = first_free;
	while (after && after < piece) {
		before = after;
		after = after->next;
	}
	piece->next = after;
	if (after && behind(piece) == after) {
		piece->bytes += after->bytes;
		piece->next = after->next;
	}
	if (!before) {
		first_free = piece;
	} else if (behind(before) == piece) {
		before->bytes += piece->bytes;
		before->next = piece->next;
	} else {
		before->next = piece;
	}
}

/* The first free piece of so many bytes, out of the list and no larger than it must be; NULL when there is none. */
static struct piece *take(size_t bytes)
{
	struct piece **link = &first_free;
	while (*link && (*link)->bytes < bytes)
		link = &(*link)->next;
	struct piece *piece = *link;
	if (!piece)
		return NULL;
	*link = piece->next;
	if (piece->bytes - bytes > sizeof(struct piece)) {
		struct piece *rest = (void *)((unsigned char *)piece + bytes);
		rest->bytes = piece->bytes - bytes;
		piece->bytes = bytes;
		give_back(rest);
	}
	return piece;
}

static struct piece *grow(size_t bytes)
{
	size_t wanted = bytes < LEAST_GROWTH ? LEAST_GROWTH : bytes;
	struct piece *piece = LIBC(heap_more)(wanted);
	if (!piece)
		return NULL;
	piece->bytes = wanted;
	give_back(piece);
	return take(bytes);
}

void *LIBC(malloc)(size_t bytes)
{
	if (bytes > SIZE_MAX - sizeof(struct piece) - ALIGNMENT)
		return NULL;
	size_t whole = (sizeof(struct piece) + bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct piece *piece = take(whole);
	if (!piece)
		piece = grow(whole);
	return piece ? piece + 1 : NULL;
}

void *LIBC(calloc)(size_t n, size_t bytes)
{
	size_t all;
	if (__builtin_mul_overflow(n, bytes, &all))
		return NULL;
	void *p = LIBC(malloc)(all);
	return p ? LIBC(memset)(p, 0, all) : NULL;
}

void LIBC(free)(void *p)
{
	if (p)
		give_back((struct piece *)p - 1);
}
