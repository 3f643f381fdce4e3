#include "eid/jws.h"

#include <sys/stat.h>

#include "base/config.h"
#include "eid/mint_test.h"

Suite *eid_jws_suite(void);

#define COOKBOOK "../shared/vectors/jose-cookbook/"
#define FILE_MOST_BYTES ((size_t)64 * 1024)
#define PAYLOAD STR("{\"sub\":\"a\"}")
#define RS256_HEADER STR("{\"alg\":\"RS256\",\"kid\":\"r\"}")

static struct arena *arena;
static EVP_PKEY *rsa, *pss, *ec, *ed;
static const struct jwk_set *keys;
static const char *reason;

static const struct jwk_set *read_set(str text)
{
	reason = "";
	return jwk_set_read(arena, text, &reason);
}

static str set_of(str key)
{
	return arena_join(arena, STR("{\"keys\":["), key, STR("]}"));
}

static void make_keys(void)
{
	seal_init();
	arena = arena_new((size_t)16 * 1024 * 1024);
	rsa = mint_key(JWS_RS256);
	pss = mint_key(JWS_PS256);
	ec = mint_key(JWS_ES256);
	ed = mint_key(JWS_EDDSA);
	keys = read_set(
	    arena_printf(arena, "{\"keys\":[%.*s,%.*s,%.*s,%.*s]}",
	                 STR_ARG(mint_jwk(arena, rsa, ",\"kid\":\"r\",\"alg\":\"RS256\",\"use\":\"sig\"")),
	                 STR_ARG(mint_jwk(arena, pss, ",\"kid\":\"p\",\"alg\":\"PS256\"")),
	                 STR_ARG(mint_jwk(arena, ec, ",\"kid\":\"e\"")),
	                 STR_ARG(mint_jwk(arena, ed, ",\"kid\":\"d\",\"key_ops\":[\"verify\"]"))));
	ck_assert_ptr_nonnull(keys);
	ck_assert_uint_eq(keys->n, 4);
}

static void forget_keys(void)
{
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(pss);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(ed);
	arena_free(arena);
}

static bool accepted(str token)
{
	str payload = STR_NONE;
	reason = "";
	return jws_verify(arena, keys, JWS_ANY, token, &payload, &reason);
}

static bool refused_because(str token, const char *wanted)
{
	bool refused = !accepted(token) && strstr(reason, wanted);
	if (!refused)
		fprintf(stderr, "wanted \"%s\", got \"%s\"\n", wanted, reason);
	return refused;
}

/* A token by the RSA key whose header has these members besides. */
static str with_header(const char *more)
{
	return mint_token(arena, rsa, JWS_RS256,
	                  arena_printf(arena, "{\"alg\":\"RS256\",\"kid\":\"r\"%s}", more), PAYLOAD);
}

START_TEST(each_algorithm_of_the_profile_is_verified)
{
	str payload;
	ck_assert(jws_verify(arena, keys, JWS_RS256, mint_token(arena, rsa, JWS_RS256, RS256_HEADER, PAYLOAD),
	                     &payload, &reason));
	ck_assert(str_eq(payload, PAYLOAD));
	ck_assert(
	    accepted(mint_token(arena, pss, JWS_PS256, STR("{\"alg\":\"PS256\",\"kid\":\"p\"}"), PAYLOAD)));
	ck_assert(accepted(mint_token(arena, ec, JWS_ES256,
	                              STR("{\"alg\":\"ES256\",\"kid\":\"e\",\"typ\":\"JWT\"}"), PAYLOAD)));
	ck_assert(
	    accepted(mint_token(arena, ed, JWS_EDDSA, STR("{\"alg\":\"EdDSA\",\"kid\":\"d\"}"), PAYLOAD)));
	ck_assert(
	    accepted(mint_token(arena, ed, JWS_EDDSA, STR("{\"alg\":\"Ed25519\",\"kid\":\"d\"}"), PAYLOAD)));
}
END_TEST

START_TEST(an_algorithm_that_the_caller_did_not_allow_is_refused)
{
	str payload, token = mint_token(arena, rsa, JWS_RS256, RS256_HEADER, PAYLOAD);
	ck_assert(!jws_verify(arena, keys, JWS_ES256 | JWS_PS256, token, &payload, &reason));
}
END_TEST

