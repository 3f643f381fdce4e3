/* evidence_test.c -- evidence of a signature: bound to its document, to whom it is of, and verified again years later. */
#include "eid/evidence.h"

#include <string.h>

#include "eid/mint_test.h"

Suite *eid_evidence_suite(void);

#define DIGEST "7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"
#define OTHER "8d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"
#define ISSUER "https://eid.example"
#define CLIENT "blankett"
#define NUMBER "198501012382"

static struct arena *arena;
static EVP_PKEY *provider_key;
static uint8_t key[SEAL_BOX_KEY_BYTES];
static const char *reason;

static const struct evidence_of anna = { { "0120", 4 }, { "case-1", 6 }, { "person-1", 8 } };
static const struct evidence_wanted wanted = {
    .document = { DIGEST, 64 },
    .mode = { "sign", 4 },
    .issuer = { ISSUER, sizeof ISSUER - 1 },
    .client_id = { CLIENT, sizeof CLIENT - 1 },
    .personal_number = { NUMBER, 12 },
};

static void begin(void)
{
	seal_init();
	arena = arena_new((size_t)8 << 20);
	provider_key = mint_key(JWS_ES256);
	seal_random(key, sizeof key);
	reason = "";
}

static void end(void)
{
	EVP_PKEY_free(provider_key);
	arena_free(arena);
}

/* What came back when a document was signed by somebody, for some client. */
static struct evidence signed_by(const char *document, const char *client, const char *number)
{
	str random = evidence_random(arena, STR("the handle in the cookie"));
	str nonce = evidence_nonce(arena, str_of(document), random);
	str claims = arena_printf(arena, "{\"iss\":\"%s\",\"sub\":\"s-1\",\"aud\":\"%s\",\"nonce\":\"%.*s\",\"number\":\"%s\"}", ISSUER, client,
	                          STR_ARG(nonce), number);
	return (struct evidence){
	    .reference = STR("SKJ-2026-000001-1"),
	    .document = str_of(document),
	    .mode = STR("sign"),
	    .random = random,
	    .id_token = mint_token(arena, provider_key, JWS_ES256, STR("{\"alg\":\"ES256\"}"), claims),
	    .key = mint_jwk(arena, provider_key, ""),
	    .key_fetched_s = 1795000000,
	    .sign_message = STR("Ansök om skolskjuts\nSHA-256: " DIGEST),
	    .user_signature = STR("c2lnbmF0dXJl"),
	};
}

static bool holds(struct evidence e)
{
	reason = "";
	return evidence_holds(arena, &e, &wanted, &reason);
}

