#include "base/json_string.h"

static struct json_string refused(const char *reason, const char *where)
{
	return (struct json_string){ STR_NONE, 0, where, reason };
}

/* Where the closing quote is, or NULL: then `out` says why. */
static const char *closing_quote(const char *open, const char *end, struct json_string *out)
{
	for (const char *at = open + 1; at < end; at++) {
		unsigned char c = (unsigned char)*at;
		if (c == '"')
			return at;
		if (c < ' ') {
			*out = refused(c ? "control character in a string" : "U+0000", at);
			return NULL;
		}
		if (c == '\\')
			at++;
	}
	*out = refused("string without an end", open);
	return NULL;
}

/* Of all that is wrong with a string, the same is told whatever was met first: its end, its length, its bytes, and only
 * then the escape that could not be read. */
static struct json_string why_refused(const char *open, const char *end, size_t string_bytes, struct json_string escape)
{
	struct json_string other;
	const char *close = closing_quote(open, end, &other);
	if (!close)
		return other;
	str raw = { open + 1, (size_t)(close - open - 1) };
	if (raw.n > string_bytes)
		return refused("string too long", open);
	return str_utf8(raw) ? escape : refused("invalid UTF-8", open);
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

/* The escapes below move `at` behind themselves, and write to out->at and out->reason when they are broken. */
static bool broken(struct json_string *out, const char *reason, const char *where)
{
	*out = refused(reason, where);
	return false;
}

/* uXXXX at `at`; a high surrogate takes its low one along. */
static bool unicode_escape(const char **at, const char *end, bool nul, uint32_t *c, struct json_string *out)
{
	const char *backslash = *at - 1, *second = *at + 5;
	uint32_t low;
	if (!hex4(*at + 1, end, c))
		return broken(out, "broken escape", *at + 1);
	if (*c == 0 && !nul)
		return broken(out, "U+0000", backslash);
	if (*c >= 0xdc00 && *c <= 0xdfff)
		return broken(out, "lone surrogate", backslash);
	*at = second;
	if (*c < 0xd800 || *c > 0xdbff)
		return true;
	if (end - second < 6 || second[0] != '\\' || second[1] != 'u' || !hex4(second + 2, end, &low) || low < 0xdc00 || low > 0xdfff)
		return broken(out, "lone surrogate", backslash);
	*at = second + 6;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* The code point that the backslash at `at` stands for. */
static bool escape(const char **at, const char *end, bool nul, uint32_t *c, struct json_string *out)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	++*at;
	const char *name = *at < end && **at ? strchr(names, **at) : NULL;
	if (name) {
		*c = (unsigned char)values[name - names];
		++*at;
		return true;
	}
	if (*at < end && **at == 'u')
		return unicode_escape(at, end, nul, c, out);
	return broken(out, "broken escape", *at - 1);
}

struct json_string json_string_decode(const char *open, const char *end, char *room, const struct json_limits *limits)
{
	struct json_string out = refused("broken escape", open);
	const char *at = open + 1;
	char *to = room;
	size_t continued = 0;
	for (;;) {
		uint32_t c;
		const char *run = at;
		at = json_plain(run, end, &continued);
		memcpy(to, run, (size_t)(at - run));
		to += at - run;
		if (at == end || *at != '\\')
			break;
		if (!escape(&at, end, limits->nul, &c, &out))
			return why_refused(open, end, limits->string_bytes, out);
		char *before = to;
		to = put_utf8(to, c);
		continued += (size_t)(to - before) - 1;
	}
	if (at == end || *at != '"' || (size_t)(at - open - 1) > limits->string_bytes)
		return why_refused(open, end, limits->string_bytes, out);
	size_t n = (size_t)(to - room);
	return (struct json_string){ { room, n }, (uint32_t)(n - continued), at + 1, NULL };
}
