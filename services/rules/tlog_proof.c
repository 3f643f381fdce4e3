#include "rules/tlog_proof.h"

#include <string.h>

#include "base/buf.h"

#define FIRST "c2sp.org/tlog-proof@v1"
#define EXTRA "extra "
#define INDEX "index "

str tlog_proof_text(struct arena *arena, const struct tlog_proof *proof)
{
	struct buf b = buf_in(arena, TLOG_PROOF_MOST_BYTES);
	buf_lit(&b, FIRST "\n" EXTRA);
	buf_add(&b, seal_base64(arena, proof->leaf.p, proof->leaf.n));
	buf_printf(&b, "\n" INDEX "%llu\n", (unsigned long long)proof->index);
	for (size_t i = 0; i < proof->n; i++) {
		buf_add(&b, seal_base64(arena, proof->hashes[i].bytes, MERKLE_HASH_BYTES));
		buf_byte(&b, '\n');
	}
	buf_byte(&b, '\n');
	buf_add(&b, proof->note);
	return buf_str(&b);
}

/* The line's content after its word. */
static bool next_word(str *text, str word, str *out)
{
	str line;
	if (!str_cut(*text, '\n', &line, text) || !str_starts(line, word))
		return false;
	*out = str_sub(line, word.n, line.n);
	return true;
}

static bool read_hashes(struct arena *arena, str *text, struct tlog_proof *out)
{
	str line, bytes;
	for (out->n = 0; str_cut(*text, '\n', &line, text); out->n++) {
		if (line.n == 0)
			return true;
		if (out->n == MERKLE_MOST || !seal_base64_decode(arena, line, &bytes) || bytes.n != MERKLE_HASH_BYTES)
			return false;
		memcpy(out->hashes[out->n].bytes, bytes.p, MERKLE_HASH_BYTES);
	}
	return false;
}

static bool read_proof(struct arena *arena, str text, struct tlog_proof *out)
{
	str line;
	if (text.n > TLOG_PROOF_MOST_BYTES || !str_cut(text, '\n', &line, &text) || !str_is(line, FIRST) ||
	    !next_word(&text, STR(EXTRA), &line) || !seal_base64_decode(arena, line, &out->leaf) ||
	    !next_word(&text, STR(INDEX), &line) || !checkpoint_number(line, &out->index) || !read_hashes(arena, &text, out))
		return false;
	out->note = text;
	return true;
}

bool tlog_proof_check(struct arena *arena, str text, const struct note_keys *keys, struct tlog_proof *proof,
                      struct checkpoint *checkpoint, const char **reason)
{
	*reason = "it is no proof";
	if (!read_proof(arena, text, proof) || !checkpoint_open(arena, proof->note, keys, checkpoint, reason))
		return false;
	struct merkle_hash leaf = merkle_leaf(arena, proof->leaf);
	*reason = "the leaf is not in the tree of the checkpoint";
	return merkle_included(&leaf, proof->index, checkpoint->size, proof->hashes, proof->n, &checkpoint->root);
}
