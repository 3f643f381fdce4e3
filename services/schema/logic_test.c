/* logic_test.c -- rules across answers: what they give, when they give nothing, and which are refused, where and why. */
#include <check.h>

#include "base/buf.h"
#include "schema/logic.h"

Suite *schema_logic_suite(void);

static const char data_text[] =
	"{\"type\":\"object\",\"required\":[\"antal\",\"start\",\"boende\"],\"properties\":{"
	"\"antal\":{\"type\":\"integer\"},\"matt\":{\"type\":\"number\"},\"start\":{\"type\":\"string\",\"format\":\"date\"},"
	"\"slut\":{\"type\":\"string\",\"format\":\"date\"},\"namn\":{\"type\":\"string\"},\"ja\":{\"type\":\"boolean\"},"
	"\"boende\":{\"enum\":[\"en\",\"vaxelvis\"]},\"niva\":{\"enum\":[1,2,3]},\"blandat\":{\"enum\":[1,\"a\"]},\"forsakran\":{\"const\":true},"
	"\"skal\":{\"type\":\"array\",\"maxItems\":4,\"items\":{\"enum\":[\"avstand\",\"trafik\"]}},"
	"\"utan_slut\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},"
	"\"langa\":{\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"integer\"}},"
	"\"kontakt\":{\"$ref\":\"#/$defs/kontakt\"},"
	"\"barn\":{\"type\":\"array\",\"maxItems\":8,\"items\":{\"type\":\"object\",\"required\":[\"alder\"],\"properties\":{"
	"\"alder\":{\"type\":\"integer\"},\"fodd\":{\"type\":\"string\",\"format\":\"date\"},"
	"\"dagar\":{\"type\":\"array\",\"maxItems\":5,\"items\":{\"type\":\"integer\"}}}}}},"
	"\"$defs\":{\"kontakt\":{\"type\":\"object\",\"required\":[\"epost\"],\"properties\":{\"epost\":{\"type\":\"string\"}}}}}";

struct world {
	struct arena *arena;
	struct logic_types types;
	struct logic_error error;
};

static const struct json_node *parsed(struct arena *arena, const char *text)
{
	struct json_error error = { "", 0 };
	const struct json_node *node = json_parse(arena, str_of(text), &json_limits_document, &error);
	ck_assert_msg(node != NULL, "%s at %zu in %s", error.reason, error.offset, text);
	return node;
}

static struct world world_new(void)
{
	const struct schema_options options = { .assert_formats = true };
	struct schema_error error;
	struct world w = { .arena = arena_new((size_t)16 << 20) };
	w.types.data = schema_compile(w.arena, parsed(w.arena, data_text), &options, &error);
	w.types.actor = true;
	ck_assert_ptr_nonnull(w.types.data);
	return w;
}

static const struct logic *compile(struct world *w, const char *rule)
{
	const struct logic *logic = logic_compile(w->arena, parsed(w->arena, rule), &w->types, NULL, &w->error);
	ck_assert_msg(logic != NULL, "%s: %.*s: %.*s", rule, STR_ARG(w->error.pointer), STR_ARG(w->error.reason));
	return logic;
}

static const char *outcome_of(struct world *w, const char *rule, const char *answers)
{
	const struct logic_env env = { STR("2026-03-02"), STR("vardnadshavare") };
	struct logic_value value;
	switch (logic_run(compile(w, rule), parsed(w->arena, answers), &env, w->arena, &value)) {
	case LOGIC_UNANSWERED:
		return "unanswered";
	case LOGIC_TOO_LARGE:
		return "too large";
	case LOGIC_DIVIDED_BY_ZERO:
		return "divided by zero";
	default:
		return logic_value_json(w->arena, &value).p;
	}
}

