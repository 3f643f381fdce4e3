/* token_test.c -- the session token: one issuer, one environment, one audience, until it expires; and the token of its pages. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "base/token.h"

#include <check.h>

Suite *base_token_suite(void);

#define ENVIRONMENT STR("test")
#define NOW_S 1800000000

static struct arena *arena;
static struct token_keys *keys;
static uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
static char folder[] = "/tmp/blankett-keys-XXXXXX";
static struct token claims, out;

static void write_file(const char *name, str bytes)
{
	int fd = open(arena_printf(arena, "%s/%s", folder, name).p, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ck_assert(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
	close(fd);
}

static void write_key(const uint8_t key[SEAL_PUBLIC_BYTES])
{
	write_file(arena_join(arena, seal_key_id(arena, key), STR(".pub"), STR("")).p, seal_base64url(arena, key, SEAL_PUBLIC_BYTES));
}

/* The tests that die do so on purpose. */
static void silence(void)
{
	log_threshold((enum log_level)(LOG_ERROR + 1));
}

static void setup(void)
{
	arena = arena_new((size_t)16 << 20);
	seal_init();
	silence();
	ck_assert_ptr_nonnull(mkdtemp(folder));
	seal_keypair(public_key, secret);
	write_key(public_key);
	keys = token_keys_load(folder);
	claims = (struct token){ .audience = AUD_CITIZEN, .municipality = "0120", .person = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		                 .level = "loa3", .authenticated_s = NOW_S - 5, .issued_s = NOW_S, .expires_s = NOW_S + 100 };
	seal_random(claims.id, sizeof(claims.id));
	out = (struct token){ 0 };
}

static void teardown(void)
{
	ck_assert_int_eq(unlink(arena_printf(arena, "%s/%s.pub", folder, seal_key_id(arena, public_key).p).p), 0);
	ck_assert_int_eq(rmdir(folder), 0);
	arena_free(arena);
}

static bool opens(str text, int64_t now_s)
{
	return token_open(keys, ENVIRONMENT, text, now_s, &out) == TOKEN_GOOD;
}

START_TEST(what_was_issued_comes_back)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	for (int round = 0; round < 3; round++) { /* the second time from memory */
		ck_assert(opens(token, NOW_S));
		ck_assert(out.audience == AUD_CITIZEN && strcmp(out.municipality, "0120") == 0 && strcmp(out.level, "loa3") == 0);
		ck_assert_str_eq(out.person, claims.person);
		ck_assert_mem_eq(out.id, claims.id, sizeof(claims.id));
		ck_assert(out.authenticated_s == NOW_S - 5 && out.issued_s == NOW_S && out.expires_s == NOW_S + 100);
		uint8_t hash[SEAL_HASH_BYTES];
		seal_hash(hash, (str){ (const char *)claims.id, sizeof(claims.id) });
		ck_assert_mem_eq(out.id_hash, hash, sizeof(hash));
	}
	for (claims.audience = AUD_STAFF; claims.audience <= AUD_SERVICE; claims.audience++)
		ck_assert(opens(token_issue(arena, secret, ENVIRONMENT, &claims), NOW_S) && out.audience == claims.audience);
}
END_TEST

START_TEST(an_expired_token_is_refused_fresh_or_remembered)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	ck_assert(!opens(token, NOW_S + 100));
	ck_assert(opens(token, NOW_S + 99));
	ck_assert(!opens(token, NOW_S + 100));
	ck_assert(!opens(token, INT64_MAX));
}
END_TEST

START_TEST(a_token_past_its_time_still_says_whose_it_was)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	for (int round = 0; round < 2; round++) {
		ck_assert_int_eq(token_open(keys, ENVIRONMENT, token, NOW_S + 100, &out), TOKEN_OVER);
		ck_assert_str_eq(out.person, claims.person);
	}
	ck_assert_int_eq(token_open(keys, STR("other"), token, NOW_S + 100, &out), TOKEN_REFUSED);
}
END_TEST

