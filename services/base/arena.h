/* arena.h -- all memory of one request (or one load), freed at once.
 *
 * An arena is born with a ceiling in bytes and never returns NULL: at the ceiling the process logs
 * "arena.ceiling" and exits (the prefork parent starts another). Limits on input make the ceiling unreachable
 * by input. Memory is aligned for any type, and zeroed but for arena_raw. What is not memory (a database result, a descriptor)
 * is tied to the arena by arena_defer and released in reverse order. Under AddressSanitizer the unused part is
 * poisoned. Not thread-safe; nothing here is. */
#ifndef BLANKETT_BASE_ARENA_H
#define BLANKETT_BASE_ARENA_H

#include <stdarg.h>

#include "base/str.h"

struct arena;

struct arena *arena_new(size_t ceiling_bytes);
/* Runs what was deferred, forgets all memory, keeps the first block for the next use. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);
/* Bytes handed out since birth or reset. */
size_t arena_used(const struct arena *arena);

void *arena_alloc(struct arena *arena, size_t bytes);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
/* n elements; an overflowing product hits the ceiling. */
void *arena_array(struct arena *arena, size_t n, size_t element_bytes);
#define ARENA_ARRAY(arena, type, n) ((type *)arena_array((arena), (n), sizeof(type)))

/* The same, but holding whatever lies there: for memory that is written before it is read, every byte of it. */
void *arena_raw(struct arena *arena, size_t n, size_t element_bytes);
#define ARENA_RAW(arena, type, n) ((type *)arena_raw((arena), (n), sizeof(type)))

/* A copy that also ends in NUL. Absent stays absent. */
str arena_copy(struct arena *arena, str s);
/* The same, as a C string ("" for absent). */
const char *arena_z(struct arena *arena, str s);
str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
str arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* a, b and c in one piece. */
str arena_join(struct arena *arena, str a, str b, str c);

/* Calls release(what) when the arena is reset or freed, newest first. */
void arena_defer(struct arena *arena, void (*release)(void *), void *what);

#endif
