/* The standard's name for what stands in libc.h. The last three are only declared, for functions of base that no export leads to: the
 * linker leaves those out, or refuses. */
#ifndef BLANKETT_WEB_WASM_STDLIB_H
#define BLANKETT_WEB_WASM_STDLIB_H

#include "web/wasm/libc/libc.h"

double strtod(const char *restrict text, char **restrict end);
long strtol(const char *restrict text, char **restrict end, int base);
void qsort(void *items, size_t n, size_t bytes, int (*order)(const void *, const void *));

#endif
