/* logic_operators.c -- what each operator takes and gives. */
#include "schema/logic_check.h"

static const struct logic_words none = { { NULL, 0 }, { NULL, 0 } };

static struct logic_words both(str name)
{
	return (struct logic_words){ name, name };
}

static struct logic_place place_of_arg(struct logic_compiler *c, struct logic_place at, size_t i)
{
	return json_is(at.json, JSON_ARRAY) ? logic_place_below(c, at, json_at(at.json, i), i) : at;
}

bool logic_check_kind(struct logic_compiler *c, struct logic_place at, const struct logic_node *node, size_t i,
                      enum logic_kind kind)
{
	const struct logic_type wanted = { .kind = kind };
	if (i >= node->n || logic_agree(&wanted, &node->args[i]->type))
		return true;
	return logic_refuse(c, place_of_arg(c, at, i), L_KIND, logic_kind_words(&wanted), logic_kind_words(&node->args[i]->type));
}

static bool all_of_kind(struct logic_compiler *c, struct logic_place at, struct logic_node *node, enum logic_kind kind)
{
	for (size_t i = 0; i < node->n; i++)
		if (!logic_check_kind(c, at, node, i, kind))
			return false;
	return true;
}

bool logic_check_same(struct logic_compiler *c, struct logic_place at, const struct logic_node *node, size_t first, size_t step,
                      struct logic_type *out)
{
	*out = node->args[first]->type;
	for (size_t i = first + step; i < node->n; i += step) {
		const struct logic_type *other = &node->args[i]->type;
		if (!logic_agree(out, other))
			return logic_refuse(c, place_of_arg(c, at, i), L_MIXED, logic_kind_words(out), logic_kind_words(other));
		*out = logic_join(out, other, c->arena);
	}
	return true;
}

static bool offers(const struct json_node *options, const struct logic_value *value)
{
	for (struct json_iter it = json_begin(options); json_next(&it);) {
		struct exact number;
		bool text = value->kind == LOGIC_TEXT && json_is(it.value, JSON_STRING) && str_eq(json_str(it.value), value->text);
		bool same = value->kind == LOGIC_NUMBER && json_is(it.value, JSON_NUMBER) &&
		            exact_parse((str){ it.value->p, it.value->n }, &number) && exact_cmp(number, value->number) == 0;
		if (text || same)
			return true;
	}
	return false;
}

/* A misspelt alternative would never be chosen, and nobody would notice. */
static bool check_option(struct logic_compiler *c, struct logic_place at, const struct logic_type *question,
                         const struct logic_value *value)
{
	if (!question->options || offers(question->options, value))
		return true;
	str words = value->kind == LOGIC_TEXT ? value->text : exact_text(c->arena, value->number);
	return logic_refuse(c, at, L_OPTION, both(words), both(question->pointer));
}

static bool check_options(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	for (size_t i = 0; i < 2; i++) {
		const struct logic_node *question = node->args[i], *other = node->args[1 - i];
		if (other->op == OP_LITERAL && !check_option(c, place_of_arg(c, at, 1 - i), &question->type, &other->value))
			return false;
	}
	return true;
}

/* A text of the rule that meets a date must be one. */
static bool check_days(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	bool date = false;
	for (size_t i = 0; i < node->n; i++)
		date |= node->args[i]->type.kind == LOGIC_DATE;
	for (size_t i = 0; date && i < node->n; i++) {
		const struct logic_node *arg = node->args[i];
		if (arg->op == OP_LITERAL && arg->type.kind == LOGIC_TEXT && !arg->type.written_day)
			return logic_refuse(c, place_of_arg(c, at, i), L_DAY, both(arg->value.text), none);
	}
	return true;
}

static bool compared(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	struct logic_type kind;
	node->type.kind = LOGIC_BOOLEAN;
	return check_days(c, at, node) && logic_check_same(c, at, node, 0, 1, &kind);
}

static bool equality(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	if (!compared(c, at, node) || !check_options(c, at, node))
		return false;
	const struct logic_type text = { .kind = LOGIC_TEXT };
	enum logic_kind kind = node->args[0]->type.kind;
	return (kind != LOGIC_LIST && kind != LOGIC_GROUP) ||
	       logic_refuse(c, place_of_arg(c, at, 0), L_KIND, logic_kind_words(&text), logic_kind_words(&node->args[0]->type));
}

