/* answers.c -- rules/answers: any fields posted to any page, over any answers saved before. A digit for the page, the fields as a
 * browser sends them, a separator, and a JSON object. One hidden question hides another here, and one stands in a row. */
#include "fuzz.h"
#include "rules/answers.h"

#define ARENA_BYTES ((size_t)64 << 20)
#define MOST_PAIRS 32
#define TODAY STR("2026-03-02")

#define WHEN(name, value, then) \
	"{\"if\":{\"required\":[\"" name "\"],\"properties\":{\"" name "\":{\"const\":" value "}}}," \
	"\"then\":{\"required\":[\"" then "\"]},\"else\":{\"properties\":{\"" then "\":false}}}"

static const char definition[] =
	"{\"id\":\"prov\",\"version\":\"1.0.0\",\"languages\":[\"sv\"],\"routing\":{\"queue\":\"prov\",\"series\":\"PRV\"},"
	"\"data\":{\"type\":\"object\",\"required\":[\"val\"],\"properties\":{"
	"\"summa\":{\"type\":\"integer\",\"readOnly\":true},\"val\":{\"enum\":[\"a\",\"b\"]},\"antal\":{\"type\":\"integer\",\"maximum\":9},\"mer\":{\"type\":\"string\",\"maxLength\":9},"
	"\"sist\":{\"type\":\"number\"},\"flera\":{\"type\":\"array\",\"maxItems\":3,\"items\":{\"enum\":[\"x\",\"y\"]}},"
	"\"dag\":{\"type\":\"string\",\"format\":\"date\"},\"ja\":{\"const\":true},\"kontakt\":{\"type\":\"object\",\"additionalProperties\":false,"
	"\"properties\":{\"epost\":{\"type\":\"string\",\"format\":\"email\",\"maxLength\":40},\"svar\":{\"type\":\"boolean\"}}},"
	"\"rader\":{\"type\":\"array\",\"maxItems\":3,\"items\":{\"type\":\"object\",\"properties\":{\"val\":{\"enum\":[\"a\",\"b\"]},"
	"\"mer\":{\"type\":\"string\",\"maxLength\":9}},\"allOf\":[" WHEN("val", "\"b\"", "mer") "],\"unevaluatedProperties\":false}}},"
	"\"allOf\":[" WHEN("val", "\"b\"", "antal") "," WHEN("antal", "3", "mer") "," WHEN("mer", "\"mer\"", "sist") "],\"unevaluatedProperties\":false},"
	"\"pages\":[{\"id\":\"ett\",\"fields\":[{\"ref\":\"/val\",\"widget\":\"radios\"},{\"ref\":\"/antal\",\"widget\":\"number\"},{\"ref\":\"/mer\",\"widget\":\"textarea\"}]},"
	"{\"id\":\"tva\",\"fields\":[{\"ref\":\"/sist\",\"widget\":\"number\"},{\"ref\":\"/flera\",\"widget\":\"checkboxes\"},{\"ref\":\"/dag\",\"widget\":\"date\"}]},"
	"{\"id\":\"tre\",\"fields\":[{\"ref\":\"/kontakt\",\"widget\":\"group\"}]},"
	"{\"id\":\"sist\",\"kind\":\"check-answers\",\"fields\":[{\"ref\":\"/ja\",\"widget\":\"checkbox\"}]}],"
	"\"calc\":[{\"id\":\"c\",\"target\":\"/summa\",\"logic\":{\"reduce\":[{\"var\":\"flera\"},{\"+\":[{\"var\":\"accumulator\"},2]},{\"*\":[{\"var\":\"antal\"},1]}]}}],"
	"\"checks\":[{\"id\":\"k\",\"at\":\"/dag\",\"logic\":{\"not-before\":[{\"var\":\"dag\"},{\"var\":\"$today\"}]},\"text\":\"k\"}],\"texts\":{\"sv\":{}}}";

/* As a service has it: loaded once. */
static struct arena *held;
static const struct form *form;

/* Hidden means absent, and what is absent stays so. */
static void nothing_hidden(struct arena *arena, const struct json_node *answers)
{
	struct schema_report report;
	schema_explain(form->data, answers, arena, &report);
	for (size_t i = 0; i < report.forbidden_count; i++)
		PROMISE("a hidden question has no answer", !json_pointer(answers, report.forbidden[i]));
	PROMISE("pruning once is enough", json_equal(answers, answers_prune(form, answers, TODAY, arena)));
}

static void check(struct arena *arena, const struct json_node *answers)
{
	struct answers_report report;
	answers_check(form, answers, TODAY, STR("sv"), arena, &report);
	PROMISE("errors and verdict agree", report.valid == (report.error_count == 0));
	for (size_t i = 0; i < report.error_count; i++)
		PROMISE("an error stands at a question of a page, or of none", report.errors[i].pointer.p && report.errors[i].page <= form->page_count);
	for (size_t page = 0; page < form->page_count; page++)
		PROMISE("there is a way on and a way back", answers_next_page(form, &report, page) < form->page_count
		        && answers_previous_page(form, &report, page) <= form->page_count);
	PROMISE("there is a page to go on at", answers_first_open_page(form, &report) < form->page_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!held) {
		held = arena_new(ARENA_BYTES);
		form = form_load_published(held, str_of(definition));
		PROMISE("the form is one", form != NULL);
	}
	struct arena *arena = arena_new(ARENA_BYTES);
	struct pairs fields = { 0 };
	str posted, saved;
	fuzz_halves(arena, data, size, &posted, &saved);
	const struct json_node *answers = json_parse(arena, saved, &json_limits_answers, NULL);
	if (json_is(answers, JSON_OBJECT) && posted.n && pairs_parse(arena, str_sub(posted, 1, posted.n), MOST_PAIRS, &fields)) {
		const struct json_node *decoded = answers_decode(form, (unsigned char)posted.p[0] % form->page_count, answers, &fields, TODAY, arena);
		PROMISE("answers are an object", json_is(decoded, JSON_OBJECT));
		nothing_hidden(arena, decoded);
		check(arena, decoded);
		nothing_hidden(arena, answers_prune(form, answers, TODAY, arena));
		check(arena, answers);
	}
	arena_free(arena);
	return 0;
}
