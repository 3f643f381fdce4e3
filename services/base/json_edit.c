#include "base/json_edit.h"

#include <stdlib.h>
#include <sysexits.h>

#include <cjson/cJSON.h>

#include "base/problem.h"

/* The tree's arena travels with it: cJSON itself has no room for it. */
struct json_edit {
	cJSON *value;
	struct arena *arena;
	bool owned; /* by another tree */
};

static void release(void *what)
{
	struct json_edit *edit = what;
	if (!edit->owned)
		cJSON_Delete(edit->value);
}

static struct json_edit *wrap(struct arena *arena, cJSON *value)
{
	if (!value)
		die(EX_OSERR, "json_edit.memory", STR("the system has no memory left"));
	struct json_edit *edit = ARENA_NEW(arena, struct json_edit);
	*edit = (struct json_edit){ value, arena, false };
	arena_defer(arena, release, edit);
	return edit;
}

struct json_edit *json_edit_object(struct arena *arena)
{
	return wrap(arena, cJSON_CreateObject());
}

struct json_edit *json_edit_array(struct arena *arena)
{
	return wrap(arena, cJSON_CreateArray());
}

struct json_edit *json_edit_string(struct arena *arena, str s)
{
	return wrap(arena, cJSON_CreateString(arena_z(arena, s)));
}

struct json_edit *json_edit_number(struct arena *arena, str text)
{
	return wrap(arena, cJSON_CreateRaw(arena_z(arena, text)));
}

struct json_edit *json_edit_int(struct arena *arena, int64_t n)
{
	return json_edit_number(arena, arena_printf(arena, "%lld", (long long)n));
}

struct json_edit *json_edit_bool(struct arena *arena, bool b)
{
	return wrap(arena, cJSON_CreateBool(b));
}

struct json_edit *json_edit_null(struct arena *arena)
{
	return wrap(arena, cJSON_CreateNull());
}

static cJSON *give(struct json_edit *edit)
{
	edit->owned = true;
	return edit->value;
}

void json_edit_put(struct json_edit *object, const char *name, struct json_edit *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object->value, name);
	cJSON_AddItemToObject(object->value, name, give(value));
}

void json_edit_push(struct json_edit *array, struct json_edit *value)
{
	cJSON_AddItemToArray(array->value, give(value));
}

void json_edit_put_str(struct json_edit *object, const char *name, str s)
{
	json_edit_put(object, name, s.p ? json_edit_string(object->arena, s) : json_edit_null(object->arena));
}

void json_edit_put_int(struct json_edit *object, const char *name, int64_t n)
{
	json_edit_put(object, name, json_edit_int(object->arena, n));
}

struct json_edit *json_edit_of(struct arena *arena, const struct json_node *node)
{
	struct json_iter it = json_begin(node);
	struct json_edit *edit;
	switch (node->type) {
	case JSON_STRING: return json_edit_string(arena, json_str(node));
	case JSON_NUMBER: return json_edit_number(arena, (str){ node->p, node->n });
	case JSON_TRUE:
	case JSON_FALSE: return json_edit_bool(arena, node->type == JSON_TRUE);
	case JSON_ARRAY:
		edit = json_edit_array(arena);
		while (json_next(&it))
			json_edit_push(edit, json_edit_of(arena, it.value));
		return edit;
	case JSON_OBJECT:
		edit = json_edit_object(arena);
		while (json_next(&it))
			cJSON_AddItemToObject(edit->value, arena_z(arena, json_str(it.key)), give(json_edit_of(arena, it.value)));
		return edit;
	default: return json_edit_null(arena);
	}
}

/* Where in an array a token points: an index of an element, the count for "-" or the next index, -1 for neither. */
static int array_index(const cJSON *array, str token)
{
	int n = cJSON_GetArraySize(array);
	int64_t i;
	if (str_is(token, "-"))
		return n;
	/* RFC 6901: no sign and no leading zero. */
	bool plain = token.n == 1 || (token.n && token.p[0] != '0' && token.p[0] != '-');
	return plain && str_int(token, 0, n, &i) ? (int)i : -1;
}

static bool set_in_object(cJSON *object, const char *name, struct json_edit *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
	if (value)
		cJSON_AddItemToObject(object, name, give(value));
	return true;
}

static bool set_in_array(cJSON *array, str token, struct json_edit *value)
{
	int i = array_index(array, token), n = cJSON_GetArraySize(array);
	if (i < 0)
		return false;
	if (!value) {
		if (i < n)
			cJSON_DeleteItemFromArray(array, i);
	} else if (i == n) {
		cJSON_AddItemToArray(array, give(value));
	} else {
		cJSON_ReplaceItemInArray(array, i, give(value));
	}
	return true;
}

/* The container a token leads to; made when it is missing and something shall stand below it. */
static cJSON *descend(cJSON *at, const char *name, str token, bool make)
{
	cJSON *child = NULL;
	if (cJSON_IsObject(at)) {
		child = cJSON_GetObjectItemCaseSensitive(at, name);
		if (!child && make) {
			child = cJSON_CreateObject();
			cJSON_AddItemToObject(at, name, child);
		}
	} else if (cJSON_IsArray(at)) {
		int i = array_index(at, token);
		child = i < 0 ? NULL : cJSON_GetArrayItem(at, i);
		if (!child && i >= 0 && make) {
			child = cJSON_CreateObject();
			cJSON_AddItemToArray(at, child);
		}
	}
	return child;
}

bool json_edit_set(struct json_edit *root, str pointer, struct json_edit *value)
{
	cJSON *at = root->value;
	str token;
	if (!json_pointer_next(root->arena, &pointer, &token))
		return false;
	while (pointer.n) {
		cJSON *child = descend(at, arena_z(root->arena, token), token, value != NULL);
		if (!child)
			return !value;
		at = child;
		if (!json_pointer_next(root->arena, &pointer, &token))
			return false;
	}
	if (cJSON_IsObject(at))
		return set_in_object(at, arena_z(root->arena, token), value);
	if (cJSON_IsArray(at))
		return set_in_array(at, token, value);
	return !value;
}

str json_edit_text(struct json_edit *root)
{
	char *text = cJSON_PrintUnformatted(root->value);
	if (!text)
		die(EX_OSERR, "json_edit.memory", STR("the system has no memory left"));
	str copy = arena_copy(root->arena, str_of(text));
	cJSON_free(text);
	return copy;
}
