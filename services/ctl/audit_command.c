/* audit_command.c -- `blankett audit ...`: that nothing in the trail of who read and changed what was altered or removed.
 *
 * `verify`, `prove` and `compare` need BLANKETT_DATABASE as the role blankett_operator; `check-proof` needs nothing but two files. What
 * the walk over the log finds stands in audit_walk.c. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/file.h"
#include "base/log.h"
#include "ctl/audit_walk.h"
#include "ctl/commands.h"
#include "rules/tlog_proof.h"
#include "store/audit.h"

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define PAGE 1000

static int usage(void)
{
	fputs("usage: blankett audit key FILE                                     makes the key that signs checkpoints, and FILE.pub\n"
	      "       blankett audit verify [--from CHECKPOINT] --to CHECKPOINT --key FILE.pub\n"
	      "       blankett audit compare DIRECTORY                            files of checkpoints beside those in the database\n"
	      "       blankett audit prove ID --key FILE.pub                      prints a proof that an event is in the log\n"
	      "       blankett audit check-proof FILE --key FILE.pub              needs no database\n"
	      "       blankett audit suite FILE...                                proofs of a public test suite\n",
	      stderr);
	return EX_USAGE;
}

static int refuse(const char *what, const char *reason)
{
	fprintf(stderr, "blankett audit: %s: %s\n", what, reason);
	return 1;
}

static int told(const struct problem *why)
{
	fprintf(stderr, "blankett audit: %.*s\n", STR_ARG(why->detail));
	return why->kind == P_UNAVAILABLE ? EX_UNAVAILABLE : why->kind == P_INTERNAL ? EX_SOFTWARE : 1;
}

struct options {
	const char *from, *to, *key, *word; /* word: what stands without a name */
};

static bool read_options(int argc, char **argv, struct options *out)
{
	*out = (struct options){ 0 };
	for (int i = 2; i < argc; i++) {
		const char **at = strcmp(argv[i], "--from") == 0 ? &out->from
		                  : strcmp(argv[i], "--to") == 0 ? &out->to
		                  : strcmp(argv[i], "--key") == 0 ? &out->key : &out->word;
		if (*at || (at != &out->word && ++i == argc))
			return false;
		*at = argv[i];
	}
	return true;
}

/* Never over a key that is there. */
static bool make_file(const char *path, mode_t mode, str text)
{
	return file_make(path, mode, text) || (refuse(path, strerror(errno)), false);
}

static int key(struct arena *arena, const struct config *config, const char *path)
{
	uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
	seal_keypair(public_key, secret);
	str text = arena_join(arena, seal_base64url(arena, secret, sizeof secret), STR("\n"), STR(""));
	seal_wipe(secret, sizeof secret);
	str line = note_key_text(arena, checkpoint_origin(arena, config->environment, config->municipality), public_key);
	/* The public key comes first: a secret without it would sign what nobody can verify. */
	if (!make_file(arena_printf(arena, "%s.pub", path).p, 0644, line) || !make_file(path, 0600, text))
		return EX_CANTCREAT;
	printf("%.*s", STR_ARG(line));
	return EX_OK;
}

static bool read_keys(struct arena *arena, const char *path, struct note_keys *keys)
{
	return note_keys_read(arena, config_file(path, NOTE_MOST_BYTES), keys) || (refuse(path, "it holds no public key"), false);
}

static bool read_checkpoint(struct arena *arena, const char *path, const struct note_keys *keys, struct checkpoint *out)
{
	const char *reason;
	return checkpoint_open(arena, config_file(path, NOTE_MOST_BYTES), keys, out, &reason) || (refuse(path, reason), false);
}

/* No --from: from the log's beginning. */
static int verify(const struct operation *o, const struct options *given)
{
	struct note_keys keys;
	struct checkpoint from = { 0 }, to;
	struct problem why = { 0 };
	if (!read_keys(o->arena, given->key, &keys) || !read_checkpoint(o->arena, given->to, &keys, &to) ||
	    (given->from && !read_checkpoint(o->arena, given->from, &keys, &from)))
		return 1;
	if (!str_eq(to.origin, o->origin) || (given->from && !str_eq(from.origin, o->origin)))
		return refuse("the checkpoints are of another log than", o->origin.p);
	if (from.size > to.size || (from.size == to.size && !merkle_equal(&from.root, &to.root)))
		return refuse(given->from, from.size > to.size ? "it is later than the other" : "the other one says otherwise of the same size");
	struct audit_walk walk = { .operation = o, .keys = &keys, .from = given->from ? &from : NULL, .to = &to };
	if (audit_walk(&walk, &why)) {
		printf("nothing was altered, removed, inserted or reordered: %llu events, of which %llu since the first checkpoint\n",
		       (unsigned long long)to.size, (unsigned long long)(to.size - from.size));
		return EX_OK;
	}
	if (why.kind)
		return told(&why);
	printf("%.*s\n", STR_ARG(walk.finding));
	return 1;
}

