#include "schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "base/buf.h"

#define MATCH_LIMIT 200000u
#define GROUPS_MAX 20u /* in one another */

struct pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
};

static void release(void *what)
{
	struct pattern *pattern = what;
	pcre2_match_context_free(pattern->limits);
	pcre2_code_free(pattern->code);
}

/* ECMA-262 has more white space than PCRE2's \s, and a dot of it also spares U+2028 and U+2029. */
#define SPACES "\\s\\uFEFF\\u2028\\u2029\\p{Zs}"
#define LINE_ENDS "\\n\\r\\u2028\\u2029"

/* An escape in PCRE2's words; false for one that ECMA-262 has not. */
static bool put_escape(struct buf *out, char c, bool in_class)
{
	static const char foreign[] = "AaCEeGgHhKLlNOoQRUVXZz";
	switch (c) {
	case 's': buf_add(out, in_class ? STR(SPACES) : STR("[" SPACES "]")); return true;
	case 'S': buf_lit(out, "[^" SPACES "]"); return !in_class;
	case 'v': buf_lit(out, "\\x0b"); return true;
	case '\0': return false;
	default: buf_printf(out, "\\%c", c); return !strchr(foreign, c);
	}
}

/* The braces behind \p, which are no quantifier: {L}, {Lu}, {Letter}; *i moves to the closing one. */
static bool put_property(struct buf *out, str text, size_t *i)
{
	str name, rest;
	if (!str_starts(str_sub(text, *i + 1, text.n), STR("{")) || !str_cut(str_sub(text, *i + 2, text.n), '}', &name, &rest))
		return false;
	for (size_t k = 0; k < name.n; k++)
		if (!((name.p[k] | 0x20) >= 'a' && (name.p[k] | 0x20) <= 'z') && name.p[k] != '_' && name.p[k] != '=')
			return false;
	buf_printf(out, "{%.*s}", STR_ARG(name));
	*i += name.n + 2;
	return true;
}

/* "(*", "(?" but of : = ! < and a plus behind a quantifier mean something to PCRE2 alone. */
static bool is_foreign(str rest)
{
	char c = rest.p[0], next = rest.n > 1 ? rest.p[1] : '\0', third = rest.n > 2 ? rest.p[2] : '\0';
	if (c == '(')
		return next == '*' || (next == '?' && (!third || !strchr(":=!<", third)));
	return (c == '*' || c == '+' || c == '?' || c == '}') && next == '+';
}

/* The same pattern for PCRE2; false where the two part. */
static bool translate(struct buf *out, str text)
{
	bool in_class = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\\') {
			if (++i == text.n || !put_escape(out, text.p[i], in_class))
				return false;
			if ((text.p[i] | 0x20) == 'p' && !put_property(out, text, &i))
				return false;
			continue;
		}
		if (in_class ? c == '[' && i + 1 < text.n && strchr(":.=", text.p[i + 1]) : is_foreign(str_sub(text, i, text.n)))
			return false;
		if (!in_class && c == '.')
			buf_lit(out, "[^" LINE_ENDS "]");
		else
			buf_byte(out, c);
		in_class = in_class ? c != ']' : c == '[';
	}
	return buf_ok(out);
}

static pcre2_code *compile(struct arena *arena, str text)
{
	int error;
	size_t offset;
	const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF |
	                         PCRE2_NEVER_BACKSLASH_C | PCRE2_ALLOW_EMPTY_CLASS;
	struct buf translated = buf_in(arena, text.n * sizeof(SPACES) + 8);
	if (!translate(&translated, text))
		return NULL;
	return pcre2_compile((PCRE2_SPTR)translated.p, translated.n, options, &error, &offset, NULL);
}

