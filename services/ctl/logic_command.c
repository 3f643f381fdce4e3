/* logic_command.c -- `blankett logic suite FILE...`: public test suites of JSONLogic and CertLogic against logic/1.
 *
 * A suite has data but no schema, so the kinds are inferred from the data of each case. What the profile refuses is outside it and
 * counted apart; what it accepts must give the suite's own answer. CertLogic has no days, only instants: midnight in UTC is read as
 * the day itself, in rule and data. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/config.h"
#include "ctl/commands.h"
#include "schema/logic.h"

#define ARENA_BYTES ((size_t)64 << 20)
#define CASE_BYTES ((size_t)16 << 20)
#define TEXT_BYTES ((size_t)1 << 20)

struct score {
	const char *file;
	size_t passed, failed, outside;
};

static void add_schema(struct buf *b, const struct json_node *value);

static str schema_text(struct arena *arena, const struct json_node *value)
{
	struct buf b = buf_in(arena, TEXT_BYTES);
	add_schema(&b, value);
	return buf_str(&b);
}

static void add_object(struct buf *b, const struct json_node *value)
{
	struct buf required = buf_in(b->arena, TEXT_BYTES);
	buf_lit(b, "{\"type\":\"object\",\"properties\":{");
	for (struct json_iter it = json_begin(value); json_next(&it);) {
		buf_json(b, json_str(it.key));
		buf_byte(b, ':');
		add_schema(b, it.value);
		buf_add(b, it.left ? STR(",") : STR(""));
		buf_json(&required, json_str(it.key));
		buf_add(&required, it.left ? STR(",") : STR(""));
	}
	buf_lit(b, "},\"required\":[");
	buf_add(b, buf_str(&required));
	buf_lit(b, "]}");
}

/* Rows of one kind have it; others have none, and a rule that looks at them is refused. No rows may pass for numbers. */
static void add_array(struct buf *b, const struct json_node *value)
{
	str first = json_count(value) ? schema_text(b->arena, json_at(value, 0)) : STR("{\"type\":\"number\"}");
	bool same = true;
	for (struct json_iter it = json_begin(value); json_next(&it);)
		same &= str_eq(first, schema_text(b->arena, it.value));
	buf_printf(b, "{\"type\":\"array\",\"maxItems\":%u,\"items\":", value->count);
	buf_add(b, same ? first : STR("{}"));
	buf_byte(b, '}');
}

static bool is_day(str s)
{
	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
}

static void add_schema(struct buf *b, const struct json_node *value)
{
	if (json_is(value, JSON_OBJECT))
		add_object(b, value);
	else if (json_is(value, JSON_ARRAY))
		add_array(b, value);
	else if (json_is(value, JSON_STRING))
		buf_add(b, is_day(json_str(value)) ? STR("{\"type\":\"string\",\"format\":\"date\"}") : STR("{\"type\":\"string\"}"));
	else if (json_is(value, JSON_NUMBER))
		buf_lit(b, "{\"type\":\"number\"}");
	else if (json_is(value, JSON_TRUE) || json_is(value, JSON_FALSE))
		buf_lit(b, "{\"type\":\"boolean\"}");
	else
		buf_lit(b, "{}");
}

static const struct json_node *parsed(struct arena *arena, str text)
{
	return json_parse(arena, text, &json_limits_document, NULL);
}

static void add_days(struct buf *b, const struct json_node *value)
{
	str s = json_str(value), midnights[] = { STR("T00:00:00+00:00"), STR("T00:00:00Z") };
	bool object = json_is(value, JSON_OBJECT);
	for (size_t i = 0; i < 2; i++)
		if (s.p && str_ends(s, midnights[i]) && is_day(str_sub(s, 0, s.n - midnights[i].n)))
			s = str_sub(s, 0, 10);
	if (s.p) {
		buf_json(b, s);
		return;
	}
	if (!object && !json_is(value, JSON_ARRAY)) {
		buf_add(b, json_write(b->arena, value));
		return;
	}
	buf_byte(b, object ? '{' : '[');
	for (struct json_iter it = json_begin(value); json_next(&it);) {
		if (object) {
			buf_json(b, json_str(it.key));
			buf_byte(b, ':');
		}
		add_days(b, it.value);
		buf_add(b, it.left ? STR(",") : STR(""));
	}
	buf_byte(b, object ? '}' : ']');
}