static bool ordering(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct logic_type number = { .kind = LOGIC_NUMBER };
	enum logic_kind kind = node->args[0]->type.kind;
	if (!compared(c, at, node))
		return false;
	return kind == LOGIC_NUMBER || kind == LOGIC_DATE || kind == LOGIC_TEXT ||
	       logic_refuse(c, place_of_arg(c, at, 0), L_KIND, logic_kind_words(&number), logic_kind_words(&node->args[0]->type));
}

static bool days_ordered(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	node->type.kind = LOGIC_BOOLEAN;
	return all_of_kind(c, at, node, LOGIC_DATE);
}

static bool booleans(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	node->type.kind = LOGIC_BOOLEAN;
	return all_of_kind(c, at, node, LOGIC_BOOLEAN);
}

static bool branches(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	if (node->n % 2 == 0)
		return logic_refuse(c, at, L_COUNT, both(STR("if")),
		                    (struct logic_words){ STR("a condition, a value, and last what holds otherwise"),
		                                          STR("ett villkor, ett värde och sist vad som gäller annars") });
	for (size_t i = 0; i + 1 < node->n; i += 2)
		if (!logic_check_kind(c, at, node, i, LOGIC_BOOLEAN))
			return false;
	struct logic_type kind = node->args[node->n - 1]->type;
	for (size_t i = 1; i < node->n; i += 2) {
		const struct logic_type *other = &node->args[i]->type;
		if (!logic_agree(&kind, other))
			return logic_refuse(c, place_of_arg(c, at, i), L_MIXED, logic_kind_words(&kind), logic_kind_words(other));
		kind = logic_join(&kind, other, c->arena);
	}
	node->type = kind;
	return true;
}

static bool arithmetic(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	node->type.kind = LOGIC_NUMBER;
	node->type.integer = node->op != OP_OVER;
	if (!all_of_kind(c, at, node, LOGIC_NUMBER))
		return false;
	for (size_t i = 0; i < node->n; i++) {
		const struct logic_node *arg = node->args[i];
		node->type.integer &= arg->type.integer;
		if (node->op == OP_OVER && i > 0 && arg->op == OP_LITERAL && arg->value.number.digits == 0)
			return logic_refuse(c, place_of_arg(c, at, i), L_ZERO, none, none);
	}
	return logic_fold(c, at, node);
}

static bool membership(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct logic_node *wanted = node->args[0], *list = node->args[1];
	node->type.kind = LOGIC_BOOLEAN;
	if (!logic_check_kind(c, at, node, 1, LOGIC_LIST) || !list->type.rows)
		return list->type.kind == LOGIC_LIST && !list->type.rows;
	if (!logic_agree(&wanted->type, list->type.rows) || wanted->type.kind == LOGIC_LIST || wanted->type.kind == LOGIC_GROUP)
		return logic_refuse(c, place_of_arg(c, at, 0), L_MIXED, logic_kind_words(list->type.rows), logic_kind_words(&wanted->type));
	if (wanted->op == OP_LITERAL && !check_option(c, place_of_arg(c, at, 0), list->type.rows, &wanted->value))
		return false;
	for (size_t i = 0; list->op == OP_LITERAL && i < list->value.n; i++)
		if (!check_option(c, place_of_arg(c, at, 1), &wanted->type, &list->value.rows[i]))
			return false;
	return true;
}

static bool joined(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct logic_type text = { .kind = LOGIC_TEXT };
	node->type.kind = LOGIC_TEXT;
	for (size_t i = 0; i < node->n; i++) {
		const struct logic_type *arg = &node->args[i]->type;
		if (arg->kind != LOGIC_TEXT && arg->kind != LOGIC_DATE && arg->kind != LOGIC_NUMBER)
			return logic_refuse(c, place_of_arg(c, at, i), L_KIND, logic_kind_words(&text), logic_kind_words(arg));
	}
	return true;
}

