/* seal_test.c -- libsodium in our shapes: published vectors, strict texts, and nothing that failed to verify comes out. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/config.h"
#include "base/json.h"
#include "base/log.h"
#include "base/seal.h"

#include <check.h>

Suite *base_seal_suite(void);

static struct arena *arena;
static uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
	seal_init();
	seal_keypair(public_key, secret);
}

static void teardown(void)
{
	arena_free(arena);
}

static const struct json_node *vectors(const char *file)
{
	const char *folder = getenv("BLANKETT_VECTORS");
	str path = arena_printf(arena, "%s/paseto/%s", folder ? folder : "../shared/vectors", file);
	if (access(path.p, R_OK) != 0) {
		fprintf(stderr, "SKIPPED, LOUDLY: no vectors at %s\n", path.p);
		return NULL;
	}
	return json_get(json_parse(arena, config_file(path.p, 1 << 20), &json_limits_document, NULL), STR("tests"));
}

static bool from_hex(str hex, uint8_t *out, size_t n)
{
	if (hex.n != n * 2)
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)strtoul((char[]){ hex.p[2 * i], hex.p[2 * i + 1], '\0' }, NULL, 16);
	return true;
}

/* The kind is in the key: a test that gives a public key asks for v4.public. */
static bool open_published(const struct json_node *test, str *seen)
{
	str token = json_member(test, STR("token")), footer = json_member(test, STR("footer"));
	str implicit = json_member(test, STR("implicit-assertion"));
	uint8_t key[SEAL_BOX_KEY_BYTES];
	if (from_hex(json_member(test, STR("public-key")), key, sizeof(key)))
		return seal_open_v4(arena, key, token, footer, implicit, seen);
	ck_assert(from_hex(json_member(test, STR("key")), key, sizeof(key)));
	return seal_unlock_v4(arena, key, token, footer, implicit, seen);
}

static void signs_the_same(const struct json_node *test)
{
	uint8_t signing[SEAL_SECRET_BYTES];
	if (!from_hex(json_member(test, STR("secret-key")), signing, sizeof(signing)))
		return;
	str made = seal_sign_v4(arena, signing, json_member(test, STR("payload")), json_member(test, STR("footer")),
	                        json_member(test, STR("implicit-assertion")));
	ck_assert(str_eq(made, json_member(test, STR("token"))));
}

START_TEST(all_published_tokens_come_out_as_they_must)
{
	const struct json_node *tests = vectors("v4.json");
	struct json_iter it = json_begin(tests);
	size_t opened = 0, refused = 0;
	while (json_next(&it)) {
		str payload = json_member(it.value, STR("payload")), seen = STR("untouched");
		bool opens = open_published(it.value, &seen);
		ck_assert_msg(opens == (payload.p != NULL), "%.*s", STR_ARG(json_member(it.value, STR("name"))));
		ck_assert(str_eq(seen, opens ? payload : STR("untouched")));
		if (opens)
			signs_the_same(it.value);
		opened += opens;
		refused += !opens;
	}
	ck_assert(!tests || (opened == 12 && refused == 5));
}
END_TEST

START_TEST(what_is_locked_opens_whole_under_its_key_footer_and_assertion_alone)
{
	uint8_t key[SEAL_BOX_KEY_BYTES], other[SEAL_BOX_KEY_BYTES];
	str payload = STR("{\"evidence\":\"p\xc3\xa5skrift\"}"), footer = STR("f"), implicit = STR("i"), seen;
	seal_random(key, sizeof(key));
	seal_random(other, sizeof(other));
	str token = seal_lock_v4(arena, key, payload, footer, implicit);
	ck_assert(str_starts(token, STR("v4.local.")));
	ck_assert(seal_unlock_v4(arena, key, token, footer, implicit, &seen) && str_eq(seen, payload));
	seen = STR("untouched");
	ck_assert(!seal_unlock_v4(arena, other, token, footer, implicit, &seen));
	ck_assert(!seal_unlock_v4(arena, key, token, STR("g"), implicit, &seen));
	ck_assert(!seal_unlock_v4(arena, key, token, STR(""), implicit, &seen));
	ck_assert(!seal_unlock_v4(arena, key, token, footer, STR("j"), &seen));
	for (size_t n = 0; n < token.n; n++)
		ck_assert_msg(!seal_unlock_v4(arena, key, str_sub(token, 0, n), footer, implicit, &seen), "%zu bytes", n);
	ck_assert(!seal_unlock_v4(arena, key, arena_join(arena, token, STR("\n"), STR("")), footer, implicit, &seen));
	ck_assert(!seal_open_v4(arena, key, token, footer, implicit, &seen));
	ck_assert(!seal_unlock_v4(arena, key, seal_sign_v4(arena, secret, payload, footer, implicit), footer, implicit, &seen));
	ck_assert(str_is(seen, "untouched"));
}
END_TEST

