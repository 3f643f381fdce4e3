/* pattern_host.c -- schema/pattern.h where PCRE2 is not: the host's regular expressions, which know all of I-Regexp (RFC 9485 5.3) and
 * of ECMA-262. A pattern that runs away there holds the page up, so only definitions that were published are opened with it. */
#include "web/wasm/host.h"
#include "schema/pattern.h"

struct pattern {
	int32_t handle;
};

static void release(void *what)
{
	host_pattern_free(((struct pattern *)what)->handle);
}

struct pattern *pattern_compile(struct arena *arena, str text)
{
	int32_t handle = host_pattern_new(text.p, text.n);
	if (handle < 0)
		return NULL;
	struct pattern *pattern = ARENA_NEW(arena, struct pattern);
	pattern->handle = handle;
	arena_defer(arena, release, pattern);
	return pattern;
}

enum pattern_answer pattern_try(const struct pattern *pattern, str value)
{
	return host_pattern_test(pattern->handle, value.p, value.n) ? PATTERN_MATCHES : PATTERN_DIFFERS;
}

/* The host is of a later edition than ES2024 and may read a little more. */
bool pattern_is_ecma(str text)
{
	int32_t handle = host_pattern_new(text.p, text.n);
	if (handle >= 0)
		host_pattern_free(handle);
	return handle >= 0;
}
