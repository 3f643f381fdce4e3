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
	struct jws jws;
	reason = "";
	return jws_verify(arena, keys, JWS_ANY, token, &jws, &reason);
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
	struct jws jws;
	ck_assert(jws_verify(arena, keys, JWS_RS256, mint_token(arena, rsa, JWS_RS256, RS256_HEADER, PAYLOAD),
	                     &jws, &reason));
	ck_assert(str_eq(jws.payload, PAYLOAD));
	ck_assert(str_is(jws.key->kid, "r"));
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
	struct jws jws;
	str token = mint_token(arena, rsa, JWS_RS256, RS256_HEADER, PAYLOAD);
	ck_assert(!jws_verify(arena, keys, JWS_ES256 | JWS_PS256, token, &jws, &reason));
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
	struct jws jws;
	str token = mint_token(arena, rsa, JWS_RS256, STR("{\"alg\":\"RS256\"}"), PAYLOAD);
	ck_assert(accepted(token));
	const struct jwk_set *two = read_set(arena_printf(arena, "{\"keys\":[%.*s,%.*s]}",
	                                                  STR_ARG(mint_jwk(arena, rsa, ",\"kid\":\"1\"")),
	                                                  STR_ARG(mint_jwk(arena, pss, ",\"kid\":\"2\""))));
	ck_assert_ptr_nonnull(two);
	ck_assert(!jws_verify(arena, two, JWS_ANY, token, &jws, &reason));
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

static str resigned(str token, str signature)
{
	size_t dot = token.n;
	while (token.p[dot - 1] != '.')
		dot--;
	return arena_join(arena, str_sub(token, 0, dot), seal_base64url(arena, signature.p, signature.n),
	                  STR(""));
}

static str signature_of(str token)
{
	str rest = token, part, signature;
	while (str_cut(rest, '.', &part, &rest))
		;
	ck_assert(seal_base64url_decode(arena, part, &signature));
	return signature;
}

START_TEST(a_signature_has_the_one_length_of_its_key)
{
	const struct {
		EVP_PKEY *key;
		enum jws_alg alg;
		str header;
	} kinds[] = {{rsa, JWS_RS256, RS256_HEADER},
	             {pss, JWS_PS256, STR("{\"alg\":\"PS256\",\"kid\":\"p\"}")},
	             {ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}")},
	             {ed, JWS_EDDSA, STR("{\"alg\":\"EdDSA\",\"kid\":\"d\"}")}};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		str token = mint_token(arena, kinds[i].key, kinds[i].alg, kinds[i].header, PAYLOAD);
		str signature = signature_of(token);
		ck_assert(accepted(resigned(token, signature)));
		ck_assert(
		    !accepted(resigned(token, arena_join(arena, signature, ((str){"\0", 1}), STR("")))));
		ck_assert(
		    !accepted(resigned(token, arena_join(arena, ((str){"\0", 1}), signature, STR("")))));
		ck_assert(!accepted(resigned(token, str_sub(signature, 0, signature.n - 1))));
		ck_assert(!accepted(resigned(token, STR(""))));
	}
}
END_TEST

/* r + n, s + n and n - s: numbers that are equal modulo the order, where only one form is a signature (n - s
 * is one too, as RFC 7518 has it). */
START_TEST(an_ecdsa_signature_keeps_below_the_order)
{
	static const char order[] = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
	str token = mint_token(arena, ec, JWS_ES256, STR("{\"alg\":\"ES256\",\"kid\":\"e\"}"), PAYLOAD);
	uint8_t both[64];
	memcpy(both, signature_of(token).p, sizeof both);
	BIGNUM *n = NULL;
	ck_assert_int_eq(BN_hex2bn(&n, order), 64);
	BN_bn2binpad(n, both, 32);
	ck_assert(!accepted(resigned(token, (str){(const char *)both, sizeof both})));
	memcpy(both, signature_of(token).p, sizeof both);
	BN_bn2binpad(n, both + 32, 32);
	ck_assert(!accepted(resigned(token, (str){(const char *)both, sizeof both})));
	memcpy(both, signature_of(token).p, sizeof both);
	memset(both, 0, 32);
	ck_assert(!accepted(resigned(token, (str){(const char *)both, sizeof both})));
	BN_free(n);
}
END_TEST

