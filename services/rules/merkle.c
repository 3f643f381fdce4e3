#include "rules/merkle.h"

#include <string.h>

#include "base/seal.h"

_Static_assert(MERKLE_HASH_BYTES == SEAL_HASH_BYTES, "SHA-256");

/* A leaf can never be mistaken for a node: each kind has a first byte of its own. */
enum { LEAF = 0x00, NODE = 0x01 };

struct merkle_hash merkle_leaf(struct arena *arena, str leaf)
{
	struct merkle_hash out;
	char *bytes = ARENA_RAW(arena, char, leaf.n + 1);
	bytes[0] = LEAF;
	if (leaf.n)
		memcpy(bytes + 1, leaf.p, leaf.n);
	seal_sha256(out.bytes, (str){ bytes, leaf.n + 1 });
	return out;
}

struct merkle_hash merkle_parent(const struct merkle_hash *left, const struct merkle_hash *right)
{
	struct merkle_hash out;
	char bytes[1 + 2 * MERKLE_HASH_BYTES];
	bytes[0] = NODE;
	memcpy(bytes + 1, left->bytes, MERKLE_HASH_BYTES);
	memcpy(bytes + 1 + MERKLE_HASH_BYTES, right->bytes, MERKLE_HASH_BYTES);
	seal_sha256(out.bytes, (str){ bytes, sizeof bytes });
	return out;
}

bool merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b)
{
	return memcmp(a->bytes, b->bytes, MERKLE_HASH_BYTES) == 0;
}

size_t merkle_append(struct merkle_tree *tree, const struct merkle_hash *leaf, struct merkle_hash made[MERKLE_MOST + 1])
{
	size_t n = 0;
	made[n++] = *leaf;
	/* Each 1 that the number of leaves ends in is a subtree that now has its equal. */
	for (uint64_t size = tree->size; size & 1; size >>= 1, n++)
		made[n] = merkle_parent(&tree->subtrees[--tree->count], &made[n - 1]);
	tree->subtrees[tree->count++] = made[n - 1];
	tree->size++;
	return n;
}

struct merkle_hash merkle_fold(const struct merkle_hash *subtrees, size_t n)
{
	struct merkle_hash out;
	if (n == 0) {
		seal_sha256(out.bytes, STR(""));
		return out;
	}
	out = subtrees[n - 1];
	for (size_t i = n - 1; i-- > 0;)
		out = merkle_parent(&subtrees[i], &out);
	return out;
}

size_t merkle_nodes(struct merkle_range range, struct merkle_node out[MERKLE_MOST])
{
	size_t n = 0;
	for (uint64_t at = range.start; at < range.end; n++) {
		unsigned level = 0;
		while (level < 62 && at % (UINT64_C(2) << level) == 0 && range.end - at >= UINT64_C(2) << level)
			level++;
		out[n] = (struct merkle_node){ level, at >> level };
		at += UINT64_C(1) << level;
	}
	return n;
}

/* The largest power of two that is less than n; n > 1. */
static uint64_t split(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void turn(struct merkle_range *ranges, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct merkle_range first = ranges[i];
		ranges[i] = ranges[n - 1 - i];
		ranges[n - 1 - i] = first;
	}
}

/* From the root down, where each step leaves one half aside; a proof lists them from below. */
size_t merkle_inclusion(uint64_t index, uint64_t size, struct merkle_range out[MERKLE_MOST])
{
	size_t n = 0;
	for (struct merkle_range in = { 0, size }; in.end - in.start > 1;) {
		uint64_t middle = in.start + split(in.end - in.start);
		bool left = index < middle;
		out[n++] = left ? (struct merkle_range){ middle, in.end } : (struct merkle_range){ in.start, middle };
		in = left ? (struct merkle_range){ in.start, middle } : (struct merkle_range){ middle, in.end };
	}
	turn(out, n);
	return n;
}

size_t merkle_consistency(uint64_t from, uint64_t size, struct merkle_range out[MERKLE_MOST])
{
	size_t n = 0;
	struct merkle_range in = { 0, size };
	while (in.end != from) {
		uint64_t middle = in.start + split(in.end - in.start);
		bool left = from <= middle;
		out[n++] = left ? (struct merkle_range){ middle, in.end } : (struct merkle_range){ in.start, middle };
		in = left ? (struct merkle_range){ in.start, middle } : (struct merkle_range){ middle, in.end };
	}
	/* The old tree's own root is known to whoever checks. */
	if (in.start > 0)
		out[n++] = in;
	turn(out, n);
	return n;
}

bool merkle_included(const struct merkle_hash *leaf, uint64_t index, uint64_t size, const struct merkle_hash *proof, size_t n,
                     const struct merkle_hash *root)
{
	if (index >= size)
		return false;
	uint64_t last = size - 1;
	struct merkle_hash hash = *leaf;
	for (size_t i = 0; i < n; i++) {
		if (last == 0)
			return false;
		if (index & 1 || index == last) {
			hash = merkle_parent(&proof[i], &hash);
			for (; !(index & 1) && index > 0; last >>= 1)
				index >>= 1;
		} else {
			hash = merkle_parent(&hash, &proof[i]);
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && merkle_equal(&hash, root);
}

bool merkle_is_subtree(struct merkle_range range)
{
	if (range.start >= range.end)
		return false;
	uint64_t n = range.end - range.start, width = n > 1 ? split(n) : 0;
	/* 2 * width is 0 for more than 2^63 leaves: only a range from 0 is so wide. */
	return n == 1 || (width == UINT64_C(1) << 63 ? range.start == 0 : range.start % (2 * width) == 0);
}

/* Where a proof stands: the first and last leaf of the part and the last of the tree, seen from a level. */
struct place {
	uint64_t first, last, end;
};

static void climb(struct place *at)
{
	at->first >>= 1;
	at->last >>= 1;
	at->end >>= 1;
}

bool merkle_subtree_consistent(struct merkle_range part, uint64_t size, const struct merkle_hash *of_part,
                               const struct merkle_hash *root, const struct merkle_hash *proof, size_t n)
{
	if (part.start == part.end && part.end <= size) {
		struct merkle_hash empty = merkle_fold(NULL, 0);
		return n == 0 && merkle_equal(of_part, &empty);
	}
	if (!merkle_is_subtree(part) || part.end > size)
		return false;
	struct place at = { part.start, part.end - 1, size - 1 };
	bool at_edge = at.last == at.end;
	while (at.first != at.last && (at_edge || at.last & 1))
		climb(&at);
	/* Begins with the largest node that the part ends in: the part itself when it is one. */
	size_t i = 0;
	if (at.first != at.last && n == 0)
		return false;
	struct merkle_hash seen_part = at.first == at.last ? *of_part : proof[i++], seen_tree = seen_part;
	for (; i < n; i++) {
		if (at.end == 0)
			return false;
		if (at.last & 1 || at.last == at.end) {
			if (at.first < at.last)
				seen_part = merkle_parent(&proof[i], &seen_part);
			seen_tree = merkle_parent(&proof[i], &seen_tree);
			while (!(at.last & 1) && at.last > 0)
				climb(&at);
		} else {
			seen_tree = merkle_parent(&seen_tree, &proof[i]);
		}
		climb(&at);
	}
	return at.end == 0 && merkle_equal(&seen_part, of_part) && merkle_equal(&seen_tree, root);
}

bool merkle_consistent(uint64_t from, uint64_t size, const struct merkle_hash *old, const struct merkle_hash *root,
                       const struct merkle_hash *proof, size_t n)
{
	return from > 0 && merkle_subtree_consistent((struct merkle_range){ 0, from }, size, old, root, proof, n);
}