START_TEST(a_token_from_the_future_is_refused_but_for_clocks_that_differ)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	ck_assert(opens(token, NOW_S - 60));
	ck_assert(!opens(token, NOW_S - 61));
}
END_TEST

START_TEST(another_key_environment_or_audience_is_refused)
{
	uint8_t other_public[SEAL_PUBLIC_BYTES], other[SEAL_SECRET_BYTES];
	seal_keypair(other_public, other);
	ck_assert(!opens(token_issue(arena, other, ENVIRONMENT, &claims), NOW_S));
	ck_assert(!opens(token_issue(arena, secret, STR("production"), &claims), NOW_S));
	/* Remembered for one environment, unknown in another. */
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	ck_assert(opens(token, NOW_S));
	ck_assert(!token_open(keys, STR("production"), token, NOW_S, &out));
	ck_assert(!token_open(keys, STR(""), token, NOW_S, &out));
	claims.audience = AUD_NOBODY;
	ck_assert(!opens(token_issue(arena, secret, ENVIRONMENT, &claims), NOW_S));
}
END_TEST

/* A token of our key with any payload, footer and implicit assertion. */
static str forged(const char *payload, str footer, const char *implicit)
{
	if (!footer.p)
		footer = arena_printf(arena, "{\"kid\":\"%s\"}", seal_key_id(arena, public_key).p);
	return seal_sign_v4(arena, secret, str_of(payload), footer, str_of(implicit));
}

#define IMPLICIT "blankett-session|test|citizen"
#define ID "\"jti\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
#define SUB "\"sub\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\""
#define TIMES "\"at\":1799999999,\"iat\":1800000000,\"exp\":1800000100"
#define GOOD "{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}"

START_TEST(the_footer_names_the_key_and_nothing_else)
{
	ck_assert(opens(forged(GOOD, STR_NONE, IMPLICIT), NOW_S));
	ck_assert(!opens(forged(GOOD, STR(""), IMPLICIT), NOW_S));
	ck_assert(!opens(forged(GOOD, STR("{}"), IMPLICIT), NOW_S));
	ck_assert(!opens(forged(GOOD, STR("{\"kid\":\"k4.pid.x\"}"), IMPLICIT), NOW_S));
	ck_assert(!opens(forged(GOOD, arena_printf(arena, "{\"kid\":\"%s\"} ", seal_key_id(arena, public_key).p), IMPLICIT), NOW_S));
	ck_assert(!opens(forged(GOOD, STR_NONE, "blankett-session|test|staff"), NOW_S));
	ck_assert(!opens(forged(GOOD, STR_NONE, ""), NOW_S));
}
END_TEST

static const char *const payloads[] = {
	"",
	"{}",
	"[]",
	"{\"iss\":\"eid\",\"aud\":\"staff\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"sid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":[\"citizen\"],\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"01 0\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":120," ID "," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\",\"jti\":\"AAAA\"," SUB ",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID ",\"sub\":\"017F22E2-79B0-7CC3-98C4-DC0C0C07398F\",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID ",\"sub\":\"189001019802\",\"acr\":\"loa3\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB "," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"" /* 48 characters */
	"123456789012345678901234567890123456789012345678\"," TIMES "}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\"," TIMES ",\"role\":\"admin\"}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\",\"at\":1,\"iat\":1800000000,\"exp\":1.9e9}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\",\"at\":1,\"iat\":1800000000,\"exp\":\"1900000000\"}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\",\"at\":1,\"iat\":1800000100,\"exp\":1800000100}",
	"{\"iss\":\"eid\",\"aud\":\"citizen\",\"mun\":\"0120\"," ID "," SUB ",\"acr\":\"loa3\",\"at\":-1,\"iat\":1800000000,\"exp\":1800000100}",
	GOOD " x",
};

START_TEST(other_claims_are_refused_though_signed)
{
	ck_assert_msg(!opens(forged(payloads[_i], STR_NONE, IMPLICIT), NOW_S), "%s", payloads[_i]);
}
END_TEST