START_TEST(a_pss_signature_has_a_salt_as_long_as_its_hash)
{
	static const int salts[] = {0, 20, 48};
	str header = STR("{\"alg\":\"PS256\",\"kid\":\"p\"}");
	str text = arena_join(arena, seal_base64url(arena, header.p, header.n), STR("."), STR("e30"));
	for (size_t i = 0; i < sizeof salts / sizeof salts[0]; i++) {
		uint8_t signature[256];
		size_t n = sizeof signature;
		EVP_PKEY_CTX *context = NULL;
		EVP_MD_CTX *digest = EVP_MD_CTX_new();
		ck_assert_int_eq(EVP_DigestSignInit(digest, &context, EVP_sha256(), NULL, pss), 1);
		EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salts[i]);
		ck_assert_int_eq(EVP_DigestSign(digest, signature, &n, (const uint8_t *)text.p, text.n), 1);
		EVP_MD_CTX_free(digest);
		str token = arena_join(arena, text, STR("."), seal_base64url(arena, signature, n));
		ck_assert(refused_because(token, "signature does not hold"));
	}
}
END_TEST

START_TEST(an_ed25519_signature_has_one_form)
{
	/* s + L is as good as s to a verifier that does not look (RFC 8032 5.1.7). */
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
	                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
	                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
	str token = mint_token(arena, ed, JWS_EDDSA, STR("{\"alg\":\"EdDSA\",\"kid\":\"d\"}"), PAYLOAD);
	uint8_t both[64];
	unsigned carry = 0;
	memcpy(both, signature_of(token).p, sizeof both);
	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)both[32 + i] + order[i];
		both[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	ck_assert(refused_because(resigned(token, (str){(const char *)both, sizeof both}),
	                          "signature does not hold"));
}
END_TEST

START_TEST(the_json_form_of_a_signature_is_refused)
{
	ck_assert(refused_because(STR("{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"AAAA\"}"),
	                          "three parts"));
	str token = with_header(""), head, rest, payload, signature;
	str_cut(token, '.', &head, &rest);
	str_cut(rest, '.', &payload, &signature);
	ck_assert(!accepted(arena_printf(arena, "%.*s..%.*s", STR_ARG(head), STR_ARG(signature))));
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
	                       FILE_MOST_BYTES);
	struct jws jws;
	const struct json_node *root = json_parse(arena, text, &json_limits_document, NULL);
	ck_assert_ptr_nonnull(root);
	const struct jwk_set *set = public_set(json_pointer(root, STR("/input/key")));
	return set && jws_verify(arena, set, JWS_ANY, json_str(json_pointer(root, STR("/output/compact"))),
	                         &jws, &reason);
}

START_TEST(the_jose_cookbook_is_read_as_its_authors_meant)
{
	struct stat there;
	if (stat(COOKBOOK, &there) != 0) {
		fprintf(stderr, "SKIPPED: the JOSE cookbook is missing: " COOKBOOK "\n");
		return;
	}
	ck_assert(cookbook_token_holds("jws/4_1.rsa_v15_signature.json"));  /* RFC 7520 4.1, RS256 */
	ck_assert(cookbook_token_holds("curve25519/jws.json"));             /* RFC 8037 A.4, EdDSA */
	ck_assert(!cookbook_token_holds("jws/4_2.rsa-pss_signature.json")); /* PS384: outside our policy */
	ck_assert(!cookbook_token_holds("jws/4_3.ecdsa_signature.json"));   /* ES512 */
	ck_assert(!cookbook_token_holds("jws/4_4.hmac-sha2_integrity_protection.json"));
	ck_assert(!cookbook_token_holds("jws/4_5.signature_with_detached_content.json"));
	ck_assert(!cookbook_token_holds("jws/4_6.protecting_specific_header_fields.json"));
	ck_assert(!cookbook_token_holds("jws/4_7.protecting_content_only.json"));
	ck_assert(!cookbook_token_holds("jws/4_8.multiple_signatures.json"));
	ck_assert(!cookbook_token_holds("rfc7797/hmac-sha2_b64_false.json"));
	ck_assert(!cookbook_token_holds("rfc7797/4.2.hmac-sha2_b64_false.json"));
}
END_TEST

Suite *eid_jws_suite(void)
{
	Suite *suite = suite_create("eid/jws");
	TCase *tokens = tcase_create("tokens");
	tcase_add_unchecked_fixture(tokens, make_keys, forget_keys);
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
	tcase_add_test(tokens, a_signature_has_the_one_length_of_its_key);
	tcase_add_test(tokens, an_ecdsa_signature_keeps_below_the_order);
	tcase_add_test(tokens, a_pss_signature_has_a_salt_as_long_as_its_hash);
	tcase_add_test(tokens, an_ed25519_signature_has_one_form);
	tcase_add_test(tokens, the_json_form_of_a_signature_is_refused);
	tcase_add_test(tokens, the_jose_cookbook_is_read_as_its_authors_meant);
	suite_add_tcase(suite, tokens);
	return suite;
}
