/* lint_data.c -- the rules for the answers: closed, bounded, each one able to be carried out, none against another.
 *
 * Every rule is tried by itself, so that one that cannot be carried out hides no other. */
#include "rules/definition.h"
#include "rules/lint.h"

#define QUESTIONS_MAX 1000
#define PATTERN_BYTES 512
#define PATTERN_REPEATS 1000

static const char *const anywhere[] = { "type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
	                                "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
	                                "uniqueItems", "required", "additionalProperties", "title", "description", "$comment",
	                                "readOnly", NULL };
static const char *const at_root[] = { "unevaluatedProperties", "$schema", "$id", NULL };
/* What leads to further rules is followed, not tried. */
static const char *const leading[] = { "properties", "items", "$ref", NULL };
static const char *const leading_at_root[] = { "allOf", "$defs", NULL };
static const char *const beside_ref[] = { "$ref", "title", "description", "$comment", NULL };

static str below(struct finding_list *list, str pointer, const char *name)
{
	return arena_printf(list->arena, "%.*s/%s", STR_ARG(pointer), name);
}

static str name_of(str pointer)
{
	while (str_find(pointer, '/') != SIZE_MAX)
		pointer = str_sub(pointer, str_find(pointer, '/') + 1, pointer.n);
	return pointer;
}

static bool is_name(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '_')))
			return false;
	}
	return name.n > 0 && name.n <= 60;
}

/* Does this property tell every branch apart, by const or enum? */
static bool tells_apart(const struct json_node *branches, str name)
{
	for (struct json_iter it = json_begin(branches); json_next(&it);) {
		const struct json_node *rule = json_get(json_get(it.value, STR("properties")), name);
		if (!json_get(rule, STR("const")) && !json_get(rule, STR("enum")))
			return false;
	}
	return true;
}

static void refuse_branches(struct finding_list *list, str keyword, const struct json_node *branches, str pointer)
{
	for (struct json_iter it = json_begin(json_get(json_at(branches, 0), STR("properties"))); json_next(&it);)
		if (tells_apart(branches, json_str(it.key))) {
			finding_add(list, F_BRANCHES_TOLD, pointer, keyword, json_str(it.key));
			return;
		}
	finding_add(list, F_BRANCHES_ALIKE, pointer, keyword, STR_NONE);
}

/* The last byte of an escape: of \p{L} its brace. */
static size_t end_of_escape(str pattern, size_t i)
{
	bool category = i + 1 < pattern.n && (pattern.p[i + 1] == 'p' || pattern.p[i + 1] == 'P');
	size_t end = category ? str_find(str_sub(pattern, i, pattern.n), '}') : SIZE_MAX;
	return end == SIZE_MAX ? i + 1 : i + end;
}

/* The largest number in a quantifier {n,m} of a pattern. */
static int64_t most_repeats(str pattern)
{
	int64_t most = 0, n = 0;
	bool in_class = false, in_braces = false;
	for (size_t i = 0; i < pattern.n; i++) {
		char c = pattern.p[i];
		if (c == '\\') {
			i = end_of_escape(pattern, i);
			continue;
		}
		in_class = in_class ? c != ']' : c == '[';
		in_braces = in_braces ? c != '}' : c == '{' && !in_class;
		bool digit = in_braces && c >= '0' && c <= '9';
		n = !digit ? 0 : n <= PATTERN_REPEATS ? n * 10 + (c - '0') : n;
		most = n > most ? n : most;
	}
	return most;
}

/* Is there anything about a pattern that only an author should be told? */
static bool check_pattern(struct finding_list *list, str pattern, str pointer, str question)
{
	if (pattern.n > PATTERN_BYTES)
		finding_add(list, F_PATTERN_LONG, pointer, question, STR_NONE);
	else if (most_repeats(pattern) > PATTERN_REPEATS)
		finding_add(list, F_PATTERN_COUNT, pointer, question, STR_NONE);
	else
		return true;
	return false;
}

static void check_rule(struct finding_list *list, str keyword, const struct json_node *value, str pointer, bool allowed)
{
	struct schema_error error;
	str at = json_pointer_add(list->arena, pointer, keyword);
	if (str_is(keyword, "pattern") && !check_pattern(list, json_str(value), at, name_of(pointer)))
		return;
	bool sound = definition_rule(list->arena, keyword, value, &error);
	if (!sound && (allowed || error.pointer.n == 0))
		finding_add(list, F_SCHEMA, at, keyword, error.reason);
	else if (str_is(keyword, "anyOf") || str_is(keyword, "oneOf"))
		refuse_branches(list, keyword, value, at);
	else if (!allowed)
		finding_add(list, F_KEYWORD, at, keyword, STR_NONE);
}