START_TEST(no_altered_byte_is_accepted)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	ck_assert(opens(token, NOW_S));
	for (size_t i = 0; i < token.n; i++) {
		char *bytes = arena_alloc(arena, token.n);
		memcpy(bytes, token.p, token.n);
		bytes[i] = bytes[i] == 'A' ? 'B' : 'A';
		ck_assert_msg(!opens((str){ bytes, token.n }, NOW_S), "byte %zu", i);
		ck_assert(!opens(str_sub(token, 0, i), NOW_S));
	}
	char long_text[2000];
	memset(long_text, 'A', sizeof(long_text));
	ck_assert(!opens((str){ long_text, sizeof(long_text) }, NOW_S));
	ck_assert(!opens(STR_NONE, NOW_S));
	ck_assert(opens(token, NOW_S));
}
END_TEST

START_TEST(a_refusal_leaves_out_alone)
{
	out.level[0] = 'x';
	ck_assert(!opens(token_issue(arena, secret, STR("other"), &claims), NOW_S));
	ck_assert(out.level[0] == 'x' && out.audience == AUD_NOBODY);
}
END_TEST

START_TEST(many_tokens_are_never_mistaken_for_each_other)
{
	/* More than the table holds. */
	static str tokens[600];
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 600; i++) {
			memcpy(claims.id, &i, sizeof(i));
			if (round == 0)
				tokens[i] = token_issue(arena, secret, ENVIRONMENT, &claims);
			ck_assert(opens(tokens[i], NOW_S));
			ck_assert_mem_eq(out.id, claims.id, sizeof(claims.id));
		}
}
END_TEST

START_TEST(the_page_token_belongs_to_its_session)
{
	str csrf = token_csrf(arena, &claims);
	ck_assert_uint_eq(csrf.n, 43);
	ck_assert(token_csrf_ok(&claims, csrf) && str_eq(csrf, token_csrf(arena, &claims)));
	struct token other = claims;
	other.id[31] ^= 1;
	ck_assert(!token_csrf_ok(&other, csrf) && !str_eq(token_csrf(arena, &other), csrf));
	ck_assert(!token_csrf_ok(&claims, STR_NONE) && !token_csrf_ok(&claims, STR("")) && !token_csrf_ok(&claims, str_sub(csrf, 0, 42)));
	ck_assert(!token_csrf_ok(&claims, arena_join(arena, csrf, STR("="), STR(""))));
	ck_assert(!token_csrf_ok(&claims, seal_base64url(arena, claims.id, sizeof(claims.id))));
	/* Of any length: the worker lives on. */
	static char endless[100000];
	memset(endless, 'A', sizeof(endless));
	ck_assert(!token_csrf_ok(&claims, (str){ endless, sizeof(endless) }));
	for (size_t i = 0; i < csrf.n; i++) {
		char altered[43];
		memcpy(altered, csrf.p, 43);
		altered[i] = altered[i] == 'A' ? 'B' : 'A';
		ck_assert_msg(!token_csrf_ok(&claims, (str){ altered, 43 }), "byte %zu", i);
	}
}
END_TEST

START_TEST(two_keys_are_valid_while_they_are_rotated)
{
	uint8_t newer_public[SEAL_PUBLIC_BYTES], newer[SEAL_SECRET_BYTES];
	seal_keypair(newer_public, newer);
	write_key(newer_public);
	keys = token_keys_load(folder);
	unlink(arena_printf(arena, "%s/%s.pub", folder, seal_key_id(arena, newer_public).p).p);
	ck_assert(opens(token_issue(arena, newer, ENVIRONMENT, &claims), NOW_S));
	ck_assert(opens(token_issue(arena, secret, ENVIRONMENT, &claims), NOW_S));
}
END_TEST