struct operator {
	const char *name;
	enum logic_op op;
	size_t least, most;
	bool (*check)(struct logic_compiler *, struct logic_place, struct logic_node *); /* NULL: names and lists, below */
};

#define ANY SIZE_MAX

static const struct operator operators[] = {
	{ "var", OP_VAR, 0, ANY, NULL },
	{ "===", OP_EQUAL, 2, 2, equality },
	{ "!==", OP_DIFFERENT, 2, 2, equality },
	{ "<", OP_LESS, 2, 3, ordering },
	{ "<=", OP_LESS_EQUAL, 2, 3, ordering },
	{ ">", OP_GREATER, 2, 3, ordering },
	{ ">=", OP_GREATER_EQUAL, 2, 3, ordering },
	{ "before", OP_LESS, 2, 3, days_ordered },
	{ "after", OP_GREATER, 2, 3, days_ordered },
	{ "not-before", OP_GREATER_EQUAL, 2, 3, days_ordered },
	{ "not-after", OP_LESS_EQUAL, 2, 3, days_ordered },
	{ "and", OP_AND, 1, ANY, booleans },
	{ "or", OP_OR, 1, ANY, booleans },
	{ "!", OP_NOT, 1, 1, booleans },
	{ "if", OP_IF, 3, ANY, branches },
	{ "+", OP_PLUS, 1, ANY, arithmetic },
	{ "-", OP_MINUS, 1, ANY, arithmetic },
	{ "*", OP_TIMES, 1, ANY, arithmetic },
	{ "/", OP_OVER, 2, ANY, arithmetic },
	{ "min", OP_MIN, 1, ANY, arithmetic },
	{ "max", OP_MAX, 1, ANY, arithmetic },
	{ "in", OP_IN, 2, 2, membership },
	{ "cat", OP_CAT, 1, ANY, joined },
	{ "plusTime", OP_PLUS_TIME, 3, 3, NULL },
	{ "all", OP_ALL, 2, 2, NULL },
	{ "some", OP_SOME, 2, 2, NULL },
	{ "none", OP_NONE, 2, 2, NULL },
	{ "map", OP_MAP, 2, 2, NULL },
	{ "filter", OP_FILTER, 2, 2, NULL },
	{ "reduce", OP_REDUCE, 3, 3, NULL },
};

static const struct operator *find(str name)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (str_is(name, operators[i].name))
			return &operators[i];
	return NULL;
}

static struct logic_words count_words(struct arena *arena, const struct operator *o)
{
	static const char *const en[] = { "", "one value", "two values", "three values" };
	static const char *const sv[] = { "", "ett värde", "två värden", "tre värden" };
	if (o->most == ANY)
		return (struct logic_words){ arena_printf(arena, "at least %s, in a list", en[o->least]),
			                     arena_printf(arena, "minst %s, i en lista", sv[o->least]) };
	if (o->most > o->least)
		return (struct logic_words){ STR("two or three values, in a list"), STR("två eller tre värden, i en lista") };
	return (struct logic_words){ arena_printf(arena, "%s, in a list", en[o->least]),
		                     arena_printf(arena, "%s, i en lista", sv[o->least]) };
}

/* Only `!` may stand before one value without a list: elsewhere JSONLogic's shorthand means different things to its readers. */
static bool check_count(struct logic_compiler *c, const struct operator *o, struct logic_place values)
{
	size_t n = json_is(values.json, JSON_ARRAY) ? json_count(values.json) : o->op == OP_NOT ? 1 : 0;
	return (n >= o->least && n <= o->most) || logic_refuse(c, values, L_COUNT, both(str_of(o->name)), count_words(c->arena, o));
}

static bool plus_time(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	static const char *const units[] = { [DATE_DAY] = "day", [DATE_MONTH] = "month", [DATE_YEAR] = "year" };
	const struct json_node *amount = json_at(at.json, 1);
	str unit = json_str(json_at(at.json, 2));
	size_t i = 0;
	while (i < 3 && !str_is(unit, units[i]))
		i++;
	if (i == 3 || !json_is(amount, JSON_NUMBER) || json_int(amount, INT64_MAX) == INT64_MAX)
		return logic_refuse(c, at, L_TIME, none, none);
	node->unit = (enum date_unit)i;
	node->amount = json_int(amount, 0);
	node->args = arena_array(c->arena, 1, sizeof(node->args[0]));
	node->args[0] = logic_node_of(c, scope, logic_place_below(c, at, json_at(at.json, 0), 0));
	node->n = node->args[0] != NULL;
	node->type.kind = LOGIC_DATE;
	return node->n && logic_check_kind(c, at, node, 0, LOGIC_DATE);
}

