#include "base/signature_keys.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/problem.h"

#define KEY_FILE_BYTES 1024

static struct signature_key load_key(struct arena *arena, const char *directory, const char *name)
{
	struct signature_key key;
	str path = arena_printf(arena, "%s/%s", directory, name);
	if (!signature_key_read(arena, config_file(path.p, KEY_FILE_BYTES), &key))
		die(EX_CONFIG, "signature.key", path);
	return key;
}

const struct signature_keys *signature_keys_load(const char *directory)
{
	struct signature_keys *keys = calloc(1, sizeof(*keys));
	DIR *dir = opendir(directory);
	if (!keys || !dir)
		die(EX_CONFIG, "signature.keys", str_of(directory));
	struct arena *arena = arena_new((size_t)64 * 1024);
	keys->current = load_key(arena, directory, "current.pub");
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!str_ends(str_of(entry->d_name), STR(".pub")))
			continue;
		if (keys->n == SIGNATURE_MOST_KEYS)
			die(EX_CONFIG, "signature.too_many_keys", str_of(directory));
		keys->known[keys->n++] = load_key(arena, directory, entry->d_name);
	}
	closedir(dir);
	arena_free(arena);
	return keys;
}

const struct signature_key *signature_keys_find(const struct signature_keys *keys, const uint8_t id[SIGNATURE_KEY_ID_BYTES])
{
	for (size_t i = 0; i < keys->n; i++)
		if (memcmp(keys->known[i].id, id, SIGNATURE_KEY_ID_BYTES) == 0)
			return &keys->known[i];
	return NULL;
}

void signature_secret_load(const char *path, uint8_t secret[SEAL_SECRET_BYTES])
{
	struct stat about;
	str bytes;
	if (stat(path, &about) == 0 && (about.st_mode & 077) != 0)
		die(EX_CONFIG, "signature.secret_is_open", str_of(path));
	struct arena *arena = arena_new((size_t)64 * 1024);
	str text = config_file(path, KEY_FILE_BYTES);
	if (!seal_base64url_decode(arena, str_trim(text), &bytes) || bytes.n != SEAL_SECRET_BYTES)
		die(EX_CONFIG, "signature.secret", str_of(path));
	memcpy(secret, bytes.p, SEAL_SECRET_BYTES);
	arena_free(arena);
}
