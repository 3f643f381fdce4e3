/* sign_test.c -- signatures over bytes as they are, and the one text of every key and hash. */
#include "base/sign.h"

#include <check.h>
#include <string.h>

Suite *base_sign_suite(void);

static struct arena *arena;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

/* RFC 8032 section 7.1, test 2: the secret is the seed and the public key. */
START_TEST(the_published_signature_comes_out)
{
	uint8_t secret[SEAL_SECRET_BYTES], key[SEAL_PUBLIC_BYTES], want[SEAL_SIGNATURE_BYTES], got[SEAL_SIGNATURE_BYTES];
	const str seed = STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
	          point = STR("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
	          signature = STR("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
	                          "387b2eaeb4302aeeb00d291612bb0c00");
	ck_assert(sign_hex_decode(arena_join(arena, seed, point, STR("")), secret, sizeof secret));
	ck_assert(sign_hex_decode(signature, want, sizeof want));
	sign_bytes(got, secret, STR("r"));
	ck_assert_mem_eq(got, want, sizeof want);
	sign_public_key(key, secret);
	ck_assert(sign_verified(got, key, STR("r")));
	ck_assert(!sign_verified(got, key, STR("s")));
	got[0] ^= 1;
	ck_assert(!sign_verified(got, key, STR("r")));
}
END_TEST

START_TEST(base64_is_the_one_text_of_its_bytes)
{
	const str texts[] = { STR(""), STR("TQ=="), STR("TWE="), STR("TWFu"), STR("+/+/") };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		str bytes;
		ck_assert(sign_base64_decode(arena, texts[i], &bytes));
		ck_assert(str_eq(sign_base64(arena, bytes.p, bytes.n), texts[i]));
	}
	const str broken[] = { STR_NONE, STR("TQ"), STR("TR=="), STR("TWF="), STR("TQ==\n"), STR("T Q="), STR("-_-_"), STR("TQ==TQ=="), STR("=") };
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		str bytes = STR("untouched");
		ck_assert_msg(!sign_base64_decode(arena, broken[i], &bytes), "%zu", i);
		ck_assert(str_is(bytes, "untouched"));
	}
}
END_TEST

START_TEST(hex_is_lower_case_and_of_its_length)
{
	uint8_t two[2];
	ck_assert(sign_hex_decode(STR("0aff"), two, 2) && two[0] == 0x0a && two[1] == 0xff);
	ck_assert(!sign_hex_decode(STR("0AFF"), two, 2) && !sign_hex_decode(STR("0af"), two, 2) && !sign_hex_decode(STR("0aff0"), two, 2));
	ck_assert(!sign_hex_decode(STR("0afg"), two, 2) && !sign_hex_decode(STR_NONE, two, 2));
}
END_TEST

Suite *base_sign_suite(void)
{
	Suite *s = suite_create("base/sign");
	TCase *t = tcase_create("sign");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_published_signature_comes_out);
	tcase_add_test(t, base64_is_the_one_text_of_its_bytes);
	tcase_add_test(t, hex_is_lower_case_and_of_its_length);
	suite_add_tcase(s, t);
	return s;
}
