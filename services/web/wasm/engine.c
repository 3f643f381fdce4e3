/* engine.c -- what the module offers: one form and one schema, and verdicts about them.
 *
 * The host writes its texts one after another to where engine_input says, and calls a function with their lengths in bytes. What is
 * said back stands at engine_output, as long as the function said, until the next input. Texts are UTF-8. Nothing here is safe against
 * a host that lies about lengths: it would only harm itself. After a trap the instance must not be used again. */
#include "base/json.h"
#include "base/pairs.h"
#include "rules/report.h"
#include "schema/schema.h"

#define EXPORT(name) __attribute__((export_name(#name), visibility("default")))

#define KEPT_BYTES ((size_t)24 << 20)
#define SCRATCH_BYTES ((size_t)24 << 20)
#define FIELDS_MAX 1024

static struct arena *scratch, *form_arena, *schema_arena;
static const struct form *form;
static const struct schema *schema;
static str input, output;

static struct arena *emptied(struct arena **arena, size_t ceiling)
{
	if (*arena)
		arena_free(*arena);
	return *arena = arena_new(ceiling);
}

/* The next n bytes of the input. */
static str take(size_t n)
{
	str taken = str_sub(input, 0, n);
	input = str_sub(input, taken.n, input.n);
	return taken;
}

/* Room for n bytes; what was said before is forgotten. */
char *engine_input(size_t n);
EXPORT(engine_input) char *engine_input(size_t n)
{
	char *room = arena_alloc(emptied(&scratch, SCRATCH_BYTES), n + 1);
	input = (str){ room, n };
	return room;
}

const char *engine_output(void);
EXPORT(engine_output) const char *engine_output(void)
{
	return output.p;
}

static size_t say(str text)
{
	output = text;
	return text.n;
}

/* Opens a published definition in the place of the one before. False when it is damaged. */
bool form_read(size_t definition_n);
EXPORT(form_read) bool form_read(size_t definition_n)
{
	form = form_open(emptied(&form_arena, KEPT_BYTES), take(definition_n));
	return form != NULL;
}

/* The report (rules/report.h) on answers; on a day (YYYY-MM-DD); with a page, on the answers after it was posted with these fields
 * (application/x-www-form-urlencoded). 0 when a text cannot be read or there is no such page. */
size_t form_report(size_t answers_n, size_t language_n, size_t today_n, size_t page_n, size_t fields_n);
EXPORT(form_report) size_t form_report(size_t answers_n, size_t language_n, size_t today_n, size_t page_n, size_t fields_n)
{
	const struct json_node *answers = json_parse(scratch, take(answers_n), &json_limits_answers, NULL);
	str language = take(language_n), today = take(today_n), page = take(page_n), fields = take(fields_n);
	struct pairs pairs;
	if (!form || !json_is(answers, JSON_OBJECT))
		return 0;
	if (page.n) {
		size_t index = form_page_index(form, page);
		if (index == form->page_count || !pairs_parse(scratch, fields, FIELDS_MAX, &pairs))
			return 0;
		answers = answers_decode(form, index, answers, &pairs, today, scratch);
	}
	return say(report_json(form, answers, today, language, scratch));
}

struct documents {
	const struct json_node *by_uri;
};

static const struct json_node *find(void *documents, str uri)
{
	return json_get(((struct documents *)documents)->by_uri, uri);
}

/* Compiles any schema in the place of the one before. `documents` is a JSON object from absolute URI to what it leads to. 0: compiled;
 * else the length of the reason. */
size_t schema_read(size_t schema_n, size_t documents_n, bool assert_formats);
EXPORT(schema_read) size_t schema_read(size_t schema_n, size_t documents_n, bool assert_formats)
{
	struct arena *arena = emptied(&schema_arena, KEPT_BYTES);
	struct schema_error error;
	const struct json_node *root = json_parse(arena, arena_copy(arena, take(schema_n)), &json_limits_document, NULL);
	struct documents *documents = ARENA_NEW(arena, struct documents);
	documents->by_uri = json_parse(arena, arena_copy(arena, take(documents_n)), &json_limits_document, NULL);
	const struct schema_options options = { .assert_formats = assert_formats, .resolve = find, .resolve_context = documents };
	schema = NULL;
	if (!root || !documents->by_uri)
		return say(STR("not JSON"));
	schema = schema_compile(arena, root, &options, &error);
	return schema ? 0 : say(arena_printf(scratch, "%.*s: %.*s", STR_ARG(error.keyword), STR_ARG(error.reason)));
}

/* 1 valid, 0 not, -1 no JSON or no schema. By schema_explain, which forms need as well: the fail-fast program is left out. */
int32_t schema_verdict(size_t instance_n);
EXPORT(schema_verdict) int32_t schema_verdict(size_t instance_n)
{
	const struct json_node *instance = json_parse(scratch, take(instance_n), &json_limits_document, NULL);
	struct schema_report report;
	if (!schema || !instance)
		return -1;
	schema_explain(schema, instance, scratch, &report);
	return report.valid;
}
