#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#define MOST_BOUNDARY_BYTES 70
#define MOST_HEADER_BYTES 1024

struct part {
	str name;
	bool is_file;
	str content;
};

static bool same_word(str s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* The value of `; name=value` or `; name="value"`; absent when there is none. A name with an escape is none of ours. */
static str parameter(str header, const char *wanted)
{
	str value, rest, name;
	str_cut(header, ';', &value, &rest);
	while (rest.n) {
		if (!str_cut(rest, '=', &name, &rest))
			return STR_NONE;
		rest = str_trim(rest);
		bool quoted = rest.n && rest.p[0] == '"';
		if (quoted && !str_cut(str_sub(rest, 1, rest.n), '"', &value, &rest))
			return STR_NONE;
		if (!quoted)
			str_cut(rest, ';', &value, &rest);
		else
			str_cut(rest, ';', &(str){ 0 }, &rest);
		if (same_word(str_trim(name), wanted))
			return quoted ? value : str_trim(value);
	}
	return STR_NONE;
}

str multipart_boundary(struct arena *arena, str content_type)
{
	str boundary = parameter(content_type, "boundary");
	return boundary.n >= 1 && boundary.n <= MOST_BOUNDARY_BYTES ? arena_copy(arena, boundary) : STR_NONE;
}

/* Splits at the first `mark`. */
static bool cut_at(str s, str mark, str *head, str *tail)
{
	const char *found = s.n ? memmem(s.p, s.n, mark.p, mark.n) : NULL;
	if (!found)
		return false;
	*head = str_sub(s, 0, (size_t)(found - s.p));
	*tail = str_sub(s, head->n + mark.n, s.n);
	return true;
}

static bool read_headers(str headers, struct part *part)
{
	if (headers.n > MOST_HEADER_BYTES)
		return false;
	while (headers.n) {
		str line, name, value;
		if (!cut_at(headers, STR("\r\n"), &line, &headers)) {
			line = headers;
			headers = STR("");
		}
		if (!str_cut(line, ':', &name, &value))
			return false;
		if (!same_word(str_trim(name), "content-disposition"))
			continue;
		if (!str_starts(str_trim(value), STR("form-data")))
			return false;
		part->name = parameter(value, "name");
		part->is_file = parameter(value, "filename").p != NULL;
	}
	return part->name.n > 0;
}

static str with_plain_line_ends(struct arena *arena, str s)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			out[n++] = s.p[i];
	return (str){ out, n };
}

/* One part, and what follows its closing boundary. */
static bool read_part(struct arena *arena, str delimiter, str *rest, struct pair *out)
{
	struct part part = { 0 };
	str headers;
	if (!cut_at(*rest, STR("\r\n\r\n"), &headers, rest) || !read_headers(headers, &part))
		return false;
	if (!cut_at(*rest, delimiter, &part.content, rest))
		return false;
	if (!str_utf8(part.name) || (!part.is_file && !str_utf8(part.content)))
		return false;
	*out = (struct pair){ part.name, part.is_file ? part.content : with_plain_line_ends(arena, part.content) };
	return true;
}

bool multipart_parse(struct arena *arena, str boundary, str body, size_t max_parts, struct pairs *out)
{
	str delimiter = arena_join(arena, STR("\r\n--"), boundary, STR("")), first = str_sub(delimiter, 2, delimiter.n), rest;
	struct pair *items = ARENA_ARRAY(arena, struct pair, max_parts);
	size_t n = 0;
	if (!boundary.n || !str_starts(body, first))
		return false;
	rest = str_sub(body, first.n, body.n);
	while (str_starts(rest, STR("\r\n"))) {
		rest = str_sub(rest, 2, rest.n);
		if (n == max_parts || !read_part(arena, delimiter, &rest, &items[n++]))
			return false;
	}
	*out = (struct pairs){ items, n };
	return str_is(rest, "--\r\n") || str_is(rest, "--");
}
