/* checkpoint.h -- a log's tree as of one moment, signed: a C2SP checkpoint (tlog-checkpoint), which is a C2SP signed note.
 *
 *     blankett/production/0120          the origin: whose log
 *     20852163                          the number of leaves
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *                                       an empty line
 *     (em dash) blankett/production/0120 Az3grlgt...    base64 of the key's id and an Ed25519 signature over the first three lines
 *
 * A key is known by name and id: id = SHA-256(name || 0x0A || 0x01 || public key)[:4]. The name is the origin. A public key is written
 * as `name+id in hex+base64(0x01 || key)`, one a line. All memory is the arena's. */
#ifndef BLANKETT_RULES_CHECKPOINT_H
#define BLANKETT_RULES_CHECKPOINT_H

#include "base/ed25519.h"
#include "rules/merkle.h"

#define NOTE_KEYS_MOST 8
#define NOTE_KEY_ID_BYTES 4
#define NOTE_MOST_BYTES ((size_t)16 * 1024) /* 16 signatures, also of other kinds */

struct checkpoint {
	str origin;
	uint64_t size; /* at most 2^63 - 1 */
	struct merkle_hash root;
};
struct note_key {
	str name;
	uint8_t id[NOTE_KEY_ID_BYTES];
	uint8_t key[SEAL_PUBLIC_BYTES];
};
struct note_keys {
	size_t n;
	struct note_key keys[NOTE_KEYS_MOST];
};

/* "blankett/<environment>/<municipality>". */
str checkpoint_origin(struct arena *arena, str environment, str municipality);
str note_key_text(struct arena *arena, str name, const uint8_t key[SEAL_PUBLIC_BYTES]);
/* Every line of a key file; false when one is no Ed25519 key, or none is there. */
bool note_keys_read(struct arena *arena, str text, struct note_keys *out) MUST_CHECK;

str checkpoint_sign(struct arena *arena, const struct checkpoint *checkpoint, const uint8_t secret[SEAL_SECRET_BYTES]);
/* False with the reason when the text is no checkpoint, or not signed by one of the keys under its own origin. Signatures by keys that
 * are not known are passed over; one by a known key that does not hold refuses the whole. */
bool checkpoint_open(struct arena *arena, str note, const struct note_keys *keys, struct checkpoint *out, const char **reason) MUST_CHECK;
/* The name of its file: "0120-000000001000.checkpoint". */
str checkpoint_file(struct arena *arena, str municipality, uint64_t size);
/* A decimal without leading zeros, at most 2^63 - 1. */
bool checkpoint_number(str text, uint64_t *out) MUST_CHECK;

#endif
