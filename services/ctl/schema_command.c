/* schema_command.c -- `blankett schema check SCHEMA INSTANCE`: 0 valid, 1 not, and JSON Schema basic output on stdout (core 12.4.2);
 * `blankett schema suite DIR`: the files of a directory in the form of the JSON-Schema-Test-Suite, verdict and explanation together. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/config.h"
#include "base/json_edit.h"
#include "ctl/commands.h"
#include "schema/schema.h"

#define ARENA_BYTES ((size_t)256 << 20)

#define LOCALHOST "http://localhost:1234/"

static int usage(void)
{
	fputs("usage: blankett schema check [options] SCHEMA INSTANCE   formats decide, as they do in forms\n"
	      "       blankett schema suite [options] DIR               formats annotate, unless --format-assertion\n"
	      "  --remotes DIR          what DIR holds is found at " LOCALHOST "\n"
	      "  --format-assertion     formats decide\n"
	      "  --format-annotation    formats decide nothing\n",
	      stderr);
	return EX_USAGE;
}

struct command {
	struct arena *arena;
	const char *remotes;
	struct schema_options options;
};

static const struct json_node *read_json(struct arena *arena, const char *path)
{
	struct json_error error;
	unsigned line, column;
	str text = config_file(path, json_limits_suite.bytes);
	const struct json_node *root = json_parse(arena, text, &json_limits_suite, &error);
	if (!root) {
		json_position(text, error.offset, &line, &column);
		fprintf(stderr, "%s:%u:%u: %s\n", path, line, column, error.reason);
	}
	return root;
}

/* A schema_resolver. */
static const struct json_node *remote(void *context, str uri)
{
	const struct command *command = context;
	str path = str_sub(uri, sizeof(LOCALHOST) - 1, uri.n), directory, rest = path;
	for (bool more = true; more;) {
		more = str_cut(rest, '/', &directory, &rest);
		if (str_is(directory, ".."))
			return NULL;
	}
	if (!command->remotes || !str_starts(uri, STR(LOCALHOST)))
		return NULL;
	const char *file = arena_printf(command->arena, "%s/%.*s", command->remotes, STR_ARG(path)).p;
	return access(file, R_OK) == 0 ? read_json(command->arena, file) : NULL;
}

static struct json_edit *unit(struct arena *arena, bool valid, str evaluation, str resource, str path, str instance)
{
	struct json_edit *out = json_edit_object(arena);
	json_edit_put(out, "valid", json_edit_bool(arena, valid));
	json_edit_put_str(out, "keywordLocation", evaluation);
	json_edit_put_str(out, "absoluteKeywordLocation", arena_join(arena, resource, STR("#"), path));
	json_edit_put_str(out, "instanceLocation", instance);
	return out;
}

static struct json_edit *error_unit(struct arena *arena, const struct schema_row *row)
{
	struct json_edit *out = unit(arena, false, row->evaluation, row->resource, row->schema_path, row->pointer);
	json_edit_put_str(out, "keyword", row->keyword);
	json_edit_put_str(out, "error",
	                  row->parameter.p ? arena_printf(arena, "does not satisfy %.*s: %.*s", STR_ARG(row->keyword), STR_ARG(row->parameter))
	                                   : arena_printf(arena, "does not satisfy %.*s", STR_ARG(row->keyword)));
	if (row->parameter.p)
		json_edit_put_str(out, "parameter", row->parameter);
	return out;
}

static void print_errors(struct arena *arena, const struct schema_report *report)
{
	struct json_edit *root = unit(arena, false, STR(""), STR(""), STR(""), STR("")), *errors = json_edit_array(arena);
	for (size_t i = 0; i < report->error_count; i++)
		json_edit_push(errors, error_unit(arena, &report->errors[i]));
	json_edit_put(root, "errors", errors);
	printf("%s\n", json_edit_text(root).p);
}

static void print_annotations(struct arena *arena, const struct schema *schema, const struct json_node *instance)
{
	const struct schema_note *notes;
	size_t n = schema_annotate(schema, instance, arena, &notes);
	struct json_edit *root = unit(arena, true, STR(""), STR(""), STR(""), STR("")), *annotations = json_edit_array(arena);
	for (size_t i = 0; i < n; i++) {
		struct json_edit *one = unit(arena, true, notes[i].evaluation, notes[i].resource, notes[i].schema_path, notes[i].pointer);
		json_edit_put(one, "annotation", json_edit_of(arena, notes[i].value));
		json_edit_push(annotations, one);
	}
	if (n)
		json_edit_put(root, "annotations", annotations);
	printf("%s\n", json_edit_text(root).p);
}

