/* schema_command.c -- `blankett schema check SCHEMA INSTANCE` (errors as JSON on stdout) and `blankett schema suite DIR`, which runs the
 * files of a directory in the form of the JSON-Schema-Test-Suite. A schema with a keyword that is not carried out is refused and
 * counted apart: it was never half-checked. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/json_edit.h"
#include "ctl/commands.h"
#include "schema/schema.h"

#define ARENA_BYTES ((size_t)256 << 20)

static int usage(void)
{
	fputs("usage: blankett schema check SCHEMA INSTANCE\n"
	      "       blankett schema suite DIR [--format-assertion]\n",
	      stderr);
	return EX_USAGE;
}

static const struct json_node *read_json(struct arena *arena, const char *path)
{
	struct json_error error;
	unsigned line, column;
	str text = config_file(path, json_limits_document.bytes);
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &error);
	if (!root) {
		json_position(text, error.offset, &line, &column);
		fprintf(stderr, "%s:%u:%u: %s\n", path, line, column, error.reason);
	}
	return root;
}

static void print_report(struct arena *arena, const struct schema_report *report)
{
	struct json_edit *root = json_edit_object(arena), *errors = json_edit_array(arena);
	for (size_t i = 0; i < report->error_count; i++) {
		const struct schema_row *row = &report->errors[i];
		struct json_edit *one = json_edit_object(arena);
		json_edit_put_str(one, "instanceLocation", row->pointer);
		json_edit_put_str(one, "keyword", row->keyword);
		json_edit_put_str(one, "keywordLocation", row->evaluation);
		json_edit_put_str(one, "schemaLocation", row->schema_path);
		if (row->parameter.p)
			json_edit_put_str(one, "parameter", row->parameter);
		json_edit_push(errors, one);
	}
	json_edit_put(root, "valid", json_edit_bool(arena, report->valid));
	json_edit_put(root, "errors", errors);
	printf("%s\n", json_edit_text(root).p);
}

static int check(struct arena *arena, const char *schema_path, const char *instance_path)
{
	const struct schema_options options = { .assert_formats = true };
	struct schema_error wrong;
	const struct json_node *root = read_json(arena, schema_path), *instance = read_json(arena, instance_path);
	if (!root || !instance)
		return EX_DATAERR;
	const struct schema *schema = schema_compile(arena, root, &options, &wrong);
	if (!schema) {
		fprintf(stderr, "%s: %.*s: %.*s %.*s\n", schema_path, STR_ARG(wrong.pointer), STR_ARG(wrong.keyword), STR_ARG(wrong.reason));
		return EX_DATAERR;
	}
	struct schema_report report;
	schema_explain(schema, instance, arena, &report);
	print_report(arena, &report);
	return report.valid ? EX_OK : 1;
}

struct score {
	size_t passed, failed, refused;
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

static void run_file(const char *directory, const char *file, const struct schema_options *options, struct score *score)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct json_node *groups = read_json(arena, arena_printf(arena, "%s/%s", directory, file).p);
	struct json_iter group = json_begin(groups);
	while (json_next(&group)) {
		struct schema_error wrong;
		const struct json_node *tests = json_get(group.value, STR("tests"));
		const struct schema *schema = schema_compile(arena, json_get(group.value, STR("schema")), options, &wrong);
		struct json_iter test = json_begin(tests);
		if (!schema) {
			score->refused += json_count(tests);
			continue;
		}
		while (json_next(&test))
			run_test(arena, schema, file, json_member(group.value, STR("description")), test.value, score);
	}
	arena_free(arena);
}

static int suite(const char *directory, bool assert_formats)
{
	const struct schema_options options = { .assert_formats = assert_formats };
	struct score score = { 0 };
	DIR *dir = opendir(directory);
	if (!dir) {
		fprintf(stderr, "blankett schema: cannot read %s\n", directory);
		return EX_NOINPUT;
	}
	for (struct dirent *entry; (entry = readdir(dir));)
		if (str_ends(str_of(entry->d_name), STR(".json")))
			run_file(directory, entry->d_name, &options, &score);
	closedir(dir);
	printf("%zu refused: their schemas use what is not supported yet\n", score.refused);
	printf("%zu passed, %zu failed\n", score.passed, score.failed);
	return score.failed ? 1 : EX_OK;
}

int schema_command(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "check") == 0) {
		struct arena *arena = arena_new(ARENA_BYTES);
		int code = check(arena, argv[2], argv[3]);
		arena_free(arena);
		return code;
	}
	if (argc >= 3 && argc <= 4 && strcmp(argv[1], "suite") == 0 && (argc == 3 || strcmp(argv[3], "--format-assertion") == 0))
		return suite(argv[2], argc == 4);
	return usage();
}
