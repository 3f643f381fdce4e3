#include "base/token.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/problem.h"

#define KEYS_MAX 8
#define KEY_FILE_BYTES_MAX 256u
#define TOKEN_BYTES_MAX 1024u
#define REMEMBERED 256u /* a power of two */

struct token_key {
	str footer, ending; /* in `kept`: {"kid":"k4.pid...."}, and how a token under this key ends */
	uint8_t bytes[SEAL_PUBLIC_BYTES];
};

struct remembered {
	uint8_t hash[SEAL_HASH_BYTES];
	struct token token;
};

struct token_keys {
	struct token_key keys[KEYS_MAX];
	size_t n;
	str openings[AUD_SERVICE + 1]; /* in `kept`: how a token for an audience begins */
	struct arena *kept, *scratch;
	/* What this process verified already. One place a hash: a newer token takes the older one's. */
	struct remembered *seen;
};

const char *audience_name(enum audience audience)
{
	static const char *const names[] = { "nobody", "citizen", "staff", "service" };
	return names[audience];
}

static enum audience audience_of(str name)
{
	for (enum audience audience = AUD_CITIZEN; audience <= AUD_SERVICE; audience++)
		if (str_is(name, audience_name(audience)))
			return audience;
	return AUD_NOBODY;
}

static str footer_of(struct arena *arena, str key_id)
{
	return arena_printf(arena, "{\"kid\":\"%.*s\"}", STR_ARG(key_id));
}

#define PAYLOAD_HEAD "{\"iss\":\"eid\",\"aud\":\"%s\",\"mun\":\""
#define HEAD_BYTES 24u /* up to and with four letters of the audience: whole groups of base64, and no two begin alike */

static str opening_of(struct arena *arena, enum audience audience)
{
	str head = arena_printf(arena, PAYLOAD_HEAD, audience_name(audience));
	return arena_join(arena, STR("v4.public."), seal_base64url(arena, head.p, HEAD_BYTES), STR(""));
}