START_TEST(the_nonce_is_that_of_the_label_the_digest_and_the_random_bytes)
{
	/* SHA-256("sign-nonce-v1" || 32 bytes of 0xab || 32 bytes of 0x00), reckoned by `openssl dgst`. */
	char document[65];
	memset(document, 0, sizeof document);
	for (int i = 0; i < 32; i++) {
		document[2 * i] = 'a';
		document[2 * i + 1] = 'b';
	}
	str nonce = evidence_nonce(arena, str_of(document), STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
	ck_assert_msg(str_is(nonce, "FlQM1llQcNESEm2Nqkd3i72BP49mSTCMcdLfJTlYrTE"), "%.*s", STR_ARG(nonce));
}
END_TEST

START_TEST(a_nonce_takes_a_digest_and_thirty_two_bytes)
{
	str random = evidence_random(arena, STR("handle"));
	ck_assert(evidence_nonce(arena, STR(DIGEST), random).p != NULL);
	ck_assert_ptr_null(evidence_nonce(arena, STR(""), random).p);
	ck_assert_ptr_null(evidence_nonce(arena, STR("7D1A54127B222502F5B79B5FB0803061152A44F92B37E23C6527BAF665D4DA9A"), random).p);
	ck_assert_ptr_null(evidence_nonce(arena, STR(DIGEST "00"), random).p);
	ck_assert_ptr_null(evidence_nonce(arena, STR(DIGEST), STR("AAAA")).p);
	ck_assert_ptr_null(evidence_nonce(arena, STR(DIGEST), STR("not base64url!")).p);
}
END_TEST

START_TEST(each_handle_and_each_document_has_a_nonce_of_its_own)
{
	str one = evidence_random(arena, STR("one")), two = evidence_random(arena, STR("two"));
	ck_assert(str_eq(one, evidence_random(arena, STR("one"))));
	ck_assert(!str_eq(one, two));
	ck_assert(!str_eq(evidence_nonce(arena, STR(DIGEST), one), evidence_nonce(arena, STR(DIGEST), two)));
	ck_assert(!str_eq(evidence_nonce(arena, STR(DIGEST), one), evidence_nonce(arena, STR(OTHER), one)));
}
END_TEST

START_TEST(what_the_eid_signs_names_document_case_and_login)
{
	str data = evidence_signed_data(arena, STR(DIGEST), STR("SKJ-2026-000001-1"), STR("ff00"));
	ck_assert(str_is(data, "kommun-sign-v1\n" DIGEST "\nSKJ-2026-000001-1\nff00"));
}
END_TEST

START_TEST(what_is_locked_comes_out_as_it_went_in)
{
	struct evidence in = signed_by(DIGEST, CLIENT, NUMBER), out;
	in.authn_provider = STR("https://bank.example/\"å\"");
	str token = evidence_lock(arena, key, &anna, evidence_text(arena, &in));
	ck_assert(evidence_open(arena, key, &anna, token, &out));
	ck_assert(str_eq(in.id_token, out.id_token) && str_eq(in.random, out.random) && str_eq(in.document, out.document));
	ck_assert(str_eq(in.sign_message, out.sign_message) && str_eq(in.user_signature, out.user_signature));
	ck_assert(str_eq(in.authn_provider, out.authn_provider) && out.key_fetched_s == in.key_fetched_s);
	ck_assert(!out.userinfo.p && !out.sign_request.p && !out.authn_evidence.p);
	ck_assert(holds(out));
}
END_TEST

START_TEST(evidence_of_another_case_person_municipality_or_key_does_not_open)
{
	struct evidence in = signed_by(DIGEST, CLIENT, NUMBER), out;
	str token = evidence_lock(arena, key, &anna, evidence_text(arena, &in));
	struct evidence_of others[] = { anna, anna, anna };
	others[0].case_id = STR("case-2");
	others[1].person = STR("person-2");
	others[2].municipality = STR("0121");
	for (size_t i = 0; i < 3; i++)
		ck_assert(!evidence_open(arena, key, &others[i], token, &out));
	key[0] ^= 1;
	ck_assert(!evidence_open(arena, key, &anna, token, &out));
}
END_TEST

START_TEST(a_signature_is_verified_again_by_the_kept_key)
{
	ck_assert_msg(holds(signed_by(DIGEST, CLIENT, NUMBER)), "%s", reason);
}
END_TEST

START_TEST(evidence_that_says_something_else_does_not_hold)
{
	struct evidence e = signed_by(DIGEST, CLIENT, NUMBER);
	EVP_PKEY *another = mint_key(JWS_ES256);
	ck_assert(!holds(signed_by(OTHER, CLIENT, NUMBER)));
	ck_assert(!holds(signed_by(DIGEST, "another-client", NUMBER)));
	ck_assert(!holds(signed_by(DIGEST, CLIENT, "199001012385")));
	e.key = mint_jwk(arena, another, "");
	ck_assert(!holds(e));
	e = signed_by(DIGEST, CLIENT, NUMBER);
	e.random = evidence_random(arena, STR("another handle"));
	ck_assert(!holds(e));
	e = signed_by(DIGEST, CLIENT, NUMBER);
	e.user_signature = STR_NONE;
	ck_assert(!holds(e));
	e = signed_by(OTHER, CLIENT, NUMBER);
	e.document = STR(DIGEST); /* relabelled: the nonce still commits to the other one */
	ck_assert(!holds(e));
	e = signed_by(DIGEST, CLIENT, NUMBER);
	e.mode = STR("approval");
	ck_assert(!holds(e));
	e = signed_by(DIGEST, CLIENT, NUMBER);
	e.userinfo = STR("not.a.token");
	ck_assert(!holds(e));
	e = (struct evidence){ 0 };
	ck_assert(!holds(e));
	EVP_PKEY_free(another);
}
END_TEST

START_TEST(a_key_file_holds_one_key_and_nothing_else)
{
	uint8_t read[SEAL_BOX_KEY_BYTES];
	str text = seal_base64url(arena, key, sizeof key);
	ck_assert(evidence_key_read(arena, arena_join(arena, text, STR("\n"), STR("")), read) && memcmp(read, key, sizeof key) == 0);
	ck_assert(!evidence_key_read(arena, STR(""), read));
	ck_assert(!evidence_key_read(arena, STR("AAAA"), read));
	ck_assert(!evidence_key_read(arena, arena_join(arena, text, STR("AA"), STR("")), read));
}
END_TEST

Suite *eid_evidence_suite(void)
{
	Suite *s = suite_create("eid/evidence");
	TCase *t = tcase_create("evidence");
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, the_nonce_is_that_of_the_label_the_digest_and_the_random_bytes);
	tcase_add_test(t, a_nonce_takes_a_digest_and_thirty_two_bytes);
	tcase_add_test(t, each_handle_and_each_document_has_a_nonce_of_its_own);
	tcase_add_test(t, what_the_eid_signs_names_document_case_and_login);
	tcase_add_test(t, what_is_locked_comes_out_as_it_went_in);
	tcase_add_test(t, evidence_of_another_case_person_municipality_or_key_does_not_open);
	tcase_add_test(t, a_signature_is_verified_again_by_the_kept_key);
	tcase_add_test(t, evidence_that_says_something_else_does_not_hold);
	tcase_add_test(t, a_key_file_holds_one_key_and_nothing_else);
	suite_add_tcase(s, t);
	return s;
}
