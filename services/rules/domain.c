/* domain.c -- the answers to a question that conditions can tell apart. */
#include "rules/domain.h"

#include "base/buf.h"
#include "rules/definition.h"

#define TEXT_BYTES ((size_t)1 << 20)
#define PICKED_MAX 8 /* alternatives of a list that are asked about: 2^8 sets */

/* Sure to be no value that anybody wrote into a condition. */
#define SOME_OTHER_TEXT "\"\xee\x80\x80\""

static const char *const bounds[] = { "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" };

/* Candidates are written as one JSON array, then read. */
struct draft {
	struct arena *arena;
	const struct json_node *schema;
	const struct json_node *const *tests;
	size_t test_count;
	struct buf text;
	size_t n;
	bool whole;
};

static void put(struct draft *d, str value)
{
	buf_byte(&d->text, d->n++ ? ',' : '[');
	buf_add(&d->text, value);
}

static void put_all(struct draft *d, const struct json_node *values)
{
	for (struct json_iter it = json_begin(values); json_next(&it);)
		put(d, json_write(d->arena, it.value));
}

static void put_named(struct draft *d)
{
	for (size_t i = 0; i < d->test_count; i++) {
		if (json_get(d->tests[i], STR("const")))
			put(d, json_write(d->arena, json_get(d->tests[i], STR("const"))));
		put_all(d, json_get(d->tests[i], STR("enum")));
	}
}

/* A bound, its neighbours and, between whole numbers, the halves. */
static void put_around(struct draft *d, const struct json_node *bound)
{
	int64_t n = json_int(bound, INT64_MAX);
	if (!bound)
		return;
	put(d, json_write(d->arena, bound));
	if (!json_is(bound, JSON_NUMBER))
		return;
	if (n > INT32_MAX || n < INT32_MIN) {
		d->whole = false;
		return;
	}
	for (int64_t k = n - 1; k <= n + 1; k++)
		put(d, arena_printf(d->arena, "%lld", (long long)k));
	put(d, arena_printf(d->arena, "%s%lld.5", n < 0 ? "-" : "", (long long)(n < 0 ? -n : n)));
	put(d, arena_printf(d->arena, "%s%lld.5", n < 1 ? "-" : "", (long long)(n < 1 ? -n : n - 1)));
}

static void draft_number(struct draft *d)
{
	put(d, STR("0"));
	for (size_t i = 0; i <= d->test_count; i++) {
		const struct json_node *node = i < d->test_count ? d->tests[i] : d->schema;
		for (size_t b = 0; b < sizeof(bounds) / sizeof(bounds[0]); b++)
			put_around(d, json_get(node, str_of(bounds[b])));
		put_around(d, json_get(node, STR("const")));
		for (struct json_iter it = json_begin(json_get(node, STR("enum"))); json_next(&it);)
			put_around(d, it.value);
	}
	/* Multiples of something may lie anywhere. */
	d->whole &= !json_get(d->schema, STR("multipleOf"));
}

static bool asked_about(const struct draft *d, const struct json_node *option)
{
	for (size_t i = 0; i < d->test_count; i++) {
		const struct json_node *contains = json_get(d->tests[i], STR("contains")), *fixed = json_get(contains, STR("const"));
		if (fixed && json_equal(fixed, option))
			return true;
		for (struct json_iter it = json_begin(json_get(contains, STR("enum"))); json_next(&it);)
			if (json_equal(it.value, option))
				return true;
	}
	return false;
}

