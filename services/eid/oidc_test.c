#include "eid/oidc.h"

#include <string.h>

#include "base/pairs.h"
#include "base/seal.h"
#include "eid/provider_test.h"

Suite *eid_oidc_suite(void);

static struct arena *arena;
static const struct provider *citizen;

static const struct attempt attempt = {
    .state = {"s t/te", 6},
    .nonce = {"nonce-of-this-attempt", 21},
    .verifier = {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 43},
    .redirect_uri = {"https://rp.example/eid/callback", 31},
    .created_s = 1795000000,
};
static const struct wording swedish = {{"sv", 2}, {"Logga in", 8}};
static const struct metadata metadata = {
    .authorization_endpoint = {ISSUER "/auth", sizeof ISSUER + 4},
};

static void begin(void)
{
	seal_init();
	arena = arena_new((size_t)16 * 1024 * 1024);
	citizen = provider_of(arena, CITIZEN_ROW(ISSUER, ""));
}

static void end(void)
{
	arena_free(arena);
}

static str parameter_of(str url, const char *name)
{
	struct pairs pairs;
	str base, query;
	ck_assert(str_cut(url, '?', &base, &query));
	ck_assert(pairs_parse(arena, query, 32, &pairs));
	ck_assert_uint_eq(pairs_count(&pairs, str_of(name)), 1);
	return pairs_get(&pairs, str_of(name));
}