/* The hashes of the ranges of a proof, each from its nodes. */
static bool hashes_of(const struct operation *o, const struct merkle_range *ranges, size_t n, struct merkle_hash *out, struct problem *why)
{
	struct merkle_node nodes[MERKLE_MOST];
	struct merkle_hash parts[MERKLE_MOST];
	for (size_t i = 0; i < n; i++) {
		const struct json_node *answer;
		size_t one, count = merkle_nodes(ranges[i], nodes);
		str list = STR("[");
		for (size_t j = 0; j < count; j++)
			list = arena_printf(o->arena, "%.*s%s[%u,%llu]", STR_ARG(list), j ? "," : "", nodes[j].level,
			                    (unsigned long long)nodes[j].index);
		if (!audit_nodes(o->db, o->arena, &o->caller, arena_join(o->arena, list, STR("]"), STR("")), &answer, why))
			return false;
		for (size_t j = 0; j < count; j++)
			if (!audit_hashes(json_str(json_at(answer, j)), &parts[j], 1, &one))
				return fail(why, P_NOT_FOUND, STR("A row of the log is gone."));
		out[i] = merkle_fold(parts, count);
	}
	return true;
}

static int prove(const struct operation *o, const struct options *given)
{
	struct note_keys keys;
	struct tlog_proof proof = { 0 }, checked;
	struct checkpoint at;
	struct merkle_range ranges[MERKLE_MOST];
	struct problem why = { 0 };
	const struct json_node *row;
	const char *reason;
	if (!read_keys(o->arena, given->key, &keys))
		return 1;
	if (!audit_event(o->db, o->arena, &o->caller, str_of(given->word), &row, &why))
		return told(&why);
	proof.leaf = audit_leaf(o->arena, json_get(row, STR("event")));
	proof.index = (uint64_t)json_int(json_get(row, STR("index")), 0);
	proof.note = json_member(row, STR("checkpoint"));
	if (!proof.note.p)
		return refuse(given->word, "no checkpoint covers the event yet");
	if (!checkpoint_open(o->arena, proof.note, &keys, &at, &reason))
		return refuse("the stored checkpoint", reason);
	proof.n = merkle_inclusion(proof.index, at.size, ranges);
	if (!hashes_of(o, ranges, proof.n, proof.hashes, &why))
		return told(&why);
	str text = tlog_proof_text(o->arena, &proof);
	if (!tlog_proof_check(o->arena, text, &keys, &checked, &at, &reason))
		return refuse(given->word, reason);
	printf("%.*s", STR_ARG(text));
	return EX_OK;
}

static int check_proof(struct arena *arena, const struct options *given)
{
	struct note_keys keys;
	struct tlog_proof proof;
	struct checkpoint at;
	const char *reason;
	if (!read_keys(arena, given->key, &keys))
		return 1;
	if (!tlog_proof_check(arena, config_file(given->word, TLOG_PROOF_MOST_BYTES), &keys, &proof, &at, &reason))
		return refuse(given->word, reason);
	printf("%.*s\nis event %llu of the %llu that the log %.*s was signed with\n", STR_ARG(proof.leaf),
	       (unsigned long long)proof.index, (unsigned long long)at.size, STR_ARG(at.origin));
	return EX_OK;
}

static bool same_as_file(const struct operation *o, const char *directory, str name, str note)
{
	str path = arena_printf(o->arena, "%s/%.*s", directory, STR_ARG(name));
	if (access(path.p, R_OK) != 0) {
		printf("%.*s: the file is gone\n", STR_ARG(path));
		return false;
	}
	if (str_eq(config_file(path.p, NOTE_MOST_BYTES), note))
		return true;
	printf("%.*s: the database holds another\n", STR_ARG(path));
	return false;
}

