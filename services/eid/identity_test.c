#include "eid/identity.h"

#include "eid/jws.h"
#include "eid/mint_test.h"
#include "eid/provider_test.h"

Suite *eid_identity_suite(void);

#define NOW 1795000000
#define NONCE "nonce-of-this-attempt"
#define GOOD_CLAIMS                                                                                          \
	"\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT "\",\"sub\":\"s-1\",\"nonce\":\"" NONCE                   \
	"\",\"iat\":1795000000,\"exp\":1795000300,"                                                          \
	"\"auth_time\":1794999990,\"acr\":\"" LOA3 "\""
#define ANNA ",\"" NUMBER "\":\"198501012382\""

static struct arena *arena;
static EVP_PKEY *key;
static struct jwk_set *keys;
static const struct provider *citizen;
static const char *reason;

static const struct attempt login = {
    .state = {"state", 5},
    .nonce = {NONCE, sizeof NONCE - 1},
    .created_s = NOW - 30,
};

static void begin(void)
{
	seal_init();
	arena = arena_new((size_t)16 * 1024 * 1024);
	key = mint_key(JWS_ES256);
	str jwk = mint_jwk(arena, key, ",\"note\":\"kept\"");
	keys = jwk_set_read(arena, arena_join(arena, STR("{\"keys\":["), jwk, STR("]}")), &reason);
	ck_assert_ptr_nonnull(keys);
	keys->fetched_s = NOW - 5;
	citizen = provider_of(arena, CITIZEN_ROW(ISSUER, ""));
}

static void end(void)
{
	EVP_PKEY_free(key);
	arena_free(arena);
}

static str token_of(const char *claims)
{
	return mint_token(arena, key, JWS_ES256, STR("{\"alg\":\"ES256\"}"),
	                  arena_printf(arena, "{%s}", claims));
}

static bool token_holds(const char *claims, struct identity *out)
{
	const struct tokens tokens = {token_of(claims), STR("access"), STR_NONE};
	reason = "";
	return identity_read(arena, citizen, keys, &login, &tokens, NOW, out, &reason);
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
	ck_assert(str_is(who.acr, LOA3));
}
END_TEST

START_TEST(a_samordningsnummer_is_a_number_too_but_never_beside_another)
{
	struct identity who;
	ck_assert_msg(token_holds(GOOD_CLAIMS ",\"" COORDINATION "\":\"198001732380\"", &who), "%s", reason);
	refused(GOOD_CLAIMS ANNA ",\"" COORDINATION "\":\"198001732380\"", "not exactly one");
	refused(GOOD_CLAIMS, "not exactly one");
	refused(GOOD_CLAIMS ",\"" NUMBER "\":198501012382", "no sound personal number");
	refused(GOOD_CLAIMS ",\"" NUMBER "\":null", "no sound personal number");
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
	const struct provider ed = {
	    .issuer = citizen->issuer, .client_id = citizen->client_id, .alg = JWS_EDDSA};
	const struct tokens tokens = {token_of(GOOD_CLAIMS ANNA), STR("access"), STR_NONE};
	ck_assert(!identity_read(arena, &ed, keys, &login, &tokens, NOW, &who, &reason));
	ck_assert_ptr_nonnull(strstr(reason, "algorithm"));
}
END_TEST

START_TEST(a_token_response_is_a_bearers_with_an_id_token)
{
	static const char *const bad[] = {
	    "{\"token_type\":\"MAC\",\"id_token\":\"a\",\"access_token\":\"b\"}",
	    "{\"token_type\":\"Bearer\",\"access_token\":\"b\"}",
	    "{\"token_type\":\"Bearer\",\"id_token\":\"a\"}",
	    "{\"token_type\":\"Bearer\",\"id_token\":\"a\",\"access_token\":\"b\\r\\nX: y\"}",
	    "{\"token_type\":\"Bearer\",\"id_token\":\"a\",\"id_token\":\"b\",\"access_token\":\"b\"}",
	    "[]",
	    "<html>",
	};
	struct tokens tokens;
	ck_assert(tokens_read(arena,
	                      STR("{\"token_type\":\"bearer\",\"id_token\":\"a\",\"access_token\":\"b\"}"),
	                      &tokens, &reason));
	ck_assert(str_is(tokens.id_token, "a") && str_is(tokens.access_token, "b") && !tokens.userinfo.p);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!tokens_read(arena, str_of(bad[i]), &tokens, &reason), "%s", bad[i]);
}
END_TEST

