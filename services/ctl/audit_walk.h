/* audit_walk.h -- reading the audit log from its first leaf, page by page in constant memory, and what `blankett audit` shares. */
#ifndef BLANKETT_CTL_AUDIT_WALK_H
#define BLANKETT_CTL_AUDIT_WALK_H

#include "rules/checkpoint.h"
#include "store/db.h"

struct operation {
	struct arena *arena;
	struct db *db;
	struct caller caller;
	str origin;
};

struct audit_walk {
	const struct operation *operation;
	const struct note_keys *keys;
	const struct checkpoint *from, *to; /* from NULL: the empty log */
	/* The answer: what differs first, in words. */
	str finding;
	struct merkle_tree tree; /* of the leaves as the rows give them */
	uint64_t agreed;         /* so many leaves are as some checkpoint has them */
	char words[512];
};

/* True when every row up to `to` is as it was signed. False with a finding, or with `why` when the database refused. */
bool audit_walk(struct audit_walk *walk, struct problem *why) MUST_CHECK;

/* `blankett audit suite FILE...`. */
int audit_suite(int argc, char **argv);

#endif
