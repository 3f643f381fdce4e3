/* receipt_command.c -- `blankett receipt key|verify`: the keys that sign receipts, and whether a receipt is genuine.
 *
 * Receipt keys are for receipts only. DIR/secret (0400) is for blankett-worker alone; DIR/public is read by blankett-citizen, which
 * gives the keys to anyone. `--next` makes a new key and keeps the old public ones: receipts outlive keys. Start citizen anew before the
 * worker, so that no receipt is signed with a key that nobody knows. Verifying needs no database and no network. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/signature.h"
#include "ctl/commands.h"
#include "rules/receipt.h"

#define ARENA_BYTES ((size_t)8 * 1024 * 1024)
#define FILE_MOST_BYTES ((size_t)64 * 1024)

static int usage(void)
{
	fputs("usage: blankett receipt verify FILE --key FILE [--signature FILE]   is it genuine and unchanged?\n"
	      "           --key: minisign's form or PEM; --signature: FILE.minisig when absent, else a file in minisign's\n"
	      "           form or the 64 bytes of a plain Ed25519 signature\n"
	      "       blankett receipt key DIR [--next]    makes DIR/secret and DIR/public; --next: a new key after the first\n",
	      stderr);
	return EX_USAGE;
}

static int complain(const char *what, const char *path)
{
	fprintf(stderr, "blankett receipt: %s %s: %s\n", what, path, strerror(errno));
	return EX_CANTCREAT;
}

/* The public key comes first: a secret without it would sign what nobody can verify. */
static bool write_key(struct arena *arena, const char *directory, str name, const uint8_t secret[SEAL_SECRET_BYTES])
{
	const struct signature_key key = signature_key_of_secret(secret);
	str text = signature_key_minisign(arena, &key, arena_join(arena, STR("minisign public key "), name, STR("")));
	str secret_text = arena_join(arena, seal_base64url(arena, secret, SEAL_SECRET_BYTES), STR("\n"), STR(""));
	str public = arena_printf(arena, "%s/public", directory);
	return file_replace(arena, public.p, arena_join(arena, name, STR(".pub"), STR("")), 0644, text) &&
	       file_replace(arena, public.p, STR("current.pub"), 0644, text) &&
	       file_replace(arena, directory, STR("secret"), 0400, secret_text);
}

static int make_key(struct arena *arena, const char *directory, bool next)
{
	bool first = access(arena_printf(arena, "%s/secret", directory).p, F_OK) != 0;
	if (first == next) {
		fprintf(stderr, "blankett receipt: %s has %s\n", directory, next ? "no key yet" : "a key already; --next makes the one after it");
		return EX_CANTCREAT;
	}
	str public = arena_printf(arena, "%s/public", directory);
	if ((mkdir(directory, 0755) != 0 && errno != EEXIST) || (mkdir(public.p, 0755) != 0 && errno != EEXIST))
		return complain("cannot make", public.p);
	uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
	seal_keypair(public_key, secret);
	const struct signature_key key = signature_key_of(public_key);
	str name = signature_key_name(arena, &key);
	bool ok = write_key(arena, directory, name, secret);
	seal_wipe(secret, sizeof(secret));
	if (!ok)
		return complain("cannot write a key in", directory);
	printf("%.*s\n", STR_ARG(name));
	return EX_OK;
}

static bool read_file(struct arena *arena, const char *path, str *out)
{
	char piece[4096];
	struct buf b = buf_in(arena, FILE_MOST_BYTES);
	FILE *file = fopen(path, "rb");
	if (!file) {
		fprintf(stderr, "blankett receipt: cannot read %s: %s\n", path, strerror(errno));
		return false;
	}
	for (size_t n; (n = fread(piece, 1, sizeof(piece), file)) > 0;)
		buf_add(&b, (str){ piece, n });
	bool ok = !ferror(file) && buf_ok(&b);
	fclose(file);
	*out = buf_str(&b);
	if (!ok)
		fprintf(stderr, "blankett receipt: %s is too large or cannot be read\n", path);
	return ok;
}

