#include "schema/pattern_simple.h"

#include <string.h>

#include "schema/pattern_chars.h"

#define STEPS_MAX 16

struct step {
	uint32_t least, most;
};

struct pattern_simple {
	uint16_t of[256]; /* for each byte, one bit for each step that takes it */
	struct step steps[STEPS_MAX];
	unsigned count;
	bool to_the_end;
	bool fixed; /* the bits of `of` are places, not steps: each character has its own */
	str ending; /* absent, or all there is to it */
};

static bool add(struct pattern_simple *simple, uint32_t from, uint32_t to)
{
	for (uint32_t c = from; c <= to && to < 0x80; c++)
		simple->of[c] |= (uint16_t)(1u << simple->count);
	return to < 0x80;
}

static bool take_character(str *s, bool in_class, uint32_t *c)
{
	if (pattern_take(s, '\\'))
		return pattern_take_escaped(s, in_class, c);
	return pattern_take_char(s, c) && (in_class || *c >= 0x80 || str_find(STR("^$.*+?()[]{}|"), (char)*c) == SIZE_MAX);
}

static bool take_members(struct pattern_simple *simple, str *s)
{
	uint32_t from, to;
	if (pattern_take(s, '^'))
		return false;
	while (!pattern_take(s, ']')) {
		if (!take_character(s, true, &from))
			return false;
		to = from;
		if (s->n > 1 && s->p[0] == '-' && s->p[1] != ']' && (!pattern_take(s, '-') || !take_character(s, true, &to)))
			return false;
		if (!add(simple, from, to))
			return false;
	}
	return true;
}

static bool take_step(struct pattern_simple *simple, str *s)
{
	uint32_t c;
	if (simple->count == STEPS_MAX)
		return false;
	if (pattern_take(s, '[') ? !take_members(simple, s) : !take_character(s, false, &c) || !add(simple, c, c))
		return false;
	struct step *step = &simple->steps[simple->count++];
	return pattern_take_quantifier(s, &step->least, &step->most);
}

static bool share(const struct pattern_simple *simple, unsigned a, unsigned b)
{
	for (size_t c = 0; c < 0x80; c++)
		if (simple->of[c] & 1u << a && simple->of[c] & 1u << b)
			return true;
	return false;
}

static bool gives_nothing_back(const struct pattern_simple *simple)
{
	for (unsigned i = 0; i < simple->count; i++) {
		bool passable = simple->steps[i].least < simple->steps[i].most;
		for (unsigned next = i + 1; passable && next < simple->count; next++) {
			if (share(simple, i, next))
				return false;
			passable = simple->steps[next].least == 0;
		}
	}
	return true;
}

/* Steps with counts that do not vary are places. */
static void fix(struct pattern_simple *simple)
{
	uint16_t places[256] = { 0 };
	unsigned length = 0;
	for (unsigned i = 0; i < simple->count; i++) {
		if (simple->steps[i].least != simple->steps[i].most || simple->steps[i].most > STEPS_MAX - length)
			return;
		for (uint32_t n = simple->steps[i].most; n > 0; n--, length++)
			for (size_t c = 0; c < 0x80; c++)
				if (simple->of[c] & 1u << i)
					places[c] |= (uint16_t)(1u << length);
	}
	memcpy(simple->of, places, sizeof(places));
	simple->count = length;
	simple->fixed = true;
}

static bool is_ending(str text)
{
	for (size_t i = 0; i + 1 < text.n; i++)
		if (str_find(STR("\\^$.*+?()[]{}|"), text.p[i]) != SIZE_MAX)
			return false;
	return text.n > 1 && text.p[text.n - 1] == '$';
}

struct pattern_simple *pattern_simple_of(struct arena *arena, str text)
{
	struct pattern_simple simple = { .count = 0 };
	str s = text;
	if (is_ending(text)) {
		struct pattern_simple *ending = ARENA_NEW(arena, struct pattern_simple);
		ending->ending = arena_copy(arena, str_sub(text, 0, text.n - 1));
		return ending;
	}
	if (!pattern_take(&s, '^') && s.n && !str_is(s, ".*"))
		return NULL;
	while (s.n && !str_is(s, ".*") && !simple.to_the_end) {
		simple.to_the_end = str_is(s, "$");
		if (!simple.to_the_end && !take_step(&simple, &s))
			return NULL;
	}
	if (!gives_nothing_back(&simple))
		return NULL;
	fix(&simple);
	struct pattern_simple *kept = ARENA_NEW(arena, struct pattern_simple);
	*kept = simple;
	return kept;
}

static bool places_match(const struct pattern_simple *simple, str value)
{
	if (value.n < simple->count || (simple->to_the_end && value.n != simple->count))
		return false;
	for (unsigned i = 0; i < simple->count; i++)
		if (!(simple->of[(uint8_t)value.p[i]] >> i & 1))
			return false;
	return true;
}

bool pattern_simple_matches(const struct pattern_simple *simple, str value)
{
	size_t at = 0;
	if (simple->fixed)
		return places_match(simple, value);
	if (simple->ending.p)
		return value.n >= simple->ending.n && memcmp(value.p + value.n - simple->ending.n, simple->ending.p, simple->ending.n) == 0;
	for (unsigned i = 0; i < simple->count; i++) {
		size_t most = simple->steps[i].most, left = value.n - at;
		size_t end = at + (most < left ? most : left), least = at + simple->steps[i].least;
		while (at < end && simple->of[(uint8_t)value.p[at]] & 1u << i)
			at++;
		if (at < least)
			return false;
	}
	return !simple->to_the_end || at == value.n;
}
