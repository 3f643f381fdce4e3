/* json_string.h -- the strings of a JSON text, for json.c alone: runs of plain text, and strings with escapes. */
#ifndef BLANKETT_BASE_JSON_STRING_H
#define BLANKETT_BASE_JSON_STRING_H

#include <string.h>

#include "base/json.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte of a text is the lowest of eight");
#define JSON_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t json_load8(const char *p)
{
	uint64_t eight;
	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/* Sets the high bit of each byte that is a quote, a backslash, a control character or no ASCII. A borrow may set it in
 * bytes above such a one as well: only the lowest is certain. */
static inline uint64_t json_special(uint64_t eight)
{
	uint64_t quote = eight ^ JSON_EACH_BYTE('"'), backslash = eight ^ JSON_EACH_BYTE('\\');
	uint64_t special = ((eight - JSON_EACH_BYTE(' ')) & ~eight) | ((quote - JSON_EACH_BYTE(1)) & ~quote) |
	                   ((backslash - JSON_EACH_BYTE(1)) & ~backslash);
	return (eight | special) & JSON_EACH_BYTE(0x80);
}

/* str_sequence of a byte that is no ASCII, without a call for two bytes: so long are å, ä and ö. */
static inline size_t json_sequence(const char *at, const char *end)
{
	const unsigned char *p = (const unsigned char *)at;
	if (p[0] >= 0xc2 && p[0] < 0xe0 && end - at >= 2 && (p[1] & 0xc0) == 0x80)
		return 2;
	return str_sequence((str){ at, (size_t)(end - at) });
}

/* Where plain text ends: at a quote, a backslash, a control character, a byte that begins no well-formed UTF-8, or `end`.
 * Adds to `continued` the bytes before it that begin no character. */
static inline const char *json_plain(const char *at, const char *end, size_t *continued)
{
	for (;;) {
		for (; end - at >= 8; at += 8) {
			uint64_t special = json_special(json_load8(at));
			if (special) {
				at += __builtin_ctzll(special) >> 3;
				break;
			}
		}
		if (at == end)
			return at;
		unsigned char c = (unsigned char)*at;
		if (c < ' ' || c == '"' || c == '\\')
			return at;
		size_t n = c < 0x80 ? 1 : json_sequence(at, end);
		if (n == 0)
			return at;
		*continued += n - 1;
		at += n;
	}
}

struct json_string {
	str value; /* decoded, in `room` */
	uint32_t chars;
	const char *at;     /* behind the closing quote; where it is wrong, when refused */
	const char *reason; /* NULL, or why it is refused (a literal) */
};

/* The string with its quote at `open`, with whatever is in it. A decoded string is never longer than its text: a `room` of
 * end - open bytes is enough for all strings from there on. */
struct json_string json_string_decode(const char *open, const char *end, char *room, const struct json_limits *limits);

#endif
