/* From a schema's tape to rules. A keyword that is not carried out is refused here, so that nothing is ever half-checked. */
#include <string.h>

#include "base/buf.h"
#include "base/pairs.h"
#include "schema/iregexp.h"
#include "schema/plan.h"

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

struct compiler {
	struct arena *arena;
	const struct json_node *root;
	const struct schema_options *options;
	struct schema_error *error;
	struct rule **rules;
	size_t count, capacity;
};

static bool refuse(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *where,
                   const char *reason)
{
	*c->error = (struct schema_error){ rule->path, str_of(keyword), str_of(reason), where ? where->offset : 0 };
	return false;
}

static struct rule *rule_of(struct compiler *c, const struct json_node *json, str path);

static struct rule *known(const struct compiler *c, const struct json_node *json)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->rules[i]->json == json)
			return c->rules[i];
	return NULL;
}

static str below(struct compiler *c, const struct rule *rule, const char *keyword)
{
	return json_pointer_add(c->arena, rule->path, str_of(keyword));
}

static bool sub_rule(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value,
                     const struct rule **out)
{
	*out = rule_of(c, value, below(c, rule, keyword));
	return *out != NULL;
}

static bool rule_list(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value,
                      struct rule_list *out)
{
	if (!json_is(value, JSON_ARRAY) || json_count(value) == 0)
		return refuse(c, rule, keyword, value, "must be a list of schemas with at least one");
	out->items = arena_array(c->arena, json_count(value), sizeof(const struct rule *));
	struct json_iter it = json_begin(value);
	while (json_next(&it)) {
		const struct rule *one = rule_of(c, it.value, json_pointer_index(c->arena, below(c, rule, keyword), out->n));
		if (!one)
			return false;
		out->items[out->n++] = one;
	}
	return true;
}

static bool named_rules(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value,
                        const struct rule_named **out, size_t *count)
{
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, keyword, value, "must be an object of schemas");
	struct rule_named *named = ARENA_ARRAY(c->arena, struct rule_named, json_count(value) + 1);
	struct json_iter it = json_begin(value);
	size_t n = 0;
	while (json_next(&it)) {
		str name = json_str(it.key);
		named[n] = (struct rule_named){ name, it.key->hash,
			                        rule_of(c, it.value, json_pointer_add(c->arena, below(c, rule, keyword), name)) };
		if (!named[n++].rule)
			return false;
	}
	*out = named;
	*count = n;
	return true;
}

static bool compile_pattern(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value,
                            str text, const struct pattern **out)
{
	if (!text.p)
		return refuse(c, rule, keyword, value, "must be a text");
	if (c->options->closed && !iregexp_is_anchored(text))
		return refuse(c, rule, keyword, value,
		              "must begin with ^ and end with $ and use only what RFC 9485 (I-Regexp) has: write [0-9] instead of \\d");
	*out = pattern_compile(c->arena, text);
	return *out || refuse(c, rule, keyword, value, "is not a pattern that can be read");
}

static bool pattern_rules(struct compiler *c, struct rule *rule, const struct json_node *value)
{
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, "patternProperties", value, "must be an object of schemas");
	struct rule_matching *matching = ARENA_ARRAY(c->arena, struct rule_matching, json_count(value) + 1);
	struct json_iter it = json_begin(value);
	while (json_next(&it)) {
		str name = json_str(it.key);
		struct rule_matching *one = &matching[rule->pattern_count++];
		one->name = name;
		one->rule = rule_of(c, it.value, json_pointer_add(c->arena, below(c, rule, "patternProperties"), name));
		if (!one->rule || !compile_pattern(c, rule, "patternProperties", it.value, name, &one->pattern))
			return false;
	}
	rule->pattern_properties = matching;
	return true;
}

static bool count_of(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value, int64_t *out)
{
	if (!json_is(value, JSON_NUMBER) || !decimal_is_integer((str){ value->p, value->n }) || value->p[0] == '-')
		return refuse(c, rule, keyword, value, "must be a whole number, zero or more");
	/* 1e3 and 2.0 are whole numbers too. */
	*out = decimal_count((str){ value->p, value->n });
	return true;
}

static bool number_of(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *value, str *out)
{
	if (!json_is(value, JSON_NUMBER))
		return refuse(c, rule, keyword, value, "must be a number");
	*out = (str){ value->p, value->n };
	return true;
}