START_TEST(the_browser_is_sent_with_everything_that_binds_the_answer_to_it)
{
	str url = oidc_authorization_url(arena, citizen, &metadata, &attempt, &swedish);
	ck_assert(str_starts(url, STR(ISSUER "/auth?")));
	ck_assert(str_is(parameter_of(url, "response_type"), "code"));
	ck_assert(str_is(parameter_of(url, "client_id"), CLIENT));
	ck_assert(str_is(parameter_of(url, "scope"), "openid numbers"));
	ck_assert(str_eq(parameter_of(url, "state"), attempt.state));
	ck_assert(str_eq(parameter_of(url, "nonce"), attempt.nonce));
	ck_assert(str_eq(parameter_of(url, "redirect_uri"), attempt.redirect_uri));
	ck_assert(str_is(parameter_of(url, "code_challenge_method"), "S256"));
	/* RFC 7636 appendix B */
	ck_assert(str_is(parameter_of(url, "code_challenge"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
	ck_assert(str_is(parameter_of(url, "prompt"), "login"));
	ck_assert(str_is(parameter_of(url, "max_age"), "60"));
	ck_assert(str_is(parameter_of(url, "ui_locales"), "sv"));
	ck_assert(str_is(parameter_of(url, "claims"),
	                 "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" LOA3 "\"]}}}"));
}
END_TEST

START_TEST(the_verifier_leaves_us_only_with_the_code)
{
	str url = oidc_authorization_url(arena, citizen, &metadata, &attempt, &swedish), form;
	ck_assert_ptr_null(strstr(arena_z(arena, url), attempt.verifier.p));
	form = oidc_token_form(arena, citizen, &attempt, STR("the code"), STR("a.b.c"));
	struct pairs pairs;
	ck_assert(pairs_parse(arena, form, 16, &pairs));
	ck_assert(str_is(pairs_get(&pairs, STR("grant_type")), "authorization_code"));
	ck_assert(str_is(pairs_get(&pairs, STR("code")), "the code"));
	ck_assert(str_eq(pairs_get(&pairs, STR("code_verifier")), attempt.verifier));
	ck_assert(str_eq(pairs_get(&pairs, STR("redirect_uri")), attempt.redirect_uri));
	ck_assert(str_is(pairs_get(&pairs, STR("client_assertion")), "a.b.c"));
}
END_TEST

static const char *url_at(const char *row, const struct metadata *of, const struct attempt *with)
{
	str url = oidc_authorization_url(arena, provider_of(arena, row), of, with, &swedish);
	ck_assert_ptr_nonnull(url.p);
	return arena_z(arena, url);
}

static bool has(const char *url, const char *name)
{
	return strstr(url, arena_z(arena, arena_printf(arena, "&%s=", name))) != NULL;
}

#define PARAM(name) "https%3A%2F%2Fid.oidc.se%2Fparam%2F" name

START_TEST(our_message_goes_only_where_the_e_id_can_show_it)
{
	struct metadata shows = metadata;
	shows.shows_message = true;
	ck_assert(!has(url_at(CITIZEN_ROW(ISSUER, ""), &metadata, &attempt), PARAM("userMessage")));
	const char *url = url_at(CITIZEN_ROW(ISSUER, ""), &shows, &attempt);
	ck_assert(str_is(parameter_of(str_of(url), "https://id.oidc.se/param/userMessage"),
	                 "{\"message#sv\":\"TG9nZ2EgaW4=\",\"mime_type\":\"text/plain\"}"));
}
END_TEST

START_TEST(a_broker_is_asked_in_its_own_words)
{
	const char *url = url_at(
	    ROW("x", "citizen", ISSUER,
	        LEVELS NUMBERS ",\"acr_values\":\"idp:sbid\",\"authn_provider\":\"https://bank.example\""),
	    &metadata, &attempt);
	ck_assert(str_is(parameter_of(str_of(url), "acr_values"), "idp:sbid"));
	ck_assert(!has(url, "claims"));
	ck_assert(str_is(parameter_of(str_of(url), "https://id.oidc.se/param/authnProvider"),
	                 "https://bank.example"));
}
END_TEST

START_TEST(a_person_is_bound_by_an_essential_claim_of_their_kind_of_number)
{
	struct attempt bound = attempt;
	bound.expected_number = STR("198501012382");
	ck_assert(str_is(parameter_of(str_of(url_at(CITIZEN_ROW(ISSUER, ""), &metadata, &bound)), "claims"),
	                 "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" LOA3 "\"]},\"" NUMBER
	                 "\":{\"essential\":true,\"value\":\"198501012382\"}}}"));
	bound.expected_number = STR("198001732380");
	ck_assert(str_is(
	    parameter_of(str_of(url_at(ROW("x", "citizen", ISSUER, LEVELS NUMBERS ",\"acr_values\":\"a\""),
	                               &metadata, &bound)),
	                 "claims"),
	    "{\"id_token\":{\"" COORDINATION "\":{\"essential\":true,\"value\":\"198001732380\"}}}"));
	ck_assert(
	    str_is(parameter_of(str_of(url_at(ROW("x", "citizen", ISSUER,
	                                          LEVELS NUMBERS ",\"acr_values\":\"a\",\"userinfo\":true"),
	                                      &metadata, &bound)),
	                        "claims"),
	           "{\"id_token\":{},\"userinfo\":{\"" COORDINATION
	           "\":{\"essential\":true,\"value\":\"198001732380\"}}}"));
}
END_TEST

START_TEST(a_signature_is_asked_for_by_its_scope_and_with_consent)
{
	struct attempt signs = attempt;
	signs.signs = true;
	signs.expected_number = STR("198501012382");
	signs.sign_request = STR("a.b.c");
	static const char *const kinds[][2] = {
	    {",\"signing\":\"sign\"", "openid numbers https://id.oidc.se/scope/sign"},
	    {",\"signing\":\"approval\"", "openid numbers https://id.oidc.se/scope/signApproval"}};
	for (size_t i = 0; i < 2; i++) {
		str row = arena_printf(
		    arena, "%s%s%s",
		    "{\"id\":\"x\"," NAME AUTH "\"audience\":\"citizen\",\"issuer\":\"" ISSUER
		    "\",\"client_id\":\"c\",\"alg\":\"ES256\",\"scope\":\"openid numbers\"" LEVELS NUMBERS,
		    kinds[i][0], "}");
		str url = str_of(url_at(arena_z(arena, row), &metadata, &signs));
		ck_assert(str_is(parameter_of(url, "scope"), kinds[i][1]));
		ck_assert(str_is(parameter_of(url, "prompt"), "login consent"));
		ck_assert(str_is(parameter_of(url, "https://id.oidc.se/param/signRequest"), "a.b.c"));
	}
}
END_TEST

START_TEST(without_the_extension_a_signature_is_a_fresh_login)
{
	struct attempt signs = attempt;
	signs.signs = true;
	signs.sign_request = STR("a.b.c");
	const char *url = url_at(CITIZEN_ROW(ISSUER, ""), &metadata, &signs);
	ck_assert(str_is(parameter_of(str_of(url), "scope"), "openid numbers"));
	ck_assert(str_is(parameter_of(str_of(url), "prompt"), "login"));
	ck_assert(!has(url, PARAM("signRequest")));
}
END_TEST

START_TEST(an_address_that_no_header_could_hold_is_none)
{
	struct attempt signs = attempt;
	char *large = arena_alloc(arena, (size_t)9 * 1024);
	memset(large, 'a', (size_t)9 * 1024);
	signs.sign_request = (str){large, (size_t)9 * 1024};
	ck_assert(!oidc_authorization_url(arena,
	                                  provider_of(arena, CITIZEN_ROW(ISSUER, ",\"signing\":\"sign\"")),
	                                  &metadata, &signs, &swedish)
	               .p);
}
END_TEST

Suite *eid_oidc_suite(void)
{
	Suite *suite = suite_create("eid/oidc");
	TCase *all = tcase_create("all");
	tcase_add_unchecked_fixture(all, begin, end);
	tcase_add_test(all, the_browser_is_sent_with_everything_that_binds_the_answer_to_it);
	tcase_add_test(all, the_verifier_leaves_us_only_with_the_code);
	tcase_add_test(all, our_message_goes_only_where_the_e_id_can_show_it);
	tcase_add_test(all, a_broker_is_asked_in_its_own_words);
	tcase_add_test(all, a_person_is_bound_by_an_essential_claim_of_their_kind_of_number);
	tcase_add_test(all, a_signature_is_asked_for_by_its_scope_and_with_consent);
	tcase_add_test(all, without_the_extension_a_signature_is_a_fresh_login);
	tcase_add_test(all, an_address_that_no_header_could_hold_is_none);
	suite_add_tcase(suite, all);
	return suite;
}
