/* host.c -- the end of the engine, and its memory. */
#include "web/wasm/host.h"

#include "base/problem.h"
#include "web/wasm/libc/libc.h"

#define PAGE ((size_t)64 * 1024)

/* Set by the linker: the first byte behind data and stack. */
extern unsigned char __heap_base;

_Noreturn void die(int exit_code, const char *event, str what)
{
	(void)exit_code;
	host_died(event, strlen(event), what.p, what.n);
	__builtin_trap();
}

void *heap_more(size_t bytes)
{
	static unsigned char *end;
	if (!end)
		end = &__heap_base + (-(size_t)&__heap_base & 15u);
	size_t room = __builtin_wasm_memory_size(0) * PAGE - (size_t)end;
	if (bytes > room && __builtin_wasm_memory_grow(0, (bytes - room + PAGE - 1) / PAGE) == SIZE_MAX)
		return NULL;
	void *given = end;
	end += bytes;
	return given;
}