/* The same claims at a provider of another shape: `userinfo` are the claims there, NULL for none. */
static bool holds_at(const char *row, const struct attempt *attempt, const char *claims, const char *userinfo,
                     struct identity *out)
{
	const struct tokens tokens = {token_of(claims), STR("access"),
	                              userinfo ? token_of(userinfo) : STR_NONE};
	reason = "";
	return identity_read(arena, provider_of(arena, row), keys, attempt, &tokens, NOW, out, &reason);
}

static void refused_at(const char *row, const struct attempt *attempt, const char *claims,
                       const char *userinfo, const char *wanted)
{
	struct identity who;
	ck_assert_msg(!holds_at(row, attempt, claims, userinfo, &who), "accepted: %s %s", claims, userinfo);
	ck_assert_msg(strstr(reason, wanted) != NULL, "%s: \"%s\" instead of \"%s\"", claims, reason, wanted);
}

#define SAM "198001732380"
#define BROKER_ROW CITIZEN_ROW(ISSUER, ",\"userinfo\":true,\"require\":{\"nin_type\":\"PERSON\"}")
#define ABOUT_ANNA                                                                                           \
	"\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT "\",\"sub\":\"s-1\",\"nin_type\":\"PERSON\"" ANNA

START_TEST(each_kind_of_number_has_its_own_claim)
{
	refused(GOOD_CLAIMS ",\"" NUMBER "\":\"" SAM "\"", "other kind");
	refused(GOOD_CLAIMS ",\"" COORDINATION "\":\"198501012382\"", "other kind");
	refused_at(ROW("x", "citizen", ISSUER, LEVELS ",\"personal_number\":\"nin\""), &login,
	           GOOD_CLAIMS ",\"nin\":\"" SAM "\"", NULL, "other kind");
}
END_TEST

START_TEST(one_claim_may_hold_either_kind_where_the_row_says_so)
{
	const char *row = ROW("x", "citizen", ISSUER,
	                      LEVELS ",\"personal_number\":\"ssn\",\"coordination_number\":\"ssn\"");
	struct identity who;
	ck_assert(holds_at(row, &login, GOOD_CLAIMS ",\"ssn\":\"198501012382\"", NULL, &who));
	ck_assert(holds_at(row, &login, GOOD_CLAIMS ",\"ssn\":\"" SAM "\"", NULL, &who));
	ck_assert(str_is(who.personal_number, SAM));
	refused_at(row, &login, GOOD_CLAIMS, NULL, "not exactly one");
}
END_TEST

START_TEST(userinfo_may_tell_what_the_id_token_does_not)
{
	struct identity who;
	ck_assert_msg(holds_at(BROKER_ROW, &login, GOOD_CLAIMS, ABOUT_ANNA ",\"given_name\":\"Anna\"", &who),
	              "%s", reason);
	ck_assert(str_is(who.personal_number, "198501012382") && str_is(who.given_name, "Anna"));
	ck_assert_uint_eq(who.family_name.n, 0);
}
END_TEST

START_TEST(userinfo_is_believed_about_the_same_subject_for_us_by_the_same_issuer)
{
	static const char *const claims[][2] = {
	    {"\"iss\":\"" ISSUER "\",\"aud\":\"" CLIENT "\",\"sub\":\"s-2\"" ANNA, "another subject"},
	    {"\"iss\":\"https://evil.example\",\"aud\":\"" CLIENT "\",\"sub\":\"s-1\"" ANNA,
	     "another issuer"},
	    {"\"iss\":\"" ISSUER "\",\"aud\":\"x\",\"sub\":\"s-1\"" ANNA, "another audience"},
	    {"\"aud\":\"" CLIENT "\",\"sub\":\"s-1\"" ANNA, "another issuer"},
	    {ABOUT_ANNA ",\"exp\":1794999940", "expired"},
	    {ABOUT_ANNA ANNA, "duplicate"},
	    {ABOUT_ANNA ",\"" COORDINATION "\":\"" SAM "\"", "not exactly one"},
	};
	for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++)
		refused_at(BROKER_ROW, &login, GOOD_CLAIMS, claims[i][0], claims[i][1]);
	refused_at(BROKER_ROW, &login, GOOD_CLAIMS, NULL, "no userinfo");
	refused_at(BROKER_ROW, &login, GOOD_CLAIMS ",\"" COORDINATION "\":\"" SAM "\"", ABOUT_ANNA,
	           "not exactly one");
}
END_TEST

