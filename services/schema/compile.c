#include "schema/compiler.h"
#include "schema/demand.h"

#include <string.h>

bool compile_refuse(struct compiler *c, str path, const char *keyword, const struct json_node *where, const char *reason)
{
	*c->error = (struct schema_error){ path, str_of(keyword), str_of(reason), where ? where->offset : 0 };
	return false;
}

static void keep(struct compiler *c, struct rule *rule)
{
	if (c->count == c->capacity) {
		size_t capacity = c->capacity ? c->capacity * 2 : 64;
		struct rule **grown = arena_array(c->arena, capacity, sizeof(struct rule *));
		if (c->count)
			memcpy(grown, c->rules, c->count * sizeof(struct rule *));
		c->rules = grown;
		c->capacity = capacity;
	}
	rule->number = c->count;
	c->rules[c->count++] = rule;
}

struct rule *compile_rule(struct compiler *c, const struct spot *spot)
{
	struct document *document = spot->resource->document;
	struct rule **known = &document->rules[spot->node - document->root];
	if (*known)
		return *known;
	if (c->depth == DEPTH_MAX) {
		compile_refuse(c, spot->path, "$ref", spot->node, "is reached through too many references");
		return NULL;
	}
	struct rule *rule = *known = ARENA_NEW(c->arena, struct rule);
	*rule = (struct rule){ .json = spot->node, .resource = spot->resource, .path = spot->path,
		               .always_false = json_is(spot->node, JSON_FALSE), .max_length = -1, .min_length = -1, .max_items = -1,
		               .min_items = -1, .min_contains = -1, .max_contains = -1, .max_properties = -1, .min_properties = -1 };
	keep(c, rule);
	if (json_is(spot->node, JSON_OBJECT)) {
		c->depth++;
		bool ok = keyword_all(c, rule);
		c->depth--;
		return ok ? rule : NULL;
	}
	if (!json_is(spot->node, JSON_TRUE) && !json_is(spot->node, JSON_FALSE)) {
		compile_refuse(c, rule->path, "", spot->node, "a schema is an object, true or false");
		return NULL;
	}
	return rule;
}

/* Every $dynamicAnchor gets its rule, in its resource: any of them may be where a $dynamicRef leads. Compiling one may bring more. */
static bool link_anchors(struct compiler *c)
{
	for (const struct anchor *done = NULL, *newest = c->anchors; newest != done; done = newest, newest = c->anchors)
		for (const struct anchor *a = newest; a != done; a = a->next) {
			struct resource *resource = c->resources[0];
			for (size_t i = 0; i < c->resource_count && resource != a->resource; i++)
				resource = c->resources[i];
			if (!a->dynamic)
				continue;
			struct dynamic_anchor *link = ARENA_NEW(c->arena, struct dynamic_anchor);
			const struct spot spot = resource_anchor(a);
			*link = (struct dynamic_anchor){ resource->dynamic_anchors, a->name, compile_rule(c, &spot) };
			resource->dynamic_anchors = link;
			if (!link->rule)
				return false;
		}
	return true;
}

static const struct rule *anchored(const struct resource *resource, str name)
{
	for (const struct dynamic_anchor *a = resource->dynamic_anchors; a; a = a->next)
		if (str_eq(a->name, name))
			return a->rule;
	return NULL;
}

/* A $dynamicRef whose end is known beforehand becomes a plain one: the root is the outermost resource of every evaluation, and an anchor
 * that stands in one resource only has no rival. */
static void settle(struct compiler *c, struct rule *rule, const struct resource *root)
{
	size_t rivals = 0;
	if (!rule->dynamic_name.p)
		return;
	for (size_t i = 0; i < c->resource_count; i++)
		rivals += anchored(c->resources[i], rule->dynamic_name) != NULL;
	const struct rule *of_root = anchored(root, rule->dynamic_name);
	if (of_root)
		rule->dynamic = of_root;
	if (of_root || rivals == 1)
		rule->dynamic_name = STR_NONE;
}

/* The rules that look at the same instance location as this one. */
static size_t neighbours(const struct rule *r, const struct rule **out)
{
	const struct rule *single[] = { r->ref, r->dynamic, r->not, r->if_rule, r->then_rule, r->else_rule };
	const struct rule_list *lists[] = { &r->all_of, &r->any_of, &r->one_of };
	size_t n = 0;
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (single[i])
			out[n++] = single[i];
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			out[n++] = lists[i]->items[k];
	for (const struct rule_dependent *d = r->dependents; d; d = d->next)
		if (d->rule)
			out[n++] = d->rule;
	return n;
}

static size_t dependent_count(const struct rule *r)
{
	size_t n = 0;
	for (const struct rule_dependent *d = r->dependents; d; d = d->next)
		n++;
	return n;
}

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* A rule that comes back to itself without going a step into the instance would never end. */
static bool ends(struct compiler *c, const struct rule *rule, uint8_t *visits, unsigned depth)
{
	if (visits[rule->number] == VISIT_DONE)
		return true;
	if (visits[rule->number] == VISIT_OPEN)
		return compile_refuse(c, rule->path, "$ref", rule->json, "refers to itself without end");
	if (depth == DEPTH_MAX)
		return compile_refuse(c, rule->path, "$ref", rule->json, "is reached through too many references");
	visits[rule->number] = VISIT_OPEN;
	const struct rule **next =
	    arena_array(c->arena, 8 + rule->all_of.n + rule->any_of.n + rule->one_of.n + dependent_count(rule), sizeof(const struct rule *));
	size_t n = neighbours(rule, next);
	for (size_t k = 0; k < n; k++)
		if (!ends(c, next[k], visits, depth + 1))
			return false;
	visits[rule->number] = VISIT_DONE;
	return true;
}

static bool link_all(struct compiler *c, const struct resource *root)
{
	if (!link_anchors(c))
		return false;
	for (size_t i = 0; i < c->count; i++)
		settle(c, c->rules[i], root);
	uint8_t *visits = ARENA_ARRAY(c->arena, uint8_t, c->count);
	for (size_t i = 0; i < c->count; i++)
		if (!ends(c, c->rules[i], visits, 0))
			return false;
	return true;
}

struct schema *schema_compile(struct arena *arena, const struct json_node *root, const struct schema_options *options,
                              struct schema_error *error)
{
	*error = (struct schema_error){ 0 };
	struct compiler c = { .arena = arena, .options = options, .error = error };
	if (!root && !compile_refuse(&c, STR(""), "", NULL, "a schema is an object, true or false"))
		return NULL;
	const struct resource *resource = resource_document(&c, root, options->base_uri);
	if (!resource)
		return NULL;
	const struct spot spot = resource_root(resource);
	struct rule *rule = compile_rule(&c, &spot);
	if (!rule || !link_all(&c, resource))
		return NULL;
	struct schema *schema = ARENA_NEW(arena, struct schema);
	const struct rule **rules = arena_array(arena, c.count, sizeof(const struct rule *));
	for (size_t i = 0; i < c.count; i++)
		rules[i] = c.rules[i];
	*schema = (struct schema){ root, rule, rules, c.count, demand_of(arena, rules, c.count) };
	return schema;
}
