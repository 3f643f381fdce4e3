/* json_command.c -- `blankett json check FILE`: would a service take this text? 0 accepted, 1 refused, with the place.
 * `blankett json canonical FILE`: the same, and its RFC 8785 bytes on stdout: what a definition's identity and a signature are made of. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/json.h"
#include "ctl/commands.h"

static const struct json_node *read_json(struct arena *arena, const char *path)
{
	struct json_error error = { "", 0 };
	str text = config_file(path, json_limits_document.bytes);
	const struct json_node *root = json_parse(arena, text, &json_limits_document, &error);
	unsigned line, column;
	if (!root) {
		json_position(text, error.offset, &line, &column);
		fprintf(stderr, "%s:%u:%u: %s\n", path, line, column, error.reason);
	}
	return root;
}

static bool print_canonical(struct arena *arena, const char *path, const struct json_node *root)
{
	str bytes = json_canonical(arena, root);
	if (!bytes.p) {
		fprintf(stderr, "%s: a number is too large for a double, which RFC 8785 writes\n", path);
		return false;
	}
	return fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n && fflush(stdout) == 0;
}

int json_command(int argc, char **argv)
{
	bool checks = argc == 3 && strcmp(argv[1], "check") == 0, canonical = argc == 3 && strcmp(argv[1], "canonical") == 0;
	if (!checks && !canonical) {
		fputs("usage: blankett json check|canonical FILE\n", stderr);
		return EX_USAGE;
	}
	struct arena *arena = arena_new((size_t)256 << 20);
	const struct json_node *root = read_json(arena, argv[2]);
	bool ok = root && (checks || print_canonical(arena, argv[2], root));
	arena_free(arena);
	return ok ? EX_OK : 1;
}