static void check_rules(struct finding_list *list, const struct json_node *node, str pointer, bool root)
{
	str ref = json_member(node, STR("$ref"));
	for (struct json_iter it = json_begin(node); json_next(&it);) {
		str keyword = json_str(it.key);
		if (ref.p && !str_starts(keyword, STR("x-")) && !lint_word_in(keyword, beside_ref))
			finding_add(list, F_REF_ALONE, json_pointer_add(list->arena, pointer, keyword), keyword, STR_NONE);
		else if (!str_starts(keyword, STR("x-")) && !lint_word_in(keyword, leading) && !(root && lint_word_in(keyword, leading_at_root)))
			check_rule(list, keyword, it.value, pointer, lint_word_in(keyword, anywhere) || (root && lint_word_in(keyword, at_root)));
	}
	if (json_get(node, STR("$ref")) && (!str_starts(ref, STR("#/$defs/")) || !json_pointer(json_get(list->root, STR("data")), str_sub(ref, 1, ref.n))))
		finding_add(list, F_KEYWORD, below(list, pointer, "$ref"), STR("$ref"), STR_NONE);
}

/* A rule that cannot be left out, of one kind of answer; either of two words will do. */
static void need(struct finding_list *list, const struct json_node *node, str pointer, const char *word, const char *or)
{
	if (!json_get(node, str_of(word)) && !json_get(node, str_of(or)))
		finding_add(list, F_BOUND, pointer, str_of(word), name_of(pointer));
}

static void check_bounds(struct finding_list *list, const struct json_node *node, str pointer, bool root)
{
	str type = json_member(node, STR("type"));
	bool fixed = json_get(node, STR("enum")) || json_get(node, STR("const")) || json_get(node, STR("$ref"));
	bool number = str_is(type, "integer") || str_is(type, "number");
	if (json_is(json_get(node, STR("type")), JSON_ARRAY))
		finding_add(list, F_PART_HELP, below(list, pointer, "type"), STR("Write one kind of answer, such as \"string\", and no list."),
		            STR("Skriv ett slags svar, till exempel \"string\", och ingen lista."));
	else if (!type.p && !fixed)
		finding_add(list, F_PART_MISSING, pointer, STR("type"), STR_NONE);
	if (str_is(type, "string") && !fixed && !str_is(json_member(node, STR("format")), "date"))
		need(list, node, pointer, "maxLength", "maxLength");
	if (number && !fixed) {
		need(list, node, pointer, "minimum", "exclusiveMinimum");
		need(list, node, pointer, "maximum", "exclusiveMaximum");
	}
	if (str_is(type, "array"))
		need(list, node, pointer, "maxItems", "maxItems");
	if (str_is(type, "array") && !json_get(node, STR("items")))
		finding_add(list, F_PART_MISSING, pointer, STR("items"), STR_NONE);
	bool closed = json_is(json_get(node, STR("additionalProperties")), JSON_FALSE) ||
	              (root && json_is(json_get(node, STR("unevaluatedProperties")), JSON_FALSE));
	if (str_is(type, "object") && !closed)
		finding_add(list, F_CLOSED, pointer, root ? STR("unevaluatedProperties") : STR("additionalProperties"), STR_NONE);
}

/* Two bounds with nothing between them. */
static void check_crossed(struct finding_list *list, const struct json_node *node, str pointer)
{
	static const struct {
		const char *low, *high;
		int at_most; /* what comparing low with high may give */
	} pairs[] = { { "minLength", "maxLength", 0 },        { "minItems", "maxItems", 0 },
		      { "minimum", "maximum", 0 },            { "minimum", "exclusiveMaximum", -1 },
		      { "exclusiveMinimum", "maximum", -1 }, { "exclusiveMinimum", "exclusiveMaximum", -1 } };
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct json_node *low = json_get(node, str_of(pairs[i].low)), *high = json_get(node, str_of(pairs[i].high));
		if (!json_is(low, JSON_NUMBER) || !json_is(high, JSON_NUMBER))
			continue;
		int way = json_number_cmp((str){ low->p, low->n }, (str){ high->p, high->n });
		if ((way > 0 ? 1 : way < 0 ? -1 : 0) > pairs[i].at_most)
			finding_add(list, F_ANSWER_NONE, below(list, pointer, pairs[i].low), name_of(pointer), str_of(pairs[i].low));
	}
	const struct json_node *options = json_get(json_get(node, STR("items")), STR("enum"));
	if (json_true(json_get(node, STR("uniqueItems"))) && options && json_int(json_get(node, STR("minItems")), 0) > (int64_t)json_count(options))
		finding_add(list, F_ANSWER_NONE, below(list, pointer, "minItems"), name_of(pointer), STR("minItems"));
}

