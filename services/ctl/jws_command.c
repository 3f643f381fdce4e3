/* jws_command.c -- `blankett jws verify`: would a login believe this token? Reads the token from stdin.
 *
 * Signature and header are always checked; of the claims those that an option names, and the times as soon as
 * any claim is (against
 * --now, else the clock). Without such an option the payload may be anything but broken JSON. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/seal.h"
#include "ctl/commands.h"
#include "eid/claims.h"
#include "eid/jws.h"

#define ARENA_BYTES ((size_t)32 * 1024 * 1024)
#define FILE_MOST_BYTES ((size_t)1024 * 1024)

struct wanted {
	const char *key_file;
	unsigned allowed;
	bool any_claim;
	struct claims_wanted claims;
};

static int usage(void)
{
	fputs("usage: blankett jws verify --jwks FILE [--iss X] [--aud X] [--nonce X] [--alg X] [--now "
	      "SECONDS] < TOKEN\n",
	      stderr);
	return EX_USAGE;
}

static bool read_all(struct arena *arena, FILE *file, str *out)
{
	char piece[4096];
	struct buf b = buf_in(arena, FILE_MOST_BYTES);
	for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
		buf_add(&b, (str){piece, n});
	*out = buf_str(&b);
	return !ferror(file) && buf_ok(&b);
}

static bool read_option(const char *name, const char *value, struct wanted *out)
{
	str words = str_of(value);
	out->any_claim = out->any_claim || (strcmp(name, "--jwks") != 0 && strcmp(name, "--alg") != 0);
	if (strcmp(name, "--jwks") == 0)
		out->key_file = value;
	else if (strcmp(name, "--alg") == 0)
		out->allowed = jws_alg_of(words); /* an unknown name allows nothing */
	else if (strcmp(name, "--iss") == 0)
		out->claims.issuer = words;
	else if (strcmp(name, "--aud") == 0)
		out->claims.audience = words;
	else if (strcmp(name, "--nonce") == 0)
		out->claims.nonce = words;
	else
		return strcmp(name, "--now") == 0 && str_int(words, 1, INT64_MAX / 2, &out->claims.now_s);
	return true;
}

static bool read_options(int argc, char **argv, struct wanted *out)
{
	*out = (struct wanted){.allowed = JWS_ANY};
	if (argc < 2 || strcmp(argv[1], "verify") != 0 || argc % 2 != 0)
		return false;
	for (int i = 2; i < argc; i += 2)
		if (!read_option(argv[i], argv[i + 1], out))
			return false;
	if (out->any_claim && !out->claims.now_s)
		out->claims.now_s = clock_now_ms() / 1000;
	return out->key_file;
}

/* One line end, as `echo` and editors leave it; any other white space is part of the token and refused with
 * it. */
static str without_line_end(str token)
{
	if (str_ends(token, STR("\n")))
		token = str_sub(token, 0, token.n - 1);
	return str_ends(token, STR("\r")) ? str_sub(token, 0, token.n - 1) : token;
}

static bool verify(struct arena *arena, const struct wanted *wanted, str key_set, str token,
                   const char **reason)
{
	struct jws jws;
	const struct jwk_set *keys = jwk_set_read(arena, key_set, reason);
	if (!keys || !jws_verify(arena, keys, wanted->allowed, token, &jws, reason))
		return false;
	if (!wanted->any_claim && !str_starts(str_trim(jws.payload), STR("{")))
		return true;
	const struct json_node *claims = claims_read(arena, jws.payload, reason);
	return claims && (!wanted->any_claim || claims_hold(claims, &wanted->claims, reason));
}

int jws_command(int argc, char **argv)
{
	struct wanted wanted;
	str key_set, token;
	const char *reason = "";
	seal_init();
	if (!read_options(argc, argv, &wanted))
		return usage();
	struct arena *arena = arena_new(ARENA_BYTES);
	FILE *file = fopen(wanted.key_file, "rb");
	if (!file || !read_all(arena, file, &key_set)) {
		fprintf(stderr, "blankett jws: cannot read %s\n", wanted.key_file);
		return EX_NOINPUT;
	}
	fclose(file);
	bool ok = read_all(arena, stdin, &token);
	if (!ok)
		reason = "the token is too long or cannot be read";
	ok = ok && verify(arena, &wanted, key_set, without_line_end(token), &reason);
	if (ok)
		puts("valid");
	else
		printf("refused: %s\n", reason);
	arena_free(arena);
	return ok ? EX_OK : 1;
}
