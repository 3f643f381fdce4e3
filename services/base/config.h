/* config.h -- everything an executable is told, in one table of environment variables.
 *
 * Read once before the fork. An unknown BLANKETT_* variable, a missing required one or a value of the wrong form ends the
 * start with EX_CONFIG and the variable's name. Secrets are never values: a variable names the file. `blankett config`
 * prints the table. */
#ifndef BLANKETT_BASE_CONFIG_H
#define BLANKETT_BASE_CONFIG_H

#include "base/str.h"

/* X(field, VARIABLE, type, default or NULL (= required where used), what it is) */
#define CONFIG_TABLE(X) \
	X(environment, "BLANKETT_ENV", word, "production", "Name of the environment; tokens of one never work in another") \
	X(municipality, "BLANKETT_MUNICIPALITY", word, "0120", "Four-digit code of the municipality served") \
	X(origin, "BLANKETT_ORIGIN", word, "http://localhost:8080", "Scheme, host and port the browser sees") \
	X(socket, "BLANKETT_SOCKET", word, "", "FastCGI socket; unused when the listener is handed over as descriptor 0") \
	X(workers, "BLANKETT_WORKERS", number, "4", "Worker processes") \
	X(deadline_s, "BLANKETT_DEADLINE", number, "10", "Seconds a request may take") \
	X(database, "BLANKETT_DATABASE", word, "", "libpq connection string") \
	X(texts, "BLANKETT_TEXTS", word, "services/web/texts", "Directory of the interface texts") \
	X(static_manifest, "BLANKETT_STATIC", word, "build/static/manifest.json", "Manifest of the hashed static files") \
	X(session_keys, "BLANKETT_SESSION_KEYS", word, "", "Directory of public session keys") \
	X(session_secret, "BLANKETT_SESSION_SECRET_FILE", word, "", "File of the session signing key (eid only)") \
	X(evidence_key, "BLANKETT_EVIDENCE_KEY_FILE", word, "", "File of the key that locks evidence of signatures (eid and the command line only)") \
	X(providers, "BLANKETT_PROVIDERS", word, "", "File that lists the OpenID providers (eid only)") \
	X(smtp, "BLANKETT_SMTP", word, "", "SMTP server as a URL (worker only)") \
	X(mail_from, "BLANKETT_MAIL_FROM", word, "no-reply@localhost", "Sender of messages (worker only)") \
	X(checkpoint_key, "BLANKETT_CHECKPOINT_KEY_FILE", word, "", "File of the key that signs checkpoints of the audit log (worker only)") \
	X(checkpoints, "BLANKETT_CHECKPOINTS", word, "", "Directory where checkpoints are written, a file each (worker only)") \
	X(checkpoint_every_s, "BLANKETT_CHECKPOINT_EVERY", number, "300", "Seconds after which a grown audit log is signed") \
	X(checkpoint_leaves, "BLANKETT_CHECKPOINT_LEAVES", number, "1000", "New events after which it is signed at once") \
	X(receipt_key, "BLANKETT_RECEIPT_KEY_FILE", word, "", "File of the key that signs receipts (worker only)") \
	X(receipt_public, "BLANKETT_RECEIPT_PUBLIC", word, "", "Directory of the public receipt keys, old ones too (citizen only)") \
	X(printer, "BLANKETT_PRINTER", word, "services/worker/printer.py", "Program that makes PDF of HTML (worker print only)") \
	X(sandbox, "BLANKETT_SANDBOX", word, "on", "on; network: on, and TCP allowed (a database that is not on this machine); off where the kernel has no landlock") \
	X(form_action, "BLANKETT_FORM_ACTION", word, "", "Origins of the OpenID providers, space-separated: where a login form may lead (CSP)") \
	X(log_level, "BLANKETT_LOG", word, "info", "debug, info, warning or error")

struct config {
#define X(field, variable, type, otherwise, what) CONFIG_FIELD_##type field;
#define CONFIG_FIELD_word str
#define CONFIG_FIELD_number int64_t
	CONFIG_TABLE(X)
#undef X
};

/* Reads the environment; dies with EX_CONFIG. */
const struct config *config_read(void);
/* Dies with EX_CONFIG when a value an executable needs is empty: config_need(c->database, "BLANKETT_DATABASE"). */
void config_need(str value, const char *variable);
/* A whole small file (at most limit bytes), NUL-terminated, allocated for the life of the process; dies with EX_CONFIG. */
str config_file(const char *path, size_t limit_bytes);
/* Prints the table to stdout. */
void config_print(void);

#endif
