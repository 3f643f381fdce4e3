#include "schema/pattern_ecma.h"

#include "schema/pattern_chars.h"

/* A set in a class takes up to 200 bytes. Beyond this PCRE2's own limit on size is near. */
#define TRANSLATED_MAX 65536u
#define LINE_ENDS "\\x{a}\\x{d}\\x{2028}\\x{2029}"

struct group {
	str name;       /* empty: it has none */
	unsigned looks; /* look-arounds it stands in */
	bool closed, repeated, referred;
};

struct translator {
	struct arena *arena;
	str s;
	struct buf out;
	struct group *groups;
	size_t group_count, opened;
	unsigned depth, looks, behinds;
	bool alike;
};

/* Behind (?< or \k<: a name and its >, as the numbers of its characters, for an escape may stand for any. Beyond ASCII every
 * character is taken for a letter. */
static bool take_name(str *s, struct arena *arena, str *name)
{
	str raw;
	uint32_t c;
	if (!str_cut(*s, '>', &raw, s) || raw.n == 0)
		return false;
	struct buf out = buf_in(arena, raw.n * 4);
	for (bool first = true; raw.n; first = false) {
		if (pattern_take(&raw, '\\') ? !pattern_take(&raw, 'u') || !pattern_take_unicode(&raw, &c) : !pattern_take_char(&raw, &c))
			return false;
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		if (!letter && c != '_' && c != '$' && c < 0x80 && (first || c < '0' || c > '9'))
			return false;
		buf_printf(&out, "%x ", c);
	}
	*name = buf_str(&out);
	return true;
}

static struct group *find_group(struct translator *t, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(t->groups[i].name, name))
			return &t->groups[i];
	return NULL;
}

/* Numbers and names first: a reference may stand before its group. False for a name that is none, or given twice. */
static bool list_groups(struct translator *t)
{
	bool in_class = false;
	str s = t->s;
	size_t most = 1;
	for (size_t i = 0; i < s.n; i++)
		most += s.p[i] == '(';
	t->groups = ARENA_ARRAY(t->arena, struct group, most);
	for (; s.n; s = str_sub(s, 1, s.n)) {
		if (s.p[0] == '\\')
			s = str_sub(s, 1, s.n);
		else if (in_class || s.p[0] == '[')
			in_class = s.p[0] != ']';
		else if (s.p[0] == '(') {
			str name = STR(""), behind = str_sub(s, 3, s.n);
			bool named = str_starts(s, STR("(?<")) && behind.n && behind.p[0] != '=' && behind.p[0] != '!';
			if (str_starts(s, STR("(?")) && !named)
				continue;
			if (named && (!take_name(&behind, t->arena, &name) || find_group(t, t->group_count, name)))
				return false;
			t->groups[t->group_count++].name = name;
		}
	}
	return true;
}

static void put_reference(struct translator *t, struct group *group)
{
	t->alike &= t->behinds == 0;
	/* Inside its group or before it there is nothing yet to refer to, and nothing matches the empty text. */
	if (!group->closed) {
		buf_lit(&t->out, "(?:)");
		return;
	}
	group->referred = true;
	/* In a group, as the machine code of PCRE2 10.42 fails on a quantifier behind a reference to what is not there. */
	buf_printf(&t->out, "(?:\\g{%zu})", (size_t)(group - t->groups) + 1);
}

static bool take_reference(struct translator *t)
{
	str name;
	uint32_t number;
	struct group *group = NULL;
	if (pattern_take(&t->s, 'k')) {
		if (pattern_take(&t->s, '<') && take_name(&t->s, t->arena, &name))
			group = find_group(t, t->group_count, name);
	} else if (pattern_take_number(&t->s, &number) && number <= t->group_count)
		group = &t->groups[number - 1];
	if (group)
		put_reference(t, group);
	return group;
}

static bool take_disjunction(struct translator *t);

/* Behind the parenthesis: what kind of group it is; with that the words that open it. */
static bool take_opening(struct translator *t, bool *captures, bool *looks, bool *behind)
{
	static const char *const openings[] = { "?:", "?=", "?!", "?<=", "?<!" };
	*captures = *looks = *behind = false;
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		str opening = str_of(openings[i]);
		if (str_starts(t->s, opening)) {
			t->s = str_sub(t->s, opening.n, t->s.n);
			*looks = i > 0;
			*behind = i > 2;
			buf_printf(&t->out, "(%s", openings[i]);
			return true;
		}
	}
	*captures = true;
	buf_lit(&t->out, "(");
	if (!pattern_take(&t->s, '?'))
		return true;
	str name; /* list_groups has read it */
	return pattern_take(&t->s, '<') && str_cut(t->s, '>', &name, &t->s);
}