/* Every checkpoint of the database has its file; the answer is how many have not, or hold something else. */
static bool rows_have_files(const struct operation *o, const char *directory, int64_t *rows, int64_t *wrong, struct problem *why)
{
	const struct json_node *page;
	int64_t above = 0;
	do {
		if (!audit_checkpoints(o->db, o->arena, &o->caller, above, PAGE, &page, why))
			return false;
		struct json_iter it = json_begin(page);
		for (; json_next(&it); ++*rows) {
			above = json_int(json_get(it.value, STR("size")), 0);
			str name = checkpoint_file(o->arena, o->caller.municipality, (uint64_t)above);
			*wrong += !same_as_file(o, directory, name, json_member(it.value, STR("note")));
		}
	} while (json_count(page) == PAGE);
	return true;
}

static bool has_row(const struct operation *o, str name, bool *found, struct problem *why)
{
	const struct json_node *page;
	uint64_t size = 0;
	str number, rest;
	str_cut(str_sub(name, o->caller.municipality.n + 1, name.n), '.', &number, &rest);
	while (number.n > 1 && number.p[0] == '0')
		number = str_sub(number, 1, number.n);
	*found = false;
	if (!checkpoint_number(number, &size) || size == 0)
		return true;
	if (!audit_checkpoints(o->db, o->arena, &o->caller, (int64_t)size - 1, 1, &page, why))
		return false;
	*found = json_int(json_get(json_at(page, 0), STR("size")), 0) == (int64_t)size;
	return true;
}

static bool files_have_rows(const struct operation *o, DIR *directory, int64_t *wrong, struct problem *why)
{
	str prefix = arena_join(o->arena, o->caller.municipality, STR("-"), STR(""));
	for (struct dirent *entry; (entry = readdir(directory));) {
		str name = str_of(entry->d_name);
		bool found;
		if (!str_starts(name, prefix))
			continue;
		if (!has_row(o, name, &found, why))
			return false;
		if (!found)
			printf("%s: the database does not hold it\n", entry->d_name);
		*wrong += !found;
	}
	return true;
}

static int compare(const struct operation *o, const char *path)
{
	struct problem why = { 0 };
	int64_t rows = 0, wrong = 0;
	DIR *directory = opendir(path);
	if (!directory)
		return refuse(path, strerror(errno)), EX_NOINPUT;
	bool ok = rows_have_files(o, path, &rows, &wrong, &why) && files_have_rows(o, directory, &wrong, &why);
	closedir(directory);
	if (!ok)
		return told(&why);
	printf("%lld checkpoints in the database, %lld differences\n", (long long)rows, (long long)wrong);
	return wrong ? 1 : EX_OK;
}

/* What needs the database, once it is open. */
static int with_database(struct arena *arena, const struct config *config, str verb, const struct options *given)
{
	config_need(config->database, "BLANKETT_DATABASE");
	struct operation o = { .arena = arena, .db = db_open(config->database, "blankett") };
	o.caller.municipality = config->municipality;
	o.caller.request_id = seal_uuid(arena, clock_now_ms());
	o.origin = checkpoint_origin(arena, config->environment, config->municipality);
	log_request(o.caller.request_id);
	int result = str_is(verb, "verify") ? verify(&o, given) : str_is(verb, "prove") ? prove(&o, given) : compare(&o, given->word);
	db_close(o.db);
	return result;
}

static bool words_fit(str verb, const struct options *given)
{
	if (str_is(verb, "verify"))
		return given->to && given->key && !given->word;
	if (given->from || given->to || !given->word)
		return false;
	bool with_key = str_is(verb, "prove") || str_is(verb, "check-proof");
	return (with_key || str_is(verb, "key") || str_is(verb, "compare")) && with_key == (given->key != NULL);
}

int audit_command(int argc, char **argv)
{
	struct options given;
	seal_init();
	log_service("cli");
	if (argc > 2 && strcmp(argv[1], "suite") == 0)
		return audit_suite(argc - 2, argv + 2);
	if (argc < 2 || !read_options(argc, argv, &given) || !words_fit(str_of(argv[1]), &given))
		return usage();
	str verb = str_of(argv[1]);
	struct arena *arena = arena_new(ARENA_BYTES);
	int result = str_is(verb, "check-proof") ? check_proof(arena, &given)
	             : str_is(verb, "key")       ? key(arena, config_read(), given.word)
	                                         : with_database(arena, config_read(), verb, &given);
	arena_free(arena);
	return result;
}
