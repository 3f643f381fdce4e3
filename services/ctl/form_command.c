/* form_command.c -- `blankett form lint|test|compose|publish PATH` and `form diff OLD NEW`: what an author does with a definition, without a browser.
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
#include "base/json_edit.h"
#include "ctl/commands.h"
#include "rules/compose.h"
#include "rules/diff.h"
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
	      "       blankett form diff OLD NEW [--lang sv|en] [--json]\n"
	      "                                     says what changes, and how far the version must be raised for it\n"
	      "       blankett form check FILE ANSWERS TODAY [PAGE FIELDS]\n"
	      "                                     says what is wrong with answers, what is asked and calculated, as JSON\n"
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

static void print_seen(const char *between, const struct form_seen *seen, const char *what)
{
	if (seen->all)
		printf("%s%zu of %zu %s", between, seen->seen, seen->all, what);
}

/* One line a test, and what all of them have seen. */
static void print_trial(const struct form_trial *trial)
{
	for (size_t i = 0; i < trial->test_count; i++)
		printf("%-8s%.*s\n", trial->tests[i].passed ? "ok" : "not ok", STR_ARG(trial->tests[i].name));
	if (trial->test_count == 0)
		return;
	print_seen("", &trial->conditions, "conditions seen both ways, ");
	print_seen("", &trial->pages, "pages shown");
	print_seen(", ", &trial->checks, "checks seen both ways");
	printf("\n");
}

enum depth { LINT, TEST, TEST_ALOUD };

static const struct form *load(struct arena *arena, const struct source *s, enum depth depth)
{
	struct form_trial trial = { 0 };
	const struct form *form = depth == LINT ? form_load(arena, s->definition, &trial.findings) : form_examine(arena, s->definition, &trial);
	if (depth == TEST_ALOUD)
		print_trial(&trial);
	(void)print_findings(s, &trial.findings);
	return form;
}

/* Whether the version that citizens meet lets this one follow. */
static bool may_follow(struct arena *arena, const struct source *s, const struct form *form, const struct json_node *current)
{
	struct findings findings = { 0 };
	struct diff diff;
	str definition = json_member(current, STR("definition"));
	const struct form *old = definition.p ? form_load_published(arena, definition) : NULL;
	if (!old)
		return !definition.p;
	diff_forms(old, form, arena, &diff);
	bool follows = step_allowed(old, form, &diff, arena, &findings);
	for (size_t i = 0; !follows && i < diff.n; i++)
		printf("%-6s%.*s\n", step_word(diff.changes[i].step), STR_ARG(diff.changes[i].text));
	(void)print_findings(s, &findings);
	return follows;
}

static int refused(const struct problem *why)
{
	fprintf(stderr, "blankett form publish: %.*s\n", STR_ARG(why->detail));
	return why->kind == P_UNAVAILABLE ? EX_UNAVAILABLE : EX_DATAERR;
}

static int publish(struct arena *arena, const struct source *s, const struct form *form)
{
	const struct config *config = config_read();
	const struct caller caller = { NULL, config->municipality, STR("blankett") };
	const struct json_node *current, *answer;
	struct problem why = { 0 };
	config_need(config->database, "BLANKETT_DATABASE");
	struct db *db = db_open(config->database, "operator");
	bool ok = form_current_operator(db, arena, &caller, form->id, &current, &why), follows = ok && may_follow(arena, s, form, current);
	ok = follows && form_publish_operator(db, arena, &caller, form->id, form->version, str_of(form->sha256), form->text, &answer, &why);
	db_close(db);
	if (!ok)
		return follows || why.detail.p ? refused(&why) : 1;
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
	const struct form *form = load(arena, &source, strcmp(what, "lint") == 0 ? LINT : strcmp(what, "test") == 0 ? TEST_ALOUD : TEST);
	if (!form)
		return 1;
	if (strcmp(what, "publish") == 0)
		return publish(arena, &source, form);
	printf("%.*s %.*s: nothing to complain about\n", STR_ARG(form->id), STR_ARG(form->version));
	return EX_OK;
}

struct comparison {
	const struct form *old, *new;
	struct diff diff;
	bool swedish;
};

static str sentence(const struct comparison *c, const struct diff_change *change)
{
	if (!change)
		return c->swedish ? STR("Ingenting har ändrats.") : STR("Nothing has changed.");
	return c->swedish ? change->text_sv : change->text;
}

static void print_comparison(const struct comparison *c)
{
	for (size_t i = 0; i < c->diff.n; i++)
		printf("%-6s%.*s\n", step_word(c->diff.changes[i].step), STR_ARG(sentence(c, &c->diff.changes[i])));
	printf("%s: %.*s\n", step_word(c->diff.step), STR_ARG(sentence(c, c->diff.reason)));
}

static void print_comparison_json(struct arena *arena, const struct comparison *c)
{
	struct json_edit *all = json_edit_object(arena), *changes = json_edit_array(arena);
	for (size_t i = 0; i < c->diff.n; i++) {
		struct json_edit *one = json_edit_object(arena);
		json_edit_put_str(one, "step", str_of(step_word(c->diff.changes[i].step)));
		json_edit_put_str(one, "code", c->diff.changes[i].code);
		json_edit_put_str(one, "place", c->diff.changes[i].place);
		json_edit_put_str(one, "text", sentence(c, &c->diff.changes[i]));
		json_edit_push(changes, one);
	}
	json_edit_put_str(all, "old", c->old->version);
	json_edit_put_str(all, "new", c->new->version);
	json_edit_put_str(all, "step", str_of(step_word(c->diff.step)));
	json_edit_put_str(all, "lowest", step_lowest(arena, c->old->version, c->diff.step));
	json_edit_put_str(all, "reason", sentence(c, c->diff.reason));
	json_edit_put(all, "changes", changes);
	printf("%.*s\n", STR_ARG(json_edit_text(all)));
}

/* As it can be read at all: also a version that today's lint has something against. */
static const struct form *readable(struct arena *arena, const char *path)
{
	struct source source = read_source(arena, path);
	const struct form *form = form_load_published(arena, source.definition);
	return form ? form : load(arena, &source, LINT);
}

static int compare(struct arena *arena, const char *old, const char *new, bool swedish, bool json)
{
	struct comparison c = { .old = readable(arena, old), .new = readable(arena, new), .swedish = swedish };
	if (!c.old || !c.new)
		return 1;
	diff_forms(c.old, c.new, arena, &c.diff);
	if (json)
		print_comparison_json(arena, &c);
	else
		print_comparison(&c);
	return EX_OK;
}

static int compare_command(int argc, char **argv)
{
	bool swedish = false, json = false;
	for (int i = 4; i < argc; i++) {
		bool lang = strcmp(argv[i], "--lang") == 0 && i + 1 < argc;
		if (lang && (strcmp(argv[i + 1], "sv") == 0 || strcmp(argv[i + 1], "en") == 0))
			swedish = strcmp(argv[++i], "sv") == 0;
		else if (strcmp(argv[i], "--json") == 0)
			json = true;
		else
			return usage();
	}
	struct arena *arena = arena_new(ARENA_BYTES);
	int code = compare(arena, argv[2], argv[3], swedish, json);
	arena_free(arena);
	return code;
}

int form_command(int argc, char **argv)
{
	static const char *const verbs[] = { "lint", "test", "compose", "publish" };
	if (argc >= 4 && strcmp(argv[1], "diff") == 0)
		return compare_command(argc, argv);
	if (argc > 1 && strcmp(argv[1], "check") == 0)
		return form_check_command(argc, argv);
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
