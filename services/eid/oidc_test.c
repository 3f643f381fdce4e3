#include "eid/oidc.h"

#include "base/pairs.h"
#include "eid/mint_test.h"
#include "eid/return_to.h"

Suite *eid_oidc_suite(void);

#define NOW 1795000000
#define ISSUER "https://eid.example"
#define CLIENT "blankett"
#define NONCE "nonce-of-this-attempt"
#define LOA3 "http://id.elegnamnden.se/loa/1.0/loa3"
#define NUMBER "https://id.oidc.se/claim/personalIdentityNumber"
#define COORDINATION "https://id.oidc.se/claim/coordinationNumber"
#define CITIZEN_ROW(issuer, more)                                                                            \
	"{\"id\":\"bank\",\"audience\":\"citizen\",\"issuer\":\"" issuer "\",\"client_id\":\"" CLIENT        \
	"\",\"alg\":\"ES256\","                                                                              \
	"\"scope\":\"openid numbers\",\"levels\":{\"" LOA3 "\":\"loa3\"},\"personal_number\":[\"" NUMBER     \
	"\",\"" COORDINATION "\"]" more "}"
#define STAFF_ROW                                                                                            \
	"{\"id\":\"staff\",\"audience\":\"staff\",\"issuer\":\"https://"                                     \
	"sso.example\",\"client_id\":\"s\",\"alg\":\"RS256\","                                               \
	"\"scope\":\"openid\",\"levels\":{},\"staff_id\":\"org\",\"auth_time\":false}"
#define FILE_OF(rows) "{\"client_key\":\"/key.pem\",\"providers\":[" rows "]}"
#define GOOD_CLAIMS                                                                                          \
	"\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT "\",\"sub\":\"s-1\",\"nonce\":\"" NONCE                   \
	"\",\"iat\":1795000000,\"exp\":1795000300,"                                                          \
	"\"auth_time\":1794999990,\"acr\":\"" LOA3 "\""
#define ANNA ",\"" NUMBER "\":\"198501012382\""

static struct arena *arena;
static EVP_PKEY *key;
static const struct jwk_set *keys;
static const struct providers *providers;
static const struct provider *citizen, *staff;
static const char *reason;

static const struct attempt attempt = {
    .state = {"s t/te", 6},
    .nonce = {NONCE, sizeof NONCE - 1},
    .verifier = {"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", 43},
    .redirect_uri = {"https://rp.example/eid/callback", 31},
    .created_s = NOW - 30,
};
static const struct metadata metadata = {
    .authorization_endpoint = {ISSUER "/auth", sizeof ISSUER + 4},
};

static const struct providers *read_file(const char *text, const char *environment, str *why)
{
	*why = STR_NONE;
	return providers_read(arena, str_of(text), str_of(environment), why);
}

static void begin(void)
{
	str why;
	seal_init();
	arena = arena_new((size_t)16 * 1024 * 1024);
	key = mint_key(JWS_ES256);
	keys = jwk_set_read(
	    arena, arena_printf(arena, "{\"keys\":[%.*s]}", STR_ARG(mint_jwk(arena, key, ""))), &reason);
	providers = read_file(FILE_OF(CITIZEN_ROW(ISSUER, "") "," STAFF_ROW), "production", &why);
	ck_assert_ptr_nonnull(keys);
	ck_assert_ptr_nonnull(providers);
	citizen = provider_for(providers, AUD_CITIZEN);
	staff = provider_for(providers, AUD_STAFF);
}

static void end(void)
{
	EVP_PKEY_free(key);
	arena_free(arena);
}

static bool token_holds(const char *claims, struct identity *out)
{
	str payload = arena_printf(arena, "{%s}", claims);
	str token = mint_token(arena, key, JWS_ES256, STR("{\"alg\":\"ES256\"}"), payload);
	reason = "";
	return oidc_identity(arena, citizen, keys, &attempt, token, STR("access"), NOW, out, &reason);
}