static unsigned type_bit(str name)
{
	static const char *const names[] = { [JSON_NULL] = "null",     [JSON_TRUE] = "boolean", [JSON_NUMBER] = "number",
		                             [JSON_STRING] = "string", [JSON_ARRAY] = "array",  [JSON_OBJECT] = "object" };
	if (str_is(name, "integer"))
		return TYPE_INTEGER;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i] && str_is(name, names[i]))
			return i == JSON_TRUE ? 1u << JSON_TRUE | 1u << JSON_FALSE : 1u << i;
	return 0;
}

static bool compile_types(struct compiler *c, struct rule *rule, const struct json_node *value)
{
	struct json_iter it = json_begin(value);
	if (json_is(value, JSON_STRING))
		rule->types = type_bit(json_str(value));
	while (json_next(&it)) {
		unsigned bit = type_bit(json_str(it.value));
		if (!bit || json_is(value, JSON_OBJECT))
			return refuse(c, rule, "type", value, "is not a type");
		rule->types |= bit;
	}
	return rule->types || refuse(c, rule, "type", value, "is not a type");
}

static bool is_names(const struct json_node *value)
{
	struct json_iter it = json_begin(value);
	while (json_next(&it))
		if (!json_is(it.value, JSON_STRING))
			return false;
	return json_is(value, JSON_ARRAY);
}

static bool compile_dependent_required(struct compiler *c, struct rule *rule, const struct json_node *value)
{
	struct json_iter it = json_begin(value);
	while (json_next(&it))
		if (!is_names(it.value))
			return refuse(c, rule, "dependentRequired", it.value, "must be a list of names");
	rule->dependent_required = value;
	return json_is(value, JSON_OBJECT) || refuse(c, rule, "dependentRequired", value, "must be an object");
}

static bool compile_format(struct compiler *c, struct rule *rule, const struct json_node *value)
{
	format_check *check = format_find(json_str(value));
	if (!json_is(value, JSON_STRING))
		return refuse(c, rule, "format", value, "must be a text");
	if (!check && (c->options->closed || c->options->assert_formats))
		return refuse(c, rule, "format", value, "is not a format that can be checked");
	if (c->options->assert_formats)
		rule->format = check;
	return true;
}

/* Local references only: "#" and "#/pointer". */
static bool compile_ref(struct compiler *c, struct rule *rule, const struct json_node *value)
{
	str ref = json_str(value);
	if (!ref.p || ref.n == 0 || ref.p[0] != '#' || (ref.n > 1 && ref.p[1] != '/'))
		return refuse(c, rule, "$ref", value, "must begin with # and lead to a place in the same document");
	str pointer = str_sub(ref, 1, ref.n);
	if (str_find(pointer, '%') != SIZE_MAX) {
		struct pairs decoded;
		/* A fragment is percent-encoded; a plus sign stays what it is. */
		struct buf b = buf_in(c->arena, pointer.n * 3 + 8);
		buf_lit(&b, "p=");
		for (size_t i = 0; i < pointer.n; i++)
			buf_add(&b, pointer.p[i] == '+' ? STR("%2B") : pointer.p[i] == '&' ? STR("%26") : str_sub(pointer, i, 1));
		if (!pairs_parse(c->arena, buf_str(&b), 1, &decoded))
			return refuse(c, rule, "$ref", value, "is not a reference");
		pointer = pairs_get(&decoded, STR("p"));
	}
	const struct json_node *target = json_pointer(c->root, pointer);
	if (!target)
		return refuse(c, rule, "$ref", value, "leads nowhere");
	rule->ref = rule_of(c, target, pointer);
	return rule->ref != NULL;
}

static bool is_annotation(str keyword)
{
	static const char *const words[] = { "$comment", "title", "description", "default", "deprecated", "readOnly", "writeOnly",
		                             "examples", "contentEncoding", "contentMediaType", "contentSchema" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(keyword, words[i]))
			return true;
	return str_starts(keyword, STR("x-"));
}

