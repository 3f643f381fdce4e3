#include "schema/report.h"

#include <string.h>

struct place place_named(const struct place *before, str name)
{
	return (struct place){ before, name, SIZE_MAX };
}

struct place place_nth(const struct place *before, size_t index)
{
	return (struct place){ before, STR_NONE, index };
}

str place_pointer(struct arena *arena, const struct place *place)
{
	if (!place)
		return STR("");
	str before = place_pointer(arena, place->before);
	return place->index == SIZE_MAX ? json_pointer_add(arena, before, place->name) : json_pointer_index(arena, before, place->index);
}

/* The list with room for one more. */
static void *grown(struct arena *arena, const void *items, size_t n, size_t *capacity, size_t size)
{
	if (n < *capacity)
		return (void *)(uintptr_t)items;
	*capacity = *capacity ? *capacity * 2 : 8;
	void *more = arena_array(arena, *capacity, size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}

void report_error(struct reporter *r, const struct rule *rule, const struct json_node *value, const struct place *instance,
                  const struct place *path, const char *keyword, str parameter)
{
	struct schema_report *out = r->report;
	struct place last = place_named(path, str_of(keyword));
	struct schema_row *rows = grown(r->arena, out->errors, out->error_count, &r->error_capacity, sizeof(*rows));
	rows[out->error_count++] = (struct schema_row){
		.pointer = place_pointer(r->arena, instance),
		.keyword = str_of(keyword),
		.resource = rule->resource->uri,
		.schema_path = rule->always_false ? rule->path : json_pointer_add(r->arena, rule->path, str_of(keyword)),
		.evaluation = place_pointer(r->arena, rule->always_false ? path : &last),
		.parameter = parameter,
		.value = value,
	};
	out->errors = rows;
}

static void add_pointer(struct reporter *r, const str **list, size_t *n, size_t *capacity, str pointer)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq((*list)[i], pointer))
			return;
	str *more = grown(r->arena, *list, *n, capacity, sizeof(*more));
	more[(*n)++] = pointer;
	*list = more;
}

void report_required(struct reporter *r, const struct place *instance)
{
	add_pointer(r, &r->report->required, &r->report->required_count, &r->required_capacity, place_pointer(r->arena, instance));
}

void report_forbidden(struct reporter *r, const struct place *instance)
{
	add_pointer(r, &r->report->forbidden, &r->report->forbidden_count, &r->forbidden_capacity, place_pointer(r->arena, instance));
}

void report_branch(struct reporter *r, const struct rule *rule, bool outcome)
{
	struct schema_report *out = r->report;
	struct schema_branch branch = { json_pointer_add(r->arena, rule->path, STR("if")), outcome };
	for (size_t i = 0; i < out->branch_count; i++)
		if (out->branches[i].outcome == outcome && str_eq(out->branches[i].schema_path, branch.schema_path))
			return;
	struct schema_branch *more = grown(r->arena, out->branches, out->branch_count, &r->branch_capacity, sizeof(*more));
	more[out->branch_count++] = branch;
	out->branches = more;
}

void notes_add(struct notes *notes, const struct rule *rule, const struct place *instance, const struct place *path)
{
	struct json_iter it = json_begin(rule->json);
	while (json_next(&it)) {
		str keyword = json_str(it.key);
		if (!keyword_annotates(keyword))
			continue;
		struct place last = place_named(path, keyword);
		notes->items = grown(notes->arena, notes->items, notes->n, &notes->capacity, sizeof(*notes->items));
		notes->items[notes->n++] = (struct schema_note){
			.pointer = place_pointer(notes->arena, instance),
			.keyword = keyword,
			.resource = rule->resource->uri,
			.schema_path = json_pointer_add(notes->arena, rule->path, keyword),
			.evaluation = place_pointer(notes->arena, &last),
			.value = it.value,
		};
	}
}