static void refused(const char *claims, const char *wanted)
{
	struct identity who;
	ck_assert_msg(!token_holds(claims, &who), "accepted: %s", claims);
	ck_assert_msg(strstr(reason, wanted) != NULL, "%s: \"%s\" instead of \"%s\"", claims, reason, wanted);
}

/* The good claims with one of them in another form, or without it. */
static const char *instead(const char *member, const char *replacement)
{
	const char *good = GOOD_CLAIMS ANNA, *at = strstr(good, member);
	ck_assert_ptr_nonnull(at);
	const char *after = at + strlen(member);
	str text = arena_printf(arena, "%.*s%s%s", (int)(at - good), good, replacement, after);
	return arena_z(arena, text);
}

START_TEST(a_good_token_tells_who_it_is)
{
	struct identity who;
	ck_assert_msg(
	    token_holds(GOOD_CLAIMS ANNA ",\"given_name\":\" Anna \",\"family_name\":\"Testsson\"", &who),
	    "%s", reason);
	ck_assert(str_is(who.personal_number, "198501012382"));
	ck_assert(str_is(who.subject, "s-1"));
	ck_assert(str_is(who.level, "loa3"));
	ck_assert(str_is(who.given_name, "Anna"));
	ck_assert(str_is(who.family_name, "Testsson"));
	ck_assert(!who.staff_id.p);
	ck_assert_int_eq(who.authenticated_s, 1794999990);
}
END_TEST

START_TEST(a_samordningsnummer_is_a_number_too_but_never_beside_another)
{
	struct identity who;
	ck_assert_msg(token_holds(GOOD_CLAIMS ",\"" COORDINATION "\":\"198001732380\"", &who), "%s", reason);
	refused(GOOD_CLAIMS ANNA ",\"" COORDINATION "\":\"198001732380\"", "not exactly one");
	refused(GOOD_CLAIMS, "not exactly one");
	refused(GOOD_CLAIMS ",\"" NUMBER "\":198501012382", "no sound personal number");
	refused(GOOD_CLAIMS ",\"" NUMBER "\":\"8501012382\"", "no sound personal number");
	refused(GOOD_CLAIMS ",\"" NUMBER "\":\"198501012383\"", "no sound personal number");
}
END_TEST

START_TEST(another_issuer_audience_or_nonce_is_refused)
{
	refused(instead("\"iss\":\"" ISSUER "\"", "\"iss\":\"" ISSUER "/\""), "issuer");
	refused(instead("\"iss\":\"" ISSUER "\",", ""), "issuer");
	refused(instead("\"aud\":\"" CLIENT "\"", "\"aud\":\"another\""), "audience");
	refused(instead("\"aud\":\"" CLIENT "\"", "\"aud\":[\"" CLIENT "\",\"another\"]"), "audience");
	refused(instead("\"aud\":\"" CLIENT "\"", "\"aud\":\"" CLIENT "\",\"azp\":\"another\""), "audience");
	refused(instead("\"nonce\":\"" NONCE "\"", "\"nonce\":\"" NONCE "x\""), "nonce");
	refused(instead("\"nonce\":\"" NONCE "\"", "\"nonce\":\"\""), "nonce");
	refused(instead("\"nonce\":\"" NONCE "\",", ""), "nonce");
}
END_TEST

START_TEST(an_audience_may_be_a_list_of_us_alone)
{
	struct identity who;
	ck_assert(token_holds(
	    instead("\"aud\":\"" CLIENT "\"", "\"aud\":[\"" CLIENT "\"],\"azp\":\"" CLIENT "\""), &who));
}
END_TEST

