#include "base/config.h"
#include "eid/metadata.h"
#include "eid/provider_test.h"

Suite *eid_provider_suite(void);

static struct arena *arena;

static void begin(void)
{
	arena = arena_new((size_t)16 * 1024 * 1024);
}

static void end(void)
{
	arena_free(arena);
}

static const struct providers *read_file(const char *text, const char *environment, str *why)
{
	*why = STR_NONE;
	return providers_read(arena, str_of(text), str_of(environment), why);
}

START_TEST(a_providers_file_says_who_is_trusted_for_what)
{
	str why;
	const struct providers *providers =
	    read_file(FILE_OF(CITIZEN_ROW(ISSUER, "") "," STAFF_ROW), "production", &why);
	ck_assert_ptr_nonnull(providers);
	ck_assert_uint_eq(providers->n, 2);
	const struct provider *citizen = provider_by_id(providers, STR("bank")),
	                      *staff = provider_by_id(providers, STR("staff"));
	ck_assert(str_is(citizen->key_path, "/key.pem") && !citizen->assert_to_endpoint);
	ck_assert(citizen->auth_time && !citizen->userinfo && !staff->auth_time);
	ck_assert(str_is(citizen->personal_claim, NUMBER) &&
	          str_is(citizen->coordination_claim, COORDINATION));
	ck_assert(str_is(citizen->level_claim, "acr") && !citizen->acr_values.p);
	ck_assert(str_is(staff->staff_claim, "org"));
	ck_assert(str_is(json_member(citizen->name, STR("sv")), "Bank"));
	ck_assert_ptr_null(provider_by_id(providers, STR("other")));
	ck_assert(str_is(metadata_url(arena, citizen), ISSUER "/.well-known/openid-configuration"));
}
END_TEST

START_TEST(a_signature_is_of_one_kind_or_the_other)
{
	ck_assert_int_eq(provider_of(arena, CITIZEN_ROW(ISSUER, ""))->signing, SIGNING_LOGIN);
	ck_assert_int_eq(provider_of(arena, CITIZEN_ROW(ISSUER, ",\"signing\":\"approval\""))->signing,
	                 SIGNING_APPROVAL);
	const struct provider *signs = provider_of(arena, CITIZEN_ROW(ISSUER, ",\"signing\":\"sign\""));
	ck_assert_int_eq(signs->signing, SIGNING_SIGN);
	ck_assert(str_is(provider_mode(signs), "sign"));
	ck_assert(str_is(provider_mode(provider_of(arena, CITIZEN_ROW(ISSUER, ""))), "approval"));
}
END_TEST

START_TEST(the_only_one_offered_is_gone_to_without_asking)
{
	str why;
	const char *one = FILE_OF(
	    CITIZEN_ROW(ISSUER, "") "," ROW("trial", "citizen", ISSUER, LEVELS NUMBERS ",\"offered\":false"));
	const char *two =
	    FILE_OF(CITIZEN_ROW(ISSUER, "") "," ROW("other", "citizen", ISSUER, LEVELS NUMBERS));
	const struct providers *single = read_file(one, "production", &why),
	                       *choice = read_file(two, "production", &why);
	ck_assert(str_is(provider_for(single, AUD_CITIZEN)->id, "bank"));
	ck_assert_ptr_nonnull(provider_by_id(single, STR("trial")));
	ck_assert_ptr_null(provider_for(choice, AUD_CITIZEN));
	ck_assert_uint_eq(providers_offered(choice, AUD_CITIZEN), 2);
	ck_assert_uint_eq(providers_offered(choice, AUD_STAFF), 0);
	ck_assert_ptr_null(provider_for(choice, AUD_STAFF));
	ck_assert_ptr_null(provider_for(choice, AUD_NOBODY));
}
END_TEST

