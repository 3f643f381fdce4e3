/* person_command.c -- `blankett person import|grant|revoke`: who is in the register extract, and what staff may do.
 *
 * Needs BLANKETT_DATABASE as the role blankett_operator. A role holds, and ends, at the next request of whoever is logged in. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/seal.h"
#include "ctl/commands.h"
#include "store/people.h"

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define EXTRACT_MOST_BYTES ((size_t)4 * 1024 * 1024)

struct operation {
	struct arena *arena;
	struct db *db;
	struct caller caller;
};

static int usage(void)
{
	fputs("usage: blankett person import FILE                      adds and updates people, guardians and staff\n"
	      "       blankett person grant STAFF_ID caseworker QUEUE\n"
	      "       blankett person grant STAFF_ID admin\n"
	      "       blankett person revoke STAFF_ID ROLE [QUEUE]\n",
	      stderr);
	return EX_USAGE;
}

static int told(const struct problem *why)
{
	fprintf(stderr, "blankett person: %.*s\n", STR_ARG(why->detail));
	return why->kind == P_UNAVAILABLE ? EX_UNAVAILABLE : why->kind == P_INTERNAL ? EX_SOFTWARE : 1;
}

static int import(const struct operation *o, const char *path)
{
	const struct json_node *counts;
	struct json_error wrong;
	struct problem why = { 0 };
	str extract = config_file(path, EXTRACT_MOST_BYTES);
	if (!json_parse(o->arena, extract, &json_limits_document, &wrong)) {
		unsigned line, column;
		json_position(extract, wrong.offset, &line, &column);
		fprintf(stderr, "%s:%u:%u: %s\n", path, line, column, wrong.reason);
		return EX_DATAERR;
	}
	if (!people_import(o->db, o->arena, &o->caller, extract, &counts, &why))
		return told(&why);
	printf("%.*s\n", STR_ARG(json_write(o->arena, counts)));
	return EX_OK;
}

/* caseworker goes with a queue, admin without. */
static bool role_words(str role, str queue)
{
	return str_is(role, "caseworker") ? queue.n > 0 : str_is(role, "admin") && !queue.p;
}

static int change_role(const struct operation *o, bool grant, str staff_id, str role, str queue)
{
	struct problem why = { 0 };
	if (!role_words(role, queue))
		return usage();
	bool ok = grant ? role_grant(o->db, o->arena, &o->caller, staff_id, role, queue, &why)
	                : role_revoke(o->db, o->arena, &o->caller, staff_id, role, queue, &why);
	return ok ? EX_OK : told(&why);
}

static int act(const struct operation *o, int argc, char **argv)
{
	if (strcmp(argv[1], "import") == 0 && argc == 3)
		return import(o, argv[2]);
	bool grant = strcmp(argv[1], "grant") == 0;
	if ((grant || strcmp(argv[1], "revoke") == 0) && (argc == 4 || argc == 5))
		return change_role(o, grant, str_of(argv[2]), str_of(argv[3]), argc == 5 ? str_of(argv[4]) : STR_NONE);
	return usage();
}

int person_command(int argc, char **argv)
{
	if (argc < 3)
		return usage();
	seal_init();
	log_service("cli");
	const struct config *config = config_read();
	config_need(config->database, "BLANKETT_DATABASE");
	struct operation o = { .arena = arena_new(ARENA_BYTES), .db = db_open(config->database, "blankett") };
	o.caller.municipality = config->municipality;
	/* The same in the audit trail, pg_stat_activity and the log. */
	o.caller.request_id = seal_uuid(o.arena, clock_now_ms());
	log_request(o.caller.request_id);
	int result = act(&o, argc, argv);
	db_close(o.db);
	arena_free(o.arena);
	return result;
}
