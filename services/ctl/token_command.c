/* token_command.c -- `blankett token issue|list|revoke`: keys for programs that use the JSON API.
 *
 * Needs BLANKETT_DATABASE as the role blankett_operator; to issue, BLANKETT_SESSION_SECRET_FILE as well, and the BLANKETT_ENV and
 * BLANKETT_MUNICIPALITY of the services. The token is printed once and kept nowhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/token.h"
#include "ctl/commands.h"
#include "store/accounts.h"

#define ARENA_BYTES ((size_t)8 * 1024 * 1024)
#define LIST_BYTES ((size_t)4096)
#define MOST_DAYS 400
#define DAY_S 86400

struct operation {
	struct arena *arena;
	const struct config *config;
	struct db *db;
	struct caller caller;
};

static int usage(void)
{
	fputs("usage: blankett token issue NAME --scope SCOPE ... [--queue QUEUE ...] --days N   prints the token, once\n"
	      "       blankett token list\n"
	      "       blankett token revoke NAME\n"
	      "scopes: queues.read cases.read cases.move cases.decide forms.read forms.write\n",
	      stderr);
	return EX_USAGE;
}

static int told(const struct problem *why)
{
	fprintf(stderr, "blankett token: %.*s\n", STR_ARG(why->detail));
	return why->kind == P_UNAVAILABLE ? EX_UNAVAILABLE : why->kind == P_INTERNAL ? EX_SOFTWARE : 1;
}

/* Words that need no quotes in an array of PostgreSQL. */
static bool is_plain(str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-_", word.p[i]))
			return false;
	return word.n > 0;
}

struct wanted {
	str name;
	struct buf scopes, queues;
	size_t scope_count;
	int64_t days;
};

static bool append(struct buf *list, str word)
{
	if (!is_plain(word))
		return false;
	buf_byte(list, buf_str(list).n > 1 ? ',' : '{');
	buf_add(list, word);
	return buf_ok(list);
}

static bool options_read(struct wanted *w, int argc, char **argv)
{
	for (int i = 3; i + 1 < argc; i += 2) {
		str option = str_of(argv[i]), value = str_of(argv[i + 1]);
		bool scope = str_is(option, "--scope");
		bool good = scope                       ? append(&w->scopes, value)
		            : str_is(option, "--queue") ? append(&w->queues, value)
		            : str_is(option, "--days")  ? str_int(value, 1, MOST_DAYS, &w->days)
		                                        : false;
		if (!good)
			return false;
		w->scope_count += scope;
	}
	buf_lit(&w->scopes, "}");
	buf_add(&w->queues, buf_str(&w->queues).n ? STR("}") : STR("{}"));
	return argc % 2 == 1 && w->scope_count > 0 && w->days > 0 && is_plain(w->name);
}

static void read_secret(struct arena *arena, const struct config *config, uint8_t secret[SEAL_SECRET_BYTES])
{
	str bytes;
	config_need(config->session_secret, "BLANKETT_SESSION_SECRET_FILE");
	if (!seal_base64url_decode(arena, str_trim(config_file(config->session_secret.p, 1024)), &bytes) || bytes.n != SEAL_SECRET_BYTES)
		die(EX_CONFIG, "session_secret.broken", config->session_secret);
	memcpy(secret, bytes.p, SEAL_SECRET_BYTES);
}

static struct token new_token(const struct operation *o, int64_t days)
{
	struct token token = { .audience = AUD_SERVICE, .level = "service", .issued_s = clock_now_ms() / 1000 };
	token.authenticated_s = token.issued_s;
	token.expires_s = token.issued_s + days * DAY_S;
	seal_random(token.id, sizeof(token.id));
	seal_hash(token.id_hash, (str){ (const char *)token.id, sizeof(token.id) });
	memcpy(token.municipality, o->config->municipality.p, 4);
	return token;
}

/* Who asked, for the list; the trail has the request. */
static str operator_name(void)
{
	const char *name = getenv("SUDO_USER") ? getenv("SUDO_USER") : getenv("USER");
	return name && str_utf8(str_of(name)) ? str_of(name) : STR("operator");
}

static int issue(const struct operation *o, int argc, char **argv)
{
	struct wanted w = { .name = str_of(argv[2]), .scopes = buf_in(o->arena, LIST_BYTES), .queues = buf_in(o->arena, LIST_BYTES) };
	uint8_t secret[SEAL_SECRET_BYTES];
	const struct json_node *row;
	struct problem why = { 0 };
	if (!options_read(&w, argc, argv))
		return usage();
	read_secret(o->arena, o->config, secret);
	struct token token = new_token(o, w.days);
	const struct account account = {
		.name = w.name,
		.scopes = buf_str(&w.scopes),
		.queues = buf_str(&w.queues),
		.id_hash = seal_hex(o->arena, token.id_hash, sizeof(token.id_hash)),
		.key_id = seal_key_id(o->arena, secret + SEAL_SECRET_BYTES - SEAL_PUBLIC_BYTES),
		.expires_s = token.expires_s,
		.created_by = operator_name(),
	};
	bool ok = account_issue(o->db, o->arena, &o->caller, &account, &row, &why);
	str person = ok ? json_member(row, STR("person")) : STR_NONE;
	if (person.n < sizeof(token.person))
		memcpy(token.person, person.p ? person.p : "", person.n);
	if (ok)
		printf("%.*s\n", STR_ARG(token_issue(o->arena, secret, o->config->environment, &token)));
	seal_wipe(secret, sizeof(secret));
	return ok ? EX_OK : told(&why);
}

static int list(const struct operation *o)
{
	const struct json_node *rows;
	struct problem why = { 0 };
	if (!account_list(o->db, o->arena, &o->caller, &rows, &why))
		return told(&why);
	struct json_iter it = json_begin(rows);
	while (json_next(&it))
		printf("%.*s\n", STR_ARG(json_write(o->arena, it.value)));
	return EX_OK;
}

static int act(const struct operation *o, int argc, char **argv)
{
	struct problem why = { 0 };
	str verb = str_of(argv[1]);
	if (str_is(verb, "list") && argc == 2)
		return list(o);
	if (str_is(verb, "issue") && argc > 3)
		return issue(o, argc, argv);
	if (!str_is(verb, "revoke") || argc != 3)
		return usage();
	return account_revoke(o->db, o->arena, &o->caller, str_of(argv[2]), &why) ? EX_OK : told(&why);
}

int token_command(int argc, char **argv)
{
	if (argc < 2)
		return usage();
	log_service("cli");
	struct operation o = { .arena = arena_new(ARENA_BYTES), .config = config_read() };
	config_need(o.config->database, "BLANKETT_DATABASE");
	o.db = db_open(o.config->database, "blankett");
	o.caller.municipality = o.config->municipality;
	o.caller.request_id = seal_uuid(o.arena, clock_now_ms());
	log_request(o.caller.request_id);
	int result = act(&o, argc, argv);
	db_close(o.db);
	arena_free(o.arena);
	return result;
}
