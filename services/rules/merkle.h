/* merkle.h -- the arithmetic of a Merkle tree over a growing list (RFC 6962 section 2.1): hashing, growing, and proofs.
 *
 * Leaves are numbered from 0. A tree of `size` leaves consists of complete subtrees, one for each bit of size, from large to small:
 * they are all that growing needs (at most 64 hashes). A complete subtree of 2^level leaves is a node; a part of a tree is a range
 * [start, end) of leaves. A proof is a list of ranges: whoever holds the nodes makes their hashes with merkle_nodes and merkle_fold.
 * Everything is by value; only merkle_leaf touches an arena. */
#ifndef BLANKETT_RULES_MERKLE_H
#define BLANKETT_RULES_MERKLE_H

#include "base/arena.h"

#define MERKLE_HASH_BYTES 32
#define MERKLE_MOST 64 /* hashes of a proof, subtrees of a tree, nodes of a range: of any of 2^63 leaves or fewer */

struct merkle_hash {
	uint8_t bytes[MERKLE_HASH_BYTES];
};
struct merkle_range {
	uint64_t start, end;
};
struct merkle_node {
	unsigned level;
	uint64_t index; /* the node covers leaves [index << level, (index + 1) << level) */
};
struct merkle_tree {
	uint64_t size;
	size_t count;
	struct merkle_hash subtrees[MERKLE_MOST]; /* from large to small */
};

struct merkle_hash merkle_leaf(struct arena *arena, str leaf);
struct merkle_hash merkle_parent(const struct merkle_hash *left, const struct merkle_hash *right);
bool merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b);

/* Adds a leaf. `made`: its hash, then that of each node it completes, from small to large; their number is the answer. */
size_t merkle_append(struct merkle_tree *tree, const struct merkle_hash *leaf, struct merkle_hash made[MERKLE_MOST + 1]);
/* The hash over complete subtrees from large to small: a tree's root, or a range's hash. Of none: that of the empty tree. */
struct merkle_hash merkle_fold(const struct merkle_hash *subtrees, size_t n);

/* The nodes that make up a range, from left to right; of [0, size) they are the subtrees of the tree. */
size_t merkle_nodes(struct merkle_range range, struct merkle_node out[MERKLE_MOST]);
/* What proves that leaf `index` is in the tree of `size` leaves; index < size (section 2.1.1). */
size_t merkle_inclusion(uint64_t index, uint64_t size, struct merkle_range out[MERKLE_MOST]);
/* What proves that the tree of `size` leaves began as the one of `from` leaves; 0 < from <= size (section 2.1.2). */
size_t merkle_consistency(uint64_t from, uint64_t size, struct merkle_range out[MERKLE_MOST]);

/* RFC 9162 section 2.1.3.2. */
bool merkle_included(const struct merkle_hash *leaf, uint64_t index, uint64_t size, const struct merkle_hash *proof, size_t n,
                     const struct merkle_hash *root) MUST_CHECK;
/* RFC 9162 section 2.1.4.2: the tree of `size` leaves with root `root` began as the one of `from` leaves with root `old`. That a log
 * once was empty proves nothing: from is at least 1. */
bool merkle_consistent(uint64_t from, uint64_t size, const struct merkle_hash *old, const struct merkle_hash *root,
                       const struct merkle_hash *proof, size_t n) MUST_CHECK;
/* The same for any subtree (draft-ietf-plants-merkle-tree-certs section 4.4): `part` has the hash `of_part`. An empty part is in every
 * tree, by the hash of the empty tree and an empty proof. */
bool merkle_subtree_consistent(struct merkle_range part, uint64_t size, const struct merkle_hash *of_part,
                               const struct merkle_hash *root, const struct merkle_hash *proof, size_t n) MUST_CHECK;
/* Is the range a subtree of some tree: not empty, and beginning at a multiple of the power of two it fits in? */
bool merkle_is_subtree(struct merkle_range range);

#endif
