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

static struct finding *next(struct finding_list *list, enum finding_kind kind, str one, str two)
{
	if (list->n == FINDINGS_MAX)
		return NULL;
	if (!list->items)
		list->items = ARENA_ARRAY(list->arena, struct finding, FINDINGS_MAX);
	const str values[2] = { one.p ? one : STR(""), two.p ? two : STR("") };
	struct finding *f = &list->items[list->n++];
	f->code = str_of(table[kind].code);
	f->message = fill(list->arena, table[kind].en, values);
	f->message_sv = fill(list->arena, table[kind].sv, values);
	return f;
}

/* The node a pointer names, or the nearest one above it. */
static const struct json_node *nearest(const struct json_node *root, str pointer)
{
	const struct json_node *node = json_pointer(root, pointer);
	while (!node && pointer.n) {
		while (pointer.n && pointer.p[pointer.n - 1] != '/')
			pointer.n--;
		pointer.n -= pointer.n > 0;
		node = json_pointer(root, pointer);
	}
	return node ? node : root;
}

void finding_add(struct finding_list *list, enum finding_kind kind, str pointer, str one, str two)
{
	struct finding *f = next(list, kind, one, two);
	if (!f)
		return;
	const struct json_node *node = nearest(list->root, pointer);
	f->pointer = arena_copy(list->arena, pointer);
	json_position(list->text, node ? node->offset : 0, &f->line, &f->column);
}

void finding_add_at(struct finding_list *list, enum finding_kind kind, size_t offset, str one, str two)
{
	struct finding *f = next(list, kind, one, two);
	if (!f)
		return;
	f->pointer = STR("");
	json_position(list->text, offset, &f->line, &f->column);
}

struct findings finding_list_result(const struct finding_list *list)
{
	return (struct findings){ .items = list->items, .n = list->n };
}
