/* form_check_command.c -- `blankett form check FORM ANSWERS TODAY [PAGE FIELDS]`: what the services would say about answers, as one line of
 * JSON (rules/report.h). FORM is one composed document that could be published. TODAY (YYYY-MM-DD) is what $today says. With PAGE and FIELDS (urlencoded, as a browser sends
 * them) the page is posted over the answers first. */
#include <stdio.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/pairs.h"
#include "ctl/commands.h"
#include "rules/report.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define FIELDS_MAX 1024

static int complain(const char *what)
{
	fprintf(stderr, "blankett form check: %s\n", what);
	return EX_DATAERR;
}

static int check(struct arena *arena, int argc, char **argv)
{
	const struct form *form = form_load_published(arena, config_file(argv[2], json_limits_document.bytes));
	const struct json_node *answers = json_parse(arena, config_file(argv[3], json_limits_document.bytes), &json_limits_answers, NULL);
	const str today = str_of(argv[4]);
	struct pairs fields;
	if (!form)
		return complain("the definition cannot be used; `blankett form lint` says why");
	if (!json_is(answers, JSON_OBJECT))
		return complain("the answers are not a JSON object that can be taken");
	if (argc == 7) {
		size_t page = form_page_index(form, str_of(argv[5]));
		if (page == form->page_count || !pairs_parse(arena, str_of(argv[6]), FIELDS_MAX, &fields))
			return complain("there is no such page, or its fields cannot be read");
		answers = answers_decode(form, page, answers, &fields, today, arena);
	}
	str report = report_json(form, answers, today, form->title_key_fallback, arena);
	printf("%.*s\n", STR_ARG(report));
	return str_starts(report, STR("{\"valid\":true")) ? EX_OK : 1;
}

int form_check_command(int argc, char **argv)
{
	if (argc != 5 && argc != 7) {
		fputs("usage: blankett form check FORM ANSWERS TODAY [PAGE FIELDS]\n", stderr);
		return EX_USAGE;
	}
	struct arena *arena = arena_new(ARENA_BYTES);
	int code = check(arena, argc, argv);
	arena_free(arena);
	return code;
}