/* What a rule over rows gives: all, some, none, filter ask each row a question; map makes a list of what it gives. */
static bool over_rows(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	node->type = node->args[0]->type;
	if (node->op == OP_MAP) {
		node->type.rows = &node->args[1]->type;
		return true;
	}
	if (node->op != OP_FILTER)
		node->type = (struct logic_type){ .kind = LOGIC_BOOLEAN, .rows_max = -1 };
	return logic_check_kind(c, at, node, 1, LOGIC_BOOLEAN);
}

static bool reduced(struct logic_compiler *c, struct logic_place at, struct logic_node *node)
{
	const struct logic_type *beginning = &node->args[2]->type, *step = &node->args[1]->type;
	if (!logic_agree(beginning, step))
		return logic_refuse(c, place_of_arg(c, at, 1), L_MIXED, logic_kind_words(beginning), logic_kind_words(step));
	node->type = logic_join(beginning, step, c->arena);
	return true;
}

static bool check_accumulator(struct logic_compiler *c, struct logic_place at, const struct logic_type *beginning)
{
	const struct logic_type number = { .kind = LOGIC_NUMBER };
	bool whole = beginning->kind == LOGIC_LIST || beginning->kind == LOGIC_GROUP;
	return !whole || logic_refuse(c, place_of_arg(c, at, 2), L_KIND, logic_kind_words(&number), logic_kind_words(beginning));
}

/* What `current` and `accumulator` are: an accumulator begins as the last value. */
static bool reduce_scope(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node,
                         struct logic_scope *inside)
{
	struct logic_type *accumulator = ARENA_NEW(c->arena, struct logic_type);
	if (!(node->args[2] = logic_node_of(c, scope, place_of_arg(c, at, 2))))
		return false;
	*accumulator = node->args[2]->type;
	accumulator->options = NULL;
	/* A text that is joined on is no day any more. */
	accumulator->written_day = false;
	inside->kind = SCOPE_REDUCE;
	inside->accumulator = accumulator;
	return check_accumulator(c, at, accumulator);
}

static bool list_rule(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, struct logic_node *node)
{
	struct logic_scope inside = { .kind = SCOPE_ROW };
	bool reduce = node->op == OP_REDUCE;
	node->args = arena_array(c->arena, 3, sizeof(node->args[0]));
	if (!(node->args[0] = logic_node_of(c, scope, place_of_arg(c, at, 0))))
		return false;
	node->n = 1;
	inside.row = node->args[0]->type.rows;
	if (!logic_check_kind(c, at, node, 0, LOGIC_LIST))
		return false;
	if (!inside.row)
		return logic_refuse(c, place_of_arg(c, at, 0), L_EMPTY, none, none);
	if (reduce && !reduce_scope(c, scope, at, node, &inside))
		return false;
	if (!(node->args[1] = logic_node_of(c, &inside, place_of_arg(c, at, 1))))
		return false;
	node->n = reduce ? 3 : 2;
	return reduce ? reduced(c, at, node) : over_rows(c, at, node);
}

bool logic_operator(struct logic_compiler *c, const struct logic_scope *scope, struct logic_place at, str name,
                    struct logic_place values, struct logic_node *node)
{
	const struct operator *o = find(name);
	if (!o)
		return logic_refuse(c, at, L_OPERATOR, both(name), none);
	if (o->op == OP_VAR)
		return logic_var(c, scope, values, node);
	node->op = o->op;
	node->type = (struct logic_type){ .rows_max = -1 };
	if (!check_count(c, o, values))
		return false;
	if (o->op == OP_PLUS_TIME)
		return plus_time(c, scope, values, node);
	if (!o->check)
		return list_rule(c, scope, values, node);
	return logic_args(c, scope, values, node) && o->check(c, values, node);
}