static bool take_group(struct translator *t, bool *quantifiable)
{
	bool captures, looks, behind;
	size_t number = t->opened;
	if (t->depth == PATTERN_GROUPS_MAX || !take_opening(t, &captures, &looks, &behind))
		return false;
	t->depth++;
	t->looks += looks;
	t->behinds += behind;
	if (captures)
		t->groups[t->opened++].looks = t->looks;
	if (!take_disjunction(t) || !pattern_take(&t->s, ')'))
		return false;
	if (captures)
		t->groups[number].closed = true;
	t->depth--;
	t->looks -= looks;
	t->behinds -= behind;
	*quantifiable = !looks;
	buf_lit(&t->out, ")");
	return true;
}

static bool take_escape(struct translator *t, bool *quantifiable)
{
	uint32_t c;
	char e = t->s.n ? t->s.p[0] : '\0';
	if (e == 'b' || e == 'B') {
		t->s = str_sub(t->s, 1, t->s.n);
		buf_printf(&t->out, "\\%c", e);
		*quantifiable = false;
		return true;
	}
	if (e == 'k' || (e >= '1' && e <= '9'))
		return take_reference(t);
	if (pattern_is_set_escape(t->s))
		return pattern_take_set_escape(&t->s, &t->out, false);
	if (!pattern_take_escaped(&t->s, false, &c))
		return false;
	pattern_put_char(&t->out, c);
	return true;
}

static bool take_atom(struct translator *t, bool *quantifiable)
{
	uint32_t c;
	*quantifiable = true;
	if (!pattern_take_char(&t->s, &c))
		return false;
	switch (c) {
	case '(': return take_group(t, quantifiable);
	case '\\': return take_escape(t, quantifiable);
	case '[': return pattern_take_class(&t->s, &t->out);
	case '.': buf_lit(&t->out, "[^" LINE_ENDS "]"); return true;
	case '^':
	case '$': buf_byte(&t->out, (char)c); *quantifiable = false; return true;
	case '*':
	case '+':
	case '?':
	case '{':
	case '}':
	case ']': return false;
	default: pattern_put_char(&t->out, c); return true;
	}
}

/* ECMA-262 empties the groups of an atom at each turn and takes back a turn that read nothing (22.2.2.3.1); PCRE2 does neither. That
 * shows only where such a group is referred to: when it turns more than once, or when a look-around alone filled it. */
static void mark_repeated(struct translator *t, size_t first, bool more_than_once)
{
	for (size_t i = first; i < t->opened; i++)
		t->groups[i].repeated |= more_than_once || t->groups[i].looks > t->looks;
}

static bool take_term(struct translator *t)
{
	size_t groups = t->opened;
	bool quantifiable;
	uint32_t least, most;
	if (!take_atom(t, &quantifiable))
		return false;
	str from = t->s;
	if (!quantifiable)
		return true;
	if (!pattern_take_quantifier(&t->s, &least, &most))
		return false;
	if (t->s.n < from.n)
		mark_repeated(t, groups, most > 1);
	buf_add(&t->out, str_sub(from, 0, from.n - t->s.n));
	return true;
}

static bool take_disjunction(struct translator *t)
{
	while (t->s.n && t->s.p[0] != ')') {
		if (pattern_take(&t->s, '|'))
			buf_lit(&t->out, "|");
		else if (!take_term(t))
			return false;
	}
	return true;
}

bool pattern_translate(struct arena *arena, str text, struct pattern_translation *out)
{
	struct translator t = { .s = text, .arena = arena, .out = buf_in(arena, TRANSLATED_MAX), .alike = true };
	if (text.n > PATTERN_BYTES_MAX || !str_utf8(text) || !list_groups(&t) || !take_disjunction(&t) || t.s.n)
		return false;
	*out = (struct pattern_translation){ .alike = t.alike && buf_ok(&t.out), .text = buf_str(&t.out) };
	for (size_t i = 0; i < t.group_count; i++) {
		out->refers |= t.groups[i].referred;
		out->alike &= !t.groups[i].referred || !t.groups[i].repeated;
	}
	return true;
}