START_TEST(no_byte_of_a_locked_token_can_be_changed)
{
	uint8_t key[SEAL_BOX_KEY_BYTES];
	str seen;
	seal_random(key, sizeof(key));
	str token = seal_lock_v4(arena, key, STR("payload"), STR(""), STR(""));
	for (size_t i = 9; i < token.n; i++) {
		char *changed = arena_alloc(arena, token.n + 1);
		memcpy(changed, token.p, token.n);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		ck_assert_msg(!seal_unlock_v4(arena, key, (str){ changed, token.n }, STR(""), STR(""), &seen), "byte %zu", i);
	}
}
END_TEST

START_TEST(the_same_is_never_locked_alike_twice_and_nothing_can_be_locked)
{
	uint8_t key[SEAL_BOX_KEY_BYTES];
	str seen;
	seal_random(key, sizeof(key));
	str first = seal_lock_v4(arena, key, STR("a"), STR(""), STR("")), second = seal_lock_v4(arena, key, STR("a"), STR(""), STR(""));
	ck_assert(!str_eq(first, second));
	ck_assert(seal_unlock_v4(arena, key, seal_lock_v4(arena, key, STR_NONE, STR(""), STR("")), STR(""), STR(""), &seen) && seen.n == 0);
}
END_TEST

START_TEST(the_published_key_ids_come_out)
{
	const struct json_node *tests = vectors("PASERK/k4.pid.json");
	struct json_iter it = json_begin(tests);
	size_t n = 0;
	while (json_next(&it)) {
		uint8_t key[SEAL_PUBLIC_BYTES];
		if (!json_member(it.value, STR("paserk")).p)
			continue;
		ck_assert(from_hex(json_member(it.value, STR("key")), key, sizeof(key)));
		ck_assert(str_eq(seal_key_id(arena, key), json_member(it.value, STR("paserk"))));
		n++;
	}
	ck_assert(!tests || n >= 3);
}
END_TEST

START_TEST(only_the_whole_token_under_its_key_footer_and_assertion_opens)
{
	str payload = STR("{\"a\":1}"), footer = STR("f"), implicit = STR("i"), seen = STR("untouched");
	str token = seal_sign_v4(arena, secret, payload, footer, implicit);
	ck_assert(seal_open_v4(arena, public_key, token, footer, implicit, &seen) && str_eq(seen, payload));
	seen = STR("untouched");
	ck_assert(!seal_open_v4(arena, public_key, token, STR("g"), implicit, &seen));
	ck_assert(!seal_open_v4(arena, public_key, token, STR(""), implicit, &seen));
	ck_assert(!seal_open_v4(arena, public_key, token, STR_NONE, implicit, &seen));
	ck_assert(!seal_open_v4(arena, public_key, token, footer, STR("j"), &seen));
	ck_assert(!seal_open_v4(arena, public_key, token, footer, STR(""), &seen));
	uint8_t other[SEAL_PUBLIC_BYTES], other_secret[SEAL_SECRET_BYTES];
	seal_keypair(other, other_secret);
	ck_assert(!seal_open_v4(arena, other, token, footer, implicit, &seen));
	for (size_t n = 0; n < token.n; n++)
		ck_assert_msg(!seal_open_v4(arena, public_key, str_sub(token, 0, n), footer, implicit, &seen), "%zu bytes", n);
	ck_assert(!seal_open_v4(arena, public_key, arena_join(arena, token, STR("."), STR("")), footer, implicit, &seen));
	ck_assert(!seal_open_v4(arena, public_key, arena_join(arena, token, STR("\n"), STR("")), footer, implicit, &seen));
	ck_assert(!seal_open_v4(arena, public_key, arena_join(arena, token, STR(".Zg"), STR("")), footer, implicit, &seen));
	ck_assert(str_is(seen, "untouched"));
}
END_TEST

START_TEST(parts_cannot_be_shifted_into_each_other)
{
	str seen;
	str token = seal_sign_v4(arena, secret, STR("ab"), STR(""), STR("c"));
	ck_assert(!seal_open_v4(arena, public_key, token, STR(""), STR("bc"), &seen));
	ck_assert(!seal_open_v4(arena, public_key, token, STR("c"), STR(""), &seen));
}
END_TEST

