/* checkpoint_test.c -- signed notes: one text, one key, and every byte of it counts. Proofs that travel with them likewise. */
#include "rules/checkpoint.h"

#include <check.h>
#include <string.h>

#include "rules/tlog_proof.h"

Suite *rules_checkpoint_suite(void);

static struct arena *arena;
static uint8_t public_key[SEAL_PUBLIC_BYTES], secret[SEAL_SECRET_BYTES];
static struct checkpoint made, out;
static struct note_keys keys;
static const char *reason;
static str note;

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)64 << 20);
	seal_keypair(public_key, secret);
	made = (struct checkpoint){ .origin = checkpoint_origin(arena, STR("test"), STR("0120")), .size = 1234 };
	made.root = merkle_leaf(arena, STR("any"));
	ck_assert(note_keys_read(arena, note_key_text(arena, made.origin, public_key), &keys));
	note = checkpoint_sign(arena, &made, secret);
}

static void teardown(void)
{
	arena_free(arena);
}

/* Refused, and for this reason. */
static bool refused(str text, const char *why)
{
	bool open = checkpoint_open(arena, text, &keys, &out, &reason);
	if (!open && strcmp(reason, why) != 0)
		printf("# got: %s, wanted: %s\n", reason, why);
	return !open && strcmp(reason, why) == 0;
}

static str replaced(str text, const char *from, const char *to)
{
	size_t n = strlen(from), at = 0;
	while (at + n <= text.n && memcmp(text.p + at, from, n) != 0)
		at++;
	ck_assert(at + n <= text.n);
	return arena_join(arena, str_sub(text, 0, at), str_of(to), str_sub(text, at + n, text.n));
}

START_TEST(what_is_signed_opens_and_says_the_same)
{
	ck_assert(checkpoint_open(arena, note, &keys, &out, &reason));
	ck_assert(str_is(out.origin, "blankett/test/0120"));
	ck_assert_uint_eq(out.size, 1234);
	ck_assert(merkle_equal(&out.root, &made.root));
	ck_assert(str_eq(note, checkpoint_sign(arena, &made, secret)));
}
END_TEST

START_TEST(the_id_of_a_key_is_that_of_the_specification)
{
	struct note_keys read;
	/* The key in the documentation of golang.org/x/mod/sumdb/note. */
	ck_assert(note_keys_read(arena, STR("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"), &read));
	ck_assert(str_is(read.keys[0].name, "PeterNeumann"));
	ck_assert(!note_keys_read(arena, STR("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"), &read));
	ck_assert(!note_keys_read(arena, STR("PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n"), &read));
}
END_TEST

START_TEST(no_altered_byte_opens)
{
	for (size_t i = 0; i < note.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			str other = arena_copy(arena, note);
			((char *)(uintptr_t)other.p)[i] ^= (char)(1 << bit);
			ck_assert_msg(!checkpoint_open(arena, other, &keys, &out, &reason), "byte %zu, bit %d", i, bit);
		}
}
END_TEST

START_TEST(no_part_of_it_opens_nor_more_than_it)
{
	for (size_t n = 0; n < note.n; n++)
		ck_assert(!checkpoint_open(arena, str_sub(note, 0, n), &keys, &out, &reason));
	for (size_t n = 1; n < note.n; n++)
		ck_assert(!checkpoint_open(arena, str_sub(note, n, note.n), &keys, &out, &reason));
	ck_assert(refused(arena_join(arena, note, STR("\n"), STR("")), "it is no checkpoint"));
	ck_assert(refused(arena_join(arena, note, STR("more\n"), STR("")), "it is no checkpoint"));
}
END_TEST

START_TEST(one_text_for_one_checkpoint)
{
	ck_assert(refused(replaced(note, "1234", "01234"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "1234", "-1"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "1234", "-0"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "1234", "9223372036854775808"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "1234\n", "1234\r\n"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "\n\n", "\nextension\n\n"), "it is no checkpoint"));
	ck_assert(refused(replaced(note, "1234", "1235"), "its signature does not hold"));
	ck_assert(refused(replaced(note, "0120\n1234", "0121\n1234"), "no key given has signed it"));
}
END_TEST

START_TEST(another_key_does_not_do)
{
	uint8_t other_key[SEAL_PUBLIC_BYTES], other_secret[SEAL_SECRET_BYTES];
	seal_keypair(other_key, other_secret);
	ck_assert(refused(checkpoint_sign(arena, &made, other_secret), "no key given has signed it"));
	/* The right key under a name that is not the log's. */
	ck_assert(note_keys_read(arena, note_key_text(arena, STR("blankett/test/0121"), public_key), &keys));
	ck_assert(refused(note, "no key given has signed it"));
}
END_TEST

