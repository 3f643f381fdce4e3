/* keyword.c -- one subschema's keywords become the fields of its rule. A keyword that is not carried out is refused, so that nothing is
 * ever half-checked; one that is no keyword at all is an annotation, or refused where only our own rules may stand (closed). */
#include "schema/compiler.h"
#include "schema/iregexp.h"

#include <string.h>

enum vocabulary { CORE, APPLICATOR, UNEVALUATED, VALIDATION, ANNOTATION };

struct keyword;
typedef bool keyword_compile(struct compiler *c, struct rule *rule, const struct keyword *keyword, const struct json_node *value);

struct keyword {
	const char *name;
	size_t length;
	enum vocabulary vocabulary;
	enum keyword_holds holds;
	keyword_compile *compile; /* NULL: says nothing about instances */
	size_t field;             /* of struct rule, for those that fill one field */
};

static bool refuse(struct compiler *c, const struct rule *rule, const char *keyword, const struct json_node *where, const char *reason)
{
	return compile_refuse(c, rule->path, keyword, where, reason);
}

static void *field_of(struct rule *rule, const struct keyword *k)
{
	return (char *)rule + k->field;
}

/* The rule of a subschema that stands at `value`, reached by `path`. */
static bool rule_at(struct compiler *c, const struct rule *rule, str path, const struct json_node *value, const struct rule **out)
{
	const struct resource *own = rule->resource->document->resources[value - rule->resource->document->root];
	*out = compile_rule(c, &(struct spot){ value, own ? own : rule->resource, own ? STR("") : path });
	return *out != NULL;
}

static str below(struct compiler *c, const struct rule *rule, const struct keyword *k)
{
	return json_pointer_add(c->arena, rule->path, (str){ k->name, k->length });
}

static bool schema_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	return rule_at(c, rule, below(c, rule, k), value, field_of(rule, k));
}

static bool list_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	struct rule_list *out = field_of(rule, k);
	if (!json_is(value, JSON_ARRAY) || json_count(value) == 0)
		return refuse(c, rule, k->name, value, "must be a list of schemas with at least one");
	str path = below(c, rule, k);
	out->items = arena_array(c->arena, json_count(value), sizeof(const struct rule *));
	struct json_iter it = json_begin(value);
	for (; json_next(&it); out->n++)
		if (!rule_at(c, rule, json_pointer_index(c->arena, path, out->n), it.value, &out->items[out->n]))
			return false;
	return true;
}

static bool map_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	struct rule_map *out = field_of(rule, k);
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, k->name, value, "must be an object of schemas");
	str path = below(c, rule, k);
	struct name *names = ARENA_ARRAY(c->arena, struct name, json_count(value) + 1);
	out->rules = arena_array(c->arena, json_count(value) + 1, sizeof(const struct rule *));
	struct json_iter it = json_begin(value);
	for (size_t n = 0; json_next(&it); n++) {
		names[n] = (struct name){ json_str(it.key), it.key->hash };
		if (!rule_at(c, rule, json_pointer_add(c->arena, path, names[n].text), it.value, &out->rules[n]))
			return false;
	}
	out->names = names_of(c->arena, names, json_count(value));
	return true;
}

static bool definitions(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, k->name, value, "must be an object of schemas");
	str path = below(c, rule, k);
	const struct rule *unused;
	struct json_iter it = json_begin(value);
	while (json_next(&it))
		if (!rule_at(c, rule, json_pointer_add(c->arena, path, json_str(it.key)), it.value, &unused))
			return false;
	return true;
}

static bool pattern_of(struct compiler *c, const struct rule *rule, const struct keyword *k, const struct json_node *value, str text,
                       const struct pattern **out)
{
	if (!text.p)
		return refuse(c, rule, k->name, value, "must be a text");
	if (c->options->closed && !iregexp_is_anchored(text))
		return refuse(c, rule, k->name, value,
		              "must begin with ^ and end with $ and use only what RFC 9485 (I-Regexp) has: write [0-9] instead of \\d");
	*out = pattern_compile(c->arena, text);
	return *out || refuse(c, rule, k->name, value, "is not a pattern that can be read");
}

