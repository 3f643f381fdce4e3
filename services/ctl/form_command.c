/* form_command.c -- `blankett form lint|test|compose|publish PATH`: what an author does with a definition, without a browser.
 *
 * PATH is a folder with form.json, texts/<language>.json and tests.json, or one composed file. Findings are printed as
 * FILE:LINE:COLUMN: sentence [code], one a line, so that an editor can jump to them. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/config.h"
#include "ctl/commands.h"
#include "rules/compose.h"
#include "rules/form.h"
#include "store/people.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define FILE_BYTES ((size_t)2 << 20)
#define LANGUAGES_MAX 64

struct source {
	const char *path;
	bool folder;
	struct compose parts;
	str definition;
};

static int usage(void)
{
	fputs("usage: blankett form lint PATH       says what is wrong with a definition, and where\n"
	      "       blankett form test PATH       the same, and runs the tests in it\n"
	      "       blankett form compose PATH    prints it as one document\n"
	      "       blankett form publish PATH    tests it and makes it the current version (BLANKETT_DATABASE)\n"
	      "PATH is a folder with form.json, texts/<language>.json and tests.json, or one composed file.\n",
	      stderr);
	return EX_USAGE;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct compose_part *)a)->name, ((const struct compose_part *)b)->name);
}

static void read_texts(struct arena *arena, struct source *s)
{
	str path = arena_printf(arena, "%s/texts", s->path);
	struct compose_part *texts = ARENA_ARRAY(arena, struct compose_part, LANGUAGES_MAX);
	size_t n = 0;
	DIR *dir = opendir(path.p);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		str file = arena_copy(arena, str_of(entry->d_name));
		if (!str_ends(file, STR(".json")) || n == LANGUAGES_MAX)
			continue;
		str name = arena_printf(arena, "%s/%s", path.p, file.p);
		texts[n++] = (struct compose_part){ name, str_sub(file, 0, file.n - 5), config_file(name.p, FILE_BYTES) };
	}
	if (dir)
		closedir(dir);
	qsort(texts, n, sizeof(texts[0]), by_name);
	s->parts.texts = texts;
	s->parts.text_count = n;
}

static struct source read_source(struct arena *arena, const char *path)
{
	struct stat about;
	struct source s = { .path = path, .folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode) };
	if (!s.folder) {
		s.definition = config_file(path, FILE_BYTES);
		return s;
	}
	str form = arena_printf(arena, "%s/form.json", path), tests = arena_printf(arena, "%s/tests.json", path);
	s.parts.form = (struct compose_part){ form, STR_NONE, config_file(form.p, FILE_BYTES) };
	s.parts.tests = (struct compose_part){ tests, STR_NONE, stat(tests.p, &about) == 0 ? config_file(tests.p, FILE_BYTES) : STR_NONE };
	read_texts(arena, &s);
	s.definition = compose_document(arena, &s.parts);
	return s;
}

static int print_findings(const struct source *s, const struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = &findings->items[i];
		struct compose_place place = { str_of(s->path), f->line };
		if (s->folder)
			place = compose_place(&s->parts, f->line);
		printf("%.*s:%u:%u: %.*s [%.*s %.*s]\n", STR_ARG(place.file), place.line, f->column, STR_ARG(f->message), STR_ARG(f->code),
		       STR_ARG(f->pointer));
	}
	return findings->n ? 1 : EX_OK;
}

static const struct form *load(struct arena *arena, const struct source *s, bool test)
{
	struct findings findings = { 0 };
	const struct form *form = form_load(arena, s->definition, &findings);
	if (form && test && !form_test(form, arena, &findings))
		form = NULL;
	(void)print_findings(s, &findings);
	return form;
}

static int publish(struct arena *arena, const struct form *form)
{
	const struct config *config = config_read();
	const struct caller caller = { NULL, config->municipality, STR("blankett") };
	const struct json_node *answer;
	struct problem why = { 0 };
	config_need(config->database, "BLANKETT_DATABASE");
	struct db *db = db_open(config->database, "operator");
	bool ok = form_publish_operator(db, arena, &caller, form->id, form->version, str_of(form->sha256), form->text, &answer, &why);
	db_close(db);
	if (!ok) {
		fprintf(stderr, "blankett form publish: %.*s\n", STR_ARG(why.detail));
		return why.kind == P_UNAVAILABLE ? EX_UNAVAILABLE : EX_DATAERR;
	}
	printf("%.*s %.*s: %s\n", STR_ARG(form->id), STR_ARG(form->version),
	       json_true(json_get(answer, STR("replayed"))) ? "is published already" : "published");
	return EX_OK;
}

static int run(struct arena *arena, const char *what, const char *path)
{
	struct source source = read_source(arena, path);
	if (strcmp(what, "compose") == 0) {
		printf("%.*s\n", STR_ARG(source.definition));
		return EX_OK;
	}
	const struct form *form = load(arena, &source, strcmp(what, "lint") != 0);
	if (!form)
		return 1;
	if (strcmp(what, "publish") == 0)
		return publish(arena, form);
	printf("%.*s %.*s: nothing to complain about\n", STR_ARG(form->id), STR_ARG(form->version));
	return EX_OK;
}

int form_command(int argc, char **argv)
{
	static const char *const verbs[] = { "lint", "test", "compose", "publish" };
	for (size_t i = 0; argc == 3 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(argv[1], verbs[i]) != 0)
			continue;
		struct arena *arena = arena_new(ARENA_BYTES);
		int code = run(arena, verbs[i], argv[2]);
		arena_free(arena);
		return code;
	}
	return usage();
}