START_TEST(no_altered_byte_opens)
{
	str footer = STR("f"), seen, whole = seal_sign_v4(arena, secret, STR("payload"), footer, STR(""));
	struct arena *scratch = arena_new(1 << 20);
	for (size_t i = 0; i < whole.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			char *bytes = arena_alloc(scratch, whole.n);
			memcpy(bytes, whole.p, whole.n);
			bytes[i] = (char)((unsigned char)bytes[i] ^ 1u << bit);
			ck_assert_msg(!seal_open_v4(scratch, public_key, (str){ bytes, whole.n }, footer, STR(""), &seen), "byte %zu bit %d", i, bit);
			arena_reset(scratch);
		}
	arena_free(scratch);
}
END_TEST

START_TEST(an_empty_payload_can_be_signed)
{
	str seen, token = seal_sign_v4(arena, secret, STR_NONE, STR(""), STR(""));
	ck_assert(seal_open_v4(arena, public_key, token, STR(""), STR(""), &seen) && seen.n == 0);
}
END_TEST

START_TEST(what_is_no_token_does_not_open)
{
	str payload;
	static const char *const bad[] = { "", "v4.public", "v4.public.a", "v4.local.YWFh.Zg", "v4.public.YWFh.", "v4.public.YWFh.Z g",
		                           "v4.public.YWFh.Zg.Zg", "V4.public.YWFh.Zg", "v4.public.YWFh.Zh" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!seal_open_v4(arena, public_key, str_of(bad[i]), STR("f"), STR(""), &payload), "%s", bad[i]);
}
END_TEST

START_TEST(base64url_is_the_one_text_of_its_bytes)
{
	uint8_t bytes[40];
	str back;
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		seal_random(bytes, n);
		str text = seal_base64url(arena, bytes, n);
		ck_assert_uint_eq(text.n, (n * 8 + 5) / 6);
		ck_assert(seal_base64url_decode(arena, text, &back) && back.n == n && memcmp(back.p, bytes, n) == 0);
	}
	ck_assert(str_is(seal_base64url(arena, "\xfb\xff\xfe", 3), "-__-"));
	ck_assert(seal_base64url_decode(arena, STR_NONE, &back) && back.n == 0);
}
END_TEST

START_TEST(any_other_base64_is_refused)
{
	static const char *const bad[] = { "A", "AAAAA", "QQ==", "QUI=", "QQ=", "QR", "QUJ", "Q Q", "QQ ", " QQ", "QQ\n", "+/+/", "QQ.", "Q\xc3\xa5" };
	str out = STR("untouched");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!seal_base64url_decode(arena, str_of(bad[i]), &out), "%s", bad[i]);
	ck_assert(!seal_base64url_decode(arena, STR("QQ\0"), &out));
	ck_assert(str_is(out, "untouched"));
}
END_TEST

START_TEST(a_uuid_has_its_version_and_sorts_by_time)
{
	str before = STR("");
	for (int64_t ms = 1700000000000; ms < 1700000000000 + 3000; ms += 7) {
		str id = seal_uuid(arena, ms);
		ck_assert_msg(seal_is_uuid(id), "%.*s", STR_ARG(id));
		ck_assert_int_eq(id.p[14], '7');
		ck_assert(id.p[19] == '8' || id.p[19] == '9' || id.p[19] == 'a' || id.p[19] == 'b');
		ck_assert_int_gt(str_cmp(id, before), 0);
		ck_assert(!str_eq(seal_uuid(arena, ms), id));
		before = id;
	}
	/* RFC 9562 A.6 */
	ck_assert(str_starts(seal_uuid(arena, 0x017F22E279B0), STR("017f22e2-79b0-7")));
}
END_TEST

