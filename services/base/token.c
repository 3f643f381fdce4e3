#include "base/token.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/json.h"
#include "base/problem.h"

#define KEYS_MAX 8
#define TOKEN_BYTES_MAX 1024u
#define REMEMBERED 256u /* a power of two */

struct token_key {
	str id; /* k4.pid.... */
	uint8_t bytes[SEAL_PUBLIC_BYTES];
};

struct remembered {
	uint8_t hash[SEAL_HASH_BYTES];
	struct token token;
};

struct token_keys {
	struct token_key keys[KEYS_MAX];
	size_t n;
	struct arena *scratch;
	/* What this process verified already. One place a hash: a newer token takes the older one's. */
	struct remembered *seen;
};

const char *audience_name(enum audience audience)
{
	return audience == AUD_CITIZEN ? "citizen" : audience == AUD_STAFF ? "staff" : "nobody";
}

static void load_key(struct token_keys *keys, struct arena *arena, const char *directory, const char *name)
{
	str path = arena_printf(arena, "%s/%s", directory, name), bytes;
	if (keys->n == KEYS_MAX)
		die(EX_CONFIG, "token.too_many_keys", str_of(directory));
	if (!seal_base64url_decode(arena, str_trim(config_file(path.p, 256)), &bytes) || bytes.n != SEAL_PUBLIC_BYTES)
		die(EX_CONFIG, "token.broken_key", path);
	struct token_key *key = &keys->keys[keys->n++];
	memcpy(key->bytes, bytes.p, SEAL_PUBLIC_BYTES);
	key->id = arena_copy(arena, seal_key_id(arena, key->bytes));
	if (!str_eq(str_sub(str_of(name), 0, strlen(name) - 4), key->id))
		die(EX_CONFIG, "token.misnamed_key", path);
}

struct token_keys *token_keys_load(const char *directory)
{
	struct token_keys *keys = calloc(1, sizeof(*keys));
	DIR *dir = opendir(directory);
	if (!keys || !dir)
		die(EX_CONFIG, "token.keys", str_of(directory));
	struct arena *arena = arena_new(64u << 10);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (str_ends(str_of(entry->d_name), STR(".pub")))
			load_key(keys, arena, directory, entry->d_name);
	closedir(dir);
	if (keys->n == 0)
		die(EX_CONFIG, "token.no_keys", str_of(directory));
	keys->scratch = arena_new(64u << 10);
	keys->seen = calloc(REMEMBERED, sizeof(*keys->seen));
	if (!keys->seen)
		die(EX_OSERR, "token.memory", str_of(directory));
	return keys;
}

static str footer_of(struct arena *arena, str key_id)
{
	return arena_printf(arena, "{\"kid\":\"%.*s\"}", STR_ARG(key_id));
}

static str implicit_of(struct arena *arena, str environment, enum audience audience)
{
	return arena_printf(arena, "blankett-session|%.*s|%s", STR_ARG(environment), audience_name(audience));
}

str token_issue(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str environment, const struct token *claims)
{
	struct buf b = buf_in(arena, 512);
	str id = seal_base64url(arena, claims->id, sizeof(claims->id));
	buf_printf(&b, "{\"iss\":\"eid\",\"aud\":\"%s\",\"mun\":\"%s\",\"jti\":\"%s\",\"sub\":\"%s\",\"acr\":",
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
	str audience = json_member(claims, STR("aud")), id;
	if (!json_is(claims, JSON_OBJECT) || json_count(claims) != 9 || !str_is(json_member(claims, STR("iss")), "eid"))
		return false;
	out->audience = str_is(audience, "citizen") ? AUD_CITIZEN : str_is(audience, "staff") ? AUD_STAFF : AUD_NOBODY;
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

static bool verify_with(const struct token_keys *keys, const struct token_key *key, str environment, str text,
                        struct token *out)
{
	struct arena *a = keys->scratch;
	str footer = footer_of(a, key->id), payload;
	for (enum audience audience = AUD_CITIZEN; audience <= AUD_STAFF; audience++) {
		struct token token = { 0 };
		if (seal_open_v4(a, key->bytes, text, footer, implicit_of(a, environment, audience), &payload) &&
		    claims_read(a, payload, &token) && token.audience == audience) {
			*out = token;
			return true;
		}
	}
	return false;
}

static bool verify(const struct token_keys *keys, str environment, str text, struct token *out)
{
	struct arena *a = keys->scratch;
	str footer;
	arena_reset(a);
	if (!seal_footer_v4(a, text, &footer))
		return false;
	for (size_t i = 0; i < keys->n; i++)
		if (str_eq(footer, footer_of(a, keys->keys[i].id)))
			return verify_with(keys, &keys->keys[i], environment, text, out);
	return false;
}

bool token_open(const struct token_keys *keys, str environment, str text, int64_t now_s, struct token *out)
{
	const int64_t clocks_differ_s = 60;
	uint8_t hash[SEAL_HASH_BYTES];
	if (text.n == 0 || text.n > TOKEN_BYTES_MAX)
		return false;
	/* What was verified for one environment is not so for another. */
	arena_reset(keys->scratch);
	seal_hash(hash, arena_join(keys->scratch, environment, STR("|"), text));
	struct remembered *seen = &keys->seen[hash[0] & (REMEMBERED - 1)];
	if (!seal_equal(seen->hash, hash, sizeof(hash))) {
		struct token token;
		if (!verify(keys, environment, text, &token))
			return false;
		memcpy(seen->hash, hash, sizeof(hash));
		seen->token = token;
	}
	if (seen->token.expires_s <= now_s || seen->token.issued_s > now_s + clocks_differ_s)
		return false;
	*out = seen->token;
	return true;
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