static bool pattern(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	return pattern_of(c, rule, k, value, json_str(value), &rule->pattern);
}

static bool pattern_properties(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, k->name, value, "must be an object of schemas");
	str path = below(c, rule, k);
	struct rule_matching *matching = ARENA_ARRAY(c->arena, struct rule_matching, json_count(value) + 1);
	struct json_iter it = json_begin(value);
	while (json_next(&it)) {
		struct rule_matching *one = &matching[rule->pattern_count++];
		one->name = json_str(it.key);
		if (!rule_at(c, rule, json_pointer_add(c->arena, path, one->name), it.value, &one->rule) ||
		    !pattern_of(c, rule, k, it.value, one->name, &one->pattern))
			return false;
	}
	rule->pattern_properties = matching;
	return true;
}

static bool count_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	if (!json_is(value, JSON_NUMBER) || !decimal_is_integer((str){ value->p, value->n }) || value->p[0] == '-')
		return refuse(c, rule, k->name, value, "must be a whole number, zero or more");
	/* 1e3 and 2.0 are whole numbers too. */
	*(int64_t *)field_of(rule, k) = decimal_count((str){ value->p, value->n });
	return true;
}

static bool number_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	if (!json_is(value, JSON_NUMBER))
		return refuse(c, rule, k->name, value, "must be a number");
	*(str *)field_of(rule, k) = (str){ value->p, value->n };
	return true;
}

