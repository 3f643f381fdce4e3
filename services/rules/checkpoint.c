#include "rules/checkpoint.h"

#include <string.h>

#include "base/buf.h"

#define ED25519 0x01
#define DASH "\xe2\x80\x94 "

static void key_id(struct arena *arena, str name, const uint8_t key[SEAL_PUBLIC_BYTES], uint8_t out[NOTE_KEY_ID_BYTES])
{
	uint8_t hash[SEAL_HASH_BYTES];
	const char type[] = { '\n', ED25519 };
	seal_sha256(hash, arena_join(arena, name, (str){ type, sizeof type }, (str){ (const char *)key, SEAL_PUBLIC_BYTES }));
	memcpy(out, hash, NOTE_KEY_ID_BYTES);
}

str checkpoint_origin(struct arena *arena, str environment, str municipality)
{
	return arena_printf(arena, "blankett/%.*s/%.*s", STR_ARG(environment), STR_ARG(municipality));
}

str checkpoint_file(struct arena *arena, str municipality, uint64_t size)
{
	return arena_printf(arena, "%.*s-%012llu.checkpoint", STR_ARG(municipality), (unsigned long long)size);
}

str note_key_text(struct arena *arena, str name, const uint8_t key[SEAL_PUBLIC_BYTES])
{
	uint8_t id[NOTE_KEY_ID_BYTES];
	const char type = ED25519;
	key_id(arena, name, key, id);
	str bytes = arena_join(arena, (str){ &type, 1 }, (str){ (const char *)key, SEAL_PUBLIC_BYTES }, STR(""));
	return arena_printf(arena, "%.*s+%.*s+%.*s\n", STR_ARG(name), STR_ARG(seal_hex(arena, id, sizeof id)),
	                    STR_ARG(seal_base64(arena, bytes.p, bytes.n)));
}

static bool is_name(str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((uint8_t)name.p[i] <= ' ' || name.p[i] == '+' || (uint8_t)name.p[i] >= 0x7f)
			return false;
	return name.n > 0;
}

static bool read_key(struct arena *arena, str line, struct note_key *out)
{
	str id, rest, bytes;
	uint8_t said[NOTE_KEY_ID_BYTES];
	if (!str_cut(line, '+', &out->name, &rest) || !is_name(out->name) || !str_cut(rest, '+', &id, &rest) ||
	    !seal_hex_decode(id, said, sizeof said) || !seal_base64_decode(arena, rest, &bytes) ||
	    bytes.n != 1 + SEAL_PUBLIC_BYTES || bytes.p[0] != ED25519)
		return false;
	memcpy(out->key, bytes.p + 1, SEAL_PUBLIC_BYTES);
	key_id(arena, out->name, out->key, out->id);
	return memcmp(out->id, said, sizeof said) == 0;
}

bool note_keys_read(struct arena *arena, str text, struct note_keys *out)
{
	out->n = 0;
	while (text.n) {
		str line;
		str_cut(text, '\n', &line, &text);
		if (out->n == NOTE_KEYS_MOST || !read_key(arena, line, &out->keys[out->n]))
			return false;
		out->n++;
	}
	return out->n > 0;
}

static str body_of(struct arena *arena, const struct checkpoint *c)
{
	return arena_printf(arena, "%.*s\n%llu\n%.*s\n", STR_ARG(c->origin), (unsigned long long)c->size,
	                    STR_ARG(seal_base64(arena, c->root.bytes, MERKLE_HASH_BYTES)));
}

str checkpoint_sign(struct arena *arena, const struct checkpoint *c, const uint8_t secret[SEAL_SECRET_BYTES])
{
	uint8_t key[SEAL_PUBLIC_BYTES], bytes[NOTE_KEY_ID_BYTES + SEAL_SIGNATURE_BYTES];
	str body = body_of(arena, c);
	ed25519_public_key(key, secret);
	key_id(arena, c->origin, key, bytes);
	ed25519_sign(bytes + NOTE_KEY_ID_BYTES, secret, body);
	return arena_printf(arena, "%.*s\n" DASH "%.*s %.*s\n", STR_ARG(body), STR_ARG(c->origin),
	                    STR_ARG(seal_base64(arena, bytes, sizeof bytes)));
}

bool checkpoint_number(str text, uint64_t *out)
{
	int64_t n;
	if (text.n == 0 || (text.n > 1 && text.p[0] == '0') || !str_int(text, 0, INT64_MAX, &n) || text.p[0] == '-')
		return false;
	*out = (uint64_t)n;
	return true;
}

/* A line that ends in a newline, which is taken off with it. */
static bool next_line(str *text, str *line)
{
	return str_cut(*text, '\n', line, text);
}

/* The three lines and the empty one; `signatures` is what follows. */
static bool read_body(struct arena *arena, str note, struct checkpoint *out, str *body, str *signatures)
{
	str size, root, empty, bytes, rest = note;
	if (!next_line(&rest, &out->origin) || !is_name(out->origin) || !next_line(&rest, &size) || !checkpoint_number(size, &out->size) ||
	    !next_line(&rest, &root) || !seal_base64_decode(arena, root, &bytes) || bytes.n != MERKLE_HASH_BYTES)
		return false;
	memcpy(out->root.bytes, bytes.p, MERKLE_HASH_BYTES);
	*body = str_sub(note, 0, note.n - rest.n);
	if (!next_line(&rest, &empty) || empty.n != 0)
		return false;
	*signatures = rest;
	return true;
}

enum line_says { NOT_A_SIGNATURE, UNKNOWN_KEY, WRONG, HOLDS };

static enum line_says check_line(struct arena *arena, str line, str origin, str body, const struct note_keys *keys)
{
	str name, text, bytes;
	if (!str_starts(line, STR(DASH)) || !str_cut(str_sub(line, sizeof(DASH) - 1, line.n), ' ', &name, &text) || !name.n ||
	    !seal_base64_decode(arena, text, &bytes) || bytes.n <= NOTE_KEY_ID_BYTES)
		return NOT_A_SIGNATURE;
	for (size_t i = 0; i < keys->n; i++) {
		const struct note_key *key = &keys->keys[i];
		if (!str_eq(key->name, name) || !str_eq(name, origin) || memcmp(key->id, bytes.p, NOTE_KEY_ID_BYTES) != 0)
			continue;
		return ed25519_holds(key->key, body, str_sub(bytes, NOTE_KEY_ID_BYTES, bytes.n)) ? HOLDS : WRONG;
	}
	return UNKNOWN_KEY;
}

bool checkpoint_open(struct arena *arena, str note, const struct note_keys *keys, struct checkpoint *out, const char **reason)
{
	str body, rest, line;
	bool holds = false;
	*reason = "it is no checkpoint";
	if (note.n > NOTE_MOST_BYTES || !str_utf8(note) || !read_body(arena, note, out, &body, &rest) || rest.n == 0)
		return false;
	while (rest.n) {
		if (!next_line(&rest, &line))
			return false;
		enum line_says says = check_line(arena, line, out->origin, body, keys);
		if (says == NOT_A_SIGNATURE)
			return false;
		if (says == WRONG) {
			*reason = "its signature does not hold";
			return false;
		}
		holds = holds || says == HOLDS;
	}
	*reason = "no key given has signed it";
	return holds;
}
