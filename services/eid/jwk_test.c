/* jwk_test.c -- which keys of a provider are believed: whole sets are refused for one that is not sound. */
#include "eid/jwk.h"

#include "eid/mint_test.h"

Suite *eid_jwk_suite(void);

static struct arena *arena;
static EVP_PKEY *rsa, *ec, *ed;
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
	ec = mint_key(JWS_ES256);
	ed = mint_key(JWS_EDDSA);
}

static void forget_keys(void)
{
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(ed);
	arena_free(arena);
}

START_TEST(a_key_set_with_a_secret_in_it_is_refused)
{
	static const char *const secrets[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
	ck_assert_ptr_null(read_set(STR("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")));
	ck_assert_ptr_null(read_set(STR("{\"keys\":[{\"kty\":\"oct\"}]}")));
	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
		str more = arena_printf(arena, ",\"%s\":\"AA\"", secrets[i]);
		ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, rsa, arena_z(arena, more)))));
		ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, ed, arena_z(arena, more)))));
	}
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

START_TEST(ed25519_keys_of_small_order_or_of_another_length_are_refused)
{
	static const char *const points[] = {
	    /* The neutral element, a point of order 4, and one of order 8 (RFC 7748 section 7 speaks of their
	       kind). */
	    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",  "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "",
	};
	for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
		ck_assert_ptr_null(read_set(arena_printf(
		    arena, "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}]}", points[i])));
}
END_TEST

/* The product of two primes k * M + (65537^a mod M), as the flawed library makes them; M is the product of
 * the first 126 primes, which a key of 2048 bits takes. Made for this test. */
#define ROCA_MODULUS                                                                                         \
	"xtwgyS7mOPXnsSVf6IScYRoNu4SxbIN7eZoFfX8pWrfB7ez8UTlPZECG8rgqbzLgBnU2bvfW2Mb0tJsUFOiRgXcQIWJGba5zwT" \
	"oUnlTSZ8kC-A24nTtVf9cjatoCxSFaDjkLfdc46gE8s_4dIPBkMWty98W-ARvgpH2fWIC1o_"                           \
	"0IkLfEL4mWLXDsX94C7pgvWu1bCAIQ4A2yqiIng956hpR0NQA-3qb7FD9cPDIY_"                                    \
	"Q5JYMsCB3Oy5iu442I3EEzbblc09O0YdMZPitoBhTOSZVJUuQEfunqEONQfNj9oS48KLJUGbZg68MCzXW0WaF0UEj3CIGq9wso" \
	"dbmaujq8SjQ"

START_TEST(a_key_of_the_roca_kind_is_refused)
{
	ck_assert_ptr_null(
	    read_set(STR("{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" ROCA_MODULUS "\"}]}")));
	ck_assert_str_eq(reason, "an RSA key of unacceptable size or exponent");
}
END_TEST

START_TEST(operations_of_a_key_are_a_list_without_repetition)
{
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, rsa, ",\"key_ops\":[\"verify\",\"verify\"]"))));
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, rsa, ",\"key_ops\":\"verify\""))));
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, rsa, ",\"key_ops\":[1]"))));
	ck_assert_uint_eq(read_set(set_of(mint_jwk(arena, rsa, ",\"key_ops\":[\"encrypt\",\"verify\"]")))->n,
	                  1);
}
END_TEST

START_TEST(a_key_and_its_algorithm_are_of_one_kind)
{
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, ec, ",\"alg\":\"RS256\""))));
	ck_assert_ptr_null(read_set(set_of(mint_jwk(arena, ed, ",\"alg\":\"ES256\""))));
	ck_assert_uint_eq(read_set(set_of(mint_jwk(arena, rsa, ",\"alg\":\"RS512\"")))->n, 0);
	ck_assert_uint_eq(read_set(set_of(mint_jwk(arena, rsa, ",\"alg\":7")))->n, 0);
	ck_assert_uint_eq(read_set(set_of(mint_jwk(arena, rsa, ",\"use\":7")))->n, 0);
}
END_TEST

START_TEST(certificates_beside_a_key_change_nothing)
{
	const struct jwk_set *set = read_set(set_of(mint_jwk(
	    arena, rsa,
	    ",\"x5c\":[\"AAAA\"],\"x5u\":\"https://evil.example/\",\"x5t\":\"AAAA\",\"kid\":\"r\"")));
	ck_assert_uint_eq(set->n, 1);
	ck_assert_ptr_nonnull(strstr(arena_z(arena, set->keys[0].text), "\"x5c\""));
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

Suite *eid_jwk_suite(void)
{
	Suite *suite = suite_create("eid/jwk");
	TCase *sets = tcase_create("key sets");
	tcase_add_unchecked_fixture(sets, make_keys, forget_keys);
	tcase_add_test(sets, a_key_set_with_a_secret_in_it_is_refused);
	tcase_add_test(sets, a_key_set_with_two_keys_of_one_id_is_refused);
	tcase_add_test(sets, weak_or_impossible_keys_are_refused);
	tcase_add_test(sets, ed25519_keys_of_small_order_or_of_another_length_are_refused);
	tcase_add_test(sets, a_key_of_the_roca_kind_is_refused);
	tcase_add_test(sets, operations_of_a_key_are_a_list_without_repetition);
	tcase_add_test(sets, a_key_and_its_algorithm_are_of_one_kind);
	tcase_add_test(sets, certificates_beside_a_key_change_nothing);
	tcase_add_test(sets, keys_for_other_purposes_are_passed_over);
	suite_add_tcase(suite, sets);
	return suite;
}