START_TEST(times_are_whole_and_near)
{
	static const struct {
		const char *replacement, *reason;
	} cases[] = {
	    {"\"exp\":1794999940", "expired"},
	    {"\"exp\":1795000601", "lives too long"},
	    {"\"exp\":1e300", "no time"},
	    {"\"exp\":1795000300.5", "no time"},
	    {"\"exp\":\"1795000300\"", "no time"},
	    {"\"exp\":9007199254740993", "no time"},
	    {"\"exp\":-1", "no time"},
	    {"\"x\":1", "no time"},
	    {"\"exp\":1795000300,\"nbf\":1795000061", "not valid yet"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		refused(instead("\"exp\":1795000300", cases[i].replacement), cases[i].reason);
	refused(instead("\"iat\":1795000000", "\"iat\":1795000061"), "future");
	refused(instead("\"iat\":1795000000", "\"iat\":1794999639"), "too long ago");
}
END_TEST

START_TEST(a_login_before_this_attempt_is_refused)
{
	refused(instead("\"auth_time\":1794999990", "\"auth_time\":1794999900"), "auth_time");
	refused(instead("\"auth_time\":1794999990", "\"auth_time\":0"), "auth_time");
	refused(instead("\"auth_time\":1794999990,", ""), "auth_time");
	refused(instead("\"auth_time\":1794999990", "\"auth_time\":1795000100"), "auth_time");
}
END_TEST

START_TEST(a_lower_or_missing_level_is_refused)
{
	refused(instead("\"acr\":\"" LOA3 "\"", "\"acr\":\"http://id.elegnamnden.se/loa/1.0/loa2\""),
	        "level");
	refused(instead("\"acr\":\"" LOA3 "\"", "\"x\":1"), "level");
	refused(instead("\"acr\":\"" LOA3 "\"", "\"acr\":[\"" LOA3 "\"]"), "level");
}
END_TEST

START_TEST(duplicate_members_anywhere_are_refused)
{
	refused(GOOD_CLAIMS ANNA ANNA, "duplicate");
	refused(GOOD_CLAIMS ANNA ",\"x\":{\"a\":1,\"a\":2}", "duplicate");
	refused(GOOD_CLAIMS ANNA ",\"aud\":\"" CLIENT "\"", "duplicate");
}
END_TEST

START_TEST(a_subject_is_short_printable_text)
{
	refused(instead("\"sub\":\"s-1\"", "\"sub\":\"\""), "subject");
	refused(instead("\"sub\":\"s-1\"", "\"sub\":1"), "subject");
	refused(instead("\"sub\":\"s-1\"", "\"sub\":\"\\u00e5\""), "subject");
	refused(instead("\"sub\":\"s-1\",", ""), "subject");
}
END_TEST

START_TEST(the_hash_of_the_access_token_must_fit_when_it_is_there)
{
	uint8_t hash[SEAL_HASH_BYTES];
	struct identity who;
	seal_sha256(hash, STR("access"));
	str good = arena_printf(arena, GOOD_CLAIMS ANNA ",\"at_hash\":\"%.*s\"",
	                        STR_ARG(seal_base64url(arena, hash, 16)));
	ck_assert_msg(token_holds(arena_z(arena, good), &who), "%s", reason);
	str whole = arena_printf(arena, GOOD_CLAIMS ANNA ",\"at_hash\":\"%.*s\"",
	                         STR_ARG(seal_base64url(arena, hash, 32)));
	refused(arena_z(arena, whole), "at_hash");
	refused(GOOD_CLAIMS ANNA ",\"at_hash\":\"\"", "at_hash");
}
END_TEST

START_TEST(a_token_by_another_algorithm_than_the_providers_is_refused)
{
	struct identity who;
	str token =
	    mint_token(arena, key, JWS_ES256, STR("{\"alg\":\"ES256\"}"), STR("{" GOOD_CLAIMS ANNA "}"));
	ck_assert(!oidc_identity(arena, staff, keys, &attempt, token, STR_NONE, NOW, &who, &reason));
	ck_assert_ptr_nonnull(strstr(reason, "algorithm"));
}
END_TEST

START_TEST(a_token_response_is_a_bearers_with_an_id_token)
{
	str id, access;
	ck_assert(oidc_token_response(
	    arena, STR("{\"token_type\":\"bearer\",\"id_token\":\"a\",\"access_token\":\"b\"}"), &id, &access,
	    &reason));
	ck_assert(str_is(id, "a") && str_is(access, "b"));
	ck_assert(!oidc_token_response(arena, STR("{\"token_type\":\"MAC\",\"id_token\":\"a\"}"), &id,
	                               &access, &reason));
	ck_assert(!oidc_token_response(arena, STR("{\"token_type\":\"Bearer\"}"), &id, &access, &reason));
	ck_assert(!oidc_token_response(arena, STR("[]"), &id, &access, &reason));
	ck_assert(!oidc_token_response(arena, STR("<html>"), &id, &access, &reason));
}
END_TEST

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
	str url = oidc_authorization_url(arena, citizen, &metadata, &attempt, STR("sv"));
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
	str url = oidc_authorization_url(arena, citizen, &metadata, &attempt, STR("sv")), form;
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

START_TEST(a_providers_file_says_who_is_trusted_for_what)
{
	ck_assert_uint_eq(providers->n, 2);
	ck_assert(str_is(providers->client_key_path, "/key.pem"));
	ck_assert_ptr_eq(provider_by_id(providers, STR("bank")), citizen);
	ck_assert_ptr_null(provider_by_id(providers, STR("other")));
	ck_assert_ptr_null(provider_for(providers, AUD_NOBODY));
	ck_assert(citizen->auth_time && !staff->auth_time);
	ck_assert_uint_eq(citizen->number_claim_count, 2);
	ck_assert(str_is(staff->staff_claim, "org"));
	ck_assert(str_is(provider_discovery_url(arena, citizen), ISSUER "/.well-known/openid-configuration"));
}
END_TEST

START_TEST(a_providers_file_that_would_weaken_a_login_is_refused)
{
	static const char *const files[] = {
	    "",
	    "{}",
	    "[]",
	    FILE_OF(""),
	    "{\"client_key\":\"\",\"providers\":[" STAFF_ROW "]}",
	    FILE_OF(STAFF_ROW "," STAFF_ROW),
	    FILE_OF(CITIZEN_ROW("http://eid.example", "")),
	    FILE_OF(CITIZEN_ROW("https://user@eid.example", "")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"staff_id\":\"org\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"skip_nonce\":true")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"acr_as\":\"nothing\"")),
	    FILE_OF("{\"id\":\"x\",\"audience\":\"citizen\",\"issuer\":\"" ISSUER
	            "\",\"client_id\":\"c\",\"alg\":\"ES256\",\"scope\":\"openid\","
	            "\"levels\":{},\"personal_number\":[\"n\"]}"),
	    FILE_OF("{\"id\":\"x\",\"audience\":\"staff\",\"issuer\":\"" ISSUER
	            "\",\"client_id\":\"c\",\"alg\":\"none\",\"scope\":\"openid\","
	            "\"levels\":{},\"staff_id\":\"n\"}"),
	};
	str why;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		ck_assert_msg(!read_file(files[i], "production", &why), "file %zu", i);
		ck_assert_msg(why.n > 0, "file %zu", i);
	}
}
END_TEST

