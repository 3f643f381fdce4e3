#include "eid/client_key.h"

#include <openssl/pem.h>
#include <stdlib.h>
#include <unistd.h>

#include "eid/jws.h"
#include "eid/mint_test.h"

Suite *eid_client_key_suite(void);

#define NOW 1795000000

static struct arena *arena;
static const struct client_key *keys[2]; /* ES256, EdDSA */

static const struct client_key *written_and_loaded(enum jws_alg alg)
{
	char path[] = "/tmp/blankett-client-key-XXXXXX";
	int file = mkstemp(path);
	EVP_PKEY *key = mint_key(alg);
	FILE *stream = fdopen(file, "w");
	ck_assert_int_eq(PEM_write_PrivateKey(stream, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(stream);
	EVP_PKEY_free(key);
	const struct client_key *loaded = client_key_load(path);
	unlink(path);
	return loaded;
}

static void begin(void)
{
	seal_init();
	arena = arena_new((size_t)4 * 1024 * 1024);
	keys[0] = written_and_loaded(JWS_ES256);
	keys[1] = written_and_loaded(JWS_EDDSA);
}

static void end(void)
{
	arena_free(arena);
}

/* The claims of a JWT of ours, verified with the key that we publish, as a provider would. */
static const struct json_node *claims_of(const struct client_key *key, str token)
{
	const char *reason = "";
	struct jws jws;
	const struct jwk_set *published = jwk_set_read(
	    arena, arena_join(arena, STR("{\"keys\":["), client_key_jwk(key), STR("]}")), &reason);
	ck_assert_msg(published != NULL, "%s", reason);
	ck_assert_msg(jws_verify(arena, published, JWS_ES256 | JWS_EDDSA, token, &jws, &reason), "%s",
	              reason);
	const struct json_node *claims = json_parse(arena, jws.payload, &json_limits_answers, NULL);
	ck_assert_ptr_nonnull(claims);
	return claims;
}

START_TEST(an_assertion_says_who_we_are_to_one_provider_for_a_minute)
{
	const struct client_key *key = keys[_i];
	const struct json_node *claims =
	    claims_of(key, client_key_assertion(arena, key, STR("us"), STR("https://op.example/token"), NOW));
	ck_assert(str_is(json_member(claims, STR("iss")), "us") &&
	          str_is(json_member(claims, STR("sub")), "us"));
	ck_assert(str_is(json_member(claims, STR("aud")), "https://op.example/token"));
	ck_assert_int_eq(json_int(json_get(claims, STR("iat")), 0), NOW);
	ck_assert_int_eq(json_int(json_get(claims, STR("exp")), 0), NOW + 60);
}
END_TEST

START_TEST(no_two_assertions_are_the_same)
{
	const struct client_key *key = keys[_i];
	str once = json_member(claims_of(key, client_key_assertion(arena, key, STR("us"), STR("op"), NOW)),
	                       STR("jti"));
	str twice = json_member(claims_of(key, client_key_assertion(arena, key, STR("us"), STR("op"), NOW)),
	                        STR("jti"));
	ck_assert_uint_ge(once.n, 22);
	ck_assert(!str_eq(once, twice));
}
END_TEST

START_TEST(a_sign_request_carries_the_data_and_what_the_person_reads)
{
	const struct client_key *key = keys[_i];
	const struct sign_request request = {STR("us"), STR("https://op.example"), STR("bytes"),
	                                     STR("Jag intygar: åäö"), STR("sv")};
	const struct json_node *claims = claims_of(key, client_key_sign_request(arena, key, &request, NOW));
	ck_assert(str_is(json_member(claims, STR("iss")), "us"));
	ck_assert(str_is(json_member(claims, STR("aud")), "https://op.example"));
	ck_assert_int_eq(json_int(json_get(claims, STR("exp")), 0), NOW + 300);
	ck_assert_uint_ge(json_member(claims, STR("jti")).n, 22);
	ck_assert(str_is(json_member(claims, STR("tbs_data")), "Ynl0ZXM="));
	const struct json_node *message = json_get(claims, STR("sign_message"));
	ck_assert(str_is(json_member(message, STR("message#sv")), "SmFnIGludHlnYXI6IMOlw6TDtg=="));
	ck_assert(str_is(json_member(message, STR("mime_type")), "text/plain"));
	ck_assert(!json_get(claims, STR("sub")));
}
END_TEST

START_TEST(an_approval_has_nothing_to_sign)
{
	const struct client_key *key = keys[_i];
	const struct sign_request request = {STR("us"), STR("op"), STR_NONE, STR("Jag godkänner"), STR("sv")};
	ck_assert(
	    !json_get(claims_of(key, client_key_sign_request(arena, key, &request, NOW)), STR("tbs_data")));
}
END_TEST

START_TEST(a_message_too_long_to_send_is_none)
{
	char *words = arena_alloc(arena, SIGN_MESSAGE_MOST_BYTES + 1);
	memset(words, 'a', SIGN_MESSAGE_MOST_BYTES + 1);
	struct sign_request request = {
	    STR("us"), STR("op"), STR("bytes"), {words, SIGN_MESSAGE_MOST_BYTES}, STR("sv")};
	ck_assert_ptr_nonnull(client_key_sign_request(arena, keys[_i], &request, NOW).p);
	request.message.n++;
	ck_assert_ptr_null(client_key_sign_request(arena, keys[_i], &request, NOW).p);
}
END_TEST

Suite *eid_client_key_suite(void)
{
	Suite *suite = suite_create("eid/client_key");
	TCase *all = tcase_create("all");
	tcase_add_unchecked_fixture(all, begin, end);
	tcase_add_loop_test(all, an_assertion_says_who_we_are_to_one_provider_for_a_minute, 0, 2);
	tcase_add_loop_test(all, no_two_assertions_are_the_same, 0, 2);
	tcase_add_loop_test(all, a_sign_request_carries_the_data_and_what_the_person_reads, 0, 2);
	tcase_add_loop_test(all, an_approval_has_nothing_to_sign, 0, 2);
	tcase_add_loop_test(all, a_message_too_long_to_send_is_none, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