/* Sets of the picked alternatives, each filled up with others until there are enough. */
static void draft_list(struct draft *d, const struct json_node *options)
{
	const struct json_node *picked[PICKED_MAX], *others[PICKED_MAX];
	size_t n = 0, other_count = 0, least = (size_t)json_int(json_get(d->schema, STR("minItems")), 0);
	for (struct json_iter it = json_begin(options); json_next(&it);) {
		bool asked = asked_about(d, it.value);
		if (asked && n < PICKED_MAX)
			picked[n++] = it.value;
		else if (asked)
			d->whole = false;
		else if (other_count < PICKED_MAX)
			others[other_count++] = it.value;
	}
	d->whole &= options && least <= PICKED_MAX;
	for (size_t i = 0; i < d->test_count; i++)
		d->whole &= json_get(d->tests[i], STR("contains")) && json_count(d->tests[i]) == 1;
	for (unsigned set = 0; options && set < 1u << n; set++) {
		struct buf list = buf_in(d->arena, TEXT_BYTES);
		size_t items = 0;
		for (size_t i = 0; i < n + other_count; i++) {
			bool in = i < n ? set >> i & 1 : items < least;
			if (in)
				buf_printf(&list, "%s%s", items++ ? "," : "", json_write(d->arena, i < n ? picked[i] : others[i - n]).p);
		}
		put(d, arena_join(d->arena, STR("["), buf_str(&list), STR("]")));
	}
}

static const struct json_node *resolved(const struct json_node *data, const struct json_node *node)
{
	str ref = json_member(node, STR("$ref"));
	return str_starts(ref, STR("#/")) ? json_pointer(data, str_sub(ref, 1, ref.n)) : node;
}

static void draft_values(struct draft *d, const struct json_node *data)
{
	str type = json_member(d->schema, STR("type"));
	if (json_get(d->schema, STR("enum")))
		put_all(d, json_get(d->schema, STR("enum")));
	else if (json_get(d->schema, STR("const")))
		put(d, json_write(d->arena, json_get(d->schema, STR("const"))));
	else if (str_is(type, "boolean"))
		put(d, STR("true,false"));
	else if (str_is(type, "integer") || str_is(type, "number"))
		draft_number(d);
	else if (str_is(type, "array"))
		draft_list(d, json_get(resolved(data, json_get(d->schema, STR("items"))), STR("enum")));
	else if (str_is(type, "string"))
		put_named(d);
	else
		d->whole = false;
}

struct domain domain_of(struct arena *arena, const struct json_node *data, str name, const struct json_node *const *tests, size_t n)
{
	struct schema_error error;
	struct draft d = { arena, form_schema_in(data, json_pointer_add(arena, STR(""), name)), tests, n, buf_in(arena, TEXT_BYTES), 0, true };
	/* A list's shape leads out of the question; what its rules need is in the draft already. */
	bool list = str_is(json_member(d.schema, STR("type")), "array");
	bool text = str_is(json_member(d.schema, STR("type")), "string") && !json_get(d.schema, STR("enum")) && !json_get(d.schema, STR("const"));
	const struct schema *plan = list || !d.schema ? NULL : definition_plan(arena, d.schema, &error);
	draft_values(&d, data);
	if (text)
		put(&d, STR(SOME_OTHER_TEXT));
	buf_lit(&d.text, "]");
	const struct json_node *drafts = json_parse(arena, buf_str(&d.text), &json_limits_document, NULL);
	const struct json_node **values = ARENA_ARRAY(arena, const struct json_node *, json_count(drafts) + 1);
	struct domain domain = { values, 0, d.whole && drafts && (plan || list) };
	for (struct json_iter it = json_begin(drafts); json_next(&it);) {
		int64_t items = (int64_t)json_count(it.value);
		bool fits = items >= json_int(json_get(d.schema, STR("minItems")), 0) && items <= json_int(json_get(d.schema, STR("maxItems")), INT64_MAX);
		bool other = text && it.left == 0;
		if (list ? fits : other || (plan && schema_valid(plan, it.value, arena)))
			values[domain.n++] = it.value;
	}
	domain.whole &= domain.n > 0;
	return domain;
}

const bool *domain_content(struct arena *arena, const struct domain *domain, const struct json_node *test)
{
	struct schema_error error;
	bool *content = ARENA_ARRAY(arena, bool, domain->n + 1);
	const struct schema *plan = definition_plan(arena, test, &error);
	if (!plan)
		return NULL;
	for (size_t v = 0; v < domain->n; v++)
		content[v] = schema_valid(plan, domain->values[v], arena);
	return content;
}
