/* signature_command.c -- `blankett signature show|key`: what stands behind a signature by e-ID, years later.
 *
 * `show` needs BLANKETT_DATABASE as the role blankett_operator and BLANKETT_EVIDENCE_KEY_FILE. It opens the evidence of every
 * signature of a case and verifies it again, with the provider's key that was kept with it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/file.h"
#include "base/log.h"
#include "ctl/commands.h"
#include "eid/evidence.h"
#include "store/signing.h"

#define ARENA_BYTES ((size_t)32 * 1024 * 1024)
#define KEY_FILE_MOST_BYTES 256

static int usage(void)
{
	fputs("usage: blankett signature show REFERENCE   verifies the signatures of a case and prints their facts\n"
	      "       blankett signature key FILE         makes the key that locks their evidence\n",
	      stderr);
	return EX_USAGE;
}

/* Never over a key that is there: what it locked would be lost. */
static int make_key(struct arena *arena, const char *path)
{
	uint8_t key[SEAL_BOX_KEY_BYTES];
	seal_random(key, sizeof key);
	str text = arena_join(arena, seal_base64url(arena, key, sizeof key), STR("\n"), STR(""));
	seal_wipe(key, sizeof key);
	if (!file_make(path, 0600, text)) {
		fprintf(stderr, "blankett signature: cannot write %s: %s\n", path, strerror(errno));
		return EX_CANTCREAT;
	}
	return EX_OK;
}

static void print(const char *name, str value)
{
	if (value.n)
		printf("  %-15s %.*s\n", name, STR_ARG(value));
}

static void print_facts(struct arena *arena, const struct json_node *row, const struct evidence *e)
{
	print("role", json_member(row, STR("role")));
	print("kind", str_is(e->mode, "sign") ? STR("signature by e-ID") : STR("approval by e-ID"));
	print("signed at", json_member(row, STR("signed_at")));
	print("logged in at", json_member(row, STR("authenticated_at")));
	print("level", json_member(row, STR("level")));
	print("issuer", json_member(row, STR("issuer")));
	print("client", json_member(row, STR("client_id")));
	print("e-ID", e->authn_provider);
	print("document", e->document);
	print("key", e->key);
	print("key fetched at", clock_rfc3339(arena, e->key_fetched_s * 1000));
	print("evidence", json_member(row, STR("evidence_sha256")));
}

/* The sealed text, its digest, and the document as it is kept now, against what was written when it was signed. */
static bool row_holds(struct arena *arena, const uint8_t *key, str municipality, const struct json_node *row,
                      struct evidence *e, const char **reason)
{
	uint8_t hash[SEAL_HASH_BYTES];
	str sealed = json_member(row, STR("evidence")), document = json_member(row, STR("document"));
	const struct evidence_of of = { municipality, json_member(row, STR("case_id")), json_member(row, STR("person")) };
	const struct evidence_wanted wanted = { document, json_member(row, STR("mode")), json_member(row, STR("issuer")),
		                                json_member(row, STR("client_id")), json_member(row, STR("personal_number")) };
	seal_sha256(hash, sealed);
	*reason = "the evidence is not the one that was written";
	if (!str_eq(seal_hex(arena, hash, sizeof hash), json_member(row, STR("evidence_sha256"))))
		return false;
	*reason = "the evidence does not open: another key, or another case's or person's";
	if (!evidence_open(arena, key, &of, sealed, e))
		return false;
	*reason = "the document that is kept is not the one that was signed";
	if (!str_eq(document, json_member(row, STR("kept"))))
		return false;
	return evidence_holds(arena, e, &wanted, reason);
}

static int show(struct arena *arena, const struct config *config, const struct json_node *rows)
{
	uint8_t key[SEAL_BOX_KEY_BYTES];
	bool all = true;
	if (!evidence_key_read(arena, config_file(config->evidence_key.p, KEY_FILE_MOST_BYTES), key)) {
		fputs("blankett signature: BLANKETT_EVIDENCE_KEY_FILE holds no key\n", stderr);
		return EX_CONFIG;
	}
	for (struct json_iter it = json_begin(rows); json_next(&it);) {
		const char *reason = "";
		struct evidence e = { 0 };
		bool holds = row_holds(arena, key, config->municipality, it.value, &e, &reason);
		all &= holds;
		printf("%s %.*s%s%s\n", holds ? "ok     " : "FAILS  ", STR_ARG(json_member(it.value, STR("person"))), holds ? "" : ": ",
		       holds ? "" : reason);
		print_facts(arena, it.value, &e);
	}
	seal_wipe(key, sizeof key);
	if (json_count(rows) == 0)
		puts("nobody has signed this case");
	return all ? EX_OK : 1;
}

static int show_case(struct arena *arena, str reference)
{
	struct problem why = { 0 };
	const struct json_node *rows;
	const struct config *config = config_read();
	config_need(config->database, "BLANKETT_DATABASE");
	config_need(config->evidence_key, "BLANKETT_EVIDENCE_KEY_FILE");
	struct db *db = db_open(config->database, "blankett");
	const struct caller caller = { .municipality = config->municipality, .request_id = seal_uuid(arena, clock_now_ms()) };
	bool read = signatures_read(db, arena, &caller, reference, &rows, &why);
	db_close(db);
	if (read)
		return show(arena, config, rows);
	fprintf(stderr, "blankett signature: %.*s\n", STR_ARG(why.detail));
	return why.kind == P_UNAVAILABLE ? EX_UNAVAILABLE : why.kind == P_INTERNAL ? EX_SOFTWARE : 1;
}

int signature_command(int argc, char **argv)
{
	if (argc != 3)
		return usage();
	str verb = str_of(argv[1]);
	struct arena *arena = arena_new(ARENA_BYTES);
	int result = EX_USAGE;
	if (str_is(verb, "show"))
		result = show_case(arena, str_of(argv[2]));
	else if (str_is(verb, "key"))
		result = make_key(arena, argv[2]);
	else
		usage();
	arena_free(arena);
	return result;
}
