/* at.c -- looking things up in a plan. */
#include "schema/plan.h"

/* The rule of a property or element, through $ref and allOf. */
static const struct rule *step(const struct rule *rule, str token)
{
	int64_t i;
	for (size_t p = 0; p < rule->properties.names.n; p++)
		if (str_eq(rule->properties.names.items[p].text, token))
			return rule->properties.rules[p];
	bool index = str_is(token, "*") || str_int(token, 0, UINT32_MAX, &i);
	if (index && !str_is(token, "*") && (size_t)i < rule->prefix_items.n)
		return rule->prefix_items.items[i];
	if (index && rule->items)
		return rule->items;
	const struct rule *found = rule->ref ? step(rule->ref, token) : NULL;
	for (size_t k = 0; k < rule->all_of.n && !found; k++)
		found = step(rule->all_of.items[k], token);
	return found;
}

const struct json_node *schema_at(const struct schema *schema, str pointer)
{
	const struct rule *rule = schema->rule;
	struct arena *scratch = arena_new(64u << 10);
	str token;
	while (rule && json_pointer_next(scratch, &pointer, &token))
		rule = step(rule, token);
	arena_free(scratch);
	while (rule && rule->ref && json_count(rule->json) == 1)
		rule = rule->ref;
	return rule ? rule->json : NULL;
}

size_t schema_branches(const struct schema *schema, struct arena *arena, const str **locations)
{
	str *found = ARENA_ARRAY(arena, str, schema->count);
	size_t n = 0;
	for (size_t i = 0; i < schema->count; i++)
		if (schema->rules[i]->if_rule)
			found[n++] = json_pointer_add(arena, schema->rules[i]->path, STR("if"));
	*locations = found;
	return n;
}
