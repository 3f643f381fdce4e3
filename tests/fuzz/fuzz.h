/* fuzz.h -- what every fuzz target stands on: a promise that ends the program, and input cut in two.
 *
 * A target is one function, LLVMFuzzerTestOneInput, over bytes from anyone. What it promises holds for all of them; the sanitizers
 * promise the rest. The memory of an arena is fenced here (fence.c): a byte read or written behind a piece is found. */
#ifndef BLANKETT_FUZZ_H
#define BLANKETT_FUZZ_H

#include "base/arena.h"

/* Between the two halves of an input: RFC 7464's record separator, which neither JSON nor a text form holds. */
#define FUZZ_SEPARATOR '\x1e'

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly n bytes on the heap, without a NUL behind: freed by the arena. */
str fuzz_bytes(struct arena *arena, const void *data, size_t n);
/* The two halves, each a copy of its own; the second is empty when nothing separates. */
void fuzz_halves(struct arena *arena, const uint8_t *data, size_t size, str *first, str *second);

_Noreturn void fuzz_broken(const char *promise, const char *file, int line);
#define PROMISE(text, holds) ((holds) ? (void)0 : fuzz_broken((text), __FILE__, __LINE__))

#endif