static const struct json_node *in_days(struct arena *arena, const struct json_node *value)
{
	struct buf b = buf_in(arena, TEXT_BYTES);
	add_days(&b, value);
	return parsed(arena, buf_str(&b));
}

static bool agrees(struct arena *arena, const struct logic *logic, const struct json_node *data, const struct json_node *expected,
                   str *said)
{
	const struct logic_env env = { STR_NONE, STR_NONE };
	struct logic_value value;
	enum logic_outcome outcome = logic_run(logic, data, &env, arena, &value);
	*said = outcome == LOGIC_OK ? logic_value_json(arena, &value) : STR("an error");
	return outcome == LOGIC_OK ? expected && json_equal(parsed(arena, *said), expected) : !expected;
}

/* One case; `expected` NULL means that the suite demands an error. */
static void run_case(const struct json_node *rule, const struct json_node *data, const struct json_node *expected, struct score *score)
{
	const struct schema_options options = { .assert_formats = true };
	struct arena *arena = arena_new(CASE_BYTES);
	struct schema_error no_schema;
	struct logic_error refused;
	rule = in_days(arena, rule);
	data = data ? in_days(arena, data) : parsed(arena, STR("{}"));
	const struct json_node *kinds = parsed(arena, schema_text(arena, data));
	const struct logic_types types = { schema_compile(arena, kinds, &options, &no_schema), false };
	const struct logic *logic = types.data ? logic_compile(arena, rule, &types, NULL, &refused) : NULL;
	str said;
	if (!logic) {
		score->outside++;
	} else if (agrees(arena, logic, data, expected, &said)) {
		score->passed++;
	} else {
		score->failed++;
		str wanted = expected ? json_write(arena, expected) : STR("an error"), words = json_write(arena, rule);
		printf("%s: %.*s gives %.*s, not %.*s\n", score->file, STR_ARG(words), STR_ARG(said), STR_ARG(wanted));
	}
	arena_free(arena);
}

/* [[rule, data, result], ...] of jsonlogic.com, or [{rule, data, result | error}, ...] of the compatibility tables. */
static void run_list(const struct json_node *cases, struct score *score)
{
	for (struct json_iter it = json_begin(cases); json_next(&it);) {
		if (json_is(it.value, JSON_ARRAY))
			run_case(json_at(it.value, 0), json_at(it.value, 1), json_at(it.value, 2), score);
		else if (json_is(it.value, JSON_OBJECT))
			run_case(json_get(it.value, STR("rule")), json_get(it.value, STR("data")), json_get(it.value, STR("result")),
			         score);
	}
}

/* CertLogic: {"cases": [{"certLogicExpression", "assertions": [{"data", "expected"}]}]}; the rule may stand in the assertion. */
static void run_certlogic(const struct json_node *cases, struct score *score)
{
	for (struct json_iter it = json_begin(cases); json_next(&it);)
		for (struct json_iter one = json_begin(json_get(it.value, STR("assertions"))); json_next(&one);) {
			const struct json_node *own = json_get(one.value, STR("certLogicExpression"));
			const struct json_node *rule = own ? own : json_get(it.value, STR("certLogicExpression"));
			run_case(rule, json_get(one.value, STR("data")), json_get(one.value, STR("expected")), score);
		}
}

static bool run_file(const char *path, struct score *score)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	const struct json_node *root = parsed(arena, config_file(path, json_limits_document.bytes));
	score->file = path;
	if (json_is(root, JSON_ARRAY))
		run_list(root, score);
	else
		run_certlogic(json_get(root, STR("cases")), score);
	arena_free(arena);
	return root != NULL;
}

int logic_command(int argc, char **argv)
{
	struct score score = { 0 };
	if (argc < 3 || strcmp(argv[1], "suite") != 0) {
		fputs("usage: blankett logic suite FILE...\n", stderr);
		return EX_USAGE;
	}
	for (int i = 2; i < argc; i++)
		if (!run_file(argv[i], &score)) {
			fprintf(stderr, "blankett logic: %s is no JSON\n", argv[i]);
			return EX_DATAERR;
		}
	printf("%zu passed, %zu failed, %zu outside the profile\n", score.passed, score.failed, score.outside);
	return score.failed ? 1 : EX_OK;
}
