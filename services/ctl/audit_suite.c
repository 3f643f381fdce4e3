/* audit_suite.c -- `blankett audit suite FILE...`: the proofs of a public test suite, each accepted or refused as it demands.
 *
 * A file is one case: {"leafIdx","treeSize","root","leafHash"} or {"size1","size2","root1","root2"}, with "proof" and "wantErr"; a case
 * about a subtree says "start" and "end". */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "ctl/audit_walk.h"

#define CASE_BYTES ((size_t)256 * 1024)

/* Some roots of consistency cases are words instead of hashes: only whether they are the same matters then, and a hash stands in. */
static bool root_of(struct arena *arena, const struct json_node *node, struct merkle_hash *out)
{
	str bytes;
	if (!seal_base64_decode(arena, json_str(node), &bytes))
		return false;
	*out = merkle_leaf(arena, bytes);
	if (bytes.n == MERKLE_HASH_BYTES)
		memcpy(out->bytes, bytes.p, MERKLE_HASH_BYTES);
	return true;
}

static bool hash_of(struct arena *arena, const struct json_node *node, struct merkle_hash *out)
{
	str bytes;
	if (!seal_base64_decode(arena, json_str(node), &bytes) || bytes.n != MERKLE_HASH_BYTES)
		return false;
	memcpy(out->bytes, bytes.p, MERKLE_HASH_BYTES);
	return true;
}

/* Some are beyond what a signed number holds. */
static uint64_t number_of(const struct json_node *object, str name)
{
	const struct json_node *node = json_get(object, name);
	uint64_t n = 0;
	for (size_t i = 0; json_is(node, JSON_NUMBER) && i < node->n; i++)
		n = n * 10 + (uint64_t)(node->p[i] - '0');
	return n;
}

static struct merkle_range range_of(const struct json_node *one, str size)
{
	if (!json_get(one, STR("end")))
		return (struct merkle_range){ 0, number_of(one, size) };
	return (struct merkle_range){ number_of(one, STR("start")), number_of(one, STR("end")) };
}

static bool accepts(struct arena *arena, const struct json_node *one)
{
	struct merkle_hash proof[MERKLE_MOST], a, b;
	size_t n = json_count(json_get(one, STR("proof")));
	bool inclusion = json_get(one, STR("leafIdx"));
	for (size_t i = 0; i < n; i++)
		if (n > MERKLE_MOST || !hash_of(arena, json_at(json_get(one, STR("proof")), i), &proof[i]))
			return false;
	bool (*const read)(struct arena *, const struct json_node *, struct merkle_hash *) = inclusion ? hash_of : root_of;
	if (!read(arena, json_get(one, inclusion ? STR("leafHash") : STR("root1")), &a) ||
	    !read(arena, json_get(one, inclusion ? STR("root") : STR("root2")), &b))
		return false;
	bool subtree = json_get(one, STR("end"));
	struct merkle_range range = range_of(one, inclusion ? STR("treeSize") : STR("size1"));
	uint64_t size = number_of(one, subtree ? STR("size") : STR("size2"));
	if (!inclusion)
		return subtree ? merkle_subtree_consistent(range, size, &a, &b, proof, n)
		               : merkle_consistent(range.end, size, &a, &b, proof, n);
	uint64_t index = number_of(one, STR("leafIdx"));
	return index >= range.start && (!subtree || merkle_is_subtree(range)) &&
	       merkle_included(&a, index - range.start, range.end - range.start, proof, n, &b);
}

int audit_suite(int argc, char **argv)
{
	struct arena *arena = arena_new(CASE_BYTES);
	int failed = 0;
	for (int i = 0; i < argc; i++) {
		const struct json_node *one = json_parse(arena, config_file(argv[i], CASE_BYTES / 4), &json_limits_answers, NULL);
		bool kept = one && json_get(one, STR("wantErr")) && accepts(arena, one) != json_true(json_get(one, STR("wantErr")));
		failed += !kept;
		if (!kept)
			printf("%s\n", argv[i]);
		arena_reset(arena);
	}
	printf("%d passed, %d failed\n", argc - failed, failed);
	arena_free(arena);
	return failed ? 1 : EX_OK;
}
