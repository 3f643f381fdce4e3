#include "schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "schema/pattern_ecma.h"
#include "schema/pattern_simple.h"

/* A pattern of 8,192 bytes needs less than a quarter: its translation, and a name for each group and each reference. */
#define IS_ECMA_BYTES (1u << 20)
#define MATCH_LIMIT 100000u
#define MEMORY_LIMIT 1048576u
#define FIRST_STACK 32768u

struct pattern {
	const struct pattern_simple *simple; /* then nothing else is there */
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
	bool machine_code;
};

static void release(void *what)
{
	struct pattern *pattern = what;
	pcre2_jit_stack_free(pattern->stack);
	pcre2_match_context_free(pattern->limits);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
}

static pcre2_code *compile(const struct pattern_translation *translation)
{
	int error;
	size_t offset;
	/* The last: with its shortcuts to a likely start PCRE2 10.42 does not find (?:b|)a*?^ or a{0}(?=a)a, which are there. */
	uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF |
	                   PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_START_OPTIMIZE;
	if (!translation->refers)
		options |= PCRE2_NO_AUTO_CAPTURE; /* what nobody asks for is not kept */
	return pcre2_compile((PCRE2_SPTR)translation->text.p, translation->text.n, options, &error, &offset, NULL);
}

static bool prepare(struct pattern *pattern, const struct pattern_translation *translation)
{
	pattern->code = compile(translation);
	pattern->data = pcre2_match_data_create(1, NULL);
	pattern->limits = pcre2_match_context_create(NULL);
	if (!pattern->code || !pattern->data || !pattern->limits)
		return false;
	pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
	pcre2_set_heap_limit(pattern->limits, MEMORY_LIMIT / 1024);
	/* Refused where no memory may become code (MemoryDenyWriteExecute=): the interpreter answers the same, only slower. */
	pattern->machine_code = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
	/* The 32 KiB that machine code has otherwise end after some 1,400 turns of (?:a|b)*. Pages come only as they are used. */
	if (pattern->machine_code)
		pattern->stack = pcre2_jit_stack_create(FIRST_STACK, MEMORY_LIMIT, NULL);
	pcre2_jit_stack_assign(pattern->limits, NULL, pattern->stack);
	return true;
}

struct pattern *pattern_compile(struct arena *arena, str text)
{
	struct pattern_translation translation;
	if (!pattern_translate(arena, text, &translation) || !translation.alike)
		return NULL;
	struct pattern *pattern = ARENA_NEW(arena, struct pattern);
	pattern->simple = pattern_simple_of(arena, text);
	if (pattern->simple)
		return pattern;
	arena_defer(arena, release, pattern);
	return prepare(pattern, &translation) ? pattern : NULL;
}

bool pattern_is_ecma(str text)
{
	struct arena *arena = arena_new(IS_ECMA_BYTES);
	struct pattern_translation translation;
	bool read = pattern_translate(arena, text, &translation);
	arena_free(arena);
	return read;
}

enum pattern_answer pattern_try(const struct pattern *pattern, str value)
{
	if (pattern->simple)
		return (enum pattern_answer)pattern_simple_matches(pattern->simple, value);
	PCRE2_SPTR subject = (PCRE2_SPTR)(value.p ? value.p : "");
	int found = pattern->machine_code
	                ? pcre2_jit_match(pattern->code, subject, value.n, 0, 0, pattern->data, pattern->limits)
	                : pcre2_match(pattern->code, subject, value.n, 0, PCRE2_NO_UTF_CHECK, pattern->data, pattern->limits);
	return found >= 0 ? PATTERN_MATCHES : found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_RAN_AWAY;
}
