/* logic.c -- schema/logic: any rule over any answers to one form; two JSON texts with a separator between them. */
#include "fuzz.h"
#include "schema/logic.h"

#define ARENA_BYTES ((size_t)64 << 20)

static const char data_text[] =
	"{\"type\":\"object\",\"required\":[\"n\",\"d\",\"b\"],\"properties\":{\"n\":{\"type\":\"integer\"},\"x\":{\"type\":\"number\"},"
	"\"d\":{\"type\":\"string\",\"format\":\"date\"},\"t\":{\"type\":\"string\"},\"b\":{\"type\":\"boolean\"},\"e\":{\"enum\":[\"a\",\"2026-03-02\"]},"
	"\"l\":{\"type\":\"array\",\"maxItems\":4,\"items\":{\"type\":\"integer\"}},\"u\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
	"\"g\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}}},\"r\":{\"type\":\"array\",\"maxItems\":3,\"items\":{\"type\":\"object\","
	"\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"number\"},\"t\":{\"type\":\"string\"},\"l\":{\"type\":\"array\",\"maxItems\":9,\"items\":{\"type\":\"number\"}}}}}}}";

static const struct logic_env env = { STR("2026-03-02"), STR("vardnadshavare") };

static bool run(struct arena *arena, const struct logic *logic, const struct json_node *answers, enum logic_outcome *outcome, struct logic_value *value)
{
	*outcome = logic_run(logic, answers, &env, arena, value);
	PROMISE("an outcome is one of four", *outcome <= LOGIC_DIVIDED_BY_ZERO);
	return *outcome == LOGIC_OK;
}

static void evaluate(struct arena *arena, const struct logic *logic, const struct json_node *answers, bool boolean)
{
	enum logic_outcome outcome, again;
	struct logic_value value, same;
	bool ok = run(arena, logic, answers, &outcome, &value), twice = run(arena, logic, answers, &again, &same);
	PROMISE("an outcome is repeatable", ok == twice && outcome == again);
	if (!ok)
		return;
	str text = logic_value_json(arena, &value);
	PROMISE("a value is JSON, and repeatable", json_parse(arena, text, &json_limits_document, NULL) && str_eq(text, logic_value_json(arena, &same)));
	PROMISE("a rule gives the kind it was asked for", !boolean || value.kind == LOGIC_BOOLEAN);
}

static void compile(struct arena *arena, const struct logic_types *types, str text, const struct json_node *rule, const struct json_node *answers, bool boolean)
{
	const struct logic_type wanted = { .kind = LOGIC_BOOLEAN };
	struct logic_error error = { .offset = SIZE_MAX };
	const struct logic *logic = logic_compile(arena, rule, types, boolean ? &wanted : NULL, &error);
	if (!logic) {
		PROMISE("a refusal has a reason, in both languages, and a place", error.reason.n && error.reason_sv.n && error.offset <= text.n);
		return;
	}
	const str *reads;
	size_t n = logic_reads(logic, &reads);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			PROMISE("an answer is named once", !str_eq(reads[i], reads[j]));
	evaluate(arena, logic, answers, boolean);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct schema_options options = { .assert_formats = true };
	struct arena *arena = arena_new(ARENA_BYTES);
	struct schema_error error;
	str text, answers_text;
	fuzz_halves(arena, data, size, &text, &answers_text);
	const struct json_node *schema = json_parse(arena, str_of(data_text), &json_limits_document, NULL);
	const struct json_node *rule = json_parse(arena, text, &json_limits_document, NULL);
	const struct json_node *answers = json_parse(arena, answers_text, &json_limits_answers, NULL);
	if (rule && answers) {
		const struct logic_types types = { .data = schema_compile(arena, schema, &options, &error), .actor = true };
		PROMISE("the form's schema is one", types.data != NULL);
		compile(arena, &types, text, rule, answers, false);
		compile(arena, &types, text, rule, answers, true);
	}
	arena_free(arena);
	return 0;
}
