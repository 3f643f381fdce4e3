/* ed25519_test.c -- signatures over bytes as they are. */
#include "base/ed25519.h"

#include <check.h>
#include <string.h>

Suite *base_ed25519_suite(void);

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
	ck_assert(seal_hex_decode(arena_join(arena, seed, point, STR("")), secret, sizeof secret));
	ck_assert(seal_hex_decode(signature, want, sizeof want));
	ed25519_sign(got, secret, STR("r"));
	ck_assert_mem_eq(got, want, sizeof want);
	ed25519_public_key(key, secret);
	ck_assert(ed25519_holds(key, STR("r"), (str){ (const char *)got, sizeof got }));
	ck_assert(!ed25519_holds(key, STR("s"), (str){ (const char *)got, sizeof got }));
	got[0] ^= 1;
	ck_assert(!ed25519_holds(key, STR("r"), (str){ (const char *)got, sizeof got }));
}
END_TEST

Suite *base_ed25519_suite(void)
{
	Suite *s = suite_create("base/ed25519");
	TCase *t = tcase_create("ed25519");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_published_signature_comes_out);
	suite_add_tcase(s, t);
	return s;
}
