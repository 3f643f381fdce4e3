#include "base/json.h"

#include <string.h>

const struct json_limits json_limits_answers = { 256u << 10, 64, 16384, 4096, 64u << 10, 40 };
const struct json_limits json_limits_document = { 4u << 20, 128, 262144, 262144, 1u << 20, 400 };

struct parser {
	struct arena *arena;
	const struct json_limits *limits;
	const char *start, *at, *end;
	struct json_node *nodes;
	size_t used, capacity, depth, members;
	struct json_error *error;
};

static bool refuse(struct parser *p, const char *reason, const char *where)
{
	*p->error = (struct json_error){ reason, (size_t)(where - p->start) };
	return false;
}

uint32_t json_hash(str s)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 16777619u;
	return hash;
}

/* The index of a new node, or SIZE_MAX. Nodes move when the tape grows: hold indices, never pointers. */
static size_t node_new(struct parser *p, enum json_type type)
{
	if (p->used == p->limits->nodes) {
		refuse(p, "too many values", p->at);
		return SIZE_MAX;
	}
	if (p->used == p->capacity) {
		size_t capacity = p->capacity * 2 < p->limits->nodes ? p->capacity * 2 : p->limits->nodes;
		struct json_node *nodes = ARENA_ARRAY(p->arena, struct json_node, capacity);
		memcpy(nodes, p->nodes, p->used * sizeof(*nodes));
		p->nodes = nodes;
		p->capacity = capacity;
	}
	p->nodes[p->used] = (struct json_node){ .type = (uint8_t)type, .span = 1, .offset = (uint32_t)(p->at - p->start) };
	return p->used++;
}

static void skip_space(struct parser *p)
{
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r'))
		p->at++;
}

static bool hex4(const char *p, const char *end, uint32_t *out)
{
	if (end - p < 4)
		return false;
	uint32_t value = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
		                 : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
		                 : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
		                                        : 16;
		if (digit == 16)
			return false;
		value = value << 4 | digit;
	}
	*out = value;
	return true;
}

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
		*to++ = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		*to++ = (char)(0xe0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
		*to++ = (char)(0x80 | (c & 0x3f));
	} else {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
		*to++ = (char)(0x80 | (c & 0x3f));
	}
	return to;
}

/* \uXXXX at `at` (after the u); a high surrogate takes its low one along. */
static bool unicode_escape(struct parser *p, const char **at, uint32_t *out)
{
	uint32_t c, low;
	if (!hex4(*at, p->end, &c))
		return refuse(p, "broken escape", *at);
	*at += 4;
	if (c == 0)
		return refuse(p, "U+0000", *at - 6);
	if (c >= 0xdc00 && c <= 0xdfff)
		return refuse(p, "lone surrogate", *at - 6);
	if (c >= 0xd800 && c <= 0xdbff) {
		if (p->end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u' || !hex4(*at + 2, p->end, &low) || low < 0xdc00 ||
		    low > 0xdfff)
			return refuse(p, "lone surrogate", *at - 6);
		*at += 6;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	*out = c;
	return true;
}

static bool unescape(struct parser *p, const char *from, const char *to, str *out)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	char *text = arena_alloc(p->arena, (size_t)(to - from) + 1), *w = text;
	while (from < to) {
		if (*from != '\\') {
			*w++ = *from++;
			continue;
		}
		from++;
		const char *name = from < to ? strchr(names, *from) : NULL;
		if (name && *name) {
			*w++ = values[name - names];
			from++;
		} else if (from < to && *from == 'u') {
			uint32_t c;
			from++;
			if (!unicode_escape(p, &from, &c))
				return false;
			w = put_utf8(w, c);
		} else {
			return refuse(p, "broken escape", from - 1);
		}
	}
	*out = (str){ text, (size_t)(w - text) };
	return true;
}

/* Finds the closing quote; the text between stands in [from, to). */
static bool string_extent(struct parser *p, const char **to, bool *escaped)
{
	*escaped = false;
	for (const char *at = p->at + 1; at < p->end; at++) {
		unsigned char c = (unsigned char)*at;
		if (c == '"') {
			*to = at;
			return true;
		}
		if (c < 0x20)
			return refuse(p, c ? "control character in a string" : "U+0000", at);
		if (c == '\\') {
			*escaped = true;
			at++;
		}
	}
	return refuse(p, "string without an end", p->at);
}

static bool parse_string(struct parser *p)
{
	const char *open = p->at, *to;
	bool escaped;
	size_t node = node_new(p, JSON_STRING);
	if (node == SIZE_MAX || !string_extent(p, &to, &escaped))
		return false;
	str s = { open + 1, (size_t)(to - open - 1) };
	if (s.n > p->limits->string_bytes)
		return refuse(p, "string too long", open);
	if (!str_utf8(s))
		return refuse(p, "invalid UTF-8", open);
	if (escaped && !unescape(p, s.p, to, &s))
		return false;
	p->nodes[node].p = s.p;
	p->nodes[node].n = (uint32_t)s.n;
	p->nodes[node].chars = (uint32_t)str_chars(s);
	p->nodes[node].hash = json_hash(s);
	p->at = to + 1;
	return true;
}

static const char *digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

