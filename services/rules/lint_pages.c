/* lint_pages.c -- every question on exactly one page, shown in a way that fits. */
#include "rules/lint.h"
#include "rules/widget.h"

static bool is_leaf(const struct json_node *schema)
{
	return !json_get(schema, STR("properties"));
}

static void check_group(struct finding_list *list, const struct form *form, str ref, str pointer)
{
	for (struct json_iter it = json_begin(json_get(form_schema(form, ref), STR("properties"))); json_next(&it);) {
		str part = json_pointer_add(list->arena, ref, json_str(it.key));
		const struct json_node *schema = form_schema(form, part);
		enum field_widget widget = widget_of_schema(schema);
		if (widget == FIELD_GROUP || !widget_fits(widget, schema))
			finding_add(list, F_WIDGET, pointer, part, STR("group"));
	}
}

static void check_autocomplete(struct finding_list *list, const struct form *form, const struct json_node *field, str ref, str pointer)
{
	const struct json_node *words = json_get(field, STR("autocomplete"));
	str place = arena_join(list->arena, pointer, STR("/autocomplete"), STR(""));
	for (struct json_iter it = json_begin(json_is(words, JSON_OBJECT) ? words : NULL); json_next(&it);) {
		str part = json_pointer_add(list->arena, ref, json_str(it.key));
		if (!form_schema(form, part))
			finding_add(list, F_REF_UNKNOWN, json_pointer_add(list->arena, place, json_str(it.key)), part, STR_NONE);
	}
}

static void check_field(struct finding_list *list, const struct form *form, const struct json_node *field, str pointer)
{
	str ref = json_member(field, STR("ref")), word = json_member(field, STR("widget"));
	const struct json_node *schema = form_schema(form, ref);
	enum field_widget widget;
	if (!ref.n || !lint_has_questions(form))
		return;
	if (!schema) {
		finding_add(list, F_REF_UNKNOWN, arena_join(list->arena, pointer, STR("/ref"), STR("")), ref, STR_NONE);
		return;
	}
	check_autocomplete(list, form, field, ref, pointer);
	/* A word that is no widget is the meta-schema's to complain about. */
	if (!widget_of_word(word, &widget))
		return;
	if (!widget_fits(widget, schema))
		finding_add(list, F_WIDGET, arena_join(list->arena, pointer, STR("/widget"), STR("")), ref, word);
	else if (widget == FIELD_GROUP)
		check_group(list, form, ref, pointer);
}

/* How many fields of all pages ask this question, whole or as part of a group. */
static size_t times_asked(const struct form *form, str pointer)
{
	size_t n = 0;
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);)
			n += lint_below(pointer, json_member(it.value, STR("ref")));
	return n;
}

/* A group that must be there, asked part by part: what is missing is said at a part that must be answered. */
static void check_group_asked(struct finding_list *list, const struct form *form, str pointer, const struct json_node *schema)
{
	bool whole = pointer.n == 0 || times_asked(form, pointer) > 0;
	if (!whole && json_count(json_get(schema, STR("required"))) == 0 && lint_demanded(form, pointer))
		finding_add(list, F_GROUP_EMPTY, lint_place(list, pointer), pointer, STR_NONE);
}

static void check_asked(struct finding_list *list, const struct form *form, str pointer, int depth)
{
	const struct json_node *schema = form_schema(form, pointer);
	if (depth > LINT_DEPTH_MAX || !schema)
		return;
	if (!is_leaf(schema)) {
		check_group_asked(list, form, pointer, schema);
		for (struct json_iter it = json_begin(json_get(schema, STR("properties"))); json_next(&it);)
			check_asked(list, form, json_pointer_add(list->arena, pointer, json_str(it.key)), depth + 1);
		return;
	}
	size_t n = times_asked(form, pointer);
	str at = lint_place(list, pointer);
	if (n == 0 && !json_true(json_get(schema, STR("readOnly"))))
		finding_add(list, F_REF_MISSING, at, pointer, STR_NONE);
	if (n > 1)
		finding_add(list, F_REF_TWICE, at, pointer, STR_NONE);
}

static void check_page(struct finding_list *list, const struct form *form, size_t page, str pointer)
{
	const struct form_page *p = &form->pages[page];
	bool last = page + 1 == form->page_count;
	size_t n = 0;
	if (p->check_answers != last && form->page_count > 1)
		finding_add(list, F_PAGE_LAST, pointer, p->id, STR_NONE);
	if (!p->check_answers && json_count(p->fields) == 0)
		finding_add(list, F_PAGE_EMPTY, pointer, p->id, STR_NONE);
	for (size_t before = 0; before < page; before++)
		if (p->id.p && str_eq(form->pages[before].id, p->id))
			finding_add(list, F_PAGE_TWICE, pointer, p->id, STR_NONE);
	str fields = arena_join(list->arena, pointer, STR("/fields"), STR(""));
	for (struct json_iter it = json_begin(p->fields); json_next(&it); n++)
		check_field(list, form, it.value, json_pointer_index(list->arena, fields, n));
}

void lint_pages(const struct form *form, struct finding_list *list)
{
	for (size_t page = 0; page < form->page_count; page++)
		check_page(list, form, page, json_pointer_index(list->arena, STR("/pages"), page));
	if (lint_has_questions(form) && form->page_count)
		check_asked(list, form, STR(""), 0);
}
