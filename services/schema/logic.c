/* logic.c -- running a rule that was checked: every value has the kind its node promises, or there is no outcome. */
#include "base/buf.h"
#include "schema/logic_run.h"

#define JSON_BYTES ((size_t)1 << 20)

static bool take(struct run *run, size_t bytes)
{
	if (bytes > run->bytes_left)
		return false;
	run->bytes_left -= bytes;
	return true;
}

struct logic_value *logic_room(struct run *run, size_t rows)
{
	bool fits = take(run, LOGIC_LIST_BYTES(rows));
	return fits ? ARENA_ARRAY(run->scratch, struct logic_value, rows + 1) : NULL;
}

enum logic_outcome logic_value_of(const struct json_node *json, const struct logic_type *type, struct logic_value *out)
{
	bool fits = false;
	*out = (struct logic_value){ .kind = type->kind, .json = json, .text = json_str(json), .yes = json_true(json) };
	switch (type->kind) {
	case LOGIC_BOOLEAN:
		fits = json_is(json, JSON_TRUE) || json_is(json, JSON_FALSE);
		break;
	case LOGIC_NUMBER:
		if (json_is(json, JSON_NUMBER) && !exact_parse((str){ json->p, json->n }, &out->number))
			return LOGIC_TOO_LARGE;
		fits = json_is(json, JSON_NUMBER);
		break;
	case LOGIC_DATE:
		fits = json_is(json, JSON_STRING) && date_exists(out->text);
		break;
	case LOGIC_TEXT:
		fits = json_is(json, JSON_STRING);
		break;
	case LOGIC_LIST:
		out->n = json_count(json);
		fits = json_is(json, JSON_ARRAY) && (int64_t)out->n <= type->rows_max;
		break;
	case LOGIC_GROUP:
		fits = json_is(json, JSON_OBJECT);
		break;
	}
	return fits ? LOGIC_OK : LOGIC_UNANSWERED;
}

static enum logic_outcome outside(str text, enum logic_kind kind, struct logic_value *out)
{
	*out = (struct logic_value){ .kind = kind, .text = text };
	return text.p && (kind != LOGIC_DATE || date_exists(text)) ? LOGIC_OK : LOGIC_UNANSWERED;
}

static enum logic_outcome look_up(struct run *run, const struct frame *frame, const struct logic_node *node,
				  struct logic_value *out)
{
	if (node->base == FROM_TODAY)
		return outside(run->env->today, LOGIC_DATE, out);
	if (node->base == FROM_ACTOR)
		return outside(run->env->actor, LOGIC_TEXT, out);
	const struct logic_value *from = node->base == FROM_ROW ? frame->row : frame->accumulator;
	const struct json_node *json = run->answers;
	if (node->base != FROM_ANSWERS) {
		*out = *from;
		if (node->path_n == 0)
			return LOGIC_OK;
		json = from->json;
	}
	for (size_t i = 0; i < node->path_n; i++)
		json = json_get(json, node->path[i]);
	return json ? logic_value_of(json, &node->type, out) : LOGIC_UNANSWERED;
}

static enum logic_outcome var(struct run *run, const struct frame *frame, const struct logic_node *node, struct logic_value *out)
{
	enum logic_outcome outcome = look_up(run, frame, node, out);
	return outcome == LOGIC_UNANSWERED && node->n ? logic_eval(run, frame, node->args[0], out) : outcome;
}

static enum logic_outcome list(struct run *run, const struct frame *frame, const struct logic_node *node, struct logic_value *out)
{
	struct logic_value *rows = logic_room(run, node->n);
	if (!rows)
		return LOGIC_TOO_LARGE;
	*out = (struct logic_value){ .kind = LOGIC_LIST, .rows = rows, .n = node->n };
	for (size_t i = 0; i < node->n; i++) {
		enum logic_outcome outcome = logic_eval(run, frame, node->args[i], &rows[i]);
		if (outcome != LOGIC_OK)
			return outcome;
	}
	return LOGIC_OK;
}

static int compare(const struct logic_value *a, const struct logic_value *b)
{
	return a->kind == LOGIC_NUMBER ? exact_cmp(a->number, b->number) : str_cmp(a->text, b->text);
}

bool logic_same(const struct logic_value *a, const struct logic_value *b)
{
	return a->kind == LOGIC_BOOLEAN ? a->yes == b->yes : compare(a, b) == 0;
}

