/* audit_walk.c -- the log made anew from the rows of the trail, beside what it was when it was signed. */
#include "ctl/audit_walk.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "store/audit.h"

#define PAGE 1000
#define PAGE_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define PROGRESS_EVERY_MS 2000

static bool __attribute__((format(printf, 2, 3))) found(struct audit_walk *w, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(w->words, sizeof w->words, format, args);
	va_end(args);
	w->finding = str_of(w->words);
	return false;
}

/* The leaf in hand, beside what the log says of it. */
static bool leaf_is_as_logged(struct audit_walk *w, struct arena *arena, const struct json_node *row)
{
	const struct json_node *event = json_get(row, STR("event"));
	struct merkle_hash made[MERKLE_MOST + 1], logged[MERKLE_MOST + 1];
	uint64_t index = w->tree.size;
	str id = json_member(row, STR("id"));
	size_t n;
	if (json_int(json_get(row, STR("index")), -1) != (int64_t)index)
		return found(w, "leaf %" PRIu64 " is gone from the log; the next is %" PRId64, index, json_int(json_get(row, STR("index")), -1));
	if (!json_is(event, JSON_OBJECT))
		return found(w, "row %.*s (leaf %" PRIu64 ") was removed", STR_ARG(id), index);
	struct merkle_hash leaf = merkle_leaf(arena, audit_leaf(arena, event));
	size_t count = merkle_append(&w->tree, &leaf, made);
	if (!audit_hashes(json_member(row, STR("hashes")), logged, MERKLE_MOST + 1, &n) || !merkle_equal(&leaf, &logged[0]))
		return found(w, "row %.*s (leaf %" PRIu64 ") is not what was logged: it was altered, or stands in another's place", STR_ARG(id),
		             index);
	if (n != count || memcmp(made, logged, n * sizeof logged[0]) != 0)
		return found(w, "the log's hashes at leaf %" PRIu64 " (row %.*s) were altered", index, STR_ARG(id));
	return true;
}

static bool root_agrees(struct audit_walk *w, const struct checkpoint *c)
{
	struct merkle_hash root = merkle_fold(w->tree.subtrees, w->tree.count);
	if (!merkle_equal(&root, &c->root))
		return found(w, "the rows are not those that were signed: the first that differs is one of the leaves %" PRIu64 " to %" PRIu64
		             "; the log was altered with them", w->agreed, w->tree.size - 1);
	w->agreed = w->tree.size;
	return true;
}

/* A checkpoint of the database that the walk has come to: it narrows down where something differs. */
static bool stored_agrees(struct audit_walk *w, struct arena *arena, const struct json_node *row)
{
	const char *reason;
	struct checkpoint c;
	int64_t size = json_int(json_get(row, STR("size")), -1);
	if (!checkpoint_open(arena, json_member(row, STR("note")), w->keys, &c, &reason))
		return found(w, "the stored checkpoint of size %" PRId64 ": %s", size, reason);
	if (c.size != w->tree.size || !str_eq(c.origin, w->operation->origin))
		return found(w, "the stored checkpoint of size %" PRId64 " is another's", size);
	return root_agrees(w, &c);
}

static bool checkpoints_agree(struct audit_walk *w, struct arena *arena, struct json_iter *stored, bool *more)
{
	while (*more && json_int(json_get(stored->value, STR("size")), INT64_MAX) == (int64_t)w->tree.size) {
		if (!stored_agrees(w, arena, stored->value))
			return false;
		*more = json_next(stored);
	}
	return (!w->from || w->tree.size != w->from->size || root_agrees(w, w->from)) &&
	       (w->tree.size != w->to->size || root_agrees(w, w->to));
}

static bool walk_page(struct audit_walk *w, struct arena *arena, struct problem *why)
{
	const struct operation *o = w->operation;
	const struct json_node *page, *notes;
	int64_t start = (int64_t)w->tree.size, left = (int64_t)w->to->size - start, most = left < PAGE ? left : PAGE;
	if (!audit_page(o->db, arena, &o->caller, start, most, &page, why) ||
	    !audit_checkpoints(o->db, arena, &o->caller, start, most, &notes, why))
		return false;
	struct json_iter leaves = json_begin(json_get(page, STR("leaves"))), stored = json_begin(notes);
	bool more = json_next(&stored);
	while (json_next(&leaves))
		if (!leaf_is_as_logged(w, arena, leaves.value) || !checkpoints_agree(w, arena, &stored, &more))
			return false;
	if ((int64_t)w->tree.size != start + most)
		return found(w, "the log ends with %" PRIu64 " leaves; %" PRIu64 " were signed", w->tree.size, w->to->size);
	str stray = json_member(page, STR("unlogged"));
	return !stray.p || found(w, "row %.*s was inserted: it lies among what is logged, and is not", STR_ARG(stray));
}

static void say_progress(const struct audit_walk *w, int64_t began_ms, int64_t *next_ms)
{
	int64_t now = clock_monotonic_ms();
	if (now < *next_ms)
		return;
	*next_ms = now + PROGRESS_EVERY_MS;
	fprintf(stderr, "%" PRIu64 " of %" PRIu64 " events, %" PRId64 " a second\n", w->tree.size, w->to->size,
	        (int64_t)w->tree.size * 1000 / (now - began_ms));
}

bool audit_walk(struct audit_walk *w, struct problem *why)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	int64_t began_ms = clock_monotonic_ms(), next_ms = began_ms + PROGRESS_EVERY_MS;
	bool ok = true;
	w->tree = (struct merkle_tree){ 0 };
	while (ok && w->tree.size < w->to->size) {
		ok = walk_page(w, arena, why);
		arena_reset(arena);
		say_progress(w, began_ms, &next_ms);
	}
	arena_free(arena);
	return ok;
}
