#include "schema/uri.h"

#include <string.h>

#include "base/buf.h"

/* scheme ":" "//" authority path "?" query; parts that are not there are absent, the path may be empty. */
struct uri {
	str scheme, authority, path, query;
};

static bool is_scheme(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] | 0x20;
		bool letter = c >= 'a' && c <= 'z', other = (s.p[i] >= '0' && s.p[i] <= '9') || strchr("+-.", s.p[i]);
		if (!letter && (i == 0 || !other))
			return false;
	}
	return s.n > 0;
}

static struct uri parts_of(str s)
{
	struct uri u = { .path = s };
	str head, tail;
	if (str_cut(u.path, '?', &head, &tail)) {
		u.path = head;
		u.query = tail;
	}
	if (str_cut(u.path, ':', &head, &tail) && is_scheme(head)) {
		u.scheme = head;
		u.path = tail;
	}
	if (str_starts(u.path, STR("//"))) {
		str rest = str_sub(u.path, 2, u.path.n);
		u.authority = str_sub(rest, 0, str_find(rest, '/'));
		u.path = str_sub(rest, u.authority.n, rest.n);
	}
	return u;
}

/* RFC 3986 5.2.4, segment by segment: what stands in `out` is the path so far. */
static str without_dots(struct arena *arena, str path)
{
	char *out = arena_alloc(arena, path.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < path.n;) {
		str rest = str_sub(path, i + 1, path.n);
		size_t slash = str_find(rest, '/');
		str segment = str_sub(rest, 0, slash);
		bool last = slash == SIZE_MAX, up = str_is(segment, ".."), stay = str_is(segment, ".");
		while (up && n > 0 && out[--n] != '/')
			;
		if (!up && !stay) {
			memcpy(out + n, path.p + i, segment.n + 1);
			n += segment.n + 1;
		} else if (last) {
			out[n++] = '/';
		}
		i += segment.n + 1;
	}
	return (str){ out, n };
}

/* RFC 3986 5.2.3 */
static str merged(struct arena *arena, const struct uri *base, str path)
{
	size_t keep = base->path.n;
	while (keep > 0 && base->path.p[keep - 1] != '/')
		keep--;
	if (base->authority.p && base->path.n == 0)
		return arena_join(arena, STR("/"), path, STR(""));
	return arena_join(arena, str_sub(base->path, 0, keep), path, STR(""));
}

static str written(struct arena *arena, const struct uri *u, str fragment)
{
	struct buf b = buf_in(arena, u->scheme.n + u->authority.n + u->path.n + u->query.n + fragment.n + 8);
	if (u->scheme.p) {
		buf_add(&b, u->scheme);
		buf_byte(&b, ':');
	}
	if (u->authority.p) {
		buf_lit(&b, "//");
		buf_add(&b, u->authority);
	}
	buf_add(&b, u->path);
	if (u->query.p) {
		buf_byte(&b, '?');
		buf_add(&b, u->query);
	}
	if (fragment.n) {
		buf_byte(&b, '#');
		buf_add(&b, fragment);
	}
	return buf_str(&b);
}

str uri_resolve(struct arena *arena, str base, str reference)
{
	str base_alone, given, fragment, unused;
	uri_split(base, &base_alone, &unused);
	uri_split(reference, &given, &fragment);
	struct uri b = parts_of(base_alone), r = parts_of(given), target = r;
	if (r.scheme.p || base_alone.n == 0)
		return reference;
	target.scheme = b.scheme;
	if (!r.authority.p) {
		target.authority = b.authority;
		if (r.path.n == 0) {
			target.path = b.path;
			target.query = r.query.p ? r.query : b.query;
		} else {
			target.path = r.path.p[0] == '/' ? r.path : merged(arena, &b, r.path);
		}
	}
	if (r.path.n && target.path.n && target.path.p[0] == '/')
		target.path = without_dots(arena, target.path);
	return written(arena, &target, fragment);
}

void uri_split(str uri, str *without, str *fragment)
{
	if (!str_cut(uri, '#', without, fragment))
		*fragment = STR("");
}

static int hex_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

str uri_decode(struct arena *arena, str s)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex_of(s.p[i + 1]) : -1, low = high >= 0 ? hex_of(s.p[i + 2]) : -1;
		if (s.p[i] == '%' && low < 0)
			return STR_NONE;
		out[n++] = (char)(s.p[i] == '%' ? high << 4 | low : s.p[i]);
		i += s.p[i] == '%' ? 2 : 0;
	}
	return str_utf8((str){ out, n }) ? (str){ out, n } : STR_NONE;
}
