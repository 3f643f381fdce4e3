/* signature_test.c -- signatures that minisign and OpenSSL verify, and what is refused. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/signature_keys.h"

#include <check.h>

Suite *base_signature_suite(void);

#define COMMENT STR("municipality=0120 case=SKJ-2026-000001-1 issued_at=2026-11-24T12:00:00.000Z")
#define MESSAGE STR("{\"case\":\"SKJ-2026-000001-1\",\"v\":1}")

static struct arena *arena;
static uint8_t secret[SEAL_SECRET_BYTES];
static struct signature_key key;
static char folder[] = "/tmp/blankett-signature-XXXXXX";

/* The secret of RFC 8032 7.1, test 1, as libsodium keeps it: seed, then public key. */
static void setup(void)
{
	static const char hex[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
	                          "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
	arena = arena_new((size_t)4 << 20);
	seal_init();
	for (size_t i = 0; i < sizeof(secret); i++) {
		const char byte[] = { hex[2 * i], hex[2 * i + 1], '\0' };
		secret[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	key = signature_key_of_secret(secret);
	ck_assert(mkdtemp(folder) != NULL);
	ck_assert_int_eq(chdir(folder), 0);
}

static void teardown(void)
{
	static const char *const files[] = { "m", "m.minisig", "m.sig", "k.pub", "k.pem", "keys/current.pub", "keys/old.pub", "secret" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(files[i]);
	(void)rmdir("keys");
	(void)rmdir(folder);
	arena_free(arena);
}

static void write_file(const char *name, str content)
{
	FILE *file = fopen(name, "wb");
	ck_assert(file != NULL);
	ck_assert_uint_eq(fwrite(content.p, 1, content.n, file), content.n);
	ck_assert_int_eq(fclose(file), 0);
}

/* The exit code of a program; -1: it is not installed. */
static int run(const char *const *argv)
{
	int status = 0;
	pid_t child = fork();
	ck_assert(child >= 0);
	if (child == 0) {
		int nowhere = open("/dev/null", O_RDWR);
		dup2(nowhere, 1);
		dup2(nowhere, 2);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(errno == ENOENT ? 127 : 126);
	}
	ck_assert(waitpid(child, &status, 0) == child);
	return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}

static int minisign_says(void)
{
	const char *const argv[] = { "minisign", "-V", "-p", "k.pub", "-m", "m", NULL };
	return run(argv);
}

static int openssl_says(void)
{
	const char *const argv[] = { "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "k.pem", "-rawin", "-in", "m", "-sigfile", "m.sig", NULL };
	return run(argv);
}

static void write_all(void)
{
	write_file("m", MESSAGE);
	write_file("m.minisig", signature_minisign(arena, secret, MESSAGE, COMMENT));
	write_file("m.sig", signature_raw(arena, secret, MESSAGE));
	write_file("k.pub", signature_key_minisign(arena, &key, STR("minisign public key")));
	write_file("k.pem", signature_key_pem(arena, &key));
}

START_TEST(minisign_and_openssl_verify_what_we_sign)
{
	write_all();
	ck_assert_int_eq(minisign_says(), 0);
	ck_assert_int_eq(openssl_says(), 0);
}
END_TEST

START_TEST(minisign_and_openssl_refuse_a_changed_byte)
{
	write_all();
	write_file("m", STR("{\"case\":\"SKJ-2026-000002-1\",\"v\":1}"));
	ck_assert_int_eq(minisign_says(), 1);
	ck_assert_int_eq(openssl_says(), 1);
}
END_TEST

START_TEST(the_trusted_comment_is_signed_too)
{
	write_all();
	str text = signature_minisign(arena, secret, MESSAGE, COMMENT), comment = STR_NONE;
	char *forged = (char *)(uintptr_t)arena_z(arena, text);
	memcpy(strstr(forged, "0120"), "0121", 4);
	write_file("m.minisig", str_of(forged));
	ck_assert_int_eq(minisign_says(), 1);
	ck_assert_int_eq(signature_minisign_check(arena, &key, MESSAGE, str_of(forged), &comment), SIGNATURE_WRONG);
	ck_assert(comment.p == NULL);
}
END_TEST

START_TEST(the_same_message_has_always_the_same_signature)
{
	static const char fixed[] =
		"untrusted comment: blankett\n"
		"RUR4SawwSWgL4Xyno7Dm56rX3hPnxnghA4S9SznarLLJ1wmFebgq+ChVXu0BZSgs4B5O5p9Fq6Ko8udY0aLe7Aia6PhUoSWbNQs=\n"
		"trusted comment: municipality=0120 case=SKJ-2026-000001-1 issued_at=2026-11-24T12:00:00.000Z\n"
		"h/wRQFyXY+jRLg0TD6WWoq1IoXegIgXijmc/ccG1UwStsK6eOOTl3Z65h7XsMRbb/ikKKGLjvpVtCO6KYr0RDg==\n";
	ck_assert_str_eq(arena_z(arena, signature_minisign(arena, secret, MESSAGE, COMMENT)), fixed);
}
END_TEST

START_TEST(a_signature_is_verified_with_either_form_of_the_key)
{
	struct signature_key from_minisign, from_pem;
	str comment;
	ck_assert(signature_key_read(arena, signature_key_minisign(arena, &key, STR("x")), &from_minisign));
	ck_assert(signature_key_read(arena, signature_key_pem(arena, &key), &from_pem));
	ck_assert_int_eq(memcmp(&from_minisign, &key, sizeof(key)), 0);
	ck_assert_int_eq(memcmp(&from_pem, &key, sizeof(key)), 0);
	str signature = signature_minisign(arena, secret, MESSAGE, COMMENT);
	ck_assert_int_eq(signature_minisign_check(arena, &from_pem, MESSAGE, signature, &comment), SIGNATURE_GOOD);
	ck_assert(str_eq(comment, COMMENT));
	ck_assert_int_eq(signature_raw_check(&from_pem, MESSAGE, signature_raw(arena, secret, MESSAGE)), SIGNATURE_GOOD);
}
END_TEST

START_TEST(a_signature_of_another_key_is_told_from_a_forged_one)
{
	uint8_t other_public[SEAL_PUBLIC_BYTES], other_secret[SEAL_SECRET_BYTES];
	str comment;
	seal_keypair(other_public, other_secret);
	str signature = signature_minisign(arena, other_secret, MESSAGE, COMMENT);
	ck_assert_int_eq(signature_minisign_check(arena, &key, MESSAGE, signature, &comment), SIGNATURE_OTHER_KEY);
	ck_assert_int_eq(signature_raw_check(&key, MESSAGE, signature_raw(arena, other_secret, MESSAGE)), SIGNATURE_WRONG);
}
END_TEST

START_TEST(every_changed_byte_of_a_signature_is_refused)
{
	str text = signature_minisign(arena, secret, MESSAGE, COMMENT), comment;
	size_t untrusted = str_find(text, '\n');
	for (size_t i = untrusted + 1; i < text.n; i++) {
		char *changed = (char *)(uintptr_t)arena_z(arena, text);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		ck_assert_int_ne(signature_minisign_check(arena, &key, MESSAGE, (str){ changed, text.n }, &comment), SIGNATURE_GOOD);
	}
}
END_TEST

START_TEST(what_is_cut_short_is_no_signature)
{
	str text = signature_minisign(arena, secret, MESSAGE, COMMENT), comment;
	/* Without its last line end it is still whole. */
	ck_assert_int_eq(signature_minisign_check(arena, &key, MESSAGE, str_sub(text, 0, text.n - 1), &comment), SIGNATURE_GOOD);
	for (size_t n = 0; n + 1 < text.n; n++)
		ck_assert_int_ne(signature_minisign_check(arena, &key, MESSAGE, str_sub(text, 0, n), &comment), SIGNATURE_GOOD);
	ck_assert_int_eq(signature_minisign_check(arena, &key, MESSAGE, STR_NONE, &comment), SIGNATURE_BROKEN);
	ck_assert_int_eq(signature_raw_check(&key, MESSAGE, STR("short")), SIGNATURE_BROKEN);
}
END_TEST

START_TEST(broken_keys_are_refused)
{
	struct signature_key out;
	str pem = signature_key_pem(arena, &key), file = signature_key_minisign(arena, &key, STR("x"));
	ck_assert(!signature_key_read(arena, STR(""), &out));
	ck_assert(!signature_key_read(arena, STR_NONE, &out));
	ck_assert(!signature_key_read(arena, str_sub(pem, 0, pem.n - 6), &out));
	ck_assert(!signature_key_read(arena, arena_join(arena, pem, STR("more\n"), STR("")), &out));
	ck_assert(!signature_key_read(arena, arena_join(arena, file, STR("more\n"), STR("")), &out));
	ck_assert(!signature_key_read(arena, STR("untrusted comment: x\nRWQ=\n"), &out));
}
END_TEST

START_TEST(a_folder_of_keys_knows_old_ones_too)
{
	uint8_t old_public[SEAL_PUBLIC_BYTES], old_secret[SEAL_SECRET_BYTES];
	seal_keypair(old_public, old_secret);
	const struct signature_key old = signature_key_of(old_public);
	ck_assert_int_eq(mkdir("keys", 0755), 0);
	write_file("keys/current.pub", signature_key_minisign(arena, &key, STR("x")));
	write_file("keys/old.pub", signature_key_minisign(arena, &old, STR("x")));
	const struct signature_keys *keys = signature_keys_load("keys");
	ck_assert_int_eq(memcmp(&keys->current, &key, sizeof(key)), 0);
	ck_assert(signature_keys_find(keys, old.id) != NULL);
	ck_assert(signature_keys_find(keys, (const uint8_t *)"12345678") == NULL);
}
END_TEST

START_TEST(a_secret_that_others_can_read_ends_the_start)
{
	uint8_t loaded[SEAL_SECRET_BYTES];
	write_file("secret", seal_base64url(arena, secret, sizeof(secret)));
	ck_assert_int_eq(chmod("secret", 0400), 0);
	signature_secret_load("secret", loaded);
	ck_assert_int_eq(memcmp(loaded, secret, sizeof(secret)), 0);
	ck_assert_int_eq(chmod("secret", 0444), 0);
	signature_secret_load("secret", loaded);
}
END_TEST

Suite *base_signature_suite(void)
{
	Suite *suite = suite_create("base_signature");
	TCase *tests = tcase_create("signature");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, minisign_and_openssl_verify_what_we_sign);
	tcase_add_test(tests, minisign_and_openssl_refuse_a_changed_byte);
	tcase_add_test(tests, the_trusted_comment_is_signed_too);
	tcase_add_test(tests, the_same_message_has_always_the_same_signature);
	tcase_add_test(tests, a_signature_is_verified_with_either_form_of_the_key);
	tcase_add_test(tests, a_signature_of_another_key_is_told_from_a_forged_one);
	tcase_add_test(tests, every_changed_byte_of_a_signature_is_refused);
	tcase_add_test(tests, what_is_cut_short_is_no_signature);
	tcase_add_test(tests, broken_keys_are_refused);
	tcase_add_test(tests, a_folder_of_keys_knows_old_ones_too);
	tcase_add_exit_test(tests, a_secret_that_others_can_read_ends_the_start, 78);
	suite_add_tcase(suite, tests);
	return suite;
}