static const struct {
	const char *rule, *answers, *expected;
} outcomes[] = {
	/* kinds */
	{ "{\"===\":[{\"var\":\"boende\"},\"vaxelvis\"]}", "{\"boende\":\"vaxelvis\"}", "true" },
	{ "{\"===\":[{\"var\":\"niva\"},2]}", "{\"niva\":2.0}", "true" },
	{ "{\"!==\":[{\"var\":\"ja\"},{\"var\":\"forsakran\"}]}", "{\"ja\":false,\"forsakran\":true}", "true" },
	{ "{\"<\":[\"abc\",{\"var\":\"namn\"}]}", "{\"namn\":\"abd\"}", "true" },
	{ "{\"<=\":[1,{\"var\":\"antal\"},3]}", "{\"antal\":3}", "true" },
	{ "{\"<=\":[1,{\"var\":\"antal\"},3]}", "{\"antal\":4}", "false" },
	{ "{\">\":[3,{\"var\":\"antal\"},1]}", "{\"antal\":2}", "true" },
	/* arithmetic */
	{ "{\"+\":[0.1,{\"var\":\"matt\"}]}", "{\"matt\":0.2}", "0.3" },
	{ "{\"-\":[{\"var\":\"antal\"}]}", "{\"antal\":5}", "-5" },
	{ "{\"-\":[10,{\"var\":\"antal\"},2]}", "{\"antal\":5}", "3" },
	{ "{\"*\":[{\"var\":\"antal\"},{\"var\":\"antal\"}]}", "{\"antal\":999999999999}", "too large" },
	{ "{\"/\":[1,{\"var\":\"antal\"}]}", "{\"antal\":0}", "divided by zero" },
	{ "{\"/\":[{\"var\":\"antal\"},{\"var\":\"matt\"}]}", "{\"antal\":2,\"matt\":3}", "0.666666667" },
	{ "{\"max\":[1,{\"var\":\"antal\"},2.5]}", "{\"antal\":2}", "2.5" },
	{ "{\"min\":[1,{\"var\":\"antal\"},2.5]}", "{\"antal\":-2}", "-2" },
	{ "{\"+\":[1,{\"var\":\"matt\"}]}", "{\"matt\":1234567890123456789012}", "too large" },
	/* days */
	{ "{\">=\":[{\"var\":\"start\"},{\"var\":\"$today\"}]}", "{\"start\":\"2026-03-02\"}", "true" },
	{ "{\">=\":[{\"var\":\"start\"},{\"var\":\"$today\"}]}", "{\"start\":\"2026-03-01\"}", "false" },
	{ "{\"not-before\":[{\"var\":\"start\"},\"2026-03-01\"]}", "{\"start\":\"2026-03-01\"}", "true" },
	{ "{\"before\":[{\"var\":\"start\"},\"2026-03-01\"]}", "{\"start\":\"2026-03-01\"}", "false" },
	{ "{\"after\":[{\"var\":\"start\"},\"2026-02-28\"]}", "{\"start\":\"2026-03-01\"}", "true" },
	{ "{\"not-after\":[\"2026-01-01\",{\"var\":\"start\"},\"2026-12-31\"]}", "{\"start\":\"2027-01-01\"}", "false" },
	{ "{\"plusTime\":[{\"var\":\"start\"},1,\"year\"]}", "{\"start\":\"2024-02-29\"}", "\"2025-02-28\"" },
	{ "{\"plusTime\":[{\"var\":\"start\"},-1,\"day\"]}", "{\"start\":\"0001-01-01\"}", "too large" },
	{ "{\"<=\":[{\"var\":\"start\"},{\"if\":[{\"var\":\"ja\"},\"2027-06-30\",\"2028-06-30\"]}]}", "{\"ja\":true,\"start\":\"2027-08-01\"}", "false" },
	/* lists */
	{ "{\"in\":[\"trafik\",{\"var\":\"skal\"}]}", "{\"skal\":[\"avstand\",\"trafik\"]}", "true" },
	{ "{\"in\":[{\"var\":\"boende\"},[\"en\"]]}", "{\"boende\":\"vaxelvis\"}", "false" },
	{ "{\"in\":[{\"var\":\"namn\"},[]]}", "{\"namn\":\"x\"}", "false" },
	{ "{\"all\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},5]}]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "true" },
	{ "{\"all\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},5]}]}", "{\"barn\":[]}", "false" },
	{ "{\"some\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},6]}]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "true" },
	{ "{\"some\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},6]}]}", "{\"barn\":[]}", "false" },
	{ "{\"none\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},6]}]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "false" },
	{ "{\"none\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},6]}]}", "{\"barn\":[]}", "true" },
	{ "{\"map\":[{\"var\":\"barn\"},{\"*\":[{\"var\":\"alder\"},2]}]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "[12,14]" },
	{ "{\"filter\":[{\"var\":\"barn\"},{\"===\":[{\"var\":\"alder\"},7]}]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "[{\"alder\":7}]" },
	{ "{\"reduce\":[{\"var\":\"barn\"},{\"+\":[{\"var\":\"accumulator\"},{\"var\":\"current.alder\"}]},0]}", "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "13" },
	{ "{\"reduce\":[{\"filter\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},6]}]},{\"+\":[{\"var\":\"accumulator\"},1]},0]}",
	  "{\"barn\":[{\"alder\":6},{\"alder\":7}]}", "1" },
	{ "{\"some\":[{\"var\":\"barn\"},{\"after\":[{\"var\":[\"fodd\",\"2000-01-01\"]},{\"plusTime\":[{\"var\":\"$today\"},-6,\"year\"]}]}]}",
	  "{\"barn\":[{\"alder\":6},{\"alder\":5,\"fodd\":\"2021-01-01\"}]}", "true" },
	{ "{\"all\":[[1,2,{\"var\":\"antal\"}],{\">\":[{\"var\":\"\"},0]}]}", "{\"antal\":0}", "false" },
	/* the rest */
	{ "{\"cat\":[{\"var\":\"namn\"},\" \",{\"var\":\"matt\"},\" \",{\"var\":\"start\"}]}", "{\"namn\":\"Å\",\"matt\":1.50,\"start\":\"2026-01-02\"}", "\"Å 1.5 2026-01-02\"" },
	{ "{\"if\":[{\"<\":[{\"var\":\"antal\"},1]},\"a\",{\"<\":[{\"var\":\"antal\"},5]},\"b\",\"c\"]}", "{\"antal\":3}", "\"b\"" },
	{ "{\"if\":[{\"<\":[{\"var\":\"antal\"},1]},\"a\",{\"<\":[{\"var\":\"antal\"},5]},\"b\",\"c\"]}", "{\"antal\":9}", "\"c\"" },
	{ "{\"!\":{\"var\":\"ja\"}}", "{\"ja\":true}", "false" },
	{ "{\"===\":[{\"var\":\"$actor\"},\"vardnadshavare\"]}", "{}", "true" },
	{ "{\"var\":\"kontakt.epost\"}", "{\"kontakt\":{\"epost\":\"a@b.se\"}}", "\"a@b.se\"" },
	{ "{\"var\":[\"matt\",7]}", "{}", "7" },
	{ "{\"var\":[\"matt\",{\"var\":\"antal\"}]}", "{\"antal\":3}", "3" },
	/* what is missing, hidden or of another kind decides nothing */
	{ "{\">\":[{\"var\":\"antal\"},1]}", "{}", "unanswered" },
	{ "{\">\":[{\"var\":\"antal\"},1]}", "{\"antal\":\"tre\"}", "unanswered" },
	{ "{\">\":[{\"var\":\"start\"},{\"var\":\"$today\"}]}", "{\"start\":\"2026-02-30\"}", "unanswered" },
	{ "{\"!\":{\"var\":\"ja\"}}", "{}", "unanswered" },
	{ "{\"or\":[{\"var\":\"ja\"},{\">\":[{\"var\":\"antal\"},1]}]}", "{\"antal\":2}", "true" },
	{ "{\"or\":[{\"var\":\"ja\"},{\">\":[{\"var\":\"antal\"},1]}]}", "{\"antal\":1}", "unanswered" },
	{ "{\"and\":[{\"var\":\"ja\"},{\">\":[{\"var\":\"antal\"},1]}]}", "{\"antal\":1}", "false" },
	{ "{\"and\":[{\"var\":\"ja\"},{\">\":[{\"var\":\"antal\"},1]}]}", "{\"antal\":2}", "unanswered" },
	{ "{\"if\":[{\"===\":[{\"var\":\"boende\"},\"en\"]},true,{\">\":[{\"var\":\"antal\"},1]}]}", "{\"boende\":\"en\"}", "true" },
	{ "{\"if\":[{\"===\":[{\"var\":\"boende\"},\"en\"]},true,{\">\":[{\"var\":\"antal\"},1]}]}", "{\"antal\":2}", "unanswered" },
	{ "{\"in\":[\"trafik\",{\"var\":\"skal\"}]}", "{\"skal\":[1,\"trafik\"]}", "unanswered" },
	{ "{\"all\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},5]}]}", "{\"barn\":[{},{\"alder\":1}]}", "false" },
	{ "{\"all\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},5]}]}", "{\"barn\":[{},{\"alder\":9}]}", "unanswered" },
	{ "{\"some\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},5]}]}", "{\"barn\":[7,{\"alder\":9}]}", "true" },
	/* more rows than the schema allows are an error of the schema, not work for the rule */
	{ "{\"some\":[{\"var\":\"skal\"},{\"===\":[{\"var\":\"\"},\"trafik\"]}]}", "{\"skal\":[\"trafik\",\"trafik\",\"trafik\",\"trafik\",\"trafik\"]}", "unanswered" },
	/* a list of answers that is passed on is bounded as well */
	{ "{\"reduce\":[{\"var\":\"langa\"},{\"cat\":[{\"var\":\"accumulator\"},{\"var\":\"accumulator\"}]},\"ab\"]}",
	  "{\"langa\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}", "too large" },
};

START_TEST(a_rule_gives_its_outcome)
{
	struct world w = world_new();
	ck_assert_str_eq(outcome_of(&w, outcomes[_i].rule, outcomes[_i].answers), outcomes[_i].expected);
	arena_free(w.arena);
}
END_TEST

static const struct {
	const char *rule, *pointer, *reason; /* a part of it */
} refusals[] = {
	{ "{\"%\":[1,2]}", "", "no operator \"%\"" },
	{ "{\"==\":[1,2]}", "", "no operator \"==\"" },
	{ "null", "", "neither" },
	{ "{\"<\":[1,2],\">\":[1,2]}", "", "neither" },
	{ "{}", "", "neither" },
	{ "{\"<\":[1]}", "/<", "two or three values" },
	{ "{\"===\":[1,2,3]}", "/===", "two values" },
	{ "{\"+\":1}", "/+", "at least one value" },
	{ "{\"if\":[true,1,false,2]}", "/if", "what holds otherwise" },
	{ "{\"<\":[{\"var\":\"antal\"},\"3\"]}", "/</1", "the others are a number, and this is a text" },
	{ "{\"<\":[{\"var\":\"start\"},\"i dag\"]}", "/</1", "\"i dag\" is no date" },
	{ "{\"<\":[{\"var\":\"ja\"},true]}", "/</0", "a number is needed" },
	{ "{\"===\":[{\"var\":\"start\"},{\"var\":\"namn\"}]}", "/===/1", "the others are a date, and this is a text" },
	{ "{\"===\":[{\"var\":\"skal\"},{\"var\":\"skal\"}]}", "/===/0", "a text is needed, but this is a list" },
	{ "{\"and\":[true,1]}", "/and/1", "yes or no" },
	{ "{\"+\":[1,{\"var\":\"namn\"}]}", "/+/1", "a number is needed, but this is a text" },
	{ "{\"before\":[{\"var\":\"namn\"},{\"var\":\"$today\"}]}", "/before/0", "a date is needed" },
	{ "{\"if\":[{\"var\":\"ja\"},1,\"x\"]}", "/if/1", "different kinds" },
	{ "{\"===\":[{\"var\":\"boende\"},\"vaxelvsi\"]}", "/===/1", "\"vaxelvsi\" is none of the alternatives of \"/boende\"" },
	{ "{\"===\":[4,{\"var\":\"niva\"}]}", "/===/0", "none of the alternatives" },
	{ "{\"in\":[\"hund\",{\"var\":\"skal\"}]}", "/in/0", "none of the alternatives" },
	{ "{\"in\":[{\"var\":\"boende\"},[\"en\",\"tva\"]]}", "/in/1", "none of the alternatives" },
	{ "{\"in\":[1,\"text\"]}", "/in/1", "a list is needed" },
	{ "{\"in\":[1,[\"a\"]]}", "/in/0", "different kinds" },
	{ "[1,\"a\"]", "/1", "different kinds" },
	{ "{\"var\":\"saknas\"}", "/var", "\"saknas\" is named here, but does not exist" },
	{ "{\"var\":\"barn.0.alder\"}", "/var", "\"barn.0.alder\" does not fit" },
	{ "{\"var\":1}", "/var", "\"1\" does not fit" },
	{ "{\"var\":{\"var\":\"namn\"}}", "/var", "does not fit" },
	{ "{\"var\":[\"antal\",1,2]}", "/var/0", "does not fit" },
	{ "{\"var\":[]}", "/var", "does not fit" },
	{ "{\"var\":[\"antal\",\"inget\"]}", "/var/1", "different kinds" },
	{ "{\"var\":\"$tomorrow\"}", "/var", "does not exist" },
	{ "{\"var\":\"blandat\"}", "/var", "cannot be told" },
	{ "{\"var\":\"utan_slut\"}", "/var", "\"utan_slut\" has no maxItems" },
	{ "{\"some\":[{\"var\":\"barn\"},{\"<\":[{\"var\":\"fodd\"},\"2020-01-01\"]}]}", "/some/1/</0/var", "may lack \"fodd\"" },
	{ "{\"some\":[{\"var\":\"barn\"},{\"<\":[{\"var\":\"namn\"},1]}]}", "/some/1/</0/var", "have no \"namn\"" },
	{ "{\"some\":[{\"var\":\"skal\"},{\"var\":\"antal\"}]}", "/some/1/var", "have no \"antal\"" },
	{ "{\"some\":[{\"var\":\"skal\"},1]}", "/some/1", "yes or no" },
	{ "{\"some\":[[],true]}", "/some/0", "empty" },
	{ "{\"some\":[{\"var\":\"antal\"},true]}", "/some/0", "a list is needed" },
	{ "{\"reduce\":[{\"var\":\"barn\"},{\"var\":\"antal\"},0]}", "/reduce/1/var", "only \"current\"" },
	{ "{\"reduce\":[{\"var\":\"barn\"},\"x\",0]}", "/reduce/1", "different kinds" },
	{ "{\"reduce\":[{\"var\":\"barn\"},{\"var\":\"accumulator\"},[1]]}", "/reduce/2", "a number is needed, but this is a list" },
	{ "{\"/\":[{\"var\":\"antal\"},0]}", "/~1/1", "divides by zero" },
	{ "{\"/\":[{\"var\":\"antal\"},{\"-\":[1,1]}]}", "/~1/1", "divides by zero" },
	{ "{\"*\":[1000000000,1000000000]}", "/*", "more than 18 digits" },
	{ "{\"+\":[1,12345678901234567890]}", "/+/1", "more than 18 digits" },
	{ "{\"plusTime\":[{\"var\":\"start\"},1,\"hour\"]}", "/plusTime", "day, month and year" },
	{ "{\"plusTime\":[{\"var\":\"start\"},1.5,\"day\"]}", "/plusTime", "whole number" },
	{ "{\"plusTime\":[{\"var\":\"start\"},{\"var\":\"antal\"},\"day\"]}", "/plusTime", "whole number" },
	{ "{\"plusTime\":[{\"var\":\"namn\"},1,\"day\"]}", "/plusTime/0", "a date is needed" },
	{ "{\"cat\":[true]}", "/cat/0", "a text is needed" },
	/* 1000 rows for each of 1000 rows */
	{ "{\"all\":[{\"var\":\"langa\"},{\"in\":[{\"var\":\"\"},[1,2]]}]}", "", NULL },
	{ "{\"all\":[{\"map\":[{\"var\":\"langa\"},{\"var\":\"\"}]},{\"all\":[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25],"
	  "{\"and\":[true,true,true]}]}]}", "", "more than 100000 steps" },
};

START_TEST(a_rule_is_refused_at_its_place_and_with_its_reason)
{
	struct world w = world_new();
	const struct json_node *rule = parsed(w.arena, refusals[_i].rule);
	const struct logic *logic = logic_compile(w.arena, rule, &w.types, NULL, &w.error);
	ck_assert_int_eq(logic == NULL, refusals[_i].reason != NULL);
	if (!logic) {
		ck_assert_str_eq(arena_z(w.arena, w.error.pointer), refusals[_i].pointer);
		ck_assert_msg(strstr(w.error.reason.p, refusals[_i].reason) != NULL, "%s: %s", refusals[_i].rule, w.error.reason.p);
		ck_assert_uint_eq(w.error.offset, json_pointer(rule, w.error.pointer)->offset);
		ck_assert(w.error.reason_sv.n > 0 && !str_eq(w.error.reason, w.error.reason_sv));
	}
	arena_free(w.arena);
}
END_TEST

static const struct {
	struct logic_type wanted;
	const char *rule, *reason; /* NULL: accepted */
} results[] = {
	{ { .kind = LOGIC_BOOLEAN }, "{\">\":[{\"var\":\"antal\"},1]}", NULL },
	{ { .kind = LOGIC_BOOLEAN }, "{\"var\":\"antal\"}", "yes or no" },
	{ { .kind = LOGIC_DATE }, "\"2026-01-01\"", NULL },
	{ { .kind = LOGIC_DATE }, "\"i morgon\"", "a date is needed" },
	{ { .kind = LOGIC_TEXT }, "{\"var\":\"start\"}", "a text is needed" },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"+\":[{\"var\":\"antal\"},1]}", NULL },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"reduce\":[{\"var\":\"barn\"},{\"+\":[{\"var\":\"accumulator\"},1]},0]}", NULL },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"reduce\":[{\"var\":\"barn\"},{\"+\":[{\"var\":\"accumulator\"},0.5]},0]}", "whole number" },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"+\":[{\"var\":\"matt\"},1]}", "whole number" },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"/\":[{\"var\":\"antal\"},2]}", "whole number" },
	{ { .kind = LOGIC_NUMBER, .integer = true }, "{\"/\":[4,2]}", NULL },
	{ { .kind = LOGIC_NUMBER }, "{\"/\":[{\"var\":\"antal\"},2]}", NULL },
};

START_TEST(the_result_must_be_of_the_kind_asked_for)
{
	struct world w = world_new();
	const struct logic *logic = logic_compile(w.arena, parsed(w.arena, results[_i].rule), &w.types, &results[_i].wanted, &w.error);
	ck_assert_int_eq(logic == NULL, results[_i].reason != NULL);
	if (!logic)
		ck_assert_msg(strstr(w.error.reason.p, results[_i].reason) != NULL, "%s", w.error.reason.p);
	arena_free(w.arena);
}
END_TEST

/* A rule of `n` times `open`, a middle, and as many closing brackets. */
static const char *nested(struct arena *arena, size_t n, const char *open, const char *middle, const char *close)
{
	struct buf b = buf_in(arena, (size_t)1 << 20);
	for (size_t i = 0; i < n; i++)
		buf_add(&b, str_of(open));
	buf_add(&b, str_of(middle));
	for (size_t i = 0; i < n; i++)
		buf_add(&b, str_of(close));
	return buf_str(&b).p;
}

START_TEST(depth_has_a_limit_for_operators_lists_and_defaults)
{
	static const char *const shapes[][3] = { { "{\"!\":[", "true", "]}" }, { "[", "1", "]" }, { "{\"var\":[\"antal\",", "1", "]}" } };
	struct world w = world_new();
	for (size_t i = 0; i < 3; i++) {
		const char *fits = nested(w.arena, LOGIC_DEPTH_MAX, shapes[i][0], shapes[i][1], shapes[i][2]);
		const char *deep = nested(w.arena, LOGIC_DEPTH_MAX + 1, shapes[i][0], shapes[i][1], shapes[i][2]);
		ck_assert_ptr_nonnull(logic_compile(w.arena, parsed(w.arena, fits), &w.types, NULL, &w.error));
		ck_assert_ptr_null(logic_compile(w.arena, parsed(w.arena, deep), &w.types, NULL, &w.error));
		ck_assert_ptr_nonnull(strstr(w.error.reason.p, "inside one another"));
	}
	arena_free(w.arena);
}
END_TEST

START_TEST(a_hostile_rule_costs_no_more_than_its_limit)
{
	struct world w = world_new();
	struct buf b = buf_in(w.arena, (size_t)1 << 20);
	buf_lit(&b, "{\"+\":[");
	for (int i = 0; i < 100000; i++)
		buf_lit(&b, "1,");
	buf_lit(&b, "1]}");
	const struct json_node *rule = parsed(w.arena, buf_str(&b).p);
	size_t before = arena_used(w.arena);
	ck_assert_ptr_null(logic_compile(w.arena, rule, &w.types, NULL, &w.error));
	ck_assert_ptr_nonnull(strstr(w.error.reason.p, "more than 500 parts"));
	ck_assert_uint_lt(arena_used(w.arena) - before, (size_t)2 << 20);
	arena_free(w.arena);
}
END_TEST

START_TEST(a_long_hostile_name_is_shortened_between_code_points)
{
	struct world w = world_new();
	struct buf b = buf_in(w.arena, 4096);
	buf_lit(&b, "{\"");
	for (int i = 0; i < 500; i++)
		buf_lit(&b, "å");
	buf_lit(&b, "\":[1]}");
	ck_assert_ptr_null(logic_compile(w.arena, parsed(w.arena, buf_str(&b).p), &w.types, NULL, &w.error));
	ck_assert(str_utf8(w.error.reason) && w.error.reason.n < 300);
	arena_free(w.arena);
}
END_TEST

/* A thousand rows. */
static const struct json_node *many_rows(struct arena *in)
{
	struct buf b = buf_in(in, (size_t)1 << 16);
	buf_lit(&b, "{\"langa\":[");
	for (int i = 0; i < 1000; i++)
		buf_add(&b, i ? STR(",7") : STR("7"));
	buf_lit(&b, "]}");
	return parsed(in, buf_str(&b).p);
}

START_TEST(a_run_takes_no_more_memory_than_its_limit)
{
	static const struct {
		const char *rule;
		enum logic_outcome outcome;
	} rules[] = {
		{ "{\"some\":[{\"filter\":[{\"map\":[{\"var\":\"langa\"},{\"+\":[{\"var\":\"\"},1]}]},{\">\":[{\"var\":\"\"},1]}]},{\"===\":[{\"var\":\"\"},1]}]}", LOGIC_OK },
		{ "{\"all\":[{\"var\":\"langa\"},{\"after\":[{\"plusTime\":[{\"var\":\"$today\"},1,\"day\"]},{\"var\":\"$today\"}]}]}", LOGIC_OK },
		{ "{\"all\":[{\"var\":\"langa\"},{\"!==\":[{\"cat\":[\"rad \",{\"var\":\"\"}]},\"rad\"]}]}", LOGIC_OK },
		{ "{\"all\":[{\"var\":\"langa\"},{\"!==\":[{\"cat\":[\"en text som är så lång att den inte får plats tusen gånger i det som en "
		  "enda körning får använda, hur man än räknar det\",{\"var\":\"\"}]},\"rad\"]}]}", LOGIC_TOO_LARGE },
	};
	const struct logic_env env = { STR("2026-03-02"), STR_NONE };
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct world w = world_new();
		struct arena *scratch = arena_new(LOGIC_SCRATCH);
		struct logic_value value;
		ck_assert_int_eq(logic_run(compile(&w, rules[i].rule), many_rows(w.arena), &env, scratch, &value), rules[i].outcome);
		arena_free(scratch);
		arena_free(w.arena);
	}
}
END_TEST

START_TEST(texts_too_long_to_join_have_no_outcome)
{
	struct world w = world_new();
	const struct logic_env env = { STR("2026-03-02"), STR_NONE };
	struct arena *scratch = arena_new(LOGIC_SCRATCH);
	struct buf b = buf_in(w.arena, (size_t)1 << 20);
	struct logic_value value;
	buf_lit(&b, "{\"namn\":\"");
	for (int i = 0; i < 60000; i++)
		buf_byte(&b, 'a');
	buf_lit(&b, "\"}");
	const struct json_node *answers = parsed(w.arena, buf_str(&b).p);
#define FOUR "{\"var\":\"namn\"},{\"var\":\"namn\"},{\"var\":\"namn\"},{\"var\":\"namn\"}"
	const struct logic *logic = compile(&w, "{\"cat\":[" FOUR "," FOUR "]}");
	ck_assert_int_eq(logic_run(logic, answers, &env, scratch, &value), LOGIC_TOO_LARGE);
	ck_assert_int_eq(logic_run(compile(&w, "{\"cat\":[{\"var\":\"namn\"},\"!\"]}"), answers, &env, scratch, &value), LOGIC_OK);
	ck_assert_uint_eq(value.text.n, 60001);
	arena_free(scratch);
	arena_free(w.arena);
}
END_TEST

START_TEST(memory_that_no_run_may_take_is_refused_before)
{
	struct world w = world_new();
	const char *rule = "{\"some\":[{\"var\":\"langa\"},{\"some\":[{\"map\":[[1,2,3,4],{\"+\":[{\"var\":\"\"},1]}]},{\"===\":[{\"var\":\"\"},1]}]}]}";
	ck_assert_ptr_null(logic_compile(w.arena, parsed(w.arena, rule), &w.types, NULL, &w.error));
	ck_assert_ptr_nonnull(strstr(w.error.reason.p, "more than 100000 steps"));
	arena_free(w.arena);
}
END_TEST

START_TEST(what_a_rule_reads_is_known)
{
	struct world w = world_new();
	const str *reads;
	const struct logic *logic = compile(&w, "{\"and\":[{\">\":[{\"var\":\"antal\"},{\"var\":[\"matt\",{\"var\":\"antal\"}]}]},"
	                                        "{\"some\":[{\"var\":\"barn\"},{\">\":[{\"var\":\"alder\"},1]}]},"
	                                        "{\"===\":[{\"var\":\"kontakt.epost\"},{\"var\":\"$actor\"}]}]}");
	ck_assert_uint_eq(logic_reads(logic, &reads), 4);
	ck_assert_str_eq(arena_z(w.arena, reads[0]), "/antal");
	ck_assert_str_eq(arena_z(w.arena, reads[1]), "/matt");
	ck_assert_str_eq(arena_z(w.arena, reads[2]), "/barn");
	ck_assert_str_eq(arena_z(w.arena, reads[3]), "/kontakt/epost");
	arena_free(w.arena);
}
END_TEST

START_TEST(outside_variables_are_unanswered_when_nobody_gives_them)
{
	struct world w = world_new();
	const struct logic_env nothing = { STR_NONE, STR_NONE }, broken = { STR("i dag"), STR_NONE };
	const struct json_node *answers = parsed(w.arena, "{\"start\":\"2026-03-01\"}");
	const struct logic *logic = compile(&w, "{\">\":[{\"var\":\"start\"},{\"var\":\"$today\"}]}");
	struct logic_value value;
	ck_assert_int_eq(logic_run(logic, answers, &nothing, w.arena, &value), LOGIC_UNANSWERED);
	ck_assert_int_eq(logic_run(logic, answers, &broken, w.arena, &value), LOGIC_UNANSWERED);
	w.types.actor = false;
	ck_assert_ptr_null(logic_compile(w.arena, parsed(w.arena, "{\"var\":\"$actor\"}"), &w.types, NULL, &w.error));
	arena_free(w.arena);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *schema_logic_suite(void)
{
	Suite *suite = suite_create("schema_logic");
	TCase *tc = tcase_create("rules");
	tcase_add_loop_test(tc, a_rule_gives_its_outcome, 0, COUNT(outcomes));
	tcase_add_loop_test(tc, a_rule_is_refused_at_its_place_and_with_its_reason, 0, COUNT(refusals));
	tcase_add_loop_test(tc, the_result_must_be_of_the_kind_asked_for, 0, COUNT(results));
	tcase_add_test(tc, depth_has_a_limit_for_operators_lists_and_defaults);
	tcase_add_test(tc, a_hostile_rule_costs_no_more_than_its_limit);
	tcase_add_test(tc, a_long_hostile_name_is_shortened_between_code_points);
	tcase_add_test(tc, a_run_takes_no_more_memory_than_its_limit);
	tcase_add_test(tc, texts_too_long_to_join_have_no_outcome);
	tcase_add_test(tc, memory_that_no_run_may_take_is_refused_before);
	tcase_add_test(tc, what_a_rule_reads_is_known);
	tcase_add_test(tc, outside_variables_are_unanswered_when_nobody_gives_them);
	suite_add_tcase(suite, tc);
	return suite;
}