static bool holds(enum logic_op op, const struct logic_value *a, const struct logic_value *b)
{
	switch (op) {
	case OP_EQUAL:
		return logic_same(a, b);
	case OP_DIFFERENT:
		return !logic_same(a, b);
	case OP_LESS:
		return compare(a, b) < 0;
	case OP_LESS_EQUAL:
		return compare(a, b) <= 0;
	case OP_GREATER:
		return compare(a, b) > 0;
	default:
		return compare(a, b) >= 0;
	}
}

/* Two values, or three in a row: a < b < c. */
static enum logic_outcome comparison(struct run *run, const struct frame *frame, const struct logic_node *node,
				     struct logic_value *out)
{
	struct logic_value left, right;
	bool all = true;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], &left);
	for (size_t i = 1; i < node->n && outcome == LOGIC_OK && all; i++) {
		outcome = logic_eval(run, frame, node->args[i], &right);
		all = outcome == LOGIC_OK && holds(node->op, &left, &right);
		left = right;
	}
	*out = (struct logic_value){ .kind = LOGIC_BOOLEAN, .yes = all };
	return outcome;
}

/* Decided by the first value that is `decisive`; what is unanswered waits for it. */
static enum logic_outcome connection(struct run *run, const struct frame *frame, const struct logic_node *node,
				     struct logic_value *out)
{
	bool decisive = node->op == OP_OR, unanswered = false;
	struct logic_value value;
	*out = (struct logic_value){ .kind = LOGIC_BOOLEAN, .yes = decisive };
	for (size_t i = 0; i < node->n; i++) {
		enum logic_outcome outcome = logic_eval(run, frame, node->args[i], &value);
		if (outcome == LOGIC_OK && value.yes == decisive)
			return LOGIC_OK;
		if (outcome != LOGIC_OK && outcome != LOGIC_UNANSWERED)
			return outcome;
		unanswered |= outcome == LOGIC_UNANSWERED;
	}
	out->yes = !decisive;
	return unanswered ? LOGIC_UNANSWERED : LOGIC_OK;
}

static enum logic_outcome negation(struct run *run, const struct frame *frame, const struct logic_node *node,
				   struct logic_value *out)
{
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], out);
	out->yes = !out->yes;
	return outcome;
}

static enum logic_outcome choice(struct run *run, const struct frame *frame, const struct logic_node *node,
				 struct logic_value *out)
{
	for (size_t i = 0; i + 1 < node->n; i += 2) {
		enum logic_outcome outcome = logic_eval(run, frame, node->args[i], out);
		if (outcome != LOGIC_OK)
			return outcome;
		if (out->yes)
			return logic_eval(run, frame, node->args[i + 1], out);
	}
	return logic_eval(run, frame, node->args[node->n - 1], out);
}

static enum logic_outcome reckon(enum logic_op op, struct exact a, struct exact b, struct exact *out)
{
	bool fits = true;
	if (op == OP_PLUS)
		fits = exact_plus(a, b, out);
	else if (op == OP_MINUS)
		fits = exact_minus(a, b, out);
	else if (op == OP_TIMES)
		fits = exact_times(a, b, out);
	else if (op == OP_OVER && b.digits == 0)
		return LOGIC_DIVIDED_BY_ZERO;
	else if (op == OP_OVER)
		fits = exact_over(a, b, out);
	else
		*out = (exact_cmp(a, b) < 0) == (op == OP_MIN) ? a : b;
	return fits ? LOGIC_OK : LOGIC_TOO_LARGE;
}

static enum logic_outcome arithmetic(struct run *run, const struct frame *frame, const struct logic_node *node,
				     struct logic_value *out)
{
	struct logic_value value;
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], out);
	for (size_t i = 1; i < node->n && outcome == LOGIC_OK; i++) {
		outcome = logic_eval(run, frame, node->args[i], &value);
		if (outcome == LOGIC_OK)
			outcome = reckon(node->op, out->number, value.number, &out->number);
	}
	if (node->op == OP_MINUS && node->n == 1)
		out->number.digits = -out->number.digits;
	*out = (struct logic_value){ .kind = LOGIC_NUMBER, .number = out->number };
	return outcome;
}

static enum logic_outcome joining(struct run *run, const struct frame *frame, const struct logic_node *node,
				  struct logic_value *out)
{
	struct buf b = buf_in(run->scratch, run->bytes_left);
	struct logic_value value;
	for (size_t i = 0; i < node->n; i++) {
		enum logic_outcome outcome = logic_eval(run, frame, node->args[i], &value);
		if (outcome != LOGIC_OK)
			return outcome;
		buf_add(&b, value.kind == LOGIC_NUMBER ? exact_text(run->scratch, value.number) : value.text);
	}
	*out = (struct logic_value){ .kind = LOGIC_TEXT, .text = buf_str(&b) };
	/* A buf grows by doubling. */
	return buf_ok(&b) && take(run, b.n * 3 + LOGIC_CAT_BYTES(node->n)) ? LOGIC_OK : LOGIC_TOO_LARGE;
}

