/* keys_command.c -- `blankett keys new|rotate|retire DIR`: the keys that sign sessions.
 *
 * DIR/secret (0600) is for blankett-eid alone; DIR/<key id>.pub is read by every service. A file is either whole or not there: each is
 * written beside and renamed. Services that run see the directory change and go on with the keys it holds then (http/serve.c), so that
 * nobody is logged out by `rotate`, and everybody whose key is gone by `retire --now`. Tokens of service accounts end with their key as
 * well: `blankett token list` says which have which. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/file.h"
#include "base/seal.h"
#include "ctl/commands.h"

#define ARENA_BYTES ((size_t)1024 * 1024)
#define LONGEST_SESSION_S (10 * 3600) /* staff; see eid/callback.c */
#define KNOWN_EVERYWHERE_MS 2000      /* how long services may take to learn a key before one of them signs with it */
#define PUBLIC_OFFSET 32              /* an Ed25519 secret of libsodium ends in its public key */

static int usage(void)
{
	fputs("usage: blankett keys new DIR            makes DIR with a first key\n"
	      "       blankett keys rotate DIR         makes a new key; sessions of the old ones stay valid\n"
	      "       blankett keys retire DIR [--now] takes the old keys away; --now also ends their sessions\n",
	      stderr);
	return EX_USAGE;
}

static int complain(const char *what, const char *path)
{
	fprintf(stderr, "blankett keys: %s %s: %s\n", what, path, strerror(errno));
	return EX_CANTCREAT;
}

/* The public key comes first, and is known to services that run before the secret is there: else it would sign what they cannot verify. */
static int make_key(struct arena *arena, const char *directory, int head_start_ms)
{
	uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
	seal_keypair(public_key, secret);
	str id = seal_key_id(arena, public_key);
	str secret_text = arena_join(arena, seal_base64url(arena, secret, sizeof secret), STR("\n"), STR(""));
	seal_wipe(secret, sizeof secret);
	bool ok = file_replace(arena, directory, arena_join(arena, id, STR(".pub"), STR("")), 0644,
	                     arena_join(arena, seal_base64url(arena, public_key, sizeof public_key), STR("\n"), STR("")));
	(void)poll(NULL, 0, ok ? head_start_ms : 0);
	ok = ok && file_replace(arena, directory, STR("secret"), 0600, secret_text);
	if (!ok)
		return complain("cannot write a key in", directory);
	printf("%.*s\n", STR_ARG(id));
	return EX_OK;
}

static int new_keys(struct arena *arena, const char *directory)
{
	if (mkdir(directory, 0755) != 0 && errno != EEXIST)
		return complain("cannot make", directory);
	if (access(arena_printf(arena, "%s/secret", directory).p, F_OK) == 0) {
		fprintf(stderr, "blankett keys: %s has a key already; `keys rotate` makes the next one\n", directory);
		return EX_CANTCREAT;
	}
	return make_key(arena, directory, 0);
}

static int rotate(struct arena *arena, const char *directory)
{
	if (access(arena_printf(arena, "%s/secret", directory).p, R_OK) != 0)
		return complain("no key to follow in", directory);
	return make_key(arena, directory, KNOWN_EVERYWHERE_MS);
}

/* The file name of the public key that belongs to the secret; absent when the secret is broken. */
static str current_name(struct arena *arena, const char *directory)
{
	str bytes, path = arena_printf(arena, "%s/secret", directory);
	if (!seal_base64url_decode(arena, str_trim(config_file(path.p, 256)), &bytes) || bytes.n != SEAL_SECRET_BYTES)
		return STR_NONE;
	return arena_join(arena, seal_key_id(arena, (const uint8_t *)bytes.p + PUBLIC_OFFSET), STR(".pub"), STR(""));
}

static int remove_others(const char *directory, str kept)
{
	DIR *dir = opendir(directory);
	if (!dir)
		return complain("cannot read", directory);
	int result = EX_OK;
	for (struct dirent *entry; (entry = readdir(dir));) {
		str name = str_of(entry->d_name);
		if (!str_ends(name, STR(".pub")) || str_eq(name, kept))
			continue;
		if (unlinkat(dirfd(dir), entry->d_name, 0) != 0)
			result = complain("cannot remove", entry->d_name);
		else
			printf("retired %.*s\n", (int)(name.n - 4), name.p);
	}
	if (fsync(dirfd(dir)) != 0)
		result = complain("cannot write", directory);
	closedir(dir);
	return result;
}

static int retire(struct arena *arena, const char *directory, bool at_once)
{
	struct stat secret;
	if (stat(arena_printf(arena, "%s/secret", directory).p, &secret) != 0)
		return complain("no key in", directory);
	int64_t age_s = clock_now_ms() / 1000 - (int64_t)secret.st_mtime;
	if (!at_once && age_s < LONGEST_SESSION_S) {
		fprintf(stderr, "blankett keys: the key is %lld minutes old; sessions of the one before it can live for %d hours.\n"
		                "Wait, or end them with --now.\n",
		        (long long)(age_s / 60), LONGEST_SESSION_S / 3600);
		return 1;
	}
	str kept = current_name(arena, directory);
	if (!kept.p) {
		fprintf(stderr, "blankett keys: %s/secret is broken; nothing was removed\n", directory);
		return EX_DATAERR;
	}
	return remove_others(directory, kept);
}

int keys_command(int argc, char **argv)
{
	if (argc < 3)
		return usage();
	str verb = str_of(argv[1]);
	bool at_once = argc == 4 && strcmp(argv[3], "--now") == 0;
	seal_init();
	struct arena *arena = arena_new(ARENA_BYTES);
	int result = EX_USAGE;
	if (str_is(verb, "new") && argc == 3)
		result = new_keys(arena, argv[2]);
	else if (str_is(verb, "rotate") && argc == 3)
		result = rotate(arena, argv[2]);
	else if (str_is(verb, "retire") && (argc == 3 || at_once))
		result = retire(arena, argv[2], at_once);
	else
		usage();
	arena_free(arena);
	return result;
}