/* Known to the dialect, but not carried out. */
static bool is_unsupported(str keyword)
{
	static const char *const words[] = { "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(keyword, words[i]))
			return true;
	return false;
}

/* Keywords that say what the document is, not what an instance must be. */
static bool compile_identity(struct compiler *c, const struct rule *rule, str keyword, const struct json_node *value, bool *mine)
{
	*mine = true;
	if (str_is(keyword, "$schema"))
		return str_is(json_str(value), DIALECT) || refuse(c, rule, "$schema", value, "must be " DIALECT);
	if (str_is(keyword, "$id"))
		return rule->path.n == 0 || refuse(c, rule, "$id", value, "is supported at the root only");
	if (str_is(keyword, "$defs")) {
		const struct rule_named *named;
		size_t n;
		return named_rules(c, rule, "$defs", value, &named, &n);
	}
	if (is_unsupported(keyword))
		return refuse(c, rule, arena_z(c->arena, keyword), value, "is not supported");
	*mine = is_annotation(keyword);
	return true;
}

static bool compile_bounds(struct compiler *c, struct rule *r, str keyword, const struct json_node *value, bool *mine)
{
	const struct {
		const char *name;
		int64_t *to;
	} counts[] = {
		{ "maxLength", &r->max_length },         { "minLength", &r->min_length },
		{ "maxItems", &r->max_items },           { "minItems", &r->min_items },
		{ "minContains", &r->min_contains },     { "maxContains", &r->max_contains },
		{ "maxProperties", &r->max_properties }, { "minProperties", &r->min_properties },
	};
	const struct {
		const char *name;
		str *to;
	} numbers[] = {
		{ "multipleOf", &r->multiple_of },
		{ "maximum", &r->maximum },
		{ "exclusiveMaximum", &r->exclusive_maximum },
		{ "minimum", &r->minimum },
		{ "exclusiveMinimum", &r->exclusive_minimum },
	};
	*mine = true;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (str_is(keyword, counts[i].name))
			return count_of(c, r, counts[i].name, value, counts[i].to);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (str_is(keyword, numbers[i].name))
			return number_of(c, r, numbers[i].name, value, numbers[i].to) &&
			       (i != 0 || decimal_is_divisor(*numbers[i].to) ||
			        refuse(c, r, "multipleOf", value, "must be above zero, with at most 18 digits"));
	*mine = false;
	return true;
}

static bool compile_values(struct compiler *c, struct rule *r, str keyword, const struct json_node *value, bool *mine)
{
	*mine = true;
	if (str_is(keyword, "type"))
		return compile_types(c, r, value);
	if (str_is(keyword, "pattern"))
		return compile_pattern(c, r, "pattern", value, json_str(value), &r->pattern);
	if (str_is(keyword, "format"))
		return compile_format(c, r, value);
	if (str_is(keyword, "const")) {
		r->constant = value;
		return true;
	}
	if (str_is(keyword, "enum")) {
		r->enumeration = value;
		return json_is(value, JSON_ARRAY) || refuse(c, r, "enum", value, "must be a list");
	}
	if (str_is(keyword, "required")) {
		r->required = value;
		return is_names(value) || refuse(c, r, "required", value, "must be a list of names");
	}
	if (str_is(keyword, "uniqueItems")) {
		r->unique = json_true(value);
		return json_is(value, JSON_TRUE) || json_is(value, JSON_FALSE) || refuse(c, r, "uniqueItems", value, "must be true or false");
	}
	if (str_is(keyword, "dependentRequired"))
		return compile_dependent_required(c, r, value);
	*mine = false;
	return true;
}

static bool compile_applicators(struct compiler *c, struct rule *r, str keyword, const struct json_node *value, bool *mine)
{
	const struct {
		const char *name;
		const struct rule **to;
	} single[] = {
		{ "items", &r->items },       { "contains", &r->contains }, { "additionalProperties", &r->additional },
		{ "not", &r->not },           { "if", &r->if_rule },        { "propertyNames", &r->property_names },
		{ "then", &r->then_rule },    { "else", &r->else_rule },    { "unevaluatedItems", &r->unevaluated_items },
		{ "unevaluatedProperties", &r->unevaluated_properties },
	};
	const struct {
		const char *name;
		struct rule_list *to;
	} lists[] = {
		{ "allOf", &r->all_of }, { "anyOf", &r->any_of }, { "oneOf", &r->one_of }, { "prefixItems", &r->prefix_items }
	};
	*mine = true;
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (str_is(keyword, single[i].name))
			return sub_rule(c, r, single[i].name, value, single[i].to);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (str_is(keyword, lists[i].name))
			return rule_list(c, r, lists[i].name, value, lists[i].to);
	if (str_is(keyword, "properties"))
		return named_rules(c, r, "properties", value, &r->properties, &r->property_count);
	if (str_is(keyword, "dependentSchemas"))
		return named_rules(c, r, "dependentSchemas", value, &r->dependent_schemas, &r->dependent_count);
	if (str_is(keyword, "patternProperties"))
		return pattern_rules(c, r, value);
	if (str_is(keyword, "$ref"))
		return compile_ref(c, r, value);
	*mine = false;
	return true;
}

static bool compile_keywords(struct compiler *c, struct rule *rule)
{
	struct json_iter it = json_begin(rule->json);
	while (json_next(&it)) {
		str keyword = json_str(it.key);
		bool mine;
		if (!compile_identity(c, rule, keyword, it.value, &mine) || (!mine && !compile_bounds(c, rule, keyword, it.value, &mine)) ||
		    (!mine && !compile_values(c, rule, keyword, it.value, &mine)) ||
		    (!mine && !compile_applicators(c, rule, keyword, it.value, &mine)))
			return false;
		if (!mine && c->options->closed)
			return refuse(c, rule, arena_z(c->arena, keyword), it.key, "is not a keyword");
	}
	return true;
}

static struct rule *rule_of(struct compiler *c, const struct json_node *json, str path)
{
	struct rule *rule = known(c, json);
	if (rule)
		return rule;
	rule = ARENA_NEW(c->arena, struct rule);
	*rule = (struct rule){ .json = json, .path = path, .always_false = json_is(json, JSON_FALSE), .max_length = -1,
		               .min_length = -1, .max_items = -1, .min_items = -1, .min_contains = -1, .max_contains = -1,
		               .max_properties = -1, .min_properties = -1 };
	if (c->count == c->capacity) {
		struct rule **grown = arena_array(c->arena, c->capacity * 2, sizeof(struct rule *));
		memcpy(grown, c->rules, c->count * sizeof(struct rule *));
		c->rules = grown;
		c->capacity *= 2;
	}
	c->rules[c->count++] = rule;
	if (json_is(json, JSON_OBJECT))
		return compile_keywords(c, rule) ? rule : NULL;
	if (!json_is(json, JSON_TRUE) && !json_is(json, JSON_FALSE)) {
		refuse(c, rule, "", json, "a schema is an object, true or false");
		return NULL;
	}
	return rule;
}

/* The rules that look at the same instance location as this one. */
static size_t neighbours(const struct rule *r, const struct rule **out, size_t room)
{
	const struct rule *single[] = { r->ref, r->not, r->if_rule, r->then_rule, r->else_rule };
	const struct rule_list *lists[] = { &r->all_of, &r->any_of, &r->one_of };
	size_t n = 0;
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (single[i] && n < room)
			out[n++] = single[i];
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t k = 0; k < lists[i]->n && n < room; k++)
			out[n++] = lists[i]->items[k];
	for (size_t i = 0; i < r->dependent_count && n < room; i++)
		out[n++] = r->dependent_schemas[i].rule;
	return n;
}