START_TEST(none_and_symmetric_algorithms_are_refused)
{
	static const char *const names[] = {"none",  "None",  "NONE",  "",      "HS256",
	                                    "HS512", "RS384", "rs256", "RSA1_5"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		str header = arena_printf(arena, "{\"alg\":\"%s\",\"kid\":\"r\"}", names[i]);
		ck_assert(refused_because(mint_token(arena, rsa, JWS_RS256, header, PAYLOAD),
		                          "algorithm is not allowed"));
	}
	str unsigned_token =
	    arena_join(arena, seal_base64url(arena, "{\"alg\":\"none\"}", 14), STR(".e30."), STR(""));
	ck_assert(!accepted(unsigned_token));
}
END_TEST

START_TEST(the_algorithm_is_the_keys_not_the_headers)
{
	/* A correct PSS signature by a key that is published for RS256. */
	ck_assert(refused_because(
	    mint_token(arena, rsa, JWS_PS256, STR("{\"alg\":\"PS256\",\"kid\":\"r\"}"), PAYLOAD),
	    "no such key"));
	ck_assert(refused_because(
	    mint_token(arena, pss, JWS_RS256, STR("{\"alg\":\"RS256\",\"kid\":\"p\"}"), PAYLOAD),
	    "no such key"));
	ck_assert(refused_because(
	    mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"d\"}"), PAYLOAD),
	    "no such key"));
}
END_TEST

START_TEST(header_members_that_could_bring_a_key_or_change_the_rules_are_refused)
{
	static const char *const members[] = {
	    ",\"crit\":[\"exp\"]",
	    ",\"b64\":false",
	    ",\"jwk\":{}",
	    ",\"jku\":\"https://evil.example/keys\"",
	    ",\"x5u\":\"https://evil.example/\"",
	    ",\"x5c\":[\"AAAA\"]",
	    ",\"zip\":\"DEF\"",
	    ",\"unknown\":\"x\"",
	};
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		ck_assert(refused_because(with_header(members[i]), "header member"));
	ck_assert(accepted(with_header(",\"x5t\":\"AAAA\",\"cty\":\"json\"")));
}
END_TEST

START_TEST(a_duplicate_header_member_is_refused)
{
	ck_assert(refused_because(with_header(",\"alg\":\"none\""), "duplicate member"));
	ck_assert(refused_because(with_header(",\"kid\":\"e\""), "duplicate member"));
}
END_TEST

START_TEST(a_token_of_another_type_is_refused)
{
	ck_assert(refused_because(with_header(",\"typ\":\"logout+jwt\""), "purpose"));
	ck_assert(refused_because(with_header(",\"typ\":\"at+jwt\""), "purpose"));
	ck_assert(!accepted(with_header(",\"typ\":7")));
}
END_TEST

START_TEST(an_unknown_key_id_is_refused_and_told_apart)
{
	str token = mint_token(arena, rsa, JWS_RS256, STR("{\"alg\":\"RS256\",\"kid\":\"../r\"}"), PAYLOAD);
	ck_assert(refused_because(token, "no such key"));
	ck_assert(jws_names_unknown_key(arena, keys, token));
	ck_assert(!jws_names_unknown_key(arena, keys, with_header("")));
	ck_assert(
	    !accepted(mint_token(arena, rsa, JWS_RS256, STR("{\"alg\":\"RS256\",\"kid\":\"R\"}"), PAYLOAD)));
}
END_TEST

START_TEST(without_a_key_id_exactly_one_key_must_fit)
{
	str token = mint_token(arena, rsa, JWS_RS256, STR("{\"alg\":\"RS256\"}"), PAYLOAD), payload;
	ck_assert(accepted(token));
	const struct jwk_set *two = read_set(arena_printf(arena, "{\"keys\":[%.*s,%.*s]}",
	                                                  STR_ARG(mint_jwk(arena, rsa, ",\"kid\":\"1\"")),
	                                                  STR_ARG(mint_jwk(arena, pss, ",\"kid\":\"2\""))));
	ck_assert_ptr_nonnull(two);
	ck_assert(!jws_verify(arena, two, JWS_ANY, token, &payload, &reason));
}
END_TEST

/* The last character of a part replaced: one that differs only in bits that no byte uses, or in all. */
START_TEST(a_changed_byte_anywhere_is_refused)
{
	str token = mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}"), PAYLOAD);
	ck_assert(accepted(token));
	for (size_t i = 0; i < token.n; i++) {
		char *changed = arena_alloc(arena, token.n);
		memcpy(changed, token.p, token.n);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		ck_assert_msg(!accepted((str){changed, token.n}), "byte %zu", i);
	}
}
END_TEST

