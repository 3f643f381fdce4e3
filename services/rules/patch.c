/* patch.c -- one operation of RFC 6902 on a tape: the changed document is written anew and read back. */
#include "rules/patch.h"

#include "base/json_edit.h"

static const struct json_node *reread(struct arena *arena, struct json_edit *edit)
{
	return json_parse(arena, json_edit_text(edit), &json_limits_document, NULL);
}

/* The array with `value` put in before index `at` (or at the end), or with element `at` left out or replaced. */
static struct json_edit *rebuilt(struct arena *arena, const struct json_node *array, size_t at, str op, const struct json_node *value)
{
	struct json_edit *out = json_edit_array(arena);
	size_t i = 0;
	for (struct json_iter it = json_begin(array); json_next(&it); i++) {
		if (i == at && value)
			json_edit_push(out, json_edit_of(arena, value));
		if (i != at || str_is(op, "add"))
			json_edit_push(out, json_edit_of(arena, it.value));
	}
	if (at == i && value)
		json_edit_push(out, json_edit_of(arena, value));
	return out;
}

static const struct json_node *apply_to_array(struct arena *arena, const struct json_node *document, str parent, str token,
                                              const struct json_node *operation)
{
	const struct json_node *array = json_pointer(document, parent);
	str op = json_member(operation, STR("op"));
	size_t count = json_count(array);
	int64_t at = (int64_t)count;
	bool end = str_is(token, "-");
	/* RFC 6901 4: no sign and no leading zero. */
	bool plain = token.n == 1 || (token.n && token.p[0] != '0' && token.p[0] != '-');
	if (!end && !(plain && str_int(token, 0, (int64_t)count, &at)))
		return NULL;
	if ((size_t)at == count && !str_is(op, "add"))
		return NULL;
	const struct json_node *value = str_is(op, "remove") ? NULL : json_get(operation, STR("value"));
	struct json_edit *changed = rebuilt(arena, array, (size_t)at, op, value);
	if (parent.n == 0)
		return reread(arena, changed);
	struct json_edit *edit = json_edit_of(arena, document);
	return json_edit_set(edit, parent, changed) ? reread(arena, edit) : NULL;
}

const struct json_node *patch_apply(struct arena *arena, const struct json_node *document, const struct json_node *operation)
{
	str op = json_member(operation, STR("op")), path = json_member(operation, STR("path"));
	size_t cut = path.n;
	while (cut && path.p[cut - 1] != '/')
		cut--;
	if (cut == 0 || (!str_is(op, "remove") && !json_get(operation, STR("value"))))
		return NULL;
	str parent = str_sub(path, 0, cut - 1), token = str_sub(path, cut, path.n);
	const struct json_node *holder = json_pointer(document, parent);
	if (json_is(holder, JSON_ARRAY))
		return apply_to_array(arena, document, parent, token, operation);
	if (!json_is(holder, JSON_OBJECT) || (!str_is(op, "add") && !json_pointer(document, path)))
		return NULL;
	struct json_edit *edit = json_edit_of(arena, document);
	const struct json_node *value = json_get(operation, STR("value"));
	if (!json_edit_set(edit, path, str_is(op, "remove") ? NULL : json_edit_of(arena, value)))
		return NULL;
	return reread(arena, edit);
}
