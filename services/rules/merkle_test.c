/* merkle_test.c -- the tree against the definition of RFC 6962, written out: every size up to a limit, every leaf, every older size. */
#include "rules/merkle.h"

#include <check.h>
#include <string.h>

#include "base/seal.h"

Suite *rules_merkle_suite(void);

#define LEAVES 70

static struct arena *arena;
static struct merkle_hash leaves[LEAVES];

static void setup(void)
{
	seal_init();
	arena = arena_new((size_t)8 << 20);
	for (unsigned i = 0; i < LEAVES; i++)
		leaves[i] = merkle_leaf(arena, arena_printf(arena, "leaf %u", i));
}

static void teardown(void)
{
	arena_free(arena);
}

/* MTH of section 2.1. */
static struct merkle_hash by_definition(size_t start, size_t end)
{
	size_t k = 1;
	if (end - start == 1)
		return leaves[start];
	while (2 * k < end - start)
		k *= 2;
	struct merkle_hash left = by_definition(start, start + k), right = by_definition(start + k, end);
	return merkle_parent(&left, &right);
}

static bool is_hex(const struct merkle_hash *hash, const char *hex)
{
	return str_is(seal_hex(arena, hash->bytes, sizeof hash->bytes), hex);
}

START_TEST(hashes_are_those_of_the_rfc)
{
	struct merkle_hash empty = merkle_fold(NULL, 0), leaf = merkle_leaf(arena, STR(""));
	ck_assert(is_hex(&empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
	ck_assert(is_hex(&leaf, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
}
END_TEST

START_TEST(a_tree_that_grows_has_the_root_of_the_definition)
{
	struct merkle_tree tree = { 0 };
	struct merkle_hash made[MERKLE_MOST + 1];
	for (size_t size = 1; size <= LEAVES; size++) {
		size_t n = merkle_append(&tree, &leaves[size - 1], made);
		struct merkle_hash root = merkle_fold(tree.subtrees, tree.count), want = by_definition(0, size);
		ck_assert(merkle_equal(&root, &want));
		ck_assert_uint_eq(tree.size, size);
		ck_assert_uint_eq(tree.count, (unsigned)__builtin_popcountll(size));
		for (size_t level = 0; level < n; level++) {
			want = by_definition(size - ((size_t)1 << level), size);
			ck_assert(merkle_equal(&made[level], &want));
		}
	}
}
END_TEST

START_TEST(the_nodes_of_a_tree_are_its_subtrees)
{
	struct merkle_node nodes[MERKLE_MOST];
	ck_assert_uint_eq(merkle_nodes((struct merkle_range){ 0, 13 }, nodes), 3);
	ck_assert(nodes[0].level == 3 && nodes[0].index == 0 && nodes[1].level == 2 && nodes[1].index == 2 && nodes[2].level == 0 &&
	          nodes[2].index == 12);
	ck_assert_uint_eq(merkle_nodes((struct merkle_range){ 0, INT64_MAX }, nodes), 63);
	ck_assert_uint_eq(merkle_nodes((struct merkle_range){ 5, 5 }, nodes), 0);
}
END_TEST

/* As the log makes them: from its nodes. */
static size_t proof_of(const struct merkle_range *ranges, size_t n, struct merkle_hash *out)
{
	for (size_t i = 0; i < n; i++) {
		struct merkle_node nodes[MERKLE_MOST];
		struct merkle_hash parts[MERKLE_MOST];
		size_t count = merkle_nodes(ranges[i], nodes);
		for (size_t j = 0; j < count; j++)
			parts[j] = by_definition(nodes[j].index << nodes[j].level, (nodes[j].index + 1) << nodes[j].level);
		out[i] = merkle_fold(parts, count);
	}
	return n;
}

START_TEST(every_leaf_is_proven_in_every_tree_and_nothing_else)
{
	struct merkle_range ranges[MERKLE_MOST];
	struct merkle_hash proof[MERKLE_MOST];
	for (size_t size = 1; size <= LEAVES; size++)
		for (size_t index = 0; index < size; index++) {
			struct merkle_hash root = by_definition(0, size);
			size_t n = proof_of(ranges, merkle_inclusion(index, size, ranges), proof);
			ck_assert(merkle_included(&leaves[index], index, size, proof, n, &root));
			ck_assert(!merkle_included(&leaves[(index + 1) % LEAVES], index, size, proof, n, &root));
			ck_assert(!merkle_included(&leaves[index], index + 1, size, proof, n, &root));
			ck_assert(n == 0 || !merkle_included(&leaves[index], index, size, proof, n - 1, &root));
			if (n > 0) {
				proof[size % n].bytes[index % MERKLE_HASH_BYTES] ^= 1;
				ck_assert(!merkle_included(&leaves[index], index, size, proof, n, &root));
			}
		}
}
END_TEST

START_TEST(every_older_tree_is_proven_to_be_the_beginning_and_no_other)
{
	struct merkle_range ranges[MERKLE_MOST];
	struct merkle_hash proof[MERKLE_MOST];
	for (size_t size = 1; size <= LEAVES; size++)
		for (size_t from = 1; from <= size; from++) {
			struct merkle_hash old = by_definition(0, from), root = by_definition(0, size), other = by_definition(from - 1, size);
			size_t n = proof_of(ranges, merkle_consistency(from, size, ranges), proof);
			ck_assert(merkle_consistent(from, size, &old, &root, proof, n));
			ck_assert(from == 1 || !merkle_consistent(from, size, &other, &root, proof, n));
			ck_assert(from == 1 || !merkle_consistent(from, size, &old, &other, proof, n));
			ck_assert(!merkle_consistent(size + 1, size, &old, &root, proof, n));
			ck_assert(!merkle_consistent(0, size, &old, &root, proof, n));
			if (n > 0) {
				proof[size % n].bytes[from % MERKLE_HASH_BYTES] ^= 0x80;
				ck_assert(!merkle_consistent(from, size, &old, &root, proof, n));
			}
		}
}
END_TEST

START_TEST(a_node_cannot_be_shown_as_a_leaf)
{
	struct merkle_hash node = merkle_parent(&leaves[0], &leaves[1]);
	str both = arena_join(arena, (str){ (const char *)leaves[0].bytes, MERKLE_HASH_BYTES },
	                      (str){ (const char *)leaves[1].bytes, MERKLE_HASH_BYTES }, STR(""));
	struct merkle_hash leaf = merkle_leaf(arena, both);
	ck_assert(!merkle_equal(&node, &leaf));
}
END_TEST

Suite *rules_merkle_suite(void)
{
	Suite *s = suite_create("rules/merkle");
	TCase *t = tcase_create("tree");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, hashes_are_those_of_the_rfc);
	tcase_add_test(t, a_tree_that_grows_has_the_root_of_the_definition);
	tcase_add_test(t, the_nodes_of_a_tree_are_its_subtrees);
	tcase_add_test(t, every_leaf_is_proven_in_every_tree_and_nothing_else);
	tcase_add_test(t, every_older_tree_is_proven_to_be_the_beginning_and_no_other);
	tcase_add_test(t, a_node_cannot_be_shown_as_a_leaf);
	suite_add_tcase(s, t);
	return s;
}