START_TEST(a_test_issuer_never_serves_production)
{
	str why;
	const char *file = FILE_OF(CITIZEN_ROW("http://127.0.0.1:8082", ""));
	ck_assert_ptr_nonnull(read_file(file, "local", &why));
	ck_assert_ptr_null(read_file(file, "production", &why));
	ck_assert_ptr_null(
	    read_file(FILE_OF(CITIZEN_ROW("http://127.0.0.1.evil.example:80", "")), "local", &why));
}
END_TEST

static bool metadata_holds(const char *text)
{
	struct metadata read;
	return metadata_read(arena, citizen, str_of(text), &read, &reason);
}

#define ENDPOINTS                                                                                            \
	"\"authorization_endpoint\":\"" ISSUER "/a\",\"token_endpoint\":\"" ISSUER                           \
	"/t\",\"jwks_uri\":\"" ISSUER "/k\""

START_TEST(what_a_provider_publishes_must_be_its_own_and_over_https)
{
	ck_assert(metadata_holds("{\"issuer\":\"" ISSUER "\"," ENDPOINTS "}"));
	ck_assert(!metadata_holds("{\"issuer\":\"" ISSUER "/\"," ENDPOINTS "}"));
	ck_assert(!metadata_holds("{" ENDPOINTS "}"));
	ck_assert(!metadata_holds("{\"issuer\":\"" ISSUER "\"}"));
	ck_assert(!metadata_holds(
	    "{\"issuer\":\"" ISSUER
	    "\",\"authorization_endpoint\":\"http://eid.example/a\",\"token_endpoint\":\"" ISSUER
	    "/t\",\"jwks_uri\":\"" ISSUER "/k\"}"));
	ck_assert(!metadata_holds("{\"issuer\":\"" ISSUER "\"," ENDPOINTS
	                          ",\"code_challenge_methods_supported\":[\"plain\"]}"));
	ck_assert(!metadata_holds("{\"issuer\":\"" ISSUER "\"," ENDPOINTS
	                          ",\"token_endpoint_auth_methods_supported\":[\"none\"]}"));
	ck_assert(!metadata_holds("not json"));
}
END_TEST

