/* buf.h -- bytes being written, inside an arena.
 *
 * A buf is born with its limit. Writing past it does not fail at each call: the buf becomes broken, keeps what
 * fitted, ignores the rest, and buf_ok() says so once, at the end. Invariants: n <= limit; p[n] == '\0';
 * the bytes belong to the arena, never to the buf. */
#ifndef BLANKETT_BASE_BUF_H
#define BLANKETT_BASE_BUF_H

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t n, capacity, limit;
	bool broken;
};

struct buf buf_in(struct arena *arena, size_t limit_bytes);
void buf_add(struct buf *b, str s);
#define buf_lit(b, literal) buf_add((b), STR(literal))
void buf_byte(struct buf *b, char byte);
void buf_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes (RFC 8259; control characters escaped). */
void buf_json(struct buf *b, str s);
/* Percent-encoded for a path segment or a query value (RFC 3986 unreserved characters stay). */
void buf_url(struct buf *b, str s);
bool buf_ok(const struct buf *b);
/* What is written so far; ends in NUL. */
str buf_str(const struct buf *b);

#endif