START_TEST(a_providers_file_that_would_weaken_a_login_is_refused)
{
	static const char *const files[] = {
	    "",
	    "{}",
	    "[]",
	    FILE_OF(""),
	    "{\"client_key\":\"/key.pem\",\"providers\":[" STAFF_ROW "]}",
	    FILE_OF(STAFF_ROW "," STAFF_ROW),
	    FILE_OF(CITIZEN_ROW("http://eid.example", "")),
	    FILE_OF(CITIZEN_ROW("https://user@eid.example", "")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"staff_id\":\"org\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"skip_nonce\":true")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"userinfo\":\"true\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"auth_time\":0")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"offered\":1")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"given_name\":\"\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"level_claim\":\"idp\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"signing\":\"stamp\"")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"signing\":\"sign\",\"auth_time\":false")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"require\":[\"a\"]")),
	    FILE_OF(CITIZEN_ROW(ISSUER, ",\"require\":{\"verified\":true}")),
	    FILE_OF(ROW("x", "citizen", ISSUER, ",\"levels\":{}" NUMBERS)),
	    FILE_OF(ROW("x", "citizen", ISSUER, ",\"levels\":{\"a\":\"\"}" NUMBERS)),
	    FILE_OF(ROW("x", "citizen", ISSUER, LEVELS)),
	    FILE_OF(ROW("x", "staff", ISSUER, LEVELS)),
	    FILE_OF(ROW("x", "staff", ISSUER, LEVELS NUMBERS ",\"staff_id\":\"org\"")),
	    FILE_OF(ROW("x", "staff", ISSUER, LEVELS ",\"staff_id\":\"org\",\"signing\":\"sign\"")),
	    FILE_OF(ROW("", "staff", ISSUER, LEVELS ",\"staff_id\":\"org\"")),
	    FILE_OF(ROW("x", "king", ISSUER, LEVELS NUMBERS)),
	    FILE_OF("{\"id\":\"x\",\"audience\":\"staff\",\"issuer\":\"" ISSUER
	            "\",\"client_id\":\"c\",\"alg\":\"none\",\"scope\":\"openid\"," NAME AUTH
	            "\"levels\":{},\"staff_id\":\"n\"}"),
	    FILE_OF("{\"id\":\"x\",\"audience\":\"staff\",\"issuer\":\"" ISSUER
	            "\",\"client_id\":\"c\",\"alg\":\"ES256\",\"scope\":\"profile\"," NAME AUTH
	            "\"levels\":{},\"staff_id\":\"n\"}"),
	    FILE_OF(
	        "{\"id\":\"x\",\"audience\":\"staff\",\"issuer\":\"" ISSUER
	        "\",\"client_id\":\"c\",\"alg\":\"ES256\",\"scope\":\"openid\"," NAME
	        "\"client_auth\":{\"key\":\"/k\",\"audience\":\"anyone\"},\"levels\":{},\"staff_id\":\"n\"}"),
	    FILE_OF("{\"id\":\"x\",\"audience\":\"staff\",\"issuer\":\"" ISSUER
	            "\",\"client_id\":\"c\",\"alg\":\"ES256\",\"scope\":\"openid\"," AUTH
	            "\"levels\":{},\"staff_id\":\"n\"}"),
	};
	str why;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		ck_assert_msg(!read_file(files[i], "production", &why), "file %zu", i);
		ck_assert_msg(why.n > 0, "file %zu", i);
	}
}
END_TEST

START_TEST(the_examples_of_the_handbook_are_sound)
{
	const char *at = config_file("deploy/README.md", (size_t)256 * 1024).p;
	size_t seen = 0;
	while ((at = strstr(at, "```json\n{\n  \"id\""))) {
		at += strlen("```json\n");
		const char *end = strstr(at, "```");
		ck_assert_ptr_nonnull(end);
		(void)provider_of(arena, arena_z(arena, (str){at, (size_t)(end - at)}));
		seen++;
	}
	ck_assert_uint_eq(seen, 4);
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

static bool metadata_of(const char *row, const char *text)
{
	struct metadata read;
	const char *reason;
	return metadata_read(arena, provider_of(arena, row), str_of(text), &read, &reason);
}

static bool metadata_holds(const char *text)
{
	return metadata_of(CITIZEN_ROW(ISSUER, ""), text);
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

START_TEST(a_provider_whose_userinfo_is_used_must_publish_where_it_is)
{
	const char *row = CITIZEN_ROW(ISSUER, ",\"userinfo\":true");
	ck_assert(!metadata_of(row, "{\"issuer\":\"" ISSUER "\"," ENDPOINTS "}"));
	ck_assert(!metadata_of(row, "{\"issuer\":\"" ISSUER "\"," ENDPOINTS
	                            ",\"userinfo_endpoint\":\"http://eid.example/u\"}"));
	ck_assert(metadata_of(row, "{\"issuer\":\"" ISSUER "\"," ENDPOINTS ",\"userinfo_endpoint\":\"" ISSUER
	                           "/u\"}"));
}
END_TEST

Suite *eid_provider_suite(void)
{
	Suite *suite = suite_create("eid/provider");
	TCase *all = tcase_create("all");
	tcase_add_unchecked_fixture(all, begin, end);
	tcase_add_test(all, a_providers_file_says_who_is_trusted_for_what);
	tcase_add_test(all, a_signature_is_of_one_kind_or_the_other);
	tcase_add_test(all, the_only_one_offered_is_gone_to_without_asking);
	tcase_add_test(all, a_providers_file_that_would_weaken_a_login_is_refused);
	tcase_add_test(all, the_examples_of_the_handbook_are_sound);
	tcase_add_test(all, a_test_issuer_never_serves_production);
	tcase_add_test(all, what_a_provider_publishes_must_be_its_own_and_over_https);
	tcase_add_test(all, a_provider_whose_userinfo_is_used_must_publish_where_it_is);
	suite_add_tcase(suite, all);
	return suite;
}
