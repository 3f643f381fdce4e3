/* signature.h -- Ed25519 signatures that stand beside a file and that public tools verify (RFC 8032).
 *
 * Two forms of the same proof: minisign's (the prehashed kind "ED": over the BLAKE2b-512 of the file; its trusted comment is signed
 * too) and the 64 raw bytes over the file itself that `openssl pkeyutl -verify -rawin` takes. Two forms of the public key: minisign's
 * and PEM (SubjectPublicKeyInfo, RFC 8410). A key's id is made from the key, so a key in either form knows its signatures.
 * Texts belong to the arena. seal_init() comes first. */
#ifndef BLANKETT_BASE_SIGNATURE_H
#define BLANKETT_BASE_SIGNATURE_H

#include "base/seal.h"

#define SIGNATURE_KEY_ID_BYTES 8
#define SIGNATURE_MOST_COMMENT_BYTES 256

struct signature_key {
	uint8_t key[SEAL_PUBLIC_BYTES];
	uint8_t id[SIGNATURE_KEY_ID_BYTES];
};

struct signature_key signature_key_of(const uint8_t public_key[SEAL_PUBLIC_BYTES]);
/* The public key inside a secret one of libsodium. */
struct signature_key signature_key_of_secret(const uint8_t secret[SEAL_SECRET_BYTES]);
/* The id as minisign prints it: 16 capital hex digits. */
str signature_key_name(struct arena *arena, const struct signature_key *key);
/* A file of minisign's form, two lines. `comment` is one line, not signed. */
str signature_key_minisign(struct arena *arena, const struct signature_key *key, str comment);
str signature_key_pem(struct arena *arena, const struct signature_key *key);
/* A public key in either form, lines ending in LF or CR LF. A key of minisign's keeps the id it carries. */
MUST_CHECK bool signature_key_read(struct arena *arena, str text, struct signature_key *out);

/* The signature file of minisign's form, four lines. `comment`: one line of at most SIGNATURE_MOST_COMMENT_BYTES. */
str signature_minisign(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str message, str comment);
/* SEAL_SIGNATURE_BYTES bytes. */
str signature_raw(struct arena *arena, const uint8_t secret[SEAL_SECRET_BYTES], str message);

/* What a signature file says before anything is verified: whose it claims to be. False when it is none. */
MUST_CHECK bool signature_minisign_id(struct arena *arena, str signature, uint8_t id[SIGNATURE_KEY_ID_BYTES]);

enum signature_verdict { SIGNATURE_GOOD, SIGNATURE_BROKEN /* no signature file */, SIGNATURE_OTHER_KEY, SIGNATURE_WRONG /* another text, or forged */ };
/* *comment: the trusted comment, set only for SIGNATURE_GOOD. */
MUST_CHECK enum signature_verdict signature_minisign_check(struct arena *arena, const struct signature_key *key, str message,
                                                           str signature, str *comment);
MUST_CHECK enum signature_verdict signature_raw_check(const struct signature_key *key, str message, str signature);

#endif