static size_t index_of(const struct compiler *c, const struct rule *rule)
{
	size_t i = 0;
	while (c->rules[i] != rule)
		i++;
	return i;
}

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* A rule that comes back to itself without going a step into the instance would never end. */
static bool ends(struct compiler *c, const struct rule *rule, uint8_t *visits)
{
	size_t i = index_of(c, rule), room = 8 + rule->all_of.n + rule->any_of.n + rule->one_of.n + rule->dependent_count;
	if (visits[i] != VISIT_NEW)
		return visits[i] == VISIT_DONE || refuse(c, rule, "$ref", rule->json, "refers to itself without end");
	visits[i] = VISIT_OPEN;
	const struct rule **next = arena_array(c->arena, room, sizeof(const struct rule *));
	size_t n = neighbours(rule, next, room);
	for (size_t k = 0; k < n; k++)
		if (!ends(c, next[k], visits))
			return false;
	visits[i] = VISIT_DONE;
	return true;
}

struct schema *schema_compile(struct arena *arena, const struct json_node *root, const struct schema_options *options,
                              struct schema_error *error)
{
	struct compiler c = { arena, root, options, error, arena_array(arena, 64, sizeof(struct rule *)), 0, 64 };
	struct rule *rule = rule_of(&c, root, STR(""));
	if (!rule)
		return NULL;
	uint8_t *visits = ARENA_ARRAY(arena, uint8_t, c.count);
	for (size_t i = 0; i < c.count; i++)
		if (!ends(&c, c.rules[i], visits))
			return NULL;
	struct schema *schema = ARENA_NEW(arena, struct schema);
	const struct rule **rules = arena_array(arena, c.count, sizeof(const struct rule *));
	for (size_t i = 0; i < c.count; i++)
		rules[i] = c.rules[i];
	*schema = (struct schema){ root, rule, rules, c.count };
	return schema;
}

/* The rule of a property or element, through $ref and allOf. */
static const struct rule *step(const struct rule *rule, str token)
{
	int64_t i;
	for (size_t p = 0; p < rule->property_count; p++)
		if (str_eq(rule->properties[p].name, token))
			return rule->properties[p].rule;
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