START_TEST(padding_white_space_and_stray_bits_are_refused)
{
	str token = mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}"), PAYLOAD);
	ck_assert(!accepted(arena_join(arena, token, STR("="), STR(""))));
	ck_assert(!accepted(arena_join(arena, token, STR("=="), STR(""))));
	ck_assert(!accepted(arena_join(arena, token, STR(" "), STR(""))));
	ck_assert(!accepted(arena_join(arena, STR(" "), token, STR(""))));
	ck_assert(!accepted(arena_join(arena, token, STR("\n"), STR(""))));
	ck_assert(!accepted(arena_join(arena, token, ((str){"\0", 1}), STR(""))));
}
END_TEST

START_TEST(a_token_has_three_parts_and_an_end)
{
	str token = with_header("");
	ck_assert(refused_because(arena_join(arena, token, STR(".e30"), STR("")), "three parts"));
	ck_assert(refused_because(arena_join(arena, token, STR("."), STR("")), "three parts"));
	ck_assert(refused_because(STR(""), "three parts"));
	ck_assert(refused_because(STR("e30.e30"), "three parts"));
	ck_assert(!accepted(STR("..")));
	char *long_payload = arena_alloc(arena, JWS_MOST_BYTES);
	memset(long_payload, 'x', JWS_MOST_BYTES);
	ck_assert(refused_because(mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}"),
	                                     (str){long_payload, JWS_MOST_BYTES}),
	                          "too long"));
}
END_TEST

START_TEST(an_ecdsa_signature_has_64_bytes_and_is_not_zero)
{
	str token = mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}"), PAYLOAD), head,
	    rest, payload, signature;
	str_cut(token, '.', &head, &rest);
	str_cut(rest, '.', &payload, &signature);
	str text = str_sub(token, 0, head.n + 1 + payload.n);
	uint8_t zeros[72] = {0};
	for (size_t n = 0; n <= sizeof zeros; n += 8)
		ck_assert(!accepted(arena_join(arena, text, STR("."), seal_base64url(arena, zeros, n))));
}
END_TEST

START_TEST(a_key_set_with_a_secret_in_it_is_refused)
{
	static const char *const sets[] = {
	    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
	    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_"
	    "7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"d\":\"AA\"}]}",
	};
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
		ck_assert_ptr_null(read_set(str_of(sets[i])));
}
END_TEST

START_TEST(a_key_set_with_two_keys_of_one_id_is_refused)
{
	ck_assert_ptr_null(read_set(arena_printf(arena, "{\"keys\":[%.*s,%.*s]}",
	                                         STR_ARG(mint_jwk(arena, rsa, ",\"kid\":\"1\"")),
	                                         STR_ARG(mint_jwk(arena, ec, ",\"kid\":\"1\"")))));
}
END_TEST

START_TEST(weak_or_impossible_keys_are_refused)
{
	EVP_PKEY *small = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, small, ""))));
	EVP_PKEY_free(small);
	str modulus = mint_number(arena, rsa, OSSL_PKEY_PARAM_RSA_N);
	ck_assert_ptr_null(read_set(
	    set_of(arena_printf(arena, "{\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"Aw\"}", STR_ARG(modulus)))));
	/* Beside the curve, and on another than the algorithm says. */
	str x = mint_coordinate(arena, ec, OSSL_PKEY_PARAM_EC_PUB_X);
	ck_assert_ptr_null(read_set(
	    set_of(arena_printf(arena, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%.*s\",\"y\":\"%.*s\"}",
	                        STR_ARG(x), STR_ARG(x)))));
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, ec, ",\"alg\":\"ES384\""))));
	ck_assert_ptr_null(read_set(STR("{\"keys\":{}}")));
	ck_assert_ptr_null(read_set(STR("{}")));
	ck_assert_ptr_null(read_set(STR("{\"keys\":[],\"keys\":[]}")));
}
END_TEST

START_TEST(keys_for_other_purposes_are_passed_over)
{
	const struct jwk_set *none =
	    read_set(arena_printf(arena, "{\"keys\":[%.*s,%.*s,{\"kty\":\"new\"}]}",
	                          STR_ARG(mint_jwk(arena, rsa, ",\"use\":\"enc\"")),
	                          STR_ARG(mint_jwk(arena, ec, ",\"key_ops\":[\"deriveKey\"]"))));
	ck_assert_ptr_nonnull(none);
	ck_assert_uint_eq(none->n, 0);
}
END_TEST