/* Why not; NULL: genuine. *comment is set for a signature in minisign's form. */
static const char *refusal(struct arena *arena, const struct signature_key *key, str message, str signature, str *comment)
{
	enum signature_verdict verdict = signature.n == SEAL_SIGNATURE_BYTES
	                                         ? signature_raw_check(key, message, signature)
	                                         : signature_minisign_check(arena, key, message, signature, comment);
	switch (verdict) {
	case SIGNATURE_GOOD: return NULL;
	case SIGNATURE_BROKEN: return "the signature file is damaged, or is none";
	case SIGNATURE_OTHER_KEY: return "it was signed with another key than this one";
	case SIGNATURE_WRONG: break;
	}
	return "the file is not what was signed: it or its signature was changed, or the key is another";
}

static void say(const char *name, str value)
{
	if (value.p)
		printf("%-14s %.*s\n", name, STR_ARG(value));
}

static void say_signer(const struct json_node *signer)
{
	str name = json_member(signer, STR("name")), level = json_member(signer, STR("level"));
	str role = json_member(signer, STR("role")), mode = json_member(signer, STR("mode")), at = json_member(signer, STR("at"));
	printf("%-14s %.*s (%.*s), by %.*s%s%.*s, %.*s\n", "signer", STR_ARG(name.p ? name : STR("name not given")), STR_ARG(role),
	       STR_ARG(mode), level.p ? " at level " : "", STR_ARG(level.p ? level : STR("")), STR_ARG(at));
}

static void say_receipt(const struct json_node *receipt)
{
	static const char *const members[] = { "municipality", "case", "kind", "status", "submitted_at", "received_at", "issued_at" };
	const struct json_node *form = json_get(receipt, STR("form"));
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		say(members[i], json_member(receipt, str_of(members[i])));
	say("form", json_member(form, STR("id")));
	say("form version", json_member(form, STR("version")));
	say("form sha256", json_member(form, STR("sha256")));
	say("sent sha256", json_member(json_get(receipt, STR("document")), STR("sha256")));
	struct json_iter it = json_begin(json_get(receipt, STR("signers")));
	while (json_next(&it))
		say_signer(it.value);
}

static int verify(struct arena *arena, const char *file, const char *key_file, const char *signature_file)
{
	str message, key_text, signature, comment = STR_NONE;
	struct signature_key key;
	if (!signature_file)
		signature_file = arena_printf(arena, "%s.minisig", file).p;
	if (!read_file(arena, file, &message) || !read_file(arena, key_file, &key_text) || !read_file(arena, signature_file, &signature))
		return EX_NOINPUT;
	if (!signature_key_read(arena, key_text, &key)) {
		fprintf(stderr, "blankett receipt: %s holds no public key\n", key_file);
		return EX_DATAERR;
	}
	const char *why = refusal(arena, &key, message, signature, &comment);
	const struct json_node *receipt = receipt_read(arena, message);
	if (!why && !receipt)
		why = "it is signed, but it is no receipt";
	if (!why && comment.p && !str_eq(comment, receipt_comment(arena, receipt)))
		why = "the signature speaks of another receipt";
	if (why) {
		printf("refused: %s\n", why);
		return 1;
	}
	puts("genuine and unchanged");
	say_receipt(receipt);
	return EX_OK;
}

static int verify_options(struct arena *arena, int argc, char **argv)
{
	const char *key = NULL, *signature = NULL;
	if (argc < 5 || argc % 2 != 1)
		return usage();
	for (int i = 3; i < argc; i += 2) {
		if (strcmp(argv[i], "--key") == 0)
			key = argv[i + 1];
		else if (strcmp(argv[i], "--signature") == 0)
			signature = argv[i + 1];
		else
			return usage();
	}
	return key ? verify(arena, argv[2], key, signature) : usage();
}

int receipt_command(int argc, char **argv)
{
	if (argc < 3)
		return usage();
	bool next = argc == 4 && strcmp(argv[3], "--next") == 0;
	struct arena *arena = arena_new(ARENA_BYTES);
	int result;
	if (strcmp(argv[1], "verify") == 0)
		result = verify_options(arena, argc, argv);
	else if (strcmp(argv[1], "key") == 0 && (argc == 3 || next))
		result = make_key(arena, argv[2], next);
	else
		result = usage();
	arena_free(arena);
	return result;
}
