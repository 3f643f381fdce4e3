/* pairs.c -- base/pairs: a form as browsers send it; what is accepted is text, and encoded again is the same. */
#include "base/buf.h"
#include "base/pairs.h"
#include "fuzz.h"

#define MOST_PAIRS 16

/* As a browser does: a line ends in CR LF on the way. */
static void encode(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_printf(b, s.p[i] == '\n' ? "%%0d%%%02x" : "%%%02x", (unsigned)(unsigned char)s.p[i]);
}

static void same_again(struct arena *arena, const struct pairs *pairs)
{
	struct buf b = buf_in(arena, 1 << 20);
	struct pairs again = { 0 };
	for (size_t i = 0; i < pairs->n; i++) {
		if (i)
			buf_byte(&b, '&');
		encode(&b, pairs->items[i].name);
		buf_byte(&b, '=');
		encode(&b, pairs->items[i].value);
	}
	PROMISE("a list can be encoded and read again", pairs_parse(arena, buf_str(&b), MOST_PAIRS, &again) && again.n == pairs->n);
	for (size_t i = 0; i < pairs->n; i++)
		PROMISE("and is the same", str_eq(pairs->items[i].name, again.items[i].name) && str_eq(pairs->items[i].value, again.items[i].value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct pairs pairs = { 0 };
	if (pairs_parse(arena, fuzz_bytes(arena, data, size), MOST_PAIRS, &pairs)) {
		PROMISE("there are no more pairs than allowed", pairs.n <= MOST_PAIRS);
		for (size_t i = 0; i < pairs.n; i++)
			PROMISE("names and values are text", str_utf8(pairs.items[i].name) && str_utf8(pairs.items[i].value));
		same_again(arena, &pairs);
	}
	arena_free(arena);
	return 0;
}