static enum logic_outcome plus_time(struct run *run, const struct frame *frame, const struct logic_node *node,
				    struct logic_value *out)
{
	enum logic_outcome outcome = logic_eval(run, frame, node->args[0], out);
	str day = out->text;
	*out = (struct logic_value){ .kind = LOGIC_DATE };
	if (outcome != LOGIC_OK)
		return outcome;
	return take(run, LOGIC_DAY_BYTES) && date_plus(run->scratch, day, node->amount, node->unit, &out->text) ? LOGIC_OK : LOGIC_TOO_LARGE;
}

static enum logic_outcome literal(struct run *run, const struct frame *frame, const struct logic_node *node,
				  struct logic_value *out)
{
	(void)run, (void)frame;
	*out = node->value;
	return LOGIC_OK;
}

enum logic_outcome logic_eval(struct run *run, const struct frame *frame, const struct logic_node *node, struct logic_value *out)
{
	static logic_step *const steps[] = {
		[OP_LITERAL] = literal,
		[OP_LIST] = list,
		[OP_VAR] = var,
		[OP_EQUAL] = comparison,
		[OP_DIFFERENT] = comparison,
		[OP_LESS] = comparison,
		[OP_LESS_EQUAL] = comparison,
		[OP_GREATER] = comparison,
		[OP_GREATER_EQUAL] = comparison,
		[OP_AND] = connection,
		[OP_OR] = connection,
		[OP_NOT] = negation,
		[OP_IF] = choice,
		[OP_PLUS] = arithmetic,
		[OP_MINUS] = arithmetic,
		[OP_TIMES] = arithmetic,
		[OP_OVER] = arithmetic,
		[OP_MIN] = arithmetic,
		[OP_MAX] = arithmetic,
		[OP_IN] = logic_membership,
		[OP_ALL] = logic_quantifier,
		[OP_SOME] = logic_quantifier,
		[OP_NONE] = logic_quantifier,
		[OP_MAP] = logic_new_list,
		[OP_FILTER] = logic_new_list,
		[OP_REDUCE] = logic_reduction,
		[OP_CAT] = joining,
		[OP_PLUS_TIME] = plus_time,
	};
	return steps[node->op](run, frame, node, out);
}

enum logic_outcome logic_node_run(const struct logic_node *node, struct arena *scratch, struct logic_value *out)
{
	const struct logic_env env = { { NULL, 0 }, { NULL, 0 } };
	struct run run = { NULL, &env, scratch, LOGIC_BYTES };
	const struct frame frame = { NULL, NULL };
	struct logic_value value;
	enum logic_outcome outcome = logic_eval(&run, &frame, node, &value);
	*out = value;
	return outcome;
}

enum logic_outcome logic_run(const struct logic *logic, const struct json_node *answers, const struct logic_env *env,
                             struct arena *scratch, struct logic_value *out)
{
	struct run run = { answers, env, scratch, LOGIC_BYTES };
	const struct frame frame = { NULL, NULL };
	struct logic_value value;
	enum logic_outcome outcome = logic_eval(&run, &frame, logic->root, &value);
	if (outcome == LOGIC_OK)
		*out = value;
	return outcome;
}

static void write_value(struct buf *b, const struct logic_value *value)
{
	if (value->kind == LOGIC_BOOLEAN)
		buf_add(b, value->yes ? STR("true") : STR("false"));
	else if (value->kind == LOGIC_NUMBER)
		buf_add(b, exact_text(b->arena, value->number));
	else if (value->kind == LOGIC_TEXT || value->kind == LOGIC_DATE)
		buf_json(b, value->text);
	else if (value->json)
		buf_add(b, json_write(b->arena, value->json));
	else {
		buf_byte(b, '[');
		for (size_t i = 0; i < value->n; i++) {
			if (i)
				buf_byte(b, ',');
			write_value(b, &value->rows[i]);
		}
		buf_byte(b, ']');
	}
}

str logic_value_json(struct arena *arena, const struct logic_value *value)
{
	struct buf b = buf_in(arena, JSON_BYTES);
	write_value(&b, value);
	return buf_str(&b);
}