static bool parse_number(struct parser *p)
{
	const char *from = p->at, *at = from, *more;
	bool integer = true;
	size_t node = node_new(p, JSON_NUMBER);
	if (node == SIZE_MAX)
		return false;
	if (*at == '-')
		at++;
	more = digits(at, p->end);
	if (more == at || (*at == '0' && more != at + 1))
		return refuse(p, "broken number", from);
	at = more;
	if (at < p->end && *at == '.') {
		integer = false;
		more = digits(at + 1, p->end);
		if (more == at + 1)
			return refuse(p, "broken number", from);
		at = more;
	}
	if (at < p->end && (*at == 'e' || *at == 'E')) {
		integer = false;
		at++;
		if (at < p->end && (*at == '+' || *at == '-'))
			at++;
		more = digits(at, p->end);
		if (more == at)
			return refuse(p, "broken number", from);
		at = more;
	}
	if ((size_t)(at - from) > p->limits->number_bytes)
		return refuse(p, "number too long", from);
	p->nodes[node].integer = integer;
	p->nodes[node].p = from;
	p->nodes[node].n = (uint32_t)(at - from);
	p->at = at;
	return true;
}

static bool parse_word(struct parser *p, str word, enum json_type type)
{
	if ((size_t)(p->end - p->at) < word.n || memcmp(p->at, word.p, word.n) != 0)
		return refuse(p, "unexpected text", p->at);
	if (node_new(p, type) == SIZE_MAX)
		return false;
	p->at += word.n;
	return true;
}

static bool same_string(const struct json_node *a, const struct json_node *b)
{
	return a->hash == b->hash && a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static bool duplicate(struct parser *p, const struct json_node *key)
{
	return refuse(p, "duplicate member", p->start + key->offset);
}

/* Few members are compared with each other, many go through a table. */
static bool members_differ(struct parser *p, const struct json_node *object)
{
	struct json_iter a = json_begin(object);
	if (object->count <= 16) {
		while (json_next(&a)) {
			struct json_iter b = json_begin(object);
			while (json_next(&b) && b.key != a.key)
				if (same_string(a.key, b.key))
					return duplicate(p, a.key);
		}
		return true;
	}
	size_t slots = 64;
	while (slots < (size_t)object->count * 2)
		slots *= 2;
	const struct json_node **table = arena_array(p->arena, slots, sizeof(*table));
	while (json_next(&a)) {
		size_t slot = a.key->hash & (slots - 1);
		for (; table[slot]; slot = (slot + 1) & (slots - 1))
			if (same_string(table[slot], a.key))
				return duplicate(p, a.key);
		table[slot] = a.key;
	}
	return true;
}

static bool parse_value(struct parser *p);

static bool parse_member(struct parser *p)
{
	skip_space(p);
	if (p->at == p->end || *p->at != '"')
		return refuse(p, "a member name is missing", p->at);
	if (++p->members > p->limits->members)
		return refuse(p, "too many members", p->at);
	if (!parse_string(p))
		return false;
	skip_space(p);
	if (p->at == p->end || *p->at != ':')
		return refuse(p, "a colon is missing", p->at);
	p->at++;
	return parse_value(p);
}

static bool parse_container(struct parser *p, enum json_type type, char close)
{
	size_t node = node_new(p, type);
	if (node == SIZE_MAX)
		return false;
	if (++p->depth > p->limits->depth)
		return refuse(p, "too deep", p->at);
	p->at++;
	skip_space(p);
	uint32_t count = 0;
	if (p->at < p->end && *p->at == close) {
		p->at++;
	} else {
		for (;;) {
			if (!(type == JSON_OBJECT ? parse_member(p) : parse_value(p)))
				return false;
			count++;
			skip_space(p);
			if (p->at < p->end && *p->at == ',') {
				p->at++;
				continue;
			}
			if (p->at < p->end && *p->at == close) {
				p->at++;
				break;
			}
			return refuse(p, p->at == p->end ? "the text ends too early" : "a comma or an end is missing", p->at);
		}
	}
	p->depth--;
	p->nodes[node].count = count;
	p->nodes[node].span = (uint32_t)(p->used - node);
	return type == JSON_ARRAY || members_differ(p, &p->nodes[node]);
}

static bool parse_value(struct parser *p)
{
	skip_space(p);
	if (p->at == p->end)
		return refuse(p, "the text ends too early", p->at);
	switch (*p->at) {
	case '{': return parse_container(p, JSON_OBJECT, '}');
	case '[': return parse_container(p, JSON_ARRAY, ']');
	case '"': return parse_string(p);
	case 't': return parse_word(p, STR("true"), JSON_TRUE);
	case 'f': return parse_word(p, STR("false"), JSON_FALSE);
	case 'n': return parse_word(p, STR("null"), JSON_NULL);
	default:
		if (*p->at == '-' || (*p->at >= '0' && *p->at <= '9'))
			return parse_number(p);
		return refuse(p, "unexpected text", p->at);
	}
}

const struct json_node *json_parse(struct arena *arena, str text, const struct json_limits *limits, struct json_error *error)
{
	struct json_error unseen;
	size_t guess = text.n / 8 + 16 < limits->nodes ? text.n / 8 + 16 : limits->nodes;
	struct parser p = { arena, limits, text.p, text.p, text.p + text.n, NULL, 0, guess, 0, 0, error ? error : &unseen };
	if (text.n == 0 || text.n > limits->bytes) {
		*p.error = (struct json_error){ text.n ? "text too long" : "the text is empty", 0 };
		return NULL;
	}
	p.nodes = ARENA_ARRAY(arena, struct json_node, guess);
	if (!parse_value(&p))
		return NULL;
	skip_space(&p);
	if (p.at != p.end) {
		refuse(&p, "more after the end", p.at);
		return NULL;
	}
	return p.nodes;
}

void json_position(str text, size_t offset, unsigned *line, unsigned *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < offset && i < text.n; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}
