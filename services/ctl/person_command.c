/* person_command.c -- `blankett person import|list|grant|revoke|disable|enable`: who is in the register extract, what staff may do, and
 * who is let in at all.
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
#include "store/staff.h"

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define EXTRACT_MOST_BYTES ((size_t)4 * 1024 * 1024)

struct operation {
	struct arena *arena;
	struct db *db;
	struct caller caller;
};

static int usage(void)
{
	fputs("usage: blankett person import FILE                      adds and updates people, guardians, staff and schools\n"
	      "       blankett person list                             staff with their roles, one a line\n"
	      "       blankett person grant STAFF_ID caseworker QUEUE [--form FORM] [--area AREA]\n"
	      "       blankett person grant STAFF_ID admin\n"
	      "       blankett person revoke STAFF_ID ROLE [QUEUE [--form FORM] [--area AREA]]\n"
	      "       blankett person disable STAFF_ID                 ends every session and lets none begin\n"
	      "       blankett person enable STAFF_ID\n",
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

/* ROLE [QUEUE] [--form FORM] [--area AREA]; caseworker goes with a queue, admin without anything. */
static bool role_words(int argc, char **argv, struct role *role)
{
	*role = (struct role){ str_of(argv[0]), STR(""), STR(""), STR("") };
	int at = 1;
	if (at < argc && argv[at][0] != '-')
		role->queue = str_of(argv[at++]);
	for (; at + 1 < argc; at += 2) {
		if (strcmp(argv[at], "--form") == 0)
			role->form = str_of(argv[at + 1]);
		else if (strcmp(argv[at], "--area") == 0)
			role->area = str_of(argv[at + 1]);
		else
			return false;
	}
	if (at != argc)
		return false;
	if (str_is(role->name, "admin"))
		return argc == 1;
	return str_is(role->name, "caseworker") && role->queue.n > 0;
}

static int change_role(const struct operation *o, bool grant, int argc, char **argv)
{
	struct problem why = { 0 };
	struct role role;
	if (argc < 2 || !role_words(argc - 1, argv + 1, &role))
		return usage();
	bool ok = grant ? role_grant(o->db, o->arena, &o->caller, str_of(argv[0]), &role, &why)
	                : role_revoke(o->db, o->arena, &o->caller, str_of(argv[0]), &role, &why);
	return ok ? EX_OK : told(&why);
}

static int change_person(const struct operation *o, bool disable, const char *staff_id)
{
	struct problem why = { 0 };
	bool ok = disable ? staff_disable(o->db, o->arena, &o->caller, str_of(staff_id), &why)
	                  : staff_enable(o->db, o->arena, &o->caller, str_of(staff_id), &why);
	return ok ? EX_OK : told(&why);
}

static void print_role(const struct json_node *role)
{
	str queue = json_member(role, STR("queue")), form = json_member(role, STR("form")), area = json_member(role, STR("area"));
	printf("\t%.*s", STR_ARG(json_member(role, STR("role"))));
	if (queue.n)
		printf(" %.*s", STR_ARG(queue));
	if (form.n)
		printf(" --form %.*s", STR_ARG(form));
	if (area.n)
		printf(" --area \"%.*s\"", STR_ARG(area));
}

/* STAFF_ID, name, "disabled" where it is so, and the roles in the words that grant takes, parted by tabs. */
static int list(const struct operation *o)
{
	const struct json_node *staff;
	struct problem why = { 0 };
	if (!staff_list_all(o->db, o->arena, &o->caller, &staff, &why))
		return told(&why);
	for (struct json_iter it = json_begin(staff); json_next(&it);) {
		printf("%.*s\t%.*s", STR_ARG(json_member(it.value, STR("staff_id"))), STR_ARG(json_member(it.value, STR("name"))));
		if (json_member(it.value, STR("disabled_at")).p)
			printf("\tdisabled");
		for (struct json_iter role = json_begin(json_get(it.value, STR("roles"))); json_next(&role);)
			print_role(role.value);
		putchar('\n');
	}
	return EX_OK;
}

static int act(const struct operation *o, int argc, char **argv)
{
	const char *verb = argv[1];
	if (strcmp(verb, "list") == 0 && argc == 2)
		return list(o);
	if (strcmp(verb, "import") == 0 && argc == 3)
		return import(o, argv[2]);
	if (strcmp(verb, "grant") == 0 || strcmp(verb, "revoke") == 0)
		return change_role(o, strcmp(verb, "grant") == 0, argc - 2, argv + 2);
	if ((strcmp(verb, "disable") == 0 || strcmp(verb, "enable") == 0) && argc == 3)
		return change_person(o, strcmp(verb, "disable") == 0, argv[2]);
	return usage();
}

int person_command(int argc, char **argv)
{
	if (argc < 2)
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
