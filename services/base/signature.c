#include "base/signature.h"

#include <string.h>
#include <sysexits.h>

#include <sodium.h>

#include "base/ed25519.h"
#include "base/problem.h"

#define PURE "Ed"      /* of a key, and of signatures that minisign made before it hashed */
#define PREHASHED "ED" /* of a signature */
#define HEAD_BYTES (2 + SIGNATURE_KEY_ID_BYTES)
#define UNTRUSTED STR("untrusted comment: ")
#define TRUSTED STR("trusted comment: ")
#define PEM_BEGIN STR("-----BEGIN PUBLIC KEY-----")
#define PEM_END STR("-----END PUBLIC KEY-----")

/* What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410 10.1). */
static const uint8_t spki_head[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

struct signature_file {
	const uint8_t *head, *signature, *global;
	str comment;
};

/* Exactly n bytes. */
static const uint8_t *bytes_of(struct arena *arena, str text, size_t n)
{
	str bytes;
	return seal_base64_decode(arena, text, &bytes) && bytes.n == n ? (const uint8_t *)bytes.p : NULL;
}

/* The next line without its end. False: nothing is left. */
static bool next_line(str *rest, str *line)
{
	if (rest->n == 0)
		return false;
	str_cut(*rest, '\n', line, rest);
	if (str_ends(*line, STR("\r")))
		*line = str_sub(*line, 0, line->n - 1);
	return true;
}

static void put_head(uint8_t *out, const char *kind, const struct signature_key *key)
{
	memcpy(out, kind, 2);
	memcpy(out + 2, key->id, SIGNATURE_KEY_ID_BYTES);
}

struct signature_key signature_key_of(const uint8_t public_key[SEAL_PUBLIC_BYTES])
{
	struct signature_key key;
	uint8_t hash[SEAL_HASH_BYTES];
	memcpy(key.key, public_key, sizeof(key.key));
	seal_hash(hash, (str){ (const char *)public_key, SEAL_PUBLIC_BYTES });
	memcpy(key.id, hash, sizeof(key.id));
	return key;
}

struct signature_key signature_key_of_secret(const uint8_t secret[SEAL_SECRET_BYTES])
{
	uint8_t key[SEAL_PUBLIC_BYTES];
	ed25519_public_key(key, secret);
	return signature_key_of(key);
}

/* minisign prints the id as a number, its bytes least significant first. */
str signature_key_name(struct arena *arena, const struct signature_key *key)
{
	uint64_t number = 0;
	for (size_t i = 0; i < SIGNATURE_KEY_ID_BYTES; i++)
		number |= (uint64_t)key->id[i] << (8 * i);
	return arena_printf(arena, "%016llX", (unsigned long long)number);
}

str signature_key_minisign(struct arena *arena, const struct signature_key *key, str comment)
{
	uint8_t bytes[HEAD_BYTES + SEAL_PUBLIC_BYTES];
	put_head(bytes, PURE, key);
	memcpy(bytes + HEAD_BYTES, key->key, SEAL_PUBLIC_BYTES);
	str first = arena_join(arena, UNTRUSTED, comment, STR("\n"));
	return arena_join(arena, first, seal_base64(arena, bytes, sizeof(bytes)), STR("\n"));
}

str signature_key_pem(struct arena *arena, const struct signature_key *key)
{
	uint8_t bytes[sizeof(spki_head) + SEAL_PUBLIC_BYTES];
	memcpy(bytes, spki_head, sizeof(spki_head));
	memcpy(bytes + sizeof(spki_head), key->key, SEAL_PUBLIC_BYTES);
	str body = seal_base64(arena, bytes, sizeof(bytes));
	return arena_printf(arena, "%s\n%.*s\n%s\n", PEM_BEGIN.p, STR_ARG(body), PEM_END.p);
}

static bool read_pem(struct arena *arena, str body, str end, struct signature_key *out)
{
	const uint8_t *bytes = bytes_of(arena, body, sizeof(spki_head) + SEAL_PUBLIC_BYTES);
	if (!bytes || memcmp(bytes, spki_head, sizeof(spki_head)) != 0 || !str_eq(end, PEM_END))
		return false;
	*out = signature_key_of(bytes + sizeof(spki_head));
	return true;
}

static bool read_minisign_key(struct arena *arena, str body, struct signature_key *out)
{
	const uint8_t *bytes = bytes_of(arena, body, HEAD_BYTES + SEAL_PUBLIC_BYTES);
	if (!bytes || memcmp(bytes, PURE, 2) != 0)
		return false;
	memcpy(out->id, bytes + 2, sizeof(out->id));
	memcpy(out->key, bytes + HEAD_BYTES, sizeof(out->key));
	return true;
}

bool signature_key_read(struct arena *arena, str text, struct signature_key *out)
{
	str first, body, end = STR_NONE, rest = text;
	if (!next_line(&rest, &first) || !next_line(&rest, &body))
		return false;
	bool third = next_line(&rest, &end);
	if (rest.n)
		return false;
	if (str_eq(first, PEM_BEGIN))
		return read_pem(arena, body, end, out);
	return str_starts(first, UNTRUSTED) && !third && read_minisign_key(arena, body, out);
}

static str sign_prehashed(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str message)
{
	uint8_t hash[crypto_generichash_BYTES_MAX];
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)message.p, message.n, NULL, 0);
	return signature_raw(arena, secret, (str){ (const char *)hash, sizeof(hash) });
}

