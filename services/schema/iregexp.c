#include "schema/iregexp.h"

#include <string.h>

#define BYTES_MAX 512u
#define QUANTIFIER_MAX 1000
#define GROUPS_MAX 20u /* in one another */

/* The grammar of RFC 9485 4, one function per rule; each moves *s behind what it read. */
static bool take(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool take_number(str *s, int64_t least, int64_t *number)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	str digits = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return str_int(digits, least, QUANTIFIER_MAX, number);
}

static bool is_one_of(char c, const char *list)
{
	return c && strchr(list, c);
}

static bool is_category(str name)
{
	static const char *const majors[] = { "Llmotu", "Mcen", "Ndlo", "Pcdefios", "Zlps", "Sckmo", "Ccfno" };
	for (size_t i = 0; i < sizeof(majors) / sizeof(majors[0]); i++)
		if (name.n && name.p[0] == majors[i][0])
			return name.n == 1 || (name.n == 2 && is_one_of(name.p[1], majors[i] + 1));
	return false;
}

/* A single character or a category; the backslash is read already. */
static bool take_escape(str *s)
{
	str name;
	if (take(s, 'p') || take(s, 'P'))
		return take(s, '{') && str_cut(*s, '}', &name, s) && is_category(name);
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
	int64_t least, most;
	if (take(s, '*') || take(s, '+') || take(s, '?') || !take(s, '{'))
		return true;
	if (!take_number(s, 0, &least))
		return false;
	if (!take(s, ','))
		return take(s, '}');
	return take(s, '}') || (take_number(s, least, &most) && take(s, '}'));
}

static bool take_branches(str *s, unsigned depth);

static bool take_atom(str *s, unsigned depth)
{
	if (take(s, '('))
		return depth < GROUPS_MAX && take_branches(s, depth + 1) && take(s, ')');
	if (take(s, '\\'))
		return !take(s, '-') && take_escape(s);
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

bool iregexp_is_anchored(str text)
{
	if (text.n < 2 || text.n > BYTES_MAX || text.p[0] != '^' || text.p[text.n - 1] != '$')
		return false;
	str s = str_sub(text, 1, text.n - 2);
	return take_branches(&s, 0) && s.n == 0;
}
