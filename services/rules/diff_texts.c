/* diff_texts.c -- the words, language by language, by their key. What came or went with a question or page is told with it. */
#include "rules/diff_list.h"

static const struct both nothing = { { "", 0 }, { "", 0 } };

/* Does the key name something that both versions have? */
static bool in_both(const struct diff_list *d, str key)
{
	if (str_starts(key, STR("page:"))) {
		str id = str_sub(key, 5, key.n);
		return form_page_index(d->old, id) < d->old->page_count && form_page_index(d->new, id) < d->new->page_count;
	}
	return !str_starts(key, STR("/")) || (form_schema(d->old, key) && form_schema(d->new, key));
}

/* "Frågan: hint"; the text of the service by its key. */
static struct both text_name(struct diff_list *d, str key, str name)
{
	struct both whose = both_of(key);
	if (str_starts(key, STR("/")))
		whose = question_name(d->arena, d->new, key);
	if (str_starts(key, STR("page:")))
		whose = page_name(d->arena, d->new, str_sub(key, 5, key.n));
	if (!name.p)
		return whose;
	return (struct both){ arena_printf(d->arena, "%.*s: %.*s", STR_ARG(whose.en), STR_ARG(name)),
		              arena_printf(d->arena, "%.*s: %.*s", STR_ARG(whose.sv), STR_ARG(name)) };
}

static void tell(struct diff_list *d, str lang, str key, str name, str now)
{
	str place = json_pointer_add(d->arena, json_pointer_add(d->arena, STR("/texts"), lang), key);
	if (name.p)
		place = json_pointer_add(d->arena, place, name);
	if (str_is(name, "label") && now.p && str_starts(key, STR("/")))
		diff_add(d, D_WORDED, STEP_PATCH, place, question_name(d->arena, d->old, key), both_of(now), nothing);
	else
		diff_add(d, D_TEXT, STEP_PATCH, place, text_name(d, key, name), both_of(lang), nothing);
}

/* Words of a question or page. An alternative that came or went is told with the question. */
static void compare_members(struct diff_list *d, str lang, str key, const struct json_node *old, const struct json_node *new)
{
	for (struct json_iter it = json_begin(new); json_next(&it);)
		if (json_get(old, json_str(it.key)) && !json_equal(json_get(old, json_str(it.key)), it.value))
			tell(d, lang, key, json_str(it.key), json_str(it.value));
	const struct json_node *const sides[] = { old, new };
	for (int side = 0; side < 2; side++)
		for (struct json_iter it = json_begin(sides[side]); json_next(&it);) {
			str name = json_str(it.key);
			bool words = str_starts(name, STR("!")) || str_is(name, "hint") || str_is(name, "label") || str_is(name, "title");
			if (words && !json_get(sides[1 - side], name))
				tell(d, lang, key, name, STR_NONE);
		}
}

static void compare_language(struct diff_list *d, str lang, const struct json_node *old, const struct json_node *new)
{
	for (struct json_iter it = json_begin(new); json_next(&it);) {
		str key = json_str(it.key);
		const struct json_node *before = json_get(old, key);
		if (!in_both(d, key))
			continue;
		if (json_is(it.value, JSON_OBJECT))
			compare_members(d, lang, key, before, it.value);
		else if (!same_value(before, it.value))
			tell(d, lang, key, STR_NONE, json_str(it.value));
	}
	for (struct json_iter it = json_begin(old); json_next(&it);)
		if (in_both(d, json_str(it.key)) && !json_get(new, json_str(it.key)))
			tell(d, lang, json_str(it.key), STR_NONE, STR_NONE);
}

/* A language that came or went is told as one. */
void diff_texts(struct diff_list *list)
{
	const struct json_node *old = json_get(list->old->root, STR("texts"));
	for (struct json_iter it = json_begin(json_get(list->new->root, STR("texts"))); json_next(&it);)
		if (json_get(old, json_str(it.key)))
			compare_language(list, json_str(it.key), json_get(old, json_str(it.key)), it.value);
}
