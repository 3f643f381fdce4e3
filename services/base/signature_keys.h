/* signature_keys.h -- the files that hold the receipt keys.
 *
 * A folder of public keys: `current.pub`, with which new receipts are verified, and every key there ever was as `<id>.pub`; all in
 * minisign's form. Old ones stay, or old receipts could not be verified. The secret is a file of its own (64 bytes, base64url) that
 * blankett-worker alone reads. Read at start, before the sandbox closes; kept for the life of the process. */
#ifndef BLANKETT_BASE_SIGNATURE_KEYS_H
#define BLANKETT_BASE_SIGNATURE_KEYS_H

#include "base/signature.h"

#define SIGNATURE_MOST_KEYS 32

struct signature_keys {
	struct signature_key current;
	struct signature_key known[SIGNATURE_MOST_KEYS];
	size_t n;
};

/* Dies with EX_CONFIG when current.pub is missing or a file is broken. */
const struct signature_keys *signature_keys_load(const char *directory);
/* The key that a signature file names; NULL when it is none of ours. */
const struct signature_key *signature_keys_find(const struct signature_keys *keys, const uint8_t id[SIGNATURE_KEY_ID_BYTES]);
/* Dies with EX_CONFIG when the file holds no secret key, or when others than its owner may read it. */
void signature_secret_load(const char *path, uint8_t secret[SEAL_SECRET_BYTES]);

#endif
