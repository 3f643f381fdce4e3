/* json_command.c -- `blankett json check FILE`: would a service take this text? 0 accepted, 1 refused, with the place. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/json.h"
#include "ctl/commands.h"

int json_command(int argc, char **argv)
{
	if (argc != 3 || strcmp(argv[1], "check") != 0) {
		fputs("usage: blankett json check FILE\n", stderr);
		return EX_USAGE;
	}
	struct arena *arena = arena_new((size_t)64 << 20);
	struct json_error error = { "", 0 };
	str text = config_file(argv[2], json_limits_document.bytes);
	bool ok = json_parse(arena, text, &json_limits_document, &error) != NULL;
	if (!ok) {
		unsigned line, column;
		json_position(text, error.offset, &line, &column);
		printf("%s:%u:%u: %s\n", argv[2], line, column, error.reason);
	}
	arena_free(arena);
	return ok ? EX_OK : 1;
}