START_TEST(signatures_of_others_are_passed_over_and_one_of_several_keys_is_enough)
{
	uint8_t next_key[SEAL_PUBLIC_BYTES], next_secret[SEAL_SECRET_BYTES];
	seal_keypair(next_key, next_secret);
	str witness = STR("\xe2\x80\x94 witness.example AAAAAAABBBBBBBCCCCCCCDDDDDDD\n");
	ck_assert(checkpoint_open(arena, arena_join(arena, note, witness, STR("")), &keys, &out, &reason));
	str both = arena_join(arena, note_key_text(arena, made.origin, next_key), note_key_text(arena, made.origin, public_key), STR(""));
	ck_assert(note_keys_read(arena, both, &keys));
	ck_assert_uint_eq(keys.n, 2);
	ck_assert(checkpoint_open(arena, note, &keys, &out, &reason));
	ck_assert(checkpoint_open(arena, checkpoint_sign(arena, &made, next_secret), &keys, &out, &reason));
}
END_TEST

START_TEST(a_broken_key_file_is_refused)
{
	str line = note_key_text(arena, made.origin, public_key);
	const str broken[] = { STR(""), STR("\n"), STR("a+b+c\n"), arena_join(arena, line, STR("\n"), STR("")), str_sub(line, 0, line.n - 2),
		               replaced(line, "+A", "+B"), replaced(line, "blankett", "blank ett"), arena_join(arena, STR("+"), line, STR("")) };
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		ck_assert_msg(!note_keys_read(arena, broken[i], &keys), "%zu", i);
}
END_TEST

/* A log of three leaves, and the proof of the one in the middle. */
static str proof_text(void)
{
	struct merkle_tree tree = { 0 };
	struct merkle_hash made_now[MERKLE_MOST + 1], leaves[3];
	const str texts[] = { STR("{\"id\":0}"), STR("{\"id\":1}"), STR("{\"id\":2}") };
	for (size_t i = 0; i < 3; i++) {
		leaves[i] = merkle_leaf(arena, texts[i]);
		(void)merkle_append(&tree, &leaves[i], made_now);
	}
	made.size = 3;
	made.root = merkle_fold(tree.subtrees, tree.count);
	struct tlog_proof proof = { .leaf = texts[1], .index = 1, .n = 2, .hashes = { leaves[0], leaves[2] },
		.note = checkpoint_sign(arena, &made, secret) };
	return tlog_proof_text(arena, &proof);
}

START_TEST(a_proof_that_is_made_holds)
{
	struct tlog_proof proof;
	str text = proof_text();
	ck_assert(str_starts(text, STR("c2sp.org/tlog-proof@v1\nextra eyJpZCI6MX0=\nindex 1\n")));
	ck_assert(tlog_proof_check(arena, text, &keys, &proof, &out, &reason));
	ck_assert(str_is(proof.leaf, "{\"id\":1}"));
	ck_assert_uint_eq(proof.index, 1);
	ck_assert_uint_eq(out.size, 3);
}
END_TEST

START_TEST(no_altered_byte_of_a_proof_holds)
{
	struct tlog_proof proof;
	str text = proof_text();
	for (size_t i = 0; i < text.n; i++) {
		str other = arena_copy(arena, text);
		((char *)(uintptr_t)other.p)[i] ^= 1;
		ck_assert_msg(!tlog_proof_check(arena, other, &keys, &proof, &out, &reason), "byte %zu", i);
		ck_assert(!tlog_proof_check(arena, str_sub(text, 0, i), &keys, &proof, &out, &reason));
	}
}
END_TEST

START_TEST(another_event_under_a_true_proof_is_refused)
{
	struct tlog_proof proof;
	str text = replaced(proof_text(), "eyJpZCI6MX0=", "eyJpZCI6OX0=");
	ck_assert(!tlog_proof_check(arena, text, &keys, &proof, &out, &reason));
	ck_assert_str_eq(reason, "the leaf is not in the tree of the checkpoint");
	ck_assert(!tlog_proof_check(arena, replaced(proof_text(), "index 1", "index 0"), &keys, &proof, &out, &reason));
	ck_assert(!tlog_proof_check(arena, replaced(proof_text(), "index 1", "index 01"), &keys, &proof, &out, &reason));
}
END_TEST

Suite *rules_checkpoint_suite(void)
{
	Suite *s = suite_create("rules/checkpoint");
	TCase *t = tcase_create("note");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_is_signed_opens_and_says_the_same);
	tcase_add_test(t, the_id_of_a_key_is_that_of_the_specification);
	tcase_add_test(t, no_altered_byte_opens);
	tcase_add_test(t, no_part_of_it_opens_nor_more_than_it);
	tcase_add_test(t, one_text_for_one_checkpoint);
	tcase_add_test(t, another_key_does_not_do);
	tcase_add_test(t, signatures_of_others_are_passed_over_and_one_of_several_keys_is_enough);
	tcase_add_test(t, a_broken_key_file_is_refused);
	tcase_add_test(t, a_proof_that_is_made_holds);
	tcase_add_test(t, no_altered_byte_of_a_proof_holds);
	tcase_add_test(t, another_event_under_a_true_proof_is_refused);
	suite_add_tcase(s, t);
	return s;
}