START_TEST(a_key_that_is_taken_away_ends_its_tokens_also_remembered_ones)
{
	uint8_t newer_public[SEAL_PUBLIC_BYTES], newer[SEAL_SECRET_BYTES];
	seal_keypair(newer_public, newer);
	str old_token = token_issue(arena, secret, ENVIRONMENT, &claims), new_token = token_issue(arena, newer, ENVIRONMENT, &claims);
	ck_assert(opens(old_token, NOW_S) && !opens(new_token, NOW_S));
	write_key(newer_public);
	token_keys_reload(keys, folder);
	ck_assert(opens(old_token, NOW_S) && opens(new_token, NOW_S));
	str newer_file = arena_printf(arena, "%s/%s.pub", folder, seal_key_id(arena, newer_public).p);
	ck_assert_int_eq(unlink(newer_file.p), 0);
	token_keys_reload(keys, folder);
	ck_assert(opens(old_token, NOW_S) && !opens(new_token, NOW_S));
}
END_TEST

START_TEST(a_running_service_passes_over_a_broken_key_and_without_any_believes_nobody)
{
	str token = token_issue(arena, secret, ENVIRONMENT, &claims);
	write_file("k4.pid.x.pub", STR("broken"));
	token_keys_reload(keys, folder);
	ck_assert(opens(token, NOW_S));
	unlink(arena_printf(arena, "%s/k4.pid.x.pub", folder).p);
	token_keys_reload(keys, "/nonexistent/keys");
	ck_assert(!opens(token, NOW_S));
}
END_TEST

/* Loads the folder with one more file in it, in a process of its own, which must end. */
static void load_with(const char *name, str bytes)
{
	write_file(name, bytes);
	pid_t pid = fork();
	if (pid == 0) {
		(void)token_keys_load(folder);
		_exit(0);
	}
	int status = 0;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	unlink(arena_printf(arena, "%s/%s", folder, name).p);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), EX_CONFIG);
}

START_TEST(a_broken_or_misnamed_key_ends_the_start)
{
	load_with("k4.pid.x.pub", STR("AAAA"));
	load_with("k4.pid.x.pub", STR("not base64"));
	load_with("k4.pid.x.pub", seal_base64url(arena, public_key, sizeof(public_key)));
	load_with(".pub", seal_base64url(arena, public_key, sizeof(public_key)));
}
END_TEST

START_TEST(a_folder_without_keys_ends_the_start)
{
	token_keys_load("/proc/self/fdinfo");
}
END_TEST

START_TEST(a_missing_folder_ends_the_start)
{
	token_keys_load("/nonexistent/keys");
}
END_TEST

Suite *base_token_suite(void)
{
	Suite *suite = suite_create("base/token");
	TCase *t = tcase_create("token"), *start = tcase_create("start");
	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_was_issued_comes_back);
	tcase_add_test(t, an_expired_token_is_refused_fresh_or_remembered);
	tcase_add_test(t, a_token_past_its_time_still_says_whose_it_was);
	tcase_add_test(t, a_token_from_the_future_is_refused_but_for_clocks_that_differ);
	tcase_add_test(t, another_key_environment_or_audience_is_refused);
	tcase_add_test(t, the_footer_names_the_key_and_nothing_else);
	tcase_add_loop_test(t, other_claims_are_refused_though_signed, 0, sizeof(payloads) / sizeof(payloads[0]));
	tcase_add_test(t, no_altered_byte_is_accepted);
	tcase_add_test(t, a_refusal_leaves_out_alone);
	tcase_add_test(t, many_tokens_are_never_mistaken_for_each_other);
	tcase_add_test(t, the_page_token_belongs_to_its_session);
	tcase_add_test(t, two_keys_are_valid_while_they_are_rotated);
	tcase_add_test(t, a_key_that_is_taken_away_ends_its_tokens_also_remembered_ones);
	tcase_add_test(t, a_running_service_passes_over_a_broken_key_and_without_any_believes_nobody);
	tcase_add_test(t, a_broken_or_misnamed_key_ends_the_start);
	suite_add_tcase(suite, t);
	tcase_add_checked_fixture(start, silence, NULL);
	tcase_add_exit_test(start, a_folder_without_keys_ends_the_start, EX_CONFIG);
	tcase_add_exit_test(start, a_missing_folder_ends_the_start, EX_CONFIG);
	suite_add_tcase(suite, start);
	return suite;
}