str signature_raw(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str message)
{
	uint8_t *out = arena_alloc(arena, SEAL_SIGNATURE_BYTES);
	ed25519_sign(out, secret, message);
	return (str){ (const char *)out, SEAL_SIGNATURE_BYTES };
}

str signature_minisign(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str message, str comment)
{
	if (comment.n > SIGNATURE_MOST_COMMENT_BYTES || str_find(comment, '\n') != SIZE_MAX)
		die(EX_SOFTWARE, "signature.comment", STR("a trusted comment is one short line"));
	const struct signature_key key = signature_key_of_secret(secret);
	uint8_t bytes[HEAD_BYTES + SEAL_SIGNATURE_BYTES];
	str signature = sign_prehashed(arena, secret, message);
	put_head(bytes, PREHASHED, &key);
	memcpy(bytes + HEAD_BYTES, signature.p, SEAL_SIGNATURE_BYTES);
	str global = signature_raw(arena, secret, arena_join(arena, signature, comment, STR("")));
	str first = seal_base64(arena, bytes, sizeof(bytes)), second = seal_base64(arena, global.p, global.n);
	return arena_printf(arena, "untrusted comment: blankett\n%.*s\ntrusted comment: %.*s\n%.*s\n", STR_ARG(first), STR_ARG(comment),
	                    STR_ARG(second));
}

static bool read_signature(struct arena *arena, str text, struct signature_file *out)
{
	str lines[4], rest = text;
	for (size_t i = 0; i < 4; i++)
		if (!next_line(&rest, &lines[i]))
			return false;
	if (rest.n || !str_starts(lines[0], UNTRUSTED) || !str_starts(lines[2], TRUSTED))
		return false;
	out->head = bytes_of(arena, lines[1], HEAD_BYTES + SEAL_SIGNATURE_BYTES);
	out->global = bytes_of(arena, lines[3], SEAL_SIGNATURE_BYTES);
	out->comment = str_sub(lines[2], TRUSTED.n, lines[2].n);
	if (!out->head || !out->global || memcmp(out->head, PREHASHED, 2) != 0 || out->comment.n > SIGNATURE_MOST_COMMENT_BYTES)
		return false;
	out->signature = out->head + HEAD_BYTES;
	return true;
}

bool signature_minisign_id(struct arena *arena, str signature, uint8_t id[SIGNATURE_KEY_ID_BYTES])
{
	struct signature_file file;
	if (!read_signature(arena, signature, &file))
		return false;
	memcpy(id, file.head + 2, SIGNATURE_KEY_ID_BYTES);
	return true;
}

static bool verifies(const struct signature_key *key, const uint8_t *signature, str message)
{
	return ed25519_holds(key->key, message, (str){ (const char *)signature, SEAL_SIGNATURE_BYTES });
}

enum signature_verdict signature_minisign_check(struct arena *arena, const struct signature_key *key, str message, str signature,
                                                str *comment)
{
	struct signature_file file;
	uint8_t hash[crypto_generichash_BYTES_MAX];
	if (!read_signature(arena, signature, &file))
		return SIGNATURE_BROKEN;
	if (memcmp(file.head + 2, key->id, SIGNATURE_KEY_ID_BYTES) != 0)
		return SIGNATURE_OTHER_KEY;
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)message.p, message.n, NULL, 0);
	str signed_comment = arena_join(arena, (str){ (const char *)file.signature, SEAL_SIGNATURE_BYTES }, file.comment, STR(""));
	if (!verifies(key, file.signature, (str){ (const char *)hash, sizeof(hash) }) || !verifies(key, file.global, signed_comment))
		return SIGNATURE_WRONG;
	*comment = file.comment;
	return SIGNATURE_GOOD;
}

enum signature_verdict signature_raw_check(const struct signature_key *key, str message, str signature)
{
	if (signature.n != SEAL_SIGNATURE_BYTES)
		return SIGNATURE_BROKEN;
	return verifies(key, (const uint8_t *)signature.p, message) ? SIGNATURE_GOOD : SIGNATURE_WRONG;
}
