/* engine.c -- our side of the schema bench: one schema, one valid and one invalid document, measured on demand.
 *
 * `bench-schema SCHEMA VALID INVALID` says "ready", or "no: why"; then each line on stdin names a work and is answered by a line:
 * the median and the minimum nanoseconds of its samples, the calls to the allocator and the bytes of arena memory per run.
 * The allocator is counted by standing in front of the C library's, so calls from within PCRE2 count too. */
#include <sysexits.h>

#include "base/config.h"
#include "schema/schema.h"

#define ARENA_BYTES ((size_t)64 << 20)
#define SAMPLES 9
#define SAMPLE_NS 4e6

static size_t allocations;

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t n, size_t bytes);
void *__libc_realloc(void *p, size_t bytes);

void *malloc(size_t bytes)
{
	allocations++;
	return __libc_malloc(bytes);
}

void *calloc(size_t n, size_t bytes)
{
	allocations++;
	return __libc_calloc(n, bytes);
}

void *realloc(void *p, size_t bytes)
{
	allocations++;
	return __libc_realloc(p, bytes);
}

struct bench {
	struct arena *plan, *scratch; /* what lives through the bench; what a run uses */
	const struct json_node *schema_json, *valid, *invalid;
	str valid_text;
	const struct schema *schema;
	size_t used; /* bytes of scratch in the last run */
};

static const struct schema_options options = { .assert_formats = true };

/* Each work runs once and says whether it came out as it must. Memory is given back as a service does between requests. */
typedef bool work(struct bench *b);

static void rest(struct bench *b)
{
	b->used = arena_used(b->scratch);
	if (b->used)
		arena_reset(b->scratch);
}

static bool compile(struct bench *b)
{
	struct schema_error error;
	bool ok = schema_compile(b->scratch, b->schema_json, &options, &error) != NULL;
	rest(b);
	return ok;
}

static bool verdict(struct bench *b)
{
	bool ok = schema_valid(b->schema, b->valid, b->scratch);
	rest(b);
	return ok;
}

static bool verdict_invalid(struct bench *b)
{
	bool ok = !schema_valid(b->schema, b->invalid, b->scratch);
	rest(b);
	return ok;
}

static bool parse(struct bench *b)
{
	bool ok = json_parse(b->scratch, b->valid_text, &json_limits_answers, NULL) != NULL;
	rest(b);
	return ok;
}

static bool parse_verdict(struct bench *b)
{
	const struct json_node *instance = json_parse(b->scratch, b->valid_text, &json_limits_answers, NULL);
	bool ok = instance && schema_valid(b->schema, instance, b->scratch);
	rest(b);
	return ok;
}

static bool explain(struct bench *b)
{
	struct schema_report report;
	schema_explain(b->schema, b->valid, b->scratch, &report);
	rest(b);
	return report.valid;
}

static bool explain_invalid(struct bench *b)
{
	struct schema_report report;
	schema_explain(b->schema, b->invalid, b->scratch, &report);
	rest(b);
	return !report.valid;
}

static const struct {
	const char *name;
	work *run;
} works[] = {
	{ "compile", compile }, { "verdict", verdict }, { "verdict_invalid", verdict_invalid }, { "parse", parse },
	{ "parse_verdict", parse_verdict }, { "explain", explain }, { "explain_invalid", explain_invalid },
};

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double time_of(struct bench *b, work *run, size_t times, bool *ok)
{
	double begun = now_ns();
	for (size_t i = 0; i < times; i++)
		*ok &= run(b);
	return now_ns() - begun;
}

static void measure(struct bench *b, work *run)
{
	bool ok = true;
	double samples[SAMPLES];
	size_t times = 1;
	while (time_of(b, run, times, &ok) < SAMPLE_NS / 2)
		times *= 2;
	size_t before = allocations;
	for (size_t i = 0; i < SAMPLES; i++)
		samples[i] = time_of(b, run, times, &ok) / (double)times;
	double calls = (double)(allocations - before) / (double)(times * SAMPLES);
	qsort(samples, SAMPLES, sizeof(samples[0]), by_size);
	printf("{\"ok\":%s,\"ns\":%.1f,\"least\":%.1f,\"allocations\":%g,\"bytes\":%zu}\n", ok ? "true" : "false", samples[SAMPLES / 2], samples[0],
	       calls, b->used);
}

static const struct json_node *read_document(struct arena *arena, const char *path, str *text)
{
	*text = config_file(path, json_limits_document.bytes);
	return json_parse(arena, *text, &json_limits_document, NULL);
}

static bool open_bench(struct bench *b, char **paths)
{
	struct schema_error error;
	str text;
	b->plan = arena_new(ARENA_BYTES);
	b->scratch = arena_new(ARENA_BYTES);
	b->schema_json = read_document(b->plan, paths[0], &text);
	b->invalid = read_document(b->plan, paths[2], &text);
	b->valid = read_document(b->plan, paths[1], &b->valid_text);
	if (!b->schema_json || !b->valid || !b->invalid) {
		puts("no: not JSON");
		return false;
	}
	b->schema = schema_compile(b->plan, b->schema_json, &options, &error);
	if (!b->schema)
		printf("no: %.*s: %.*s %.*s\n", STR_ARG(error.pointer), STR_ARG(error.keyword), STR_ARG(error.reason));
	return b->schema;
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	char line[64];
	if (argc != 4)
		return EX_USAGE;
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	if (!open_bench(&b, argv + 1))
		return 1;
	puts("ready");
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
			if (strcmp(line, works[i].name) == 0)
				measure(&b, works[i].run);
	}
	return 0;
}
