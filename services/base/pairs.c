#include "base/pairs.h"

str pairs_get(const struct pairs *pairs, str name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (str_eq(pairs->items[i].name, name))
			return pairs->items[i].value;
	return STR_NONE;
}

size_t pairs_count(const struct pairs *pairs, str name)
{
	size_t n = 0;
	for (size_t i = 0; i < pairs->n; i++)
		n += str_eq(pairs->items[i].name, name);
	return n;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decode(struct arena *arena, str raw, str *out)
{
	char *p = arena_alloc(arena, raw.n + 1), *to = p;
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			if (raw.n - i < 3)
				return false;
			int high = hex(raw.p[i + 1]), low = hex(raw.p[i + 2]);
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		if (c == '\n' && to > p && to[-1] == '\r')
			to--;
		*to++ = c;
	}
	*out = (str){ p, (size_t)(to - p) };
	return str_utf8(*out);
}

bool pairs_parse(struct arena *arena, str encoded, size_t max_pairs, struct pairs *out)
{
	size_t most = 1;
	for (size_t i = 0; i < encoded.n; i++)
		most += encoded.p[i] == '&';
	if (most > max_pairs + 1)
		return false;
	struct pair *items = ARENA_ARRAY(arena, struct pair, most);
	size_t n = 0;
	for (str one, rest = encoded; rest.n;) {
		str name, value;
		str_cut(rest, '&', &one, &rest);
		if (one.n == 0)
			continue;
		str_cut(one, '=', &name, &value);
		if (n == max_pairs || !decode(arena, name, &items[n].name) || !decode(arena, value, &items[n].value))
			return false;
		n++;
	}
	*out = (struct pairs){ items, n };
	return true;
}