START_TEST(userinfo_that_nobody_asked_for_is_not_read)
{
	refused_at(CITIZEN_ROW(ISSUER, ""), &login, GOOD_CLAIMS, ABOUT_ANNA, "not exactly one");
}
END_TEST

START_TEST(a_required_claim_holds_its_value_alone_or_in_a_list)
{
	const char *row = ROW("x", "staff", ISSUER,
	                      ",\"levels\":{},\"staff_id\":\"upn\",\"require\":{\"groups\":\"blankett\"}");
	struct identity who;
	ck_assert(holds_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\",\"groups\":\"blankett\"", NULL, &who));
	ck_assert(holds_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\",\"groups\":[\"a\",\"blankett\"]", NULL,
	                   &who));
	ck_assert(str_is(who.staff_id, "k@1") && str_is(who.level, "unstated"));
	refused_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\",\"groups\":[\"a\",[\"blankett\"]]", NULL,
	           "required claim");
	refused_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\",\"groups\":{\"blankett\":true}", NULL,
	           "required claim");
	refused_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\",\"groups\":\"blanketter\"", NULL,
	           "required claim");
	refused_at(row, &login, GOOD_CLAIMS ",\"upn\":\"k@1\"", NULL, "required claim");
	refused_at(row, &login, GOOD_CLAIMS ",\"groups\":\"blankett\"", NULL, "organisational id");
}
END_TEST

START_TEST(a_staff_login_tells_no_person_number)
{
	struct identity who;
	ck_assert(holds_at(ROW("x", "staff", ISSUER, LEVELS ",\"staff_id\":\"upn\""), &login,
	                   GOOD_CLAIMS ANNA ",\"upn\":\"k@1\"", NULL, &who));
	ck_assert(!who.personal_number.p);
}
END_TEST

START_TEST(the_level_may_stand_in_a_claim_of_the_brokers_own)
{
	const char *row = ROW(
	    "x", "citizen", ISSUER,
	    NUMBERS ",\"acr_values\":\"idp:sbid\",\"level_claim\":\"idp\",\"levels\":{\"sbid\":\"loa3\"}");
	struct identity who;
	ck_assert(holds_at(row, &login, GOOD_CLAIMS ANNA ",\"idp\":\"sbid\"", NULL, &who));
	ck_assert(str_is(who.level, "loa3"));
	refused_at(row, &login, GOOD_CLAIMS ANNA ",\"idp\":\"other\"", NULL, "level of assurance");
	refused_at(row, &login, GOOD_CLAIMS ANNA, NULL, "level of assurance");
}
END_TEST

static const struct attempt signature = {
    .state = {"state", 5},
    .nonce = {NONCE, sizeof NONCE - 1},
    .created_s = NOW - 30,
    .signs = true,
    .expected_number = {"198501012382", 12},
};
#define SIGNED                                                                                               \
	",\"https://id.oidc.se/claim/userSignature\":\"c2ln\",\"https://id.oidc.se/claim/"                   \
	"authnEvidence\":\"b2NzcA==\",\"https://id.oidc.se/claim/authnProvider\":\"https://bank.example\""

START_TEST(a_signature_is_of_the_person_expected_and_nobody_else)
{
	const char *row = CITIZEN_ROW(ISSUER, ",\"signing\":\"approval\"");
	struct identity who;
	ck_assert_msg(holds_at(row, &signature, GOOD_CLAIMS ANNA, NULL, &who), "%s", reason);
	refused_at(row, &signature, GOOD_CLAIMS ",\"" NUMBER "\":\"199001012385\"", NULL, "another person");
	refused_at(row, &signature, GOOD_CLAIMS ",\"" COORDINATION "\":\"" SAM "\"", NULL, "another person");
}
END_TEST

