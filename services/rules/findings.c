/* findings.c -- the list of what is wrong with a definition. */
#include "rules/findings.h"

#include "base/texts.h"

#define FINDINGS_MAX 200

struct wording {
	const char *code, *en, *sv;
};

static const struct wording table[] = {
#define X(name, code, en, sv) { code, en, sv },
	FINDING_TABLE(X)
#undef X
};

struct finding_list finding_list_in(struct arena *arena, str text, const struct json_node *root)
{
	return (struct finding_list){ .arena = arena, .text = text, .root = root };
}

static str fill(struct arena *arena, const char *words, const str values[2])
{
	const struct pair pairs[] = { { STR("1"), values[0] }, { STR("2"), values[1] } };
	return text_fill(arena, str_of(words), pairs, 2);
}

static bool before(const struct finding *a, const struct finding *b)
{
	return a->line != b->line ? a->line < b->line : a->column < b->column;
}

static bool holds(const struct finding_list *list, const struct finding *f)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->items[i].pointer, f->pointer) && str_eq(list->items[i].message, f->message))
			return true;
	return false;
}

static void insert(struct finding_list *list, const struct finding *f)
{
	if (!list->items)
		list->items = ARENA_ARRAY(list->arena, struct finding, FINDINGS_MAX);
	if (holds(list, f) || (list->n == FINDINGS_MAX && !before(f, &list->items[list->n - 1])))
		return;
	size_t at = list->n < FINDINGS_MAX ? list->n++ : list->n - 1;
	for (; at > 0 && before(f, &list->items[at - 1]); at--)
		list->items[at] = list->items[at - 1];
	list->items[at] = *f;
}

static void add(struct finding_list *list, enum finding_kind kind, str pointer, size_t offset, str one, str two)
{
	const str values[2] = { one.p ? one : STR(""), two.p ? two : STR("") };
	struct finding f = {
		.pointer = arena_copy(list->arena, pointer),
		.code = str_of(table[kind].code),
		.message = fill(list->arena, table[kind].en, values),
		.message_sv = fill(list->arena, table[kind].sv, values),
	};
	json_position(list->text, offset, &f.line, &f.column);
	list->added++;
	insert(list, &f);
}

/* What is wrong is the name, not what stands behind it. */
static bool is_about_a_name(enum finding_kind kind)
{
	return kind == F_PART_UNKNOWN || kind == F_KEYWORD || kind == F_REF_ALONE || kind == F_NAME || kind == F_TEXT_UNKNOWN ||
	       kind == F_LANGUAGE || kind == F_UNSUPPORTED;
}

static str parent_of(str pointer)
{
	while (pointer.n && pointer.p[pointer.n - 1] != '/')
		pointer.n--;
	pointer.n -= pointer.n > 0;
	return pointer;
}

static size_t offset_of(const struct json_node *root, enum finding_kind kind, str pointer)
{
	const struct json_node *node = json_pointer(root, pointer);
	if (node && is_about_a_name(kind))
		for (struct json_iter it = json_begin(json_pointer(root, parent_of(pointer))); json_next(&it);)
			if (it.value == node && it.key)
				return it.key->offset;
	while (!node && pointer.n) {
		pointer = parent_of(pointer);
		node = json_pointer(root, pointer);
	}
	return node ? node->offset : 0;
}

void finding_add(struct finding_list *list, enum finding_kind kind, str pointer, str one, str two)
{
	add(list, kind, pointer, offset_of(list->root, kind, pointer), one, two);
}

void finding_add_at(struct finding_list *list, enum finding_kind kind, size_t offset, str one, str two)
{
	add(list, kind, STR(""), offset, one, two);
}

bool finding_list_below(const struct finding_list *list, str pointer)
{
	for (size_t i = 0; i < list->n; i++) {
		str at = list->items[i].pointer;
		if (str_starts(at, pointer) && (at.n == pointer.n || at.p[pointer.n] == '/'))
			return true;
	}
	return false;
}

struct findings finding_list_result(const struct finding_list *list)
{
	return (struct findings){ .items = list->items, .n = list->n };
}
