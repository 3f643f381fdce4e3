/* diff_pages.c -- pages and the questions on them, by id and by question. */
#include "rules/diff_list.h"

static const struct both nothing = { { "", 0 }, { "", 0 } };

static str place_of(struct diff_list *d, str id)
{
	return arena_join(d->arena, STR("page:"), id, STR(""));
}

static const struct json_node *field_on(const struct form *form, size_t page, str ref)
{
	for (struct json_iter it = json_begin(form->pages[page].fields); json_next(&it);)
		if (str_eq(json_member(it.value, STR("ref")), ref))
			return it.value;
	return NULL;
}

/* The page whose field asks exactly this; page_count when none does. */
static size_t page_asking(const struct form *form, str ref)
{
	size_t page = 0;
	while (page < form->page_count && !field_on(form, page, ref))
		page++;
	return page;
}

/* Of the pages that both versions have, the fewest that must move: all but the longest run that kept its order. was: their old
 * places, in the new order; stays: what the run keeps. */
static void keep_order(const size_t *was, size_t n, bool *stays, struct arena *arena)
{
	size_t *length = ARENA_ARRAY(arena, size_t, n + 1), *before = ARENA_ARRAY(arena, size_t, n + 1), last = n;
	for (size_t i = 0; i < n; i++) {
		length[i] = 1;
		before[i] = n;
		for (size_t k = 0; k < i; k++)
			if (was[k] < was[i] && length[k] + 1 > length[i]) {
				length[i] = length[k] + 1;
				before[i] = k;
			}
		if (last == n || length[i] > length[last])
			last = i;
	}
	for (; last < n; last = before[last])
		stays[last] = true;
}

static void compare_places(struct diff_list *d)
{
	size_t *was = ARENA_ARRAY(d->arena, size_t, d->new->page_count + 1), n = 0;
	bool *stays = ARENA_ARRAY(d->arena, bool, d->new->page_count + 1);
	for (size_t page = 0; page < d->new->page_count; page++) {
		size_t old = form_page_index(d->old, d->new->pages[page].id);
		if (old < d->old->page_count)
			was[n++] = old;
	}
	keep_order(was, n, stays, d->arena);
	n = 0;
	for (size_t page = 0; page < d->new->page_count; page++) {
		str id = d->new->pages[page].id;
		if (form_page_index(d->old, id) == d->old->page_count || stays[n++])
			continue;
		if (page == 0)
			diff_add(d, D_PAGE_FIRST, STEP_MINOR, place_of(d, id), page_name(d->arena, d->new, id), nothing, nothing);
		else
			diff_add(d, D_PAGE_MOVED, STEP_MINOR, place_of(d, id), page_name(d->arena, d->new, id),
			         page_name(d->arena, d->new, d->new->pages[page - 1].id), nothing);
	}
}

static void compare_fields(struct diff_list *d, size_t page)
{
	str id = d->new->pages[page].id;
	size_t last = 0, place;
	bool reordered = false;
	for (struct json_iter it = json_begin(d->new->pages[page].fields); json_next(&it);) {
		str ref = json_member(it.value, STR("ref"));
		size_t old = page_asking(d->old, ref);
		if (old == d->old->page_count) {
			if (form_schema(d->old, ref))
				diff_add(d, D_ASKED, STEP_MINOR, ref, question_name(d->arena, d->new, ref), nothing, nothing);
			continue;
		}
		str old_id = d->old->pages[old].id;
		if (!str_eq(old_id, id))
			diff_add(d, D_QUESTION_MOVED, STEP_MINOR, ref, question_name(d->arena, d->new, ref), page_name(d->arena, d->old, old_id),
			         page_name(d->arena, d->new, id));
		else {
			place = field_on(d->old, old, ref)->offset;
			reordered |= place < last;
			last = place;
		}
		if (!same_value(field_on(d->old, old, ref), it.value))
			diff_add(d, D_ASKED, STEP_MINOR, ref, question_name(d->arena, d->new, ref), nothing, nothing);
	}
	if (reordered)
		diff_add(d, D_ORDER, STEP_MINOR, place_of(d, id), page_name(d->arena, d->new, id), nothing, nothing);
}

void diff_pages(struct diff_list *list)
{
	for (size_t page = 0; page < list->new->page_count; page++) {
		str id = list->new->pages[page].id;
		if (form_page_index(list->old, id) == list->old->page_count)
			diff_add(list, D_PAGE_ADDED, STEP_MINOR, place_of(list, id), page_name(list->arena, list->new, id), nothing, nothing);
		compare_fields(list, page);
	}
	for (size_t page = 0; page < list->old->page_count; page++) {
		str id = list->old->pages[page].id;
		if (form_page_index(list->new, id) == list->new->page_count)
			diff_add(list, D_PAGE_REMOVED, STEP_MINOR, place_of(list, id), page_name(list->arena, list->old, id), nothing, nothing);
	}
	compare_places(list);
}
