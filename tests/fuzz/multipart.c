/* multipart.c -- http/multipart: a Content-Type header, a separator, and a body. */
#include "fuzz.h"
#include "http/multipart.h"

#define MOST_PARTS 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct pairs parts = { 0 };
	str type, body;
	fuzz_halves(arena, data, size, &type, &body);
	str boundary = multipart_boundary(arena, type);
	PROMISE("a boundary has 1 to 70 signs", !boundary.p || (boundary.n >= 1 && boundary.n <= 70));
	if (boundary.p && multipart_parse(arena, boundary, body, MOST_PARTS, &parts)) {
		size_t held = 0;
		PROMISE("there are no more parts than allowed", parts.n <= MOST_PARTS);
		for (size_t i = 0; i < parts.n; i++) {
			PROMISE("every part has a name", parts.items[i].name.n && parts.items[i].value.p);
			held += parts.items[i].name.n + parts.items[i].value.n;
		}
		PROMISE("parts hold no more than the body", held <= body.n);
	}
	arena_free(arena);
	return 0;
}
