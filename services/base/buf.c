#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY 256u

struct buf buf_in(struct arena *arena, size_t limit_bytes)
{
	size_t capacity = limit_bytes < FIRST_CAPACITY ? limit_bytes : FIRST_CAPACITY;
	return (struct buf){ arena, arena_alloc(arena, capacity + 1), 0, capacity, limit_bytes, false };
}

/* Makes room for n more bytes; false, and broken, beyond the limit. */
static bool room(struct buf *b, size_t n)
{
	if (b->broken || n > b->limit - b->n) {
		b->broken = true;
		return false;
	}
	if (n <= b->capacity - b->n)
		return true;
	size_t capacity = b->capacity;
	while (capacity - b->n < n)
		capacity = capacity > b->limit / 2 ? b->limit : capacity * 2;
	char *p = arena_alloc(b->arena, capacity + 1);
	memcpy(p, b->p, b->n);
	b->p = p;
	b->capacity = capacity;
	return true;
}

void buf_add(struct buf *b, str s)
{
	if (s.n == 0 || !room(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void buf_byte(struct buf *b, char byte)
{
	buf_add(b, (str){ &byte, 1 });
}

void buf_int(struct buf *b, int64_t n)
{
	buf_printf(b, "%lld", (long long)n);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	char small[256];
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		buf_add(b, (str){ small, (size_t)n });
	} else if (n >= 0 && room(b, (size_t)n)) {
		(void)vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	} else {
		b->broken = true;
	}
	va_end(again);
}

void buf_json(struct buf *b, str s)
{
	buf_byte(b, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, str_sub(s, from, i - from));
		from = i + 1;
		switch (c) {
		case '"': buf_lit(b, "\\\""); break;
		case '\\': buf_lit(b, "\\\\"); break;
		case '\b': buf_lit(b, "\\b"); break;
		case '\f': buf_lit(b, "\\f"); break;
		case '\n': buf_lit(b, "\\n"); break;
		case '\r': buf_lit(b, "\\r"); break;
		case '\t': buf_lit(b, "\\t"); break;
		default: buf_printf(b, "\\u%04x", c);
		}
	}
	buf_add(b, str_sub(s, from, s.n));
	buf_byte(b, '"');
}

static bool unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void buf_url(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (unreserved(s.p[i]))
			buf_byte(b, s.p[i]);
		else
			buf_printf(b, "%%%02X", (unsigned)(unsigned char)s.p[i]);
	}
}

bool buf_ok(const struct buf *b)
{
	return !b->broken;
}

str buf_str(const struct buf *b)
{
	return (str){ b->p, b->n };
}
