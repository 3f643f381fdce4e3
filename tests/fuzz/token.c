/* token.c -- base/token: what somebody shows as a session token. After "s" the rest is a payload that the right key signs, so that what
 * lies behind the signature sees any bytes too; anything else is the token itself. */
#include <sanitizer/lsan_interface.h>

#include "base/token.h"
#include "fuzz.h"

#define NOW_S 1772000000
#define IMPLICIT "blankett-session|test|citizen"

static struct arena *held;
static uint8_t secret[SEAL_SECRET_BYTES];
static const struct token_keys *keys;
static str key_id;

/* A key of this run alone, in a folder as token_keys_load wants it. */
static void make_keys(void)
{
	uint8_t public_key[SEAL_PUBLIC_BYTES];
	char folder[] = "/tmp/fuzz-keys-XXXXXX";
	held = arena_new((size_t)1 << 20);
	seal_init();
	seal_keypair(public_key, secret);
	key_id = seal_key_id(held, public_key);
	PROMISE("a folder can be made", mkdtemp(folder) != NULL);
	const char *path = arena_printf(held, "%s/%.*s.pub", folder, STR_ARG(key_id)).p;
	FILE *file = fopen(path, "w");
	PROMISE("a key can be kept", file != NULL);
	fprintf(file, "%.*s\n", STR_ARG(seal_base64url(held, public_key, sizeof(public_key))));
	fclose(file);
	__lsan_disable(); /* keys live as long as the process */
	keys = token_keys_load(folder);
	__lsan_enable();
	unlink(path);
	rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!keys)
		make_keys();
	struct arena *arena = arena_new((size_t)16 << 20);
	struct token token = { 0 };
	str text = fuzz_bytes(arena, data, size);
	if (str_starts(text, STR("s")))
		text = seal_sign_v4(arena, secret, str_sub(text, 1, text.n), arena_printf(arena, "{\"kid\":\"%.*s\"}", STR_ARG(key_id)), STR(IMPLICIT));
	if (token_open(keys, STR("test"), text, NOW_S, &token) == TOKEN_GOOD) {
		PROMISE("a token was signed by the key", size && data[0] == 's');
		PROMISE("a token is for somebody, and lives", token.audience != AUD_NOBODY && token.expires_s > NOW_S);
		PROMISE("an opened token opens again", token_open(keys, STR("test"), text, NOW_S, &token) == TOKEN_GOOD);
		PROMISE("but not when it has run out", token_open(keys, STR("test"), text, token.expires_s, &token) == TOKEN_OVER);
	}
	arena_free(arena);
	return 0;
}