START_TEST(the_way_back_is_a_path_of_ours_and_nothing_else)
{
	static const char *const bad[] = {
	    "",
	    "mina",
	    "//evil.example",
	    "/\\evil",
	    "/\\/evil",
	    "https://evil.example",
	    "javascript:alert(1)",
	    "/a//b",
	    "/a#b",
	    "/a%2f",
	    "/a.b",
	    "/a b",
	    "/a\r\nb",
	    "/\t/e",
	    "/a?b=//evil",
	    "/a?b#c",
	    "/a?b?c",
	    "/a?b=c:d",
	    "/a?b c",
	    "/a?b;c",
	    "?b",
	    "//e?b",
	    "/å",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!return_to_holds(str_of(bad[i])), "%s", bad[i]);
	ck_assert(return_to_holds(STR("/")));
	ck_assert(return_to_holds(STR("/utkast/0190a-f3/barn_1/")));
	ck_assert(return_to_holds(STR("/handlaggare/ko/skolskjuts?status=received&cursor=MjAyNg%3D%3D")));
}
END_TEST

Suite *eid_oidc_suite(void)
{
	Suite *suite = suite_create("eid/oidc");
	TCase *tokens = tcase_create("id_token"), *rest = tcase_create("around it");
	tcase_add_unchecked_fixture(tokens, begin, end);
	tcase_add_unchecked_fixture(rest, begin, end);
	tcase_add_test(tokens, a_good_token_tells_who_it_is);
	tcase_add_test(tokens, a_samordningsnummer_is_a_number_too_but_never_beside_another);
	tcase_add_test(tokens, another_issuer_audience_or_nonce_is_refused);
	tcase_add_test(tokens, an_audience_may_be_a_list_of_us_alone);
	tcase_add_test(tokens, times_are_whole_and_near);
	tcase_add_test(tokens, a_login_before_this_attempt_is_refused);
	tcase_add_test(tokens, a_lower_or_missing_level_is_refused);
	tcase_add_test(tokens, duplicate_members_anywhere_are_refused);
	tcase_add_test(tokens, a_subject_is_short_printable_text);
	tcase_add_test(tokens, the_hash_of_the_access_token_must_fit_when_it_is_there);
	tcase_add_test(tokens, a_token_by_another_algorithm_than_the_providers_is_refused);
	tcase_add_test(rest, a_token_response_is_a_bearers_with_an_id_token);
	tcase_add_test(rest, the_browser_is_sent_with_everything_that_binds_the_answer_to_it);
	tcase_add_test(rest, the_verifier_leaves_us_only_with_the_code);
	tcase_add_test(rest, a_providers_file_says_who_is_trusted_for_what);
	tcase_add_test(rest, a_providers_file_that_would_weaken_a_login_is_refused);
	tcase_add_test(rest, a_test_issuer_never_serves_production);
	tcase_add_test(rest, what_a_provider_publishes_must_be_its_own_and_over_https);
	tcase_add_test(rest, the_way_back_is_a_path_of_ours_and_nothing_else);
	suite_add_tcase(suite, tokens);
	suite_add_tcase(suite, rest);
	return suite;
}