/* The public half of a JWK of the cookbook. */
static const struct jwk_set *public_set(const struct json_node *key)
{
	struct buf b = buf_in(arena, FILE_MOST_BYTES);
	buf_lit(&b, "{\"keys\":[{\"x-none\":0");
	for (struct json_iter it = json_begin(key); json_next(&it);) {
		str name = json_str(it.key);
		if (str_is(name, "d") || str_is(name, "p") || str_is(name, "q") || str_is(name, "dp") ||
		    str_is(name, "dq") || str_is(name, "qi"))
			continue;
		buf_byte(&b, ',');
		buf_json(&b, name);
		buf_byte(&b, ':');
		buf_add(&b, json_write(arena, it.value));
	}
	buf_lit(&b, "}]}");
	return read_set(buf_str(&b));
}

static bool cookbook_token_holds(const char *file)
{
	str text = config_file(arena_z(arena, arena_join(arena, STR(COOKBOOK), str_of(file), STR(""))),
	                       FILE_MOST_BYTES),
	    payload;
	const struct json_node *root = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_ptr_nonnull(root);
	const struct jwk_set *set = public_set(json_pointer(root, STR("/input/key")));
	return set && jws_verify(arena, set, JWS_ANY, json_str(json_pointer(root, STR("/output/compact"))),
	                         &payload, &reason);
}

START_TEST(the_jose_cookbook_is_read_as_its_authors_meant)
{
	struct stat there;
	if (stat(COOKBOOK, &there) != 0) {
		fprintf(stderr, "SKIPPED: no " COOKBOOK "\n");
		return;
	}
	ck_assert(cookbook_token_holds("jws/4_1.rsa_v15_signature.json"));  /* RFC 7520 4.1, RS256 */
	ck_assert(cookbook_token_holds("curve25519/jws.json"));             /* RFC 8037 A.4, EdDSA */
	ck_assert(!cookbook_token_holds("jws/4_2.rsa-pss_signature.json")); /* PS384: outside our policy */
	ck_assert(!cookbook_token_holds("jws/4_3.ecdsa_signature.json"));   /* ES512 */
	ck_assert(!cookbook_token_holds("jws/4_4.hmac-sha2_integrity_protection.json"));
	ck_assert(!cookbook_token_holds("rfc7797/hmac-sha2_b64_false.json"));
}
END_TEST

Suite *eid_jws_suite(void)
{
	Suite *suite = suite_create("eid/jws");
	TCase *tokens = tcase_create("tokens"), *sets = tcase_create("key sets");
	tcase_add_unchecked_fixture(tokens, make_keys, forget_keys);
	tcase_add_unchecked_fixture(sets, make_keys, forget_keys);
	tcase_add_test(tokens, each_algorithm_of_the_profile_is_verified);
	tcase_add_test(tokens, an_algorithm_that_the_caller_did_not_allow_is_refused);
	tcase_add_test(tokens, none_and_symmetric_algorithms_are_refused);
	tcase_add_test(tokens, the_algorithm_is_the_keys_not_the_headers);
	tcase_add_test(tokens, header_members_that_could_bring_a_key_or_change_the_rules_are_refused);
	tcase_add_test(tokens, a_duplicate_header_member_is_refused);
	tcase_add_test(tokens, a_token_of_another_type_is_refused);
	tcase_add_test(tokens, an_unknown_key_id_is_refused_and_told_apart);
	tcase_add_test(tokens, without_a_key_id_exactly_one_key_must_fit);
	tcase_add_test(tokens, a_changed_byte_anywhere_is_refused);
	tcase_add_test(tokens, padding_white_space_and_stray_bits_are_refused);
	tcase_add_test(tokens, a_token_has_three_parts_and_an_end);
	tcase_add_test(tokens, an_ecdsa_signature_has_64_bytes_and_is_not_zero);
	tcase_add_test(sets, a_key_set_with_a_secret_in_it_is_refused);
	tcase_add_test(sets, a_key_set_with_two_keys_of_one_id_is_refused);
	tcase_add_test(sets, weak_or_impossible_keys_are_refused);
	tcase_add_test(sets, keys_for_other_purposes_are_passed_over);
	tcase_add_test(sets, the_jose_cookbook_is_read_as_its_authors_meant);
	suite_add_tcase(suite, tokens);
	suite_add_tcase(suite, sets);
	return suite;
}