static int check(struct command *command, const char *schema_path, const char *instance_path)
{
	struct arena *arena = command->arena;
	struct schema_error wrong;
	const struct json_node *root = read_json(arena, schema_path), *instance = read_json(arena, instance_path);
	if (!root || !instance)
		return EX_DATAERR;
	const struct schema *schema = schema_compile(arena, root, &command->options, &wrong);
	if (!schema) {
		fprintf(stderr, "%s: %.*s: %.*s %.*s\n", schema_path, STR_ARG(wrong.pointer), STR_ARG(wrong.keyword), STR_ARG(wrong.reason));
		return EX_DATAERR;
	}
	struct schema_report report;
	schema_explain(schema, instance, arena, &report);
	if (report.valid)
		print_annotations(arena, schema, instance);
	else
		print_errors(arena, &report);
	return report.valid ? EX_OK : 1;
}

struct score {
	size_t passed, failed;
};

static void run_test(struct arena *arena, const struct schema *schema, const char *file, str group, const struct json_node *test,
                     struct score *score)
{
	const struct json_node *data = json_get(test, STR("data"));
	bool expected = json_true(json_get(test, STR("valid")));
	struct schema_report report;
	schema_explain(schema, data, arena, &report);
	bool verdict = schema_valid(schema, data, arena);
	if (verdict == expected && report.valid == verdict && (report.error_count == 0) == verdict) {
		score->passed++;
		return;
	}
	score->failed++;
	printf("%s: %.*s: %.*s: %s\n", file, STR_ARG(group), STR_ARG(json_member(test, STR("description"))),
	       verdict != expected ? "wrong verdict" : "verdict and explanation disagree");
}

static void run_group(struct command *command, const char *file, const struct json_node *group, struct score *score)
{
	struct schema_error wrong;
	str name = json_member(group, STR("description"));
	const struct json_node *tests = json_get(group, STR("tests"));
	const struct schema *schema = schema_compile(command->arena, json_get(group, STR("schema")), &command->options, &wrong);
	struct json_iter test = json_begin(tests);
	while (json_next(&test)) {
		if (schema) {
			run_test(command->arena, schema, file, name, test.value, score);
			continue;
		}
		score->failed++;
		printf("%s: %.*s: %.*s: refused: %.*s: %.*s %.*s\n", file, STR_ARG(name), STR_ARG(json_member(test.value, STR("description"))),
		       STR_ARG(wrong.pointer), STR_ARG(wrong.keyword), STR_ARG(wrong.reason));
	}
}

static void run_file(struct command *command, const char *directory, const char *file, struct score *score)
{
	struct arena *arena = command->arena = arena_new(ARENA_BYTES);
	const struct json_node *groups = read_json(arena, arena_printf(arena, "%s/%s", directory, file).p);
	struct json_iter group = json_begin(groups);
	while (json_next(&group))
		run_group(command, file, group.value, score);
	if (!groups)
		score->failed++;
	arena_free(arena);
}

static int suite(struct command *command, const char *directory)
{
	struct score score = { 0 };
	struct dirent **entries;
	int n = scandir(directory, &entries, NULL, alphasort);
	if (n < 0) {
		fprintf(stderr, "blankett schema: cannot read %s\n", directory);
		return EX_NOINPUT;
	}
	for (int i = 0; i < n; i++) {
		if (str_ends(str_of(entries[i]->d_name), STR(".json")))
			run_file(command, directory, entries[i]->d_name, &score);
		free(entries[i]);
	}
	free(entries);
	printf("%zu passed, %zu failed\n", score.passed, score.failed);
	return score.failed ? 1 : EX_OK;
}

/* Takes options off the arguments; what is left stands in `words`. */
static bool read_arguments(int argc, char **argv, struct command *command, const char **words, size_t room, size_t *n)
{
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--format-assertion") == 0)
			command->options.assert_formats = true;
		else if (strcmp(argv[i], "--format-annotation") == 0)
			command->options.assert_formats = false;
		else if (strcmp(argv[i], "--remotes") == 0 && i + 1 < argc)
			command->remotes = argv[++i];
		else if (argv[i][0] == '-' || *n == room)
			return false;
		else
			words[(*n)++] = argv[i];
	}
	return true;
}

int schema_command(int argc, char **argv)
{
	const char *words[2];
	size_t n = 0;
	bool checks = argc > 1 && strcmp(argv[1], "check") == 0, suites = argc > 1 && strcmp(argv[1], "suite") == 0;
	struct command command = { .options = { .assert_formats = checks, .resolve = remote } };
	command.options.resolve_context = &command;
	if (!read_arguments(argc, argv, &command, words, 2, &n) || !(checks ? n == 2 : suites && n == 1))
		return usage();
	if (suites)
		return suite(&command, words[0]);
	command.arena = arena_new(ARENA_BYTES);
	int code = check(&command, words[0], words[1]);
	arena_free(command.arena);
	return code;
}
