/* Looking things up in a tape. */
#include <string.h>

#include "base/json.h"

bool json_is(const struct json_node *node, enum json_type type)
{
	return node && node->type == type;
}

struct json_iter json_begin(const struct json_node *container)
{
	bool walkable = json_is(container, JSON_ARRAY) || json_is(container, JSON_OBJECT);
	return (struct json_iter){ container, NULL, NULL, walkable ? container + 1 : NULL, walkable ? container->count : 0 };
}

bool json_next(struct json_iter *it)
{
	if (it->left == 0)
		return false;
	it->left--;
	it->key = NULL;
	if (it->container->type == JSON_OBJECT)
		it->key = it->at++;
	it->value = it->at;
	it->at += it->at->span;
	return true;
}

const struct json_node *json_get(const struct json_node *object, str name)
{
	if (!json_is(object, JSON_OBJECT))
		return NULL;
	uint32_t hash = json_hash(name);
	struct json_iter it = json_begin(object);
	while (json_next(&it))
		if (it.key->hash == hash && str_eq((str){ it.key->p, it.key->n }, name))
			return it.value;
	return NULL;
}

const struct json_node *json_at(const struct json_node *array, size_t i)
{
	if (!json_is(array, JSON_ARRAY) || i >= array->count)
		return NULL;
	struct json_iter it = json_begin(array);
	while (json_next(&it))
		if (i-- == 0)
			return it.value;
	return NULL;
}

/* Does a token that is still escaped (~0 ~1) name this key? */
static bool token_names(str token, str key)
{
	size_t k = 0;
	for (size_t i = 0; i < token.n; i++, k++) {
		char c = token.p[i];
		if (c == '~') {
			if (++i == token.n || (token.p[i] != '0' && token.p[i] != '1'))
				return false;
			c = token.p[i] == '0' ? '~' : '/';
		}
		if (k == key.n || key.p[k] != c)
			return false;
	}
	return k == key.n;
}

static bool token_index(str token, int64_t *i)
{
	return (token.n == 1 || (token.n && token.p[0] != '0')) && token.p[0] != '-' && str_int(token, 0, UINT32_MAX, i);
}

static const struct json_node *step(const struct json_node *node, str token)
{
	int64_t i;
	if (json_is(node, JSON_ARRAY))
		return token_index(token, &i) ? json_at(node, (size_t)i) : NULL;
	struct json_iter it = json_begin(node);
	while (json_next(&it))
		if (token_names(token, (str){ it.key->p, it.key->n }))
			return it.value;
	return NULL;
}

const struct json_node *json_pointer(const struct json_node *root, str pointer)
{
	if (pointer.n == 0)
		return root;
	if (pointer.p[0] != '/')
		return NULL;
	str token, rest = str_sub(pointer, 1, pointer.n);
	bool more = true;
	while (more && root) {
		more = str_cut(rest, '/', &token, &rest);
		root = step(root, token);
	}
	return root;
}

str json_str(const struct json_node *node)
{
	if (!json_is(node, JSON_STRING))
		return STR_NONE;
	return (str){ node->p, node->n };
}

str json_member(const struct json_node *object, str name)
{
	return json_str(json_get(object, name));
}

bool json_true(const struct json_node *node)
{
	return json_is(node, JSON_TRUE);
}

int64_t json_int(const struct json_node *node, int64_t otherwise)
{
	int64_t value;
	if (!json_is(node, JSON_NUMBER) || !node->integer)
		return otherwise;
	if (node->small)
		return node->number;
	return str_int((str){ node->p, node->n }, INT64_MIN, INT64_MAX, &value) ? value : otherwise;
}

size_t json_count(const struct json_node *node)
{
	return json_is(node, JSON_ARRAY) || json_is(node, JSON_OBJECT) ? node->count : 0;
}

str json_pointer_add(struct arena *arena, str pointer, str token)
{
	size_t escapes = 0;
	for (size_t i = 0; i < token.n; i++)
		escapes += token.p[i] == '~' || token.p[i] == '/';
	char *p = arena_alloc(arena, pointer.n + 1 + token.n + escapes + 1), *to = p;
	if (pointer.n)
		memcpy(to, pointer.p, pointer.n);
	to += pointer.n;
	*to++ = '/';
	for (size_t i = 0; i < token.n; i++) {
		char c = token.p[i];
		if (c == '~' || c == '/') {
			*to++ = '~';
			c = c == '~' ? '0' : '1';
		}
		*to++ = c;
	}
	return (str){ p, (size_t)(to - p) };
}

str json_pointer_index(struct arena *arena, str pointer, size_t i)
{
	return arena_printf(arena, "%.*s/%zu", STR_ARG(pointer), i);
}

bool json_pointer_next(struct arena *arena, str *pointer, str *token)
{
	if (pointer->n == 0 || pointer->p[0] != '/')
		return false;
	str raw, rest;
	bool more = str_cut(str_sub(*pointer, 1, pointer->n), '/', &raw, &rest);
	/* The slash before the rest belongs to the rest. */
	*pointer = more ? (str){ rest.p - 1, rest.n + 1 } : rest;
	if (str_find(raw, '~') == SIZE_MAX) {
		*token = raw;
		return true;
	}
	char *p = arena_alloc(arena, raw.n + 1), *to = p;
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];
		if (c == '~' && i + 1 < raw.n && (raw.p[i + 1] == '0' || raw.p[i + 1] == '1'))
			c = raw.p[++i] == '0' ? '~' : '/';
		*to++ = c;
	}
	*token = (str){ p, (size_t)(to - p) };
	return true;
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
