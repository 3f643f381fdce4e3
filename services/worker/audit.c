#include "worker/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "rules/checkpoint.h"
#include "store/audit.h"

#define STEP_EVENTS 1000 /* in one answer of the database, well below json_limits_document */
#define STEP_BYTES ((size_t)4 * 1024 * 1024)
#define STEP_EVERY_MS 1000
#define AGAIN_MS 10000 /* after a checkpoint that could not be written */

struct auditor {
	const struct config *config;
	struct db *db;
	const struct caller *caller;
	bool signs;
	int directory;
	uint8_t secret[SEAL_SECRET_BYTES];
	int64_t next_ms, next_checkpoint_ms;
};

static void read_key(struct auditor *a)
{
	struct arena *arena = arena_new(64u << 10);
	str bytes, text = config_file(a->config->checkpoint_key.p, 256);
	if (!seal_base64url_decode(arena, str_trim(text), &bytes) || bytes.n != SEAL_SECRET_BYTES)
		die(EX_CONFIG, "audit.key", a->config->checkpoint_key);
	memcpy(a->secret, bytes.p, sizeof a->secret);
	arena_free(arena);
}

struct auditor *auditor_open(const struct config *config, struct db *db, const struct caller *caller)
{
	static struct auditor a;
	a = (struct auditor){ .config = config, .db = db, .caller = caller, .signs = config->checkpoint_key.n > 0, .directory = -1 };
	if (!a.signs) {
		log_plain(LOG_WARNING, "audit.unsigned");
		return &a;
	}
	config_need(config->checkpoints, "BLANKETT_CHECKPOINTS");
	read_key(&a);
	a.directory = open(config->checkpoints.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (a.directory < 0)
		die(EX_CONFIG, "audit.checkpoints", config->checkpoints);
	return &a;
}

int auditor_directory(const struct auditor *a)
{
	return a->directory;
}

static bool failed(const char *event, const struct problem *why)
{
	log_event(LOG_WARNING, event, LOG_WORD("problem", str_of(problem_slug(why->kind))));
	return false;
}

static bool broken(const char *what)
{
	log_event(LOG_ERROR, "audit.broken", LOG_WORD("what", str_of(what)));
	return false;
}

static bool read_tree(const struct json_node *pending, struct merkle_tree *tree)
{
	const struct json_node *subtrees = json_get(pending, STR("subtrees"));
	int64_t size = json_int(json_get(pending, STR("size")), -1);
	size_t n;
	*tree = (struct merkle_tree){ .size = (uint64_t)size, .count = json_count(subtrees) };
	/* One subtree for each bit: else a row of the log is gone. */
	if (size < 0 || tree->count != (size_t)__builtin_popcountll(tree->size))
		return false;
	for (size_t i = 0; i < tree->count; i++)
		if (!audit_hashes(json_str(json_at(subtrees, i)), &tree->subtrees[i], 1, &n))
			return false;
	return true;
}

static str leaves_of(struct arena *arena, const struct json_node *events, struct merkle_tree *tree)
{
	struct buf b = buf_in(arena, STEP_BYTES);
	struct merkle_hash made[MERKLE_MOST + 1];
	struct json_iter it = json_begin(events);
	while (json_next(&it)) {
		struct merkle_hash leaf = merkle_leaf(arena, audit_leaf(arena, it.value));
		size_t n = merkle_append(tree, &leaf, made);
		buf_add(&b, b.n ? STR(",{\"id\":") : STR("[{\"id\":"));
		buf_json(&b, json_member(it.value, STR("id")));
		buf_lit(&b, ",\"hashes\":");
		buf_json(&b, seal_hex(arena, made, n * MERKLE_HASH_BYTES));
		buf_byte(&b, '}');
	}
	buf_byte(&b, ']');
	return buf_str(&b);
}

/* False too when another worker was first: the tree here is then not the one that stands. */
static bool take_in(const struct auditor *a, struct arena *arena, const struct json_node *events, struct merkle_tree *tree)
{
	struct problem why = { 0 };
	int64_t size = (int64_t)tree->size;
	str leaves = leaves_of(arena, events, tree);
	if (!audit_append(a->db, arena, a->caller, size, leaves, &why))
		return failed("audit.not_appended", &why);
	log_event(LOG_DEBUG, "audit.appended", LOG_INT("leaves", json_count(events)), LOG_INT("size", tree->size));
	return true;
}

/* What a file holds that was there already; another worker, or this one before a crash, may have written the same. */
static bool holds(const struct auditor *a, const char *name, str text)
{
	char there[4096];
	int file = openat(a->directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n = file < 0 ? -1 : read(file, there, sizeof there);
	if (file >= 0)
		close(file);
	return n >= 0 && str_eq((str){ there, (size_t)n }, text);
}

/* On disk, the directory's entry too, before it counts. */
static bool write_file(const struct auditor *a, const char *name, str text)
{
	int file = openat(a->directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444);
	bool ok = file >= 0 ? file_fill(file, text) : errno == EEXIST && holds(a, name, text);
	str cause = ok ? STR_NONE : str_of(errno == EEXIST ? "another checkpoint of this size is there" : strerror(errno));
	if (file >= 0)
		ok = close(file) == 0 && ok;
	ok = ok && fsync(a->directory) == 0;
	if (!ok)
		log_event(LOG_ERROR, "audit.checkpoint_not_written", LOG_WORD("file", str_of(name)), LOG_WORD("cause", cause));
	return ok;
}

static bool is_time(const struct auditor *a, const struct json_node *pending, const struct merkle_tree *tree)
{
	uint64_t covered = (uint64_t)json_int(json_get(pending, STR("covered")), 0);
	int64_t age_s = json_int(json_get(pending, STR("covered_age_s")), INT64_MAX);
	return a->signs && tree->size > covered && clock_monotonic_ms() >= a->next_checkpoint_ms &&
	       (tree->size - covered >= (uint64_t)a->config->checkpoint_leaves || age_s >= a->config->checkpoint_every_s);
}

static bool sign(const struct auditor *a, struct arena *arena, const struct merkle_tree *tree)
{
	struct problem why = { 0 };
	struct checkpoint c = { .origin = checkpoint_origin(arena, a->config->environment, a->config->municipality),
		.size = tree->size, .root = merkle_fold(tree->subtrees, tree->count) };
	str note = checkpoint_sign(arena, &c, a->secret);
	str name = checkpoint_file(arena, a->config->municipality, c.size);
	if (!write_file(a, name.p, note))
		return false;
	if (!audit_checkpoint(a->db, arena, a->caller, (int64_t)c.size, note, &why))
		return failed("audit.checkpoint_not_stored", &why);
	str signature = str_sub(note, str_find(note, (char)0xe2), note.n);
	log_event(LOG_INFO, "audit.checkpoint", LOG_WORD("origin", c.origin), LOG_INT("size", c.size),
	          LOG_WORD("root", seal_base64(arena, c.root.bytes, MERKLE_HASH_BYTES)), LOG_WORD("signature", str_trim(signature)));
	return true;
}

bool auditor_step(struct auditor *a, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *pending;
	struct merkle_tree tree;
	if (clock_monotonic_ms() < a->next_ms)
		return false;
	a->next_ms = clock_monotonic_ms() + STEP_EVERY_MS;
	if (!audit_pending(a->db, arena, a->caller, STEP_EVENTS, &pending, &why))
		return failed("audit.unreachable", &why);
	if (!read_tree(pending, &tree))
		return broken("the rows of the log do not make a tree");
	const struct json_node *events = json_get(pending, STR("events"));
	if (json_count(events) > 0 && !take_in(a, arena, events, &tree))
		return false;
	if (is_time(a, pending, &tree) && !sign(a, arena, &tree))
		a->next_checkpoint_ms = clock_monotonic_ms() + AGAIN_MS;
	bool more = json_count(events) == STEP_EVENTS;
	if (more)
		a->next_ms = 0;
	return more;
}
