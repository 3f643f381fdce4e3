#include "schema/pattern_chars.h"

#include <string.h>

#include "schema/pattern_unicode.h"

/* In a group, as PCRE2 10.42 forgets the quantifier behind an empty class. */
#define NOTHING "(?:[])"
#define LAST_CHAR 0x10ffffu
#define NUMBER_MAX 999999u
/* ECMA-262 22.2.2.9, every set in full: what \d \w \s mean to PCRE2 hangs on options, and \D beside \p{...} is more than both. */
static const struct {
	char letter;
	const char *members;
} sets[] = {
	{ 'd', "0-9" },
	{ 'D', "\\x{0}-\\x{2f}\\x{3a}-\\x{10ffff}" },
	{ 'w', "0-9A-Z_a-z" },
	{ 'W', "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{10ffff}" },
	{ 's', "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}" },
	{ 'S', "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
	       "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}" },
};

bool pattern_take(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

bool pattern_take_number(str *s, uint32_t *n)
{
	size_t digits = 0;
	*n = 0;
	for (; digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9'; digits++) {
		*n = *n * 10 + (uint32_t)(s->p[digits] - '0');
		*n = *n > NUMBER_MAX ? NUMBER_MAX : *n;
	}
	*s = str_sub(*s, digits, s->n);
	return digits > 0;
}

static bool take_counts(str *s, uint32_t *least, uint32_t *most)
{
	if (!pattern_take_number(s, least))
		return false;
	*most = *least;
	if (pattern_take(s, ',') && !pattern_take_number(s, most))
		*most = UINT32_MAX;
	return pattern_take(s, '}') && *least <= *most;
}

bool pattern_take_quantifier(str *s, uint32_t *least, uint32_t *most)
{
	*least = *most = 1;
	if (pattern_take(s, '{')) {
		if (!take_counts(s, least, most))
			return false;
	} else if (pattern_take(s, '?'))
		*least = 0;
	else if (pattern_take(s, '+'))
		*most = UINT32_MAX;
	else if (pattern_take(s, '*')) {
		*least = 0;
		*most = UINT32_MAX;
	} else
		return true;
	pattern_take(s, '?');
	return true;
}

bool pattern_take_char(str *s, uint32_t *c)
{
	if (s->n == 0)
		return false;
	uint8_t first = (uint8_t)s->p[0];
	size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	*c = bytes == 1 ? first : first & (0x7fu >> bytes);
	for (size_t i = 1; i < bytes; i++)
		*c = *c << 6 | ((uint8_t)s->p[i] & 0x3fu);
	*s = str_sub(*s, bytes, s->n);
	return true;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static bool take_hex(str *s, size_t digits, uint32_t *c)
{
	*c = 0;
	for (size_t i = 0; i < digits; i++) {
		if (i >= s->n || hex(s->p[i]) < 0)
			return false;
		*c = *c << 4 | (uint32_t)hex(s->p[i]);
	}
	*s = str_sub(*s, digits, s->n);
	return true;
}

static bool take_braced_hex(str *s, uint32_t *c)
{
	uint32_t digit;
	size_t digits = 0;
	for (*c = 0; take_hex(s, 1, &digit); digits++) {
		*c = *c << 4 | digit;
		if (*c > LAST_CHAR)
			return false;
	}
	return digits > 0 && pattern_take(s, '}');
}

bool pattern_take_unicode(str *s, uint32_t *c)
{
	uint32_t low;
	if (pattern_take(s, '{'))
		return take_braced_hex(s, c);
	if (!take_hex(s, 4, c))
		return false;
	str behind = *s;
	if (*c >= 0xd800 && *c < 0xdc00 && pattern_take(&behind, '\\') && pattern_take(&behind, 'u') && take_hex(&behind, 4, &low) &&
	    low >= 0xdc00 && low < 0xe000) {
		*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
		*s = behind;
	}
	return true;
}

static bool take_control(str *s, uint32_t *c)
{
	if (!pattern_take_char(s, c) || (*c | 0x20) < 'a' || (*c | 0x20) > 'z')
		return false;
	*c &= 0x1f;
	return true;
}

bool pattern_take_escaped(str *s, bool in_class, uint32_t *c)
{
	static const char controls[] = "t\tn\nv\vf\fr\r", themselves[] = "^$\\.*+?()[]{}|/";
	if (s->n == 0 || s->p[0] == '\0')
		return false;
	char e = s->p[0];
	*s = str_sub(*s, 1, s->n);
	const char *control = e >= 'a' ? strchr(controls, e) : NULL;
	if (control || strchr(themselves, e) || (in_class && (e == 'b' || e == '-'))) {
		*c = control ? (uint32_t)control[1] : e == 'b' ? '\b' : (uint32_t)e;
		return true;
	}
	switch (e) {
	case 'c': return take_control(s, c);
	case 'x': return take_hex(s, 2, c);
	case 'u': return pattern_take_unicode(s, c);
	case '0': *c = 0; return s->n == 0 || s->p[0] < '0' || s->p[0] > '9';
	default: return false;
	}
}

bool pattern_is_set_escape(str s)
{
	return s.n && s.p[0] && strchr("dDwWsSpP", s.p[0]);
}

bool pattern_take_set_escape(str *s, struct buf *out, bool in_class)
{
	str name;
	char e = s->p[0];
	*s = str_sub(*s, 1, s->n);
	if (e == 'p' || e == 'P')
		return pattern_take(s, '{') && str_cut(*s, '}', &name, s) && pattern_put_property(out, name, e == 'P');
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (sets[i].letter == e)
			buf_printf(out, in_class ? "%s" : "[%s]", sets[i].members);
	return true;
}

/* One member of a class: a character, or a set, which is written at once. */
static bool take_member(str *s, struct buf *out, uint32_t *c, bool *is_set)
{
	*is_set = false;
	if (!pattern_take(s, '\\'))
		return pattern_take_char(s, c);
	*is_set = pattern_is_set_escape(*s);
	return *is_set ? pattern_take_set_escape(s, out, true) : pattern_take_escaped(s, true, c);
}

static void put_range(struct buf *out, uint32_t from, uint32_t to)
{
	/* PCRE2 reads no surrogate, not even as an end of a range. */
	from = from >= 0xd800 && from < 0xe000 ? 0xe000 : from;
	to = to >= 0xd800 && to < 0xe000 ? 0xd7ff : to;
	if (from <= to)
		buf_printf(out, from == to ? "\\x{%x}" : "\\x{%x}-\\x{%x}", from, to);
}

bool pattern_take_class(str *s, struct buf *out)
{
	uint32_t from, to;
	bool is_set, is_set_too;
	size_t before = out->n;
	buf_lit(out, "[");
	if (pattern_take(s, '^'))
		buf_lit(out, "^");
	while (!pattern_take(s, ']')) {
		if (!take_member(s, out, &from, &is_set))
			return false;
		to = from;
		if (s->n > 1 && s->p[0] == '-' && s->p[1] != ']') {
			*s = str_sub(*s, 1, s->n);
			if (!take_member(s, out, &to, &is_set_too) || is_set || is_set_too || from > to)
				return false;
		}
		if (!is_set)
			put_range(out, from, to);
	}
	if (out->n == before + 1) {
		out->n = before;
		buf_lit(out, NOTHING);
	} else
		buf_lit(out, "]");
	return true;
}

void pattern_put_char(struct buf *out, uint32_t c)
{
	if (c >= 0xd800 && c < 0xe000)
		buf_lit(out, NOTHING);
	else
		buf_printf(out, "\\x{%x}", c);
}