/* A file may go while the directory is read: that is no fault of the others. */
static str read_file(struct arena *arena, DIR *dir, const char *name)
{
	char *bytes = arena_alloc(arena, KEY_FILE_BYTES_MAX);
	int file = openat(dirfd(dir), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = file < 0 ? -1 : read(file, bytes, KEY_FILE_BYTES_MAX);
	if (file >= 0)
		close(file);
	return n < 0 ? STR_NONE : (str){ bytes, (size_t)n };
}

/* The event that is wrong with the file; NULL when it is a key under its own name. */
static const char *read_key(struct token_keys *keys, DIR *dir, const char *name)
{
	str bytes;
	if (keys->n == KEYS_MAX)
		return "token.too_many_keys";
	if (!seal_base64url_decode(keys->kept, str_trim(read_file(keys->kept, dir, name)), &bytes) || bytes.n != SEAL_PUBLIC_BYTES)
		return "token.broken_key";
	struct token_key *key = &keys->keys[keys->n];
	memcpy(key->bytes, bytes.p, SEAL_PUBLIC_BYTES);
	str id = seal_key_id(keys->kept, key->bytes);
	if (!str_eq(str_sub(str_of(name), 0, strlen(name) - 4), id))
		return "token.misnamed_key";
	key->footer = footer_of(keys->kept, id);
	key->ending = arena_join(keys->kept, STR("."), seal_base64url(keys->kept, key->footer.p, key->footer.n), STR(""));
	keys->n++;
	return NULL;
}

static void broken(bool dies, const char *event, const char *what)
{
	if (dies)
		die(EX_CONFIG, event, str_of(what));
	log_event(LOG_ERROR, event, LOG_WORD("file", str_of(what)));
}

static void read_keys(struct token_keys *keys, const char *directory, bool dies)
{
	keys->n = 0;
	arena_reset(keys->kept);
	for (enum audience audience = AUD_CITIZEN; audience <= AUD_SERVICE; audience++)
		keys->openings[audience] = opening_of(keys->kept, audience);
	memset(keys->seen, 0, REMEMBERED * sizeof(*keys->seen));
	DIR *dir = opendir(directory);
	if (!dir) {
		broken(dies, "token.keys", directory);
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		const char *wrong = str_ends(str_of(entry->d_name), STR(".pub")) ? read_key(keys, dir, entry->d_name) : NULL;
		if (wrong)
			broken(dies, wrong, entry->d_name);
	}
	closedir(dir);
	if (keys->n == 0)
		broken(dies, "token.no_keys", directory);
}

struct token_keys *token_keys_load(const char *directory)
{
	struct token_keys *keys = calloc(1, sizeof(*keys));
	struct remembered *seen = calloc(REMEMBERED, sizeof(*seen));
	if (!keys || !seen)
		die(EX_OSERR, "token.memory", str_of(directory));
	*keys = (struct token_keys){ .kept = arena_new(64u << 10), .scratch = arena_new(64u << 10), .seen = seen };
	read_keys(keys, directory, true);
	return keys;
}

void token_keys_reload(struct token_keys *keys, const char *directory)
{
	read_keys(keys, directory, false);
}

static str implicit_of(struct arena *arena, str environment, enum audience audience)
{
	return arena_printf(arena, "blankett-session|%.*s|%s", STR_ARG(environment), audience_name(audience));
}

str token_issue(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str environment, const struct token *claims)
{
	struct buf b = buf_in(arena, 512);
	str id = seal_base64url(arena, claims->id, sizeof(claims->id));
	buf_printf(&b, PAYLOAD_HEAD "%s\",\"jti\":\"%s\",\"sub\":\"%s\",\"acr\":",
	           audience_name(claims->audience), claims->municipality, id.p, claims->person);
	buf_json(&b, str_of(claims->level));
	buf_printf(&b, ",\"at\":%lld,\"iat\":%lld,\"exp\":%lld}", (long long)claims->authenticated_s, (long long)claims->issued_s,
	           (long long)claims->expires_s);
	/* An Ed25519 secret key of libsodium ends in the public one. */
	str footer = footer_of(arena, seal_key_id(arena, secret + SEAL_SECRET_BYTES - SEAL_PUBLIC_BYTES));
	return seal_sign_v4(arena, secret, buf_str(&b), footer, implicit_of(arena, environment, claims->audience));
}

static bool copy_claim(const struct json_node *claims, str name, char *out, size_t size)
{
	str value = json_member(claims, name);
	if (!value.p || value.n >= size)
		return false;
	memcpy(out, value.p, value.n);
	out[value.n] = '\0';
	return true;
}

static bool four_digits(const char *code)
{
	return strlen(code) == 4 && strspn(code, "0123456789") == 4;
}

static bool claims_read(struct arena *arena, str payload, struct token *out)
{
	const struct json_node *claims = json_parse(arena, payload, &json_limits_answers, NULL);
	str id;
	if (!json_is(claims, JSON_OBJECT) || json_count(claims) != 9 || !str_is(json_member(claims, STR("iss")), "eid"))
		return false;
	out->audience = audience_of(json_member(claims, STR("aud")));
	if (out->audience == AUD_NOBODY || !seal_base64url_decode(arena, json_member(claims, STR("jti")), &id) ||
	    id.n != sizeof(out->id))
		return false;
	memcpy(out->id, id.p, sizeof(out->id));
	seal_hash(out->id_hash, id);
	out->authenticated_s = json_int(json_get(claims, STR("at")), -1);
	out->issued_s = json_int(json_get(claims, STR("iat")), -1);
	out->expires_s = json_int(json_get(claims, STR("exp")), -1);
	return out->authenticated_s >= 0 && out->issued_s >= 0 && out->expires_s > out->issued_s &&
	       copy_claim(claims, STR("mun"), out->municipality, sizeof(out->municipality)) && four_digits(out->municipality) &&
	       copy_claim(claims, STR("sub"), out->person, sizeof(out->person)) && seal_is_uuid(str_of(out->person)) &&
	       copy_claim(claims, STR("acr"), out->level, sizeof(out->level));
}

/* Which assertion and which key: by the text, before anything is decoded. The signature must then hold for both. */
static bool verify(const struct token_keys *keys, str environment, str text, struct token *out)
{
	struct arena *a = keys->scratch;
	str payload;
	arena_reset(a);
	enum audience audience = AUD_CITIZEN;
	while (audience <= AUD_SERVICE && !str_starts(text, keys->openings[audience]))
		audience++;
	for (size_t i = 0; audience <= AUD_SERVICE && i < keys->n; i++)
		if (str_ends(text, keys->keys[i].ending))
			return seal_open_v4(a, keys->keys[i].bytes, text, keys->keys[i].footer, implicit_of(a, environment, audience), &payload) &&
			       claims_read(a, payload, out) && out->audience == audience;
	return false;
}

enum token_state token_open(const struct token_keys *keys, str environment, str text, int64_t now_s, struct token *out)
{
	const int64_t clocks_differ_s = 60;
	uint8_t hash[SEAL_HASH_BYTES];
	if (text.n == 0 || text.n > TOKEN_BYTES_MAX)
		return TOKEN_REFUSED;
	/* What was verified for one environment is not so for another. */
	arena_reset(keys->scratch);
	seal_hash(hash, arena_join(keys->scratch, environment, STR("|"), text));
	struct remembered *seen = &keys->seen[hash[0] & (REMEMBERED - 1)];
	if (!seal_equal(seen->hash, hash, sizeof(hash))) {
		struct token token = { 0 };
		if (!verify(keys, environment, text, &token))
			return TOKEN_REFUSED;
		memcpy(seen->hash, hash, sizeof(hash));
		seen->token = token;
	}
	if (seen->token.issued_s - clocks_differ_s > now_s)
		return TOKEN_REFUSED;
	*out = seen->token;
	return seen->token.expires_s > now_s ? TOKEN_GOOD : TOKEN_OVER;
}

str token_csrf(struct arena *arena, const struct token *token)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_hash_keyed(hash, (str){ (const char *)token->id, sizeof(token->id) }, STR("blankett-csrf"));
	return seal_base64url(arena, hash, sizeof(hash));
}

bool token_csrf_ok(const struct token *token, str presented)
{
	uint8_t hash[SEAL_HASH_BYTES];
	struct arena *arena = arena_new(4096);
	str bytes;
	seal_hash_keyed(hash, (str){ (const char *)token->id, sizeof(token->id) }, STR("blankett-csrf"));
	bool ok = presented.n < 64 && seal_base64url_decode(arena, presented, &bytes) && bytes.n == sizeof(hash) &&
	          seal_equal(bytes.p, hash, sizeof(hash));
	arena_free(arena);
	return ok;
}