START_TEST(where_the_e_id_signs_its_signature_must_come_back)
{
	const char *row = CITIZEN_ROW(ISSUER, ",\"signing\":\"sign\"");
	struct identity who;
	ck_assert_msg(holds_at(row, &signature, GOOD_CLAIMS ANNA SIGNED, NULL, &who), "%s", reason);
	ck_assert(str_is(who.user_signature, "c2ln") && str_is(who.authn_evidence, "b2NzcA=="));
	ck_assert(str_is(who.authn_provider, "https://bank.example"));
	refused_at(row, &signature, GOOD_CLAIMS ANNA, NULL, "no signature");
	refused_at(row, &signature, GOOD_CLAIMS ANNA ",\"https://id.oidc.se/claim/userSignature\":\"\"", NULL,
	           "no signature");
	ck_assert_msg(holds_at(row, &login, GOOD_CLAIMS ANNA, NULL, &who), "a login there is no signature");
}
END_TEST

START_TEST(who_signs_has_proved_it_just_now)
{
	refused_at(CITIZEN_ROW(ISSUER, ",\"auth_time\":false"), &signature, GOOD_CLAIMS ANNA, NULL,
	           "cannot sign");
}
END_TEST

START_TEST(the_key_that_verified_is_handed_on_as_it_was_published)
{
	struct identity who;
	struct jws jws;
	const char *why;
	ck_assert(token_holds(GOOD_CLAIMS ANNA, &who));
	ck_assert_int_eq(who.key_fetched_s, NOW - 5);
	const struct jwk_set *alone =
	    jwk_set_read(arena, arena_join(arena, STR("{\"keys\":["), who.key, STR("]}")), &why);
	ck_assert_ptr_nonnull(alone);
	ck_assert(jws_verify(arena, alone, JWS_ES256, token_of(GOOD_CLAIMS ANNA), &jws, &why));
	ck_assert_ptr_nonnull(strstr(arena_z(arena, who.key), "\"note\":\"kept\""));
}
END_TEST

Suite *eid_identity_suite(void)
{
	Suite *suite = suite_create("eid/identity");
	TCase *all = tcase_create("all");
	tcase_add_unchecked_fixture(all, begin, end);
	tcase_add_test(all, a_good_token_tells_who_it_is);
	tcase_add_test(all, a_samordningsnummer_is_a_number_too_but_never_beside_another);
	tcase_add_test(all, another_issuer_audience_or_nonce_is_refused);
	tcase_add_test(all, an_audience_may_be_a_list_of_us_alone);
	tcase_add_test(all, times_are_whole_and_near);
	tcase_add_test(all, a_login_before_this_attempt_is_refused);
	tcase_add_test(all, a_lower_or_missing_level_is_refused);
	tcase_add_test(all, duplicate_members_anywhere_are_refused);
	tcase_add_test(all, a_subject_is_short_printable_text);
	tcase_add_test(all, the_hash_of_the_access_token_must_fit_when_it_is_there);
	tcase_add_test(all, a_token_by_another_algorithm_than_the_providers_is_refused);
	tcase_add_test(all, a_token_response_is_a_bearers_with_an_id_token);
	tcase_add_test(all, each_kind_of_number_has_its_own_claim);
	tcase_add_test(all, one_claim_may_hold_either_kind_where_the_row_says_so);
	tcase_add_test(all, userinfo_may_tell_what_the_id_token_does_not);
	tcase_add_test(all, userinfo_is_believed_about_the_same_subject_for_us_by_the_same_issuer);
	tcase_add_test(all, userinfo_that_nobody_asked_for_is_not_read);
	tcase_add_test(all, a_required_claim_holds_its_value_alone_or_in_a_list);
	tcase_add_test(all, a_staff_login_tells_no_person_number);
	tcase_add_test(all, the_level_may_stand_in_a_claim_of_the_brokers_own);
	tcase_add_test(all, a_signature_is_of_the_person_expected_and_nobody_else);
	tcase_add_test(all, where_the_e_id_signs_its_signature_must_come_back);
	tcase_add_test(all, who_signs_has_proved_it_just_now);
	tcase_add_test(all, the_key_that_verified_is_handed_on_as_it_was_published);
	suite_add_tcase(suite, all);
	return suite;
}