/* An alternative, or a fixed value, that the other rules refuse. */
static void check_options(struct finding_list *list, const struct json_node *node, str pointer)
{
	struct schema_error error;
	const struct json_node *fixed = json_get(node, STR("const")), *options = json_get(node, STR("enum"));
	const struct schema *plan = fixed || options ? definition_plan(list->arena, node, &error) : NULL;
	size_t i = 0;
	if (!plan)
		return;
	if (fixed && !schema_valid(plan, fixed, list->arena))
		finding_add(list, F_ANSWER_NONE, below(list, pointer, "const"), name_of(pointer), STR("const"));
	if (options && json_count(options) == 0)
		finding_add(list, F_ANSWER_NONE, below(list, pointer, "enum"), name_of(pointer), STR("enum"));
	for (struct json_iter it = json_begin(options); json_next(&it); i++)
		if (!schema_valid(plan, it.value, list->arena))
			finding_add(list, F_OPTION_NONE, json_pointer_index(list->arena, below(list, pointer, "enum"), i), name_of(pointer),
			            json_write(list->arena, it.value));
}

static void check_schema(struct finding_list *list, const struct json_node *node, str pointer, int depth);

static void check_children(struct finding_list *list, const struct json_node *node, str pointer, const char *keyword, int depth)
{
	const struct json_node *children = json_get(node, str_of(keyword));
	str base = below(list, pointer, keyword);
	if (children && !json_is(children, JSON_OBJECT))
		finding_add(list, F_SCHEMA, base, str_of(keyword), STR("must be an object of schemas"));
	for (struct json_iter it = json_begin(json_is(children, JSON_OBJECT) ? children : NULL); json_next(&it);) {
		str name = json_str(it.key), at = json_pointer_add(list->arena, base, name);
		if (!is_name(name))
			finding_add(list, F_NAME, at, name, STR_NONE);
		check_schema(list, it.value, at, depth + 1);
	}
}

static void check_schema(struct finding_list *list, const struct json_node *node, str pointer, int depth)
{
	if (depth > LINT_DEPTH_MAX) {
		finding_add(list, F_RECURSIVE, pointer, pointer, STR_NONE);
		return;
	}
	if (!json_is(node, JSON_OBJECT)) {
		finding_add(list, F_KEYWORD, pointer, json_write(list->arena, node), STR_NONE);
		return;
	}
	bool root = depth == 0;
	check_rules(list, node, pointer, root);
	check_bounds(list, node, pointer, root);
	check_crossed(list, node, pointer);
	check_options(list, node, pointer);
	check_children(list, node, pointer, "properties", depth);
	if (root)
		check_children(list, node, pointer, "$defs", depth);
	if (json_get(node, STR("items")))
		check_schema(list, json_get(node, STR("items")), below(list, pointer, "items"), depth + 1);
}

struct walk {
	struct finding_list *list;
	const struct json_node *data;
	size_t left; /* questions and groups that may still be met: shapes within shapes multiply */
};

/* A name listed as required must be a question, or nobody could ever answer. False when the questions have no end. */
static bool check_required(struct walk *w, str where, int depth)
{
	const struct json_node *node = form_schema_in(w->data, where);
	str place = lint_place(w->list, where);
	if (depth > LINT_DEPTH_MAX || w->left-- == 0) {
		finding_add(w->list, F_RECURSIVE, place, name_of(where), STR_NONE);
		return false;
	}
	const struct json_node *properties = json_get(node, STR("properties"));
	size_t i = 0;
	for (struct json_iter it = json_begin(json_get(node, STR("required"))); json_next(&it); i++)
		if (json_is(it.value, JSON_STRING) && !json_get(properties, json_str(it.value)))
			finding_add(w->list, F_QUESTION_UNKNOWN, json_pointer_index(w->list->arena, below(w->list, place, "required"), i),
			            json_str(it.value), STR_NONE);
	for (struct json_iter it = json_begin(properties); json_next(&it);)
		if (!check_required(w, json_pointer_add(w->list->arena, where, json_str(it.key)), depth + 1))
			return false;
	return true;
}

bool lint_data(const struct form *form, struct finding_list *list)
{
	struct walk walk = { list, json_get(form->root, STR("data")), QUESTIONS_MAX };
	if (!lint_has_questions(form))
		return true;
	check_schema(list, walk.data, STR("/data"), 0);
	return check_required(&walk, STR(""), 0);
}
