#include "base/json_change.h"

#include "base/buf.h"

struct writer {
	struct buf out;
	const struct json_change *changes;
	size_t n;
};

static const struct json_change *change_at(const struct writer *w, str pointer)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->changes[i].pointer, pointer))
			return &w->changes[i];
	return NULL;
}

static bool is_below(str pointer, str above)
{
	return pointer.n > above.n && pointer.p[above.n] == '/' && str_starts(pointer, above);
}

static bool changes_below(const struct writer *w, str pointer)
{
	for (size_t i = 0; i < w->n; i++)
		if (is_below(w->changes[i].pointer, pointer))
			return true;
	return false;
}

static void write_changed(struct writer *w, const struct json_node *node, str pointer);

/* A member or an element with what stands before it; nothing when it is taken out. */
static void write_child(struct writer *w, const char **before, const struct json_node *key, const struct json_node *value, str pointer)
{
	const struct json_change *change = change_at(w, pointer);
	if (change && !change->value.p)
		return;
	buf_add(&w->out, str_of(*before));
	*before = ",";
	if (key) {
		buf_json(&w->out, json_str(key));
		buf_byte(&w->out, ':');
	}
	if (change)
		buf_add(&w->out, change->value);
	else
		write_changed(w, value, pointer);
}

/* The place right below `above` on the way to `pointer`. */
static str step_below(str above, str pointer)
{
	size_t end = above.n + 1;
	while (end < pointer.n && pointer.p[end] != '/')
		end++;
	return str_sub(pointer, 0, end);
}

static bool leads_to_a_value(const struct writer *w, str pointer)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->changes[i].value.p && (str_eq(w->changes[i].pointer, pointer) || is_below(w->changes[i].pointer, pointer)))
			return true;
	return false;
}

/* Members that the object at `pointer` has not: each once, at the first change that leads to it. */
static void write_new(struct writer *w, const struct json_node *object, str pointer, const char *before)
{
	for (size_t i = 0; i < w->n; i++) {
		str at = is_below(w->changes[i].pointer, pointer) ? step_below(pointer, w->changes[i].pointer) : STR_NONE, name;
		bool told = !at.p || !leads_to_a_value(w, at);
		for (size_t k = 0; k < i && !told; k++)
			told = str_eq(w->changes[k].pointer, at) || is_below(w->changes[k].pointer, at);
		str token = str_sub(at, pointer.n, at.n);
		if (told || !json_pointer_next(w->out.arena, &token, &name) || json_get(object, name))
			continue;
		const struct json_change *change = change_at(w, at);
		buf_add(&w->out, str_of(before));
		before = ",";
		buf_json(&w->out, name);
		buf_byte(&w->out, ':');
		if (change) {
			buf_add(&w->out, change->value);
		} else {
			buf_byte(&w->out, '{');
			write_new(w, NULL, at, "");
			buf_byte(&w->out, '}');
		}
	}
}

static void write_changed(struct writer *w, const struct json_node *node, str pointer)
{
	bool object = json_is(node, JSON_OBJECT);
	const char *before = "";
	size_t i = 0;
	if ((!object && !json_is(node, JSON_ARRAY)) || !changes_below(w, pointer)) {
		buf_add(&w->out, json_write(w->out.arena, node));
		return;
	}
	buf_byte(&w->out, object ? '{' : '[');
	for (struct json_iter it = json_begin(node); json_next(&it); i++)
		write_child(w, &before, it.key, it.value,
		            object ? json_pointer_add(w->out.arena, pointer, json_str(it.key))
		                   : json_pointer_index(w->out.arena, pointer, i));
	if (object)
		write_new(w, node, pointer, before);
	buf_byte(&w->out, object ? '}' : ']');
}

str json_changed(struct arena *arena, const struct json_node *root, const struct json_change *changes, size_t n)
{
	struct writer w = { buf_in(arena, json_limits_document.bytes), changes, n };
	write_changed(&w, root, STR(""));
	return buf_str(&w.out);
}
