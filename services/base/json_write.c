/* A tape as text: compact, and canonical (RFC 8785). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"

#define WRITTEN_LIMIT ((size_t)64 << 20)

static void write_node(struct buf *b, const struct json_node *node)
{
	static const char *const words[] = { [JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true" };
	struct json_iter it = json_begin(node);
	const char *before = "";
	switch (node->type) {
	case JSON_STRING: buf_json(b, json_str(node)); return;
	case JSON_NUMBER: buf_add(b, (str){ node->p, node->n }); return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		buf_byte(b, node->type == JSON_ARRAY ? '[' : '{');
		for (; json_next(&it); before = ",") {
			buf_add(b, str_of(before));
			if (it.key) {
				buf_json(b, json_str(it.key));
				buf_byte(b, ':');
			}
			write_node(b, it.value);
		}
		buf_byte(b, node->type == JSON_ARRAY ? ']' : '}');
		return;
	default: buf_add(b, str_of(words[node->type]));
	}
}

str json_write(struct arena *arena, const struct json_node *node)
{
	struct buf b = buf_in(arena, WRITTEN_LIMIT);
	write_node(&b, node);
	return buf_str(&b);
}

/* The next text of as many digits: "1.29e-3" to "1.30e-3". */
static void round_up(char *text)
{
	for (char *at = strchr(text, 'e'); at-- > text;) {
		if (*at == '.')
			continue;
		if (*at != '9') {
			++*at;
			return;
		}
		*at = '0';
	}
}

/* ECMAScript's Number::toString: the shortest digits that read back as the same double. */
static bool canonical_number(struct buf *b, const struct json_node *node)
{
	char text[512], shortest[40];
	if (node->n >= sizeof(text))
		return false;
	memcpy(text, node->p, node->n);
	text[node->n] = '\0';
	double value = strtod(text, NULL);
	if (!isfinite(value))
		return false;
	if (value == 0) {
		buf_byte(b, '0');
		return true;
	}
	for (int precision = 0; precision < 17; precision++) {
		(void)snprintf(shortest, sizeof(shortest), "%.*e", precision, fabs(value));
		if (strtod(shortest, NULL) == fabs(value))
			break;
		/* A power of two has more room above than below: the nearest text may miss it, and the next one up not. */
		round_up(shortest);
		if (strtod(shortest, NULL) == fabs(value))
			break;
	}
	str mantissa, exponent_text, whole, part;
	str_cut(str_of(shortest), 'e', &mantissa, &exponent_text);
	str_cut(mantissa, '.', &whole, &part);
	str digits = arena_join(b->arena, whole, part, STR(""));
	int point = (int)strtol(exponent_text.p, NULL, 10) + 1, n = (int)digits.n;
	if (value < 0)
		buf_byte(b, '-');
	if (n <= point && point <= 21) {
		buf_add(b, digits);
		for (int i = n; i < point; i++)
			buf_byte(b, '0');
	} else if (0 < point && point <= 21) {
		buf_printf(b, "%.*s.%s", point, digits.p, digits.p + point);
	} else if (-6 < point && point <= 0) {
		buf_lit(b, "0.");
		for (int i = point; i < 0; i++)
			buf_byte(b, '0');
		buf_add(b, digits);
	} else {
		buf_printf(b, n > 1 ? "%.1s.%s" : "%.1s%s", digits.p, digits.p + 1);
		buf_printf(b, "e%+d", point - 1);
	}
	return true;
}

/* UTF-16 code units order like code points, but for the surrogates, which sort below U+E000..U+FFFF. */
static int utf16_cmp(const void *left, const void *right)
{
	const struct json_node *a = *(const struct json_node *const *)left, *b = *(const struct json_node *const *)right;
	size_t i = 0;
	while (i < a->n && i < b->n && a->p[i] == b->p[i])
		i++;
	if (i == a->n || i == b->n)
		return (a->n > b->n) - (a->n < b->n);
	unsigned char x = (unsigned char)a->p[i], y = (unsigned char)b->p[i];
	bool high_x = x >= 0xf0, high_y = y >= 0xf0;
	if (high_x != high_y && (high_x ? y : x) >= 0xee)
		return high_x ? -1 : 1;
	return x < y ? -1 : 1;
}

static bool canonical(struct buf *b, const struct json_node *node);

static bool canonical_object(struct buf *b, const struct json_node *object)
{
	const struct json_node **keys = arena_array(b->arena, object->count + 1u, sizeof(const struct json_node *));
	struct json_iter it = json_begin(object);
	size_t n = 0;
	while (json_next(&it))
		keys[n++] = it.key;
	qsort(keys, n, sizeof(const struct json_node *), utf16_cmp);
	buf_byte(b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_byte(b, ',');
		buf_json(b, json_str(keys[i]));
		buf_byte(b, ':');
		if (!canonical(b, keys[i] + 1))
			return false;
	}
	buf_byte(b, '}');
	return true;
}

static bool canonical(struct buf *b, const struct json_node *node)
{
	struct json_iter it = json_begin(node);
	bool first = true;
	switch (node->type) {
	case JSON_NUMBER: return canonical_number(b, node);
	case JSON_OBJECT: return canonical_object(b, node);
	case JSON_ARRAY:
		buf_byte(b, '[');
		for (; json_next(&it); first = false) {
			if (!first)
				buf_byte(b, ',');
			if (!canonical(b, it.value))
				return false;
		}
		buf_byte(b, ']');
		return true;
	default: write_node(b, node); return true;
	}
}

str json_canonical(struct arena *arena, const struct json_node *node)
{
	struct buf b = buf_in(arena, WRITTEN_LIMIT);
	return canonical(&b, node) && buf_ok(&b) ? buf_str(&b) : STR_NONE;
}
