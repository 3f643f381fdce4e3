/* libc.h -- the few functions of the C library that the engine calls, for a machine that has none.
 *
 * They do what ISO C says, for the arguments the engine gives them; the standard's headers in this folder lead here. Memory: the
 * heap grows by heap_more and gives NULL at its ceiling, and what is freed is used again. vsnprintf knows the flags 0, + and -,
 * width and precision (also as *), the lengths l, ll and z, and d i u x X c s %; of anything else it says -1, and writes what came
 * before.
 *
 * Natively the same sources are compiled under other names (LIBC) and compared with the system's. */
#ifndef BLANKETT_WEB_WASM_LIBC_H
#define BLANKETT_WEB_WASM_LIBC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#ifndef LIBC
#define LIBC(name) name
#endif

void *LIBC(memcpy)(void *restrict to, const void *restrict from, size_t n);
void *LIBC(memmove)(void *to, const void *from, size_t n);
void *LIBC(memset)(void *to, int byte, size_t n);
int LIBC(memcmp)(const void *a, const void *b, size_t n);
void *LIBC(memchr)(const void *in, int byte, size_t n);
size_t LIBC(strlen)(const char *s);
char *LIBC(strchr)(const char *s, int c);

void *LIBC(malloc)(size_t bytes);
void *LIBC(calloc)(size_t n, size_t bytes);
void LIBC(free)(void *p);
/* The next `bytes` bytes, aligned to 16, right behind the ones it gave before; NULL at the ceiling. */
void *LIBC(heap_more)(size_t bytes);

int LIBC(vsnprintf)(char *restrict to, size_t room, const char *restrict format, va_list args)
	__attribute__((format(printf, 3, 0)));
int LIBC(snprintf)(char *restrict to, size_t room, const char *restrict format, ...) __attribute__((format(printf, 3, 4)));

/* Integers of 128 bits: the compiler calls these by itself. */
__extension__ typedef __int128 wide_signed;
__extension__ typedef unsigned __int128 wide_unsigned;
wide_signed LIBC(__multi3)(wide_signed a, wide_signed b);
wide_unsigned LIBC(__udivti3)(wide_unsigned a, wide_unsigned b);
wide_unsigned LIBC(__umodti3)(wide_unsigned a, wide_unsigned b);
wide_signed LIBC(__divti3)(wide_signed a, wide_signed b);
wide_signed LIBC(__modti3)(wide_signed a, wide_signed b);

#endif
