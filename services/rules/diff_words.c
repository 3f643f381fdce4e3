/* diff_words.c -- the names of things in a diff: questions, alternatives, pages and conditions as people know them. */
#include "rules/diff_list.h"

#define WORDS_BYTES ((size_t)16 << 10)

str plain(struct arena *arena, const struct json_node *value)
{
	return !value ? STR_NONE : json_is(value, JSON_STRING) ? json_str(value) : json_write(arena, value);
}

bool same_value(const struct json_node *a, const struct json_node *b)
{
	return a && b ? json_equal(a, b) : a == b;
}

struct both both_of(str words)
{
	return (struct both){ words, words };
}

struct both both_change(struct arena *arena, str from, str to)
{
	if (from.p && to.p)
		return (struct both){ arena_printf(arena, "from %.*s to %.*s", STR_ARG(from), STR_ARG(to)),
			              arena_printf(arena, "från %.*s till %.*s", STR_ARG(from), STR_ARG(to)) };
	if (to.p)
		return (struct both){ arena_join(arena, STR("now "), to, STR("")), arena_join(arena, STR("nu "), to, STR("")) };
	return (struct both){ arena_join(arena, STR("no longer "), from, STR("")), arena_join(arena, STR("inte längre "), from, STR("")) };
}

static str label_of(const struct form *form, const char *lang, str pointer)
{
	return form_question_text(form, str_of(lang), pointer, STR("label"));
}

static str name_in(struct arena *arena, const struct form *form, const char *lang, str pointer)
{
	if (str_ends(pointer, STR("/*")))
		pointer.n -= 2;
	size_t cut = pointer.n;
	while (cut && pointer.p[cut - 1] != '/')
		cut--;
	str own = label_of(form, lang, pointer), group = cut > 1 ? label_of(form, lang, str_sub(pointer, 0, cut - 1)) : STR_NONE;
	if (!own.p)
		return pointer;
	return group.p ? arena_join(arena, group, STR(": "), own) : own;
}

struct both question_name(struct arena *arena, const struct form *form, str pointer)
{
	return (struct both){ name_in(arena, form, "en", pointer), name_in(arena, form, "sv", pointer) };
}

static str value_in(struct arena *arena, const struct form *form, const char *lang, str pointer, const struct json_node *value)
{
	str word = plain(arena, value), label = form_question_text(form, str_of(lang), pointer, word);
	return label.p ? label : word;
}

struct both value_name(struct arena *arena, const struct form *form, str pointer, const struct json_node *value)
{
	if (str_ends(pointer, STR("/*")))
		pointer.n -= 2;
	return (struct both){ value_in(arena, form, "en", pointer, value), value_in(arena, form, "sv", pointer, value) };
}

struct both page_name(struct arena *arena, const struct form *form, str id)
{
	size_t page = form_page_index(form, id);
	return (struct both){ form_page_title(form, STR("en"), page, arena), form_page_title(form, STR("sv"), page, arena) };
}

/* What a rule of an if says; contains has rules of its own. */
static const struct {
	const char *keyword, *en, *sv;
} tests[] = {
	{ "const", "is", "är" },
	{ "enum", "is one of", "är något av" },
	{ "minimum", "is at least", "är minst" },
	{ "maximum", "is at most", "är högst" },
	{ "exclusiveMinimum", "is more than", "är mer än" },
	{ "exclusiveMaximum", "is less than", "är mindre än" },
};
static const char contains_en[] = "has", contains_sv[] = "omfattar";

static void add_values(struct buf *b, const struct form *form, const char *lang, str pointer, const struct json_node *value)
{
	size_t n = 0;
	if (json_is(value, JSON_NUMBER)) {
		buf_printf(b, " %.*s", STR_ARG(plain(b->arena, value)));
		return;
	}
	for (struct json_iter it = json_begin(json_is(value, JSON_ARRAY) ? value : NULL); json_next(&it);)
		buf_printf(b, "%s \"%.*s\"", n++ ? "," : "", STR_ARG(value_in(b->arena, form, lang, pointer, it.value)));
	if (!json_is(value, JSON_ARRAY))
		buf_printf(b, " \"%.*s\"", STR_ARG(value_in(b->arena, form, lang, pointer, value)));
}

static void add_test(struct buf *b, const struct form *form, const char *lang, str pointer, const struct json_node *test)
{
	bool swedish = lang[0] == 's';
	const struct json_node *contains = json_get(test, STR("contains"));
	size_t n = 0;
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		const struct json_node *value = json_get(contains ? contains : test, str_of(tests[i].keyword));
		if (!value)
			continue;
		const char *verb = contains ? (swedish ? contains_sv : contains_en) : (swedish ? tests[i].sv : tests[i].en);
		buf_printf(b, "%s%s", n++ ? (swedish ? " och " : " and ") : " ", verb);
		add_values(b, form, lang, pointer, value);
	}
	if (n == 0)
		buf_add(b, swedish ? STR(" är besvarad") : STR(" is answered"));
}

static str condition_in(struct arena *arena, const struct form *form, const char *lang, const struct json_node *condition, bool outcome)
{
	bool swedish = lang[0] == 's';
	struct buf b = buf_in(arena, WORDS_BYTES);
	size_t n = 0;
	buf_add(&b, outcome ? (swedish ? STR("när") : STR("when")) : (swedish ? STR("utom när") : STR("except when")));
	for (struct json_iter it = json_begin(json_get(condition, STR("required"))); json_next(&it);) {
		str pointer = json_pointer_add(arena, STR(""), json_str(it.value));
		if (n++)
			buf_add(&b, swedish ? STR(" och") : STR(" and"));
		buf_printf(&b, " \"%.*s\"", STR_ARG(name_in(arena, form, lang, pointer)));
		add_test(&b, form, lang, pointer, json_get(json_get(condition, STR("properties")), json_str(it.value)));
	}
	return buf_str(&b);
}

struct both condition_name(struct arena *arena, const struct form *form, const struct json_node *condition, bool outcome)
{
	return (struct both){ condition_in(arena, form, "en", condition, outcome), condition_in(arena, form, "sv", condition, outcome) };
}
