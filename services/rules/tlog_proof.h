/* tlog_proof.h -- a C2SP tlog-proof: that one leaf is in a log, in one text that needs no database to be checked.
 *
 * The leaf itself travels in the line `extra`, which the format does not authenticate; here it is believed only once its hash is in the
 * tree of a checkpoint that verifies. All memory is the arena's. */
#ifndef BLANKETT_RULES_TLOG_PROOF_H
#define BLANKETT_RULES_TLOG_PROOF_H

#include "rules/checkpoint.h"

#define TLOG_PROOF_MOST_BYTES ((size_t)64 * 1024)

struct tlog_proof {
	str leaf;
	uint64_t index;
	size_t n;
	struct merkle_hash hashes[MERKLE_MOST];
	str note; /* the checkpoint, as signed */
};

str tlog_proof_text(struct arena *arena, const struct tlog_proof *proof);
/* Reads and checks the whole; false with the reason. `proof` and `checkpoint` are what was proven. */
bool tlog_proof_check(struct arena *arena, str text, const struct note_keys *keys, struct tlog_proof *proof,
                      struct checkpoint *checkpoint, const char **reason) MUST_CHECK;

#endif
