#include "http/body.h"

bool body_length_read(str content_length, struct body_length *out, struct problem *why)
{
	int64_t bytes = 0;
	for (size_t i = 0; i < content_length.n; i++) {
		char c = content_length.p[i];
		if (c < '0' || c > '9')
			return fail(why, P_BAD_REQUEST, STR("Content-Length is not a number."));
		if (bytes > (INT64_MAX - 9) / 10)
			bytes = INT64_MAX;
		else
			bytes = bytes * 10 + (c - '0');
	}
	*out = (struct body_length){ .given = content_length.n > 0, .bytes = bytes };
	return true;
}

bool body_read(struct arena *arena, body_reader *read, const struct body_length *length, str *out, struct problem *why)
{
	size_t expected = (size_t)length->bytes;
	char *bytes = arena_alloc(arena, expected + 2);
	bool whole = false;
	/* One byte more than announced is asked for, so that a longer body is noticed. */
	size_t got = read(bytes, expected + 1, &whole);
	if (!whole || got != expected)
		return fail(why, P_BAD_REQUEST, STR("The content is not as long as Content-Length says."));
	bytes[got] = '\0';
	*out = (str){ bytes, got };
	return true;
}