static bool multiple_of(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	return number_of(c, rule, k, value) &&
	       (decimal_is_divisor(rule->multiple_of) || refuse(c, rule, k->name, value, "must be above zero"));
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

static bool types(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	struct json_iter it = json_begin(value);
	if (json_is(value, JSON_STRING))
		rule->types = type_bit(json_str(value));
	while (json_next(&it)) {
		unsigned bit = type_bit(json_str(it.value));
		if (!bit || json_is(value, JSON_OBJECT))
			return refuse(c, rule, k->name, value, "is not a type");
		rule->types |= bit;
	}
	return rule->types || refuse(c, rule, k->name, value, "is not a type");
}

static bool constant(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	(void)c, (void)k;
	rule->constant = value;
	return true;
}

static bool enumeration(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	rule->enumeration = value;
	return json_is(value, JSON_ARRAY) || refuse(c, rule, k->name, value, "must be a list");
}

static bool is_names(const struct json_node *value)
{
	struct json_iter it = json_begin(value);
	while (json_next(&it))
		if (!json_is(it.value, JSON_STRING))
			return false;
	return json_is(value, JSON_ARRAY);
}

static bool required(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	rule->required = value;
	return is_names(value) || refuse(c, rule, k->name, value, "must be a list of names");
}

static bool unique_items(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	rule->unique = json_true(value);
	return json_is(value, JSON_TRUE) || json_is(value, JSON_FALSE) || refuse(c, rule, k->name, value, "must be true or false");
}

/* dependentRequired takes names, dependentSchemas a schema, dependencies either. */
static bool dependent(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	if (!json_is(value, JSON_OBJECT))
		return refuse(c, rule, k->name, value, "must be an object");
	bool names = !str_is(str_of(k->name), "dependentSchemas"), schemas = !str_is(str_of(k->name), "dependentRequired");
	const struct rule_dependent **last = &rule->dependents;
	while (*last)
		last = (const struct rule_dependent **)(uintptr_t)&(*last)->next;
	struct json_iter it = json_begin(value);
	while (json_next(&it)) {
		struct rule_dependent *one = ARENA_NEW(c->arena, struct rule_dependent);
		*one = (struct rule_dependent){ NULL, k->name, json_str(it.key), it.key->hash, NULL, NULL };
		if (names && is_names(it.value))
			one->required = it.value;
		else if (!schemas)
			return refuse(c, rule, k->name, it.value, "must be a list of names");
		else if (!rule_at(c, rule, json_pointer_add(c->arena, below(c, rule, k), one->name), it.value, &one->rule))
			return false;
		*last = one;
		last = &one->next;
	}
	return true;
}

static bool format(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	format_check *check = format_find(json_str(value));
	if (!json_is(value, JSON_STRING))
		return refuse(c, rule, k->name, value, "must be a text");
	if (!check && c->options->closed)
		return refuse(c, rule, k->name, value, "is not a format that can be checked");
	if (c->options->assert_formats || rule->resource->dialect.format_assertion)
		rule->format = check;
	return true;
}

static bool text(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	return json_is(value, JSON_STRING) || refuse(c, rule, k->name, value, "must be a text");
}

static bool our_own_lacks(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	return !c->options->closed || refuse(c, rule, k->name, value, "may not be used here");
}

static bool ref(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	struct spot spot;
	const struct anchor *anchor;
	return resource_find(c, rule, k->name, value, &spot, &anchor) && (rule->ref = compile_rule(c, &spot)) != NULL;
}

static bool dynamic_ref(struct compiler *c, struct rule *rule, const struct keyword *k, const struct json_node *value)
{
	struct spot spot;
	const struct anchor *anchor;
	if (!our_own_lacks(c, rule, k, value) || !resource_find(c, rule, k->name, value, &spot, &anchor))
		return false;
	if (anchor && anchor->dynamic)
		rule->dynamic_name = anchor->name;
	return (rule->dynamic = compile_rule(c, &spot)) != NULL;
}

#define FIELD(name) offsetof(struct rule, name)
#define KEYWORD(name, vocabulary, holds, compile, field) { name, sizeof(name) - 1, vocabulary, holds, compile, field }

static const struct keyword keywords[] = {
	KEYWORD("type", VALIDATION, HOLDS_NONE, types, 0),
	KEYWORD("properties", APPLICATOR, HOLDS_MAP, map_of, FIELD(properties)),
	KEYWORD("required", VALIDATION, HOLDS_NONE, required, 0),
	KEYWORD("maxLength", VALIDATION, HOLDS_NONE, count_of, FIELD(max_length)),
	KEYWORD("minLength", VALIDATION, HOLDS_NONE, count_of, FIELD(min_length)),
	KEYWORD("enum", VALIDATION, HOLDS_NONE, enumeration, 0),
	KEYWORD("const", VALIDATION, HOLDS_NONE, constant, 0),
	KEYWORD("pattern", VALIDATION, HOLDS_NONE, pattern, 0),
	KEYWORD("format", ANNOTATION, HOLDS_NONE, format, 0),
	KEYWORD("$ref", CORE, HOLDS_NONE, ref, 0),
	KEYWORD("if", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(if_rule)),
	KEYWORD("then", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(then_rule)),
	KEYWORD("else", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(else_rule)),
	KEYWORD("allOf", APPLICATOR, HOLDS_LIST, list_of, FIELD(all_of)),
	KEYWORD("anyOf", APPLICATOR, HOLDS_LIST, list_of, FIELD(any_of)),
	KEYWORD("oneOf", APPLICATOR, HOLDS_LIST, list_of, FIELD(one_of)),
	KEYWORD("not", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(not)),
	KEYWORD("items", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(items)),
	KEYWORD("prefixItems", APPLICATOR, HOLDS_LIST, list_of, FIELD(prefix_items)),
	KEYWORD("contains", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(contains)),
	KEYWORD("additionalProperties", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(additional)),
	KEYWORD("patternProperties", APPLICATOR, HOLDS_MAP, pattern_properties, 0),
	KEYWORD("propertyNames", APPLICATOR, HOLDS_SCHEMA, schema_of, FIELD(property_names)),
	KEYWORD("unevaluatedItems", UNEVALUATED, HOLDS_SCHEMA, schema_of, FIELD(unevaluated_items)),
	KEYWORD("unevaluatedProperties", UNEVALUATED, HOLDS_SCHEMA, schema_of, FIELD(unevaluated_properties)),
	KEYWORD("dependentSchemas", APPLICATOR, HOLDS_MAP, dependent, 0),
	KEYWORD("dependentRequired", VALIDATION, HOLDS_NONE, dependent, 0),
	KEYWORD("maximum", VALIDATION, HOLDS_NONE, number_of, FIELD(maximum)),
	KEYWORD("minimum", VALIDATION, HOLDS_NONE, number_of, FIELD(minimum)),
	KEYWORD("exclusiveMaximum", VALIDATION, HOLDS_NONE, number_of, FIELD(exclusive_maximum)),
	KEYWORD("exclusiveMinimum", VALIDATION, HOLDS_NONE, number_of, FIELD(exclusive_minimum)),
	KEYWORD("multipleOf", VALIDATION, HOLDS_NONE, multiple_of, FIELD(multiple_of)),
	KEYWORD("uniqueItems", VALIDATION, HOLDS_NONE, unique_items, 0),
	KEYWORD("maxItems", VALIDATION, HOLDS_NONE, count_of, FIELD(max_items)),
	KEYWORD("minItems", VALIDATION, HOLDS_NONE, count_of, FIELD(min_items)),
	KEYWORD("maxContains", VALIDATION, HOLDS_NONE, count_of, FIELD(max_contains)),
	KEYWORD("minContains", VALIDATION, HOLDS_NONE, count_of, FIELD(min_contains)),
	KEYWORD("maxProperties", VALIDATION, HOLDS_NONE, count_of, FIELD(max_properties)),
	KEYWORD("minProperties", VALIDATION, HOLDS_NONE, count_of, FIELD(min_properties)),
	KEYWORD("$defs", CORE, HOLDS_MAP, definitions, 0),
	KEYWORD("$schema", CORE, HOLDS_NONE, text, 0),
	KEYWORD("$id", CORE, HOLDS_NONE, NULL, 0),
	KEYWORD("$comment", CORE, HOLDS_NONE, NULL, 0),
	KEYWORD("$anchor", CORE, HOLDS_NONE, our_own_lacks, 0),
	KEYWORD("$dynamicRef", CORE, HOLDS_NONE, dynamic_ref, 0),
	KEYWORD("$dynamicAnchor", CORE, HOLDS_NONE, our_own_lacks, 0),
	KEYWORD("$vocabulary", CORE, HOLDS_NONE, our_own_lacks, 0),
	KEYWORD("title", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("description", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("default", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("deprecated", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("readOnly", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("writeOnly", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("examples", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("contentEncoding", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("contentMediaType", ANNOTATION, HOLDS_NONE, NULL, 0),
	KEYWORD("contentSchema", ANNOTATION, HOLDS_SCHEMA, NULL, 0),
	/* Of older drafts; core C.2 lets an implementation go on with it. */
	KEYWORD("dependencies", ANNOTATION, HOLDS_MAP, dependent, 0),
};

static const struct keyword *keyword_find(str name)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (keywords[i].length == name.n && memcmp(keywords[i].name, name.p, name.n) == 0)
			return &keywords[i];
	return NULL;
}

enum keyword_holds keyword_holds(str name)
{
	const struct keyword *k = keyword_find(name);
	return k ? k->holds : HOLDS_NONE;
}

bool keyword_annotates(str name)
{
	const struct keyword *k = keyword_find(name);
	return !k || k->vocabulary == ANNOTATION;
}

static bool is_on(const struct dialect *dialect, enum vocabulary vocabulary)
{
	switch (vocabulary) {
	case APPLICATOR: return dialect->applicator;
	case UNEVALUATED: return dialect->unevaluated;
	case VALIDATION: return dialect->validation;
	default: return true;
	}
}

bool keyword_all(struct compiler *c, struct rule *rule)
{
	struct json_iter it = json_begin(rule->json);
	while (json_next(&it)) {
		str name = json_str(it.key);
		const struct keyword *k = keyword_find(name);
		if (c->options->closed && ((!k && !str_starts(name, STR("x-"))) || str_is(name, "dependencies")))
			return refuse(c, rule, arena_z(c->arena, name), it.key, "is not a keyword");
		if (k && k->compile && is_on(&rule->resource->dialect, k->vocabulary) && !k->compile(c, rule, k, it.value))
			return false;
	}
	return true;
}
