#include "base/json.h"

#include <string.h>

#include "base/json_string.h"

const struct json_limits json_limits_answers = { 256u << 10, 64, 16384, 4096, 64u << 10, 40, false };
const struct json_limits json_limits_document = { 4u << 20, 128, 262144, 262144, 1u << 20, 400, false };
const struct json_limits json_limits_suite = { 4u << 20, 128, 262144, 262144, 1u << 20, 400, true };

/* Up to so many members, a name is compared with those before it; beyond, a table finds twins. */
#define FEW_MEMBERS 32

#define SMALL_DIGITS 18

static uint64_t load4(const char *p)
{
	uint32_t four;
	memcpy(&four, p, sizeof(four));
	return four;
}

static uint64_t mixed(uint64_t hash, uint64_t eight)
{
	hash = (hash ^ eight) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

uint32_t json_hash(str s)
{
	uint64_t hash = s.n;
	if (s.n >= 8) {
		for (size_t i = 0; i + 8 < s.n; i += 8)
			hash = mixed(hash, json_load8(s.p + i));
		hash = mixed(hash, json_load8(s.p + s.n - 8));
	} else if (s.n >= 4) {
		hash = mixed(hash, load4(s.p) | load4(s.p + s.n - 4) << 32);
	} else if (s.n) {
		const unsigned char *p = (const unsigned char *)s.p;
		hash = mixed(hash, (uint64_t)p[0] | (uint64_t)p[s.n / 2] << 8 | (uint64_t)p[s.n - 1] << 16);
	}
	hash *= UINT64_C(0xd6e8feb86659fd93);
	return (uint32_t)(hash >> 32);
}

/* The functions below take the place they start at and return the place behind what they read, NULL when refused. */
struct parser {
	struct arena *arena;
	const struct json_limits *limits;
	const char *start, *end;
	struct json_node *nodes;
	size_t used, capacity, depth, members;
	char *room; /* for decoded strings, from the first one that needs it */
	struct json_error *error;
};

static const char *refuse(struct parser *p, const char *reason, const char *where)
{
	*p->error = (struct json_error){ reason, (size_t)(where - p->start) };
	return NULL;
}

static __attribute__((noinline)) bool grow(struct parser *p, const char *at)
{
	if (p->used == p->limits->nodes) {
		refuse(p, "too many values", at);
		return false;
	}
	size_t capacity = p->capacity * 2 < p->limits->nodes ? p->capacity * 2 : p->limits->nodes;
	struct json_node *nodes = ARENA_RAW(p->arena, struct json_node, capacity);
	memcpy(nodes, p->nodes, p->used * sizeof(*nodes));
	p->nodes = nodes;
	p->capacity = capacity;
	return true;
}

/* The caller fills all of it. Nodes move when the tape grows: across a value hold indices, never pointers. */
static inline struct json_node *node_new(struct parser *p, const char *at)
{
	if (p->used == p->capacity && !grow(p, at))
		return NULL;
	return &p->nodes[p->used++];
}

static uint32_t offset_of(const struct parser *p, const char *at)
{
	return (uint32_t)(at - p->start);
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* Apart from its caller, because most strings need none of it. */
static __attribute__((noinline)) const char *parse_escaped_string(struct parser *p, struct json_node *node, const char *open)
{
	if (!p->room)
		p->room = ARENA_RAW(p->arena, char, (size_t)(p->end - open));
	struct json_string s = json_string_decode(open, p->end, p->room, p->limits);
	if (s.reason)
		return refuse(p, s.reason, s.at);
	*node = (struct json_node){ .type = JSON_STRING, .span = 1, .chars = s.chars, .offset = offset_of(p, open),
		                    .n = (uint32_t)s.value.n, .p = s.value.p };
	p->room += s.value.n;
	return s.at;
}

static const char *parse_string(struct parser *p, const char *open)
{
	struct json_node *node = node_new(p, open);
	if (!node)
		return NULL;
	size_t continued = 0;
	const char *from = open + 1, *to = json_plain(from, p->end, &continued);
	size_t n = (size_t)(to - from);
	if (to == p->end || *to != '"' || n > p->limits->string_bytes)
		return parse_escaped_string(p, node, open);
	*node = (struct json_node){ .type = JSON_STRING, .span = 1, .chars = (uint32_t)(n - continued), .offset = offset_of(p, open),
		                    .n = (uint32_t)n, .p = from };
	return to + 1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *digits(const char *at, const char *end)
{
	while (at < end && is_digit(*at))
		at++;
	return at;
}

/* A fraction and an exponent, where they stand; NULL when broken. */
static const char *number_rest(const char *at, const char *end)
{
	const char *more;
	if (at < end && *at == '.') {
		more = digits(at + 1, end);
		if (more == at + 1)
			return NULL;
		at = more;
	}
	if (at < end && (*at == 'e' || *at == 'E')) {
		at++;
		if (at < end && (*at == '+' || *at == '-'))
			at++;
		more = digits(at, end);
		if (more == at)
			return NULL;
		at = more;
	}
	return at;
}

static const char *parse_number(struct parser *p, const char *from)
{
	struct json_node *node = node_new(p, from);
	if (!node)
		return NULL;
	const char *first = from + (*from == '-'), *whole = first;
	uint64_t value = 0; /* wraps beyond what is small, and is not used then */
	for (; whole < p->end && is_digit(*whole); whole++)
		value = value * 10 + (uint64_t)(*whole - '0');
	if (whole == first || (*first == '0' && whole != first + 1))
		return refuse(p, "broken number", from);
	const char *to = number_rest(whole, p->end);
	if (!to)
		return refuse(p, "broken number", from);
	if ((size_t)(to - from) > p->limits->number_bytes)
		return refuse(p, "number too long", from);
	bool integer = to == whole, small = integer && whole - first <= SMALL_DIGITS;
	int64_t number = !small ? 0 : first == from ? (int64_t)value : -(int64_t)value;
	*node = (struct json_node){ .type = JSON_NUMBER, .integer = integer, .small = small, .span = 1, .number = number,
		                    .offset = offset_of(p, from), .n = (uint32_t)(to - from), .p = from };
	return to;
}

static const char *parse_word(struct parser *p, const char *at, str word, enum json_type type)
{
	if ((size_t)(p->end - at) < word.n || memcmp(at, word.p, word.n) != 0)
		return refuse(p, "unexpected text", at);
	struct json_node *node = node_new(p, at);
	if (!node)
		return NULL;
	*node = (struct json_node){ .type = (uint8_t)type, .span = 1, .offset = offset_of(p, at) };
	return at + word.n;
}

static bool same_name(const struct json_node *a, const struct json_node *b)
{
	return a->hash == b->hash && a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

/* Does a member before it have the name of the key at index `key`? */
static __attribute__((noinline)) bool twin_before(const struct parser *p, size_t object, size_t key)
{
	for (size_t i = object + 1; i < key; i += 1 + p->nodes[i + 1].span)
		if (same_name(&p->nodes[i], &p->nodes[key]))
			return true;
	return false;
}

/* The first key of a whole object with many members whose name was there before, or NULL. */
static const struct json_node *twin_among_many(struct parser *p, const struct json_node *object)
{
	size_t slots = FEW_MEMBERS * 2;
	while (slots < (size_t)object->count * 2)
		slots *= 2;
	const struct json_node **table = arena_array(p->arena, slots, sizeof(*table));
	struct json_iter it = json_begin(object);
	while (json_next(&it)) {
		size_t slot = it.key->hash & (slots - 1);
		for (; table[slot]; slot = (slot + 1) & (slots - 1))
			if (same_name(table[slot], it.key))
				return it.key;
		table[slot] = it.key;
	}
	return NULL;
}

static const char *parse_value(struct parser *p, const char *at);

/* Behind the bracket, and behind space. */
static const char *open_container(struct parser *p, const char *at, enum json_type type)
{
	struct json_node *node = node_new(p, at);
	if (!node)
		return NULL;
	*node = (struct json_node){ .type = (uint8_t)type, .offset = offset_of(p, at) };
	if (++p->depth > p->limits->depth)
		return refuse(p, "too deep", at);
	return skip_space(at + 1, p->end);
}

static void close_container(struct parser *p, size_t node, uint32_t count)
{
	p->depth--;
	p->nodes[node].count = count;
	p->nodes[node].span = (uint32_t)(p->used - node);
}

static const char *no_separator(struct parser *p, const char *at)
{
	return refuse(p, at == p->end ? "the text ends too early" : "a comma or an end is missing", at);
}

static const char *parse_array(struct parser *p, const char *at)
{
	size_t array = p->used;
	uint32_t count = 0;
	if (!(at = open_container(p, at, JSON_ARRAY)))
		return NULL;
	if (at == p->end || *at != ']') {
		for (;; at++) {
			if (!(at = parse_value(p, at)))
				return NULL;
			count++;
			at = skip_space(at, p->end);
			if (at == p->end || *at != ',')
				break;
		}
		if (at == p->end || *at != ']')
			return no_separator(p, at);
	}
	close_container(p, array, count);
	return at + 1;
}

/* A member's name and its colon. */
static const char *parse_name(struct parser *p, const char *at)
{
	size_t key = p->used;
	at = skip_space(at, p->end);
	if (at == p->end || *at != '"')
		return refuse(p, "a member name is missing", at);
	if (++p->members > p->limits->members)
		return refuse(p, "too many members", at);
	if (!(at = parse_string(p, at)))
		return NULL;
	p->nodes[key].hash = json_hash((str){ p->nodes[key].p, p->nodes[key].n });
	at = skip_space(at, p->end);
	if (at == p->end || *at != ':')
		return refuse(p, "a colon is missing", at);
	return at + 1;
}

static const char *parse_object(struct parser *p, const char *at)
{
	size_t object = p->used, twin = 0;
	uint32_t count = 0;
	uint64_t seen = 0; /* six bits of every name's hash */
	if (!(at = open_container(p, at, JSON_OBJECT)))
		return NULL;
	if (at == p->end || *at != '}') {
		for (;; at++) {
			size_t key = p->used;
			if (!(at = parse_name(p, at)))
				return NULL;
			uint64_t bit = (uint64_t)1 << (p->nodes[key].hash >> 26);
			/* Told at the object's end: what else is wrong inside comes first. */
			if (seen & bit && count < FEW_MEMBERS && !twin && twin_before(p, object, key))
				twin = key;
			seen |= bit;
			if (!(at = parse_value(p, at)))
				return NULL;
			count++;
			at = skip_space(at, p->end);
			if (at == p->end || *at != ',')
				break;
		}
		if (at == p->end || *at != '}')
			return no_separator(p, at);
	}
	close_container(p, object, count);
	const struct json_node *second = twin ? &p->nodes[twin] : count > FEW_MEMBERS ? twin_among_many(p, &p->nodes[object]) : NULL;
	return second ? refuse(p, "duplicate member", p->start + second->offset) : at + 1;
}

static const char *parse_value(struct parser *p, const char *at)
{
	at = skip_space(at, p->end);
	if (at == p->end)
		return refuse(p, "the text ends too early", at);
	switch (*at) {
	case '{': return parse_object(p, at);
	case '[': return parse_array(p, at);
	case '"': return parse_string(p, at);
	case 't': return parse_word(p, at, STR("true"), JSON_TRUE);
	case 'f': return parse_word(p, at, STR("false"), JSON_FALSE);
	case 'n': return parse_word(p, at, STR("null"), JSON_NULL);
	default:
		if (*at == '-' || is_digit(*at))
			return parse_number(p, at);
		return refuse(p, "unexpected text", at);
	}
}

const struct json_node *json_parse(struct arena *arena, str text, const struct json_limits *limits, struct json_error *error)
{
	struct json_error unseen;
	size_t guess = text.n / 8 + 16 < limits->nodes ? text.n / 8 + 16 : limits->nodes;
	struct parser p = { arena, limits, text.p, text.p + text.n, NULL, 0, guess, 0, 0, NULL, error ? error : &unseen };
	if (text.n == 0 || text.n > limits->bytes) {
		*p.error = (struct json_error){ text.n ? "text too long" : "the text is empty", 0 };
		return NULL;
	}
	p.nodes = ARENA_RAW(arena, struct json_node, guess);
	const char *at = parse_value(&p, text.p);
	if (!at)
		return NULL;
	at = skip_space(at, p.end);
	if (at != p.end) {
		refuse(&p, "more after the end", at);
		return NULL;
	}
	return p.nodes;
}