START_TEST(a_uuid_is_lower_case_and_canonical)
{
	static const char *const bad[] = { "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
		                           "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e279b07cc398c4dc0c0c07398f0000",
		                           "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		                           "017f22e2-79b0-7cc3-98c4dc0c0c07398f-", "017f22e2 79b0 7cc3 98c4 dc0c0c07398f" };
	ck_assert(seal_is_uuid(STR("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!seal_is_uuid(str_of(bad[i])), "%s", bad[i]);
	ck_assert(!seal_is_uuid(STR_NONE));
}
END_TEST

START_TEST(hashes_are_the_published_ones)
{
	uint8_t hash[SEAL_HASH_BYTES], again[SEAL_HASH_BYTES];
	seal_sha256(hash, STR("abc")); /* FIPS 180-4 */
	ck_assert(str_is(seal_hex(arena, hash, 32), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	seal_sha256(hash, STR_NONE);
	ck_assert(str_is(seal_hex(arena, hash, 32), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	seal_hash(hash, STR("abc")); /* BLAKE2b with 32 bytes of output */
	ck_assert(str_is(seal_hex(arena, hash, 32), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
	seal_hash_keyed(again, STR("0123456789abcdef"), STR("abc"));
	ck_assert(!seal_equal(hash, again, 32));
	seal_hash_keyed(hash, STR("0123456789abcdef"), STR("abc"));
	ck_assert(seal_equal(hash, again, 32));
	seal_hash_keyed(hash, STR("0123456789abcdeg"), STR("abc"));
	ck_assert(!seal_equal(hash, again, 32));
}
END_TEST

START_TEST(a_short_key_is_a_broken_invariant)
{
	uint8_t hash[SEAL_HASH_BYTES];
	log_threshold((enum log_level)(LOG_ERROR + 1));
	seal_hash_keyed(hash, STR("fifteen bytes.."), STR("abc"));
}
END_TEST

START_TEST(comparing_and_wiping_reach_every_byte)
{
	uint8_t a[32] = { 0 }, b[32] = { 0 };
	for (size_t i = 0; i < 32; i++) {
		b[i] = 1;
		ck_assert(!seal_equal(a, b, 32) && seal_equal(a, b, i));
		b[i] = 0;
	}
	seal_random(a, sizeof(a));
	ck_assert(!seal_equal(a, b, 32)); /* once in 2^256 runs this fails */
	seal_wipe(a, sizeof(a));
	ck_assert(seal_equal(a, b, 32));
}
END_TEST

START_TEST(base64_is_the_one_text_of_its_bytes)
{
	const str texts[] = { STR(""), STR("TQ=="), STR("TWE="), STR("TWFu"), STR("+/+/") };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		str bytes;
		ck_assert(seal_base64_decode(arena, texts[i], &bytes));
		ck_assert(str_eq(seal_base64(arena, bytes.p, bytes.n), texts[i]));
	}
	const str broken[] = { STR_NONE, STR("TQ"), STR("TR=="), STR("TWF="), STR("TQ==\n"), STR("T Q="), STR("-_-_"), STR("TQ==TQ=="), STR("=") };
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		str bytes = STR("untouched");
		ck_assert_msg(!seal_base64_decode(arena, broken[i], &bytes), "%zu", i);
		ck_assert(str_is(bytes, "untouched"));
	}
}
END_TEST

START_TEST(hex_is_lower_case_and_of_its_length)
{
	uint8_t two[2];
	ck_assert(seal_hex_decode(STR("0aff"), two, 2) && two[0] == 0x0a && two[1] == 0xff);
	ck_assert(!seal_hex_decode(STR("0AFF"), two, 2) && !seal_hex_decode(STR("0af"), two, 2) && !seal_hex_decode(STR("0aff0"), two, 2));
	ck_assert(!seal_hex_decode(STR("0afg"), two, 2) && !seal_hex_decode(STR_NONE, two, 2));
}
END_TEST

Suite *base_seal_suite(void)
{
	Suite *suite = suite_create("base/seal");
	TCase *t = tcase_create("seal");
	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, all_published_tokens_come_out_as_they_must);
	tcase_add_test(t, what_is_locked_opens_whole_under_its_key_footer_and_assertion_alone);
	tcase_add_test(t, no_byte_of_a_locked_token_can_be_changed);
	tcase_add_test(t, the_same_is_never_locked_alike_twice_and_nothing_can_be_locked);
	tcase_add_test(t, the_published_key_ids_come_out);
	tcase_add_test(t, only_the_whole_token_under_its_key_footer_and_assertion_opens);
	tcase_add_test(t, parts_cannot_be_shifted_into_each_other);
	tcase_add_test(t, no_altered_byte_opens);
	tcase_add_test(t, an_empty_payload_can_be_signed);
	tcase_add_test(t, what_is_no_token_does_not_open);
	tcase_add_test(t, base64url_is_the_one_text_of_its_bytes);
	tcase_add_test(t, any_other_base64_is_refused);
	tcase_add_test(t, base64_is_the_one_text_of_its_bytes);
	tcase_add_test(t, hex_is_lower_case_and_of_its_length);
	tcase_add_test(t, a_uuid_has_its_version_and_sorts_by_time);
	tcase_add_test(t, a_uuid_is_lower_case_and_canonical);
	tcase_add_test(t, hashes_are_the_published_ones);
	tcase_add_exit_test(t, a_short_key_is_a_broken_invariant, EX_SOFTWARE);
	tcase_add_test(t, comparing_and_wiping_reach_every_byte);
	suite_add_tcase(suite, t);
	return suite;
}