struct pattern *pattern_compile(struct arena *arena, str text)
{
	pcre2_code *code = compile(arena, text);
	if (!code)
		return NULL;
	struct pattern *pattern = ARENA_NEW(arena, struct pattern);
	*pattern = (struct pattern){ code, pcre2_match_context_create(NULL) };
	arena_defer(arena, release, pattern);
	if (!pattern->limits)
		return NULL;
	pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
	pcre2_set_heap_limit(pattern->limits, 1024);
	return pattern;
}

enum pattern_answer pattern_try(const struct pattern *pattern, str value)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (!data)
		return PATTERN_RAN_AWAY;
	int found = pcre2_match(pattern->code, (PCRE2_SPTR)(value.p ? value.p : ""), value.n, 0, PCRE2_NO_UTF_CHECK, data,
	                        pattern->limits);
	pcre2_match_data_free(data);
	return found >= 0 ? PATTERN_MATCHES : found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_RAN_AWAY;
}

/* The grammar of RFC 9485 4, one function per rule; each moves *s behind what it read. */
static bool take(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool take_digits(str *s)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	*s = str_sub(*s, n, s->n);
	return n > 0;
}

static bool is_one_of(char c, const char *list)
{
	return c && strchr(list, c);
}

/* A single character or a category; the backslash is read already. */
static bool take_escape(str *s)
{
	str name;
	if (take(s, 'p') || take(s, 'P'))
		return take(s, '{') && str_cut(*s, '}', &name, s) && name.n > 0 && name.n < 3 && str_find(name, '&') == SIZE_MAX;
	bool ok = s->n && is_one_of(s->p[0], "()*+-.?[\\]^nrt{|}");
	*s = str_sub(*s, 1, s->n);
	return ok;
}

/* One character of a class, or a category, which begins no range. */
static bool take_member(str *s, bool *single)
{
	*single = true;
	if (take(s, '\\')) {
		*single = s->n && !is_one_of(s->p[0], "pP");
		return take_escape(s);
	}
	bool ok = s->n && !is_one_of(s->p[0], "[]-");
	*s = str_sub(*s, 1, s->n);
	return ok;
}

static bool take_class(str *s)
{
	bool single;
	take(s, '^');
	for (bool first = true; s->n; first = false) {
		if (!first && take(s, ']'))
			return true;
		/* A dash that is meant stands first or last. */
		if (take(s, '-')) {
			if (!first && !(s->n && s->p[0] == ']'))
				return false;
			continue;
		}
		if (!take_member(s, &single))
			return false;
		if (single && s->n > 1 && s->p[0] == '-' && s->p[1] != ']') {
			take(s, '-');
			if (!take_member(s, &single) || !single)
				return false;
		}
	}
	return false;
}

static bool take_quantifier(str *s)
{
	if (take(s, '*') || take(s, '+') || take(s, '?') || !take(s, '{'))
		return true;
	if (!take_digits(s))
		return false;
	if (take(s, ','))
		take_digits(s);
	return take(s, '}');
}

static bool take_branches(str *s, unsigned depth);

static bool take_atom(str *s, unsigned depth)
{
	if (take(s, '('))
		return depth < GROUPS_MAX && take_branches(s, depth + 1) && take(s, ')');
	if (take(s, '\\'))
		return take_escape(s);
	if (take(s, '['))
		return take_class(s);
	bool ok = s->n && !is_one_of(s->p[0], "*+?{}]^$");
	*s = str_sub(*s, 1, s->n);
	return ok;
}

static bool take_branches(str *s, unsigned depth)
{
	while (s->n && s->p[0] != ')') {
		/* ^a|b$ would be anchored at one end only: alternatives stand in a group. */
		if (take(s, '|') ? depth == 0 : !take_atom(s, depth) || !take_quantifier(s))
			return false;
	}
	return true;
}

bool pattern_is_plain(str text)
{
	if (text.n < 2 || text.p[0] != '^' || text.p[text.n - 1] != '$')
		return false;
	str s = str_sub(text, 1, text.n - 2);
	return take_branches(&s, 0) && s.n == 0;
}
