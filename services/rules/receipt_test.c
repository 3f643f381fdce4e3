/* receipt_test.c -- a receipt's bytes are fixed by its facts, and nothing but what is named gets into them. */
#include "base/seal.h"
#include "rules/receipt.h"

#include <string.h>

#include <check.h>

Suite *rules_receipt_suite(void);

#define SHA "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""

static const char facts_text[] =
	"{\"kind\":\"submission\",\"municipality\":\"0120\",\"case\":\"SKJ-2026-000001-1\",\"language\":\"sv\","
	"\"form\":{\"version\":\"1.0.0\",\"id\":\"skolskjuts\",\"sha256\":" SHA "},\"document\":{\"sha256\":" SHA ",\"answers\":{\"a\":1}},"
	"\"status\":\"received\",\"submitted_at\":\"2026-11-24T12:00:00.123Z\",\"received_at\":\"2026-11-24T12:00:00.123Z\","
	"\"signers\":[{\"role\":\"applicant\",\"name\":\"Anna Åkerström\",\"personal_number\":\"198112189876\",\"mode\":\"login\","
	"\"level\":\"loa3\",\"at\":\"2026-11-24T12:00:00.123Z\"}],\"issued_at\":\"2026-11-24T12:00:00.123Z\"}";

static const char receipt_text[] =
	"{\"case\":\"SKJ-2026-000001-1\",\"document\":{\"sha256\":" SHA "},"
	"\"form\":{\"id\":\"skolskjuts\",\"sha256\":" SHA ",\"version\":\"1.0.0\"},"
	"\"issued_at\":\"2026-11-24T12:00:00.123Z\",\"kind\":\"submission\",\"municipality\":\"0120\","
	"\"received_at\":\"2026-11-24T12:00:00.123Z\",\"signers\":[{\"at\":\"2026-11-24T12:00:00.123Z\",\"level\":\"loa3\","
	"\"mode\":\"login\",\"name\":\"Anna Åkerström\",\"role\":\"applicant\"}],\"status\":\"received\","
	"\"submitted_at\":\"2026-11-24T12:00:00.123Z\",\"v\":1}";

static struct arena *arena;

static void setup(void)
{
	arena = arena_new((size_t)4 << 20);
	seal_init();
}

static void teardown(void)
{
	arena_free(arena);
}

static str composed(const char *facts)
{
	const struct json_node *node = json_parse(arena, str_of(facts), &json_limits_document, NULL);
	ck_assert(node != NULL);
	return receipt_compose(arena, node);
}

/* The facts with one text in place of another. */
static const char *with(const char *old, const char *new)
{
	const char *at = strstr(facts_text, old);
	ck_assert_msg(at != NULL, "%s", old);
	str head = { facts_text, (size_t)(at - facts_text) };
	return arena_z(arena, arena_join(arena, head, str_of(new), str_of(at + strlen(old))));
}

START_TEST(the_bytes_are_fixed)
{
	ck_assert_str_eq(arena_z(arena, composed(facts_text)), receipt_text);
}
END_TEST

START_TEST(their_hash_is_fixed)
{
	uint8_t hash[SEAL_HASH_BYTES];
	seal_sha256(hash, composed(facts_text));
	ck_assert_str_eq(seal_hex(arena, hash, sizeof(hash)).p, "8605034022df63eda0b4dd3e500410a7d4184b7b5b0f6f0f711c2311df4341ab");
}
END_TEST

START_TEST(a_personal_number_or_an_answer_in_the_facts_stays_outside)
{
	const char *text = arena_z(arena, composed(facts_text));
	ck_assert(strstr(text, "198112189876") == NULL);
	ck_assert(strstr(text, "answers") == NULL);
}
END_TEST

START_TEST(what_is_unknown_or_protected_is_absent)
{
	const char *text = arena_z(arena, composed(with("\"name\":\"Anna Åkerström\"", "\"name\":null")));
	ck_assert(strstr(text, "\"v\":1") != NULL);
	ck_assert(strstr(text, "name") == NULL);
	text = arena_z(arena, composed(with("\"level\":\"loa3\",", "")));
	ck_assert(strstr(text, "\"mode\":\"login\"") != NULL);
	text = arena_z(arena, composed(with("\"received_at\":\"2026-11-24T12:00:00.123Z\"", "\"received_at\":null")));
	ck_assert(strstr(text, "\"v\":1") != NULL);
	ck_assert(strstr(text, "received_at") == NULL);
}
END_TEST

START_TEST(facts_that_lack_something_or_say_something_else_give_no_receipt)
{
	static const char *const changes[][2] = {
		{ "\"kind\":\"submission\"", "\"kind\":\"decision\"" },
		{ "\"kind\":\"submission\",", "" },
		{ "\"kind\":\"submission\"", "\"kind\":\"submission signature\"" },
		{ "\"kind\":\"submission\"", "\"kind\":\"\"" },
		{ "\"mode\":\"login\"", "\"mode\":\"guess\"" },
		{ "\"role\":\"applicant\"", "\"role\":\"caseworker\"" },
		{ "\"SKJ-2026-000001-1\"", "\"SKJ 2026\\n000001\"" },
		{ "\"SKJ-2026-000001-1\"", "null" },
		{ "\"municipality\":\"0120\"", "\"municipality\":120" },
		{ "\"2026-11-24T12:00:00.123Z\"", "\"2026-11-24T13:00:00.123+01:00\"" },
		{ "\"2026-11-24T12:00:00.123Z\"", "\"2026-11-31T12:00:00.123Z\"" },
		{ "e3b0c4", "E3B0C4" },
		{ "e3b0c4", "e3b0c" },
		{ "\"signers\":[{", "\"signers\":[],\"others\":[{" },
	};
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		ck_assert_msg(composed(with(changes[i][0], changes[i][1])).p == NULL, "%s", changes[i][1]);
	ck_assert(composed("[]").p == NULL);
	ck_assert(receipt_compose(arena, NULL).p == NULL);
}
END_TEST

START_TEST(a_receipt_is_read_back_from_its_own_bytes_only)
{
	static const char *const others[] = {
		"", "{}", "null", "{\"v\":1}", "not JSON",
	};
	ck_assert(receipt_read(arena, str_of(receipt_text)) != NULL);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert(receipt_read(arena, str_of(others[i])) == NULL);
	ck_assert(receipt_read(arena, str_of(facts_text)) == NULL);
	ck_assert(receipt_read(arena, arena_join(arena, str_of(receipt_text), STR("\n"), STR(""))) == NULL);
	ck_assert(receipt_read(arena, STR_NONE) == NULL);
}
END_TEST

START_TEST(the_comment_names_municipality_case_and_moment)
{
	str comment = receipt_comment(arena, receipt_read(arena, str_of(receipt_text)));
	ck_assert_str_eq(arena_z(arena, comment), "municipality=0120 case=SKJ-2026-000001-1 issued_at=2026-11-24T12:00:00.123Z");
}
END_TEST

Suite *rules_receipt_suite(void)
{
	Suite *suite = suite_create("rules_receipt");
	TCase *tests = tcase_create("receipt");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_bytes_are_fixed);
	tcase_add_test(tests, their_hash_is_fixed);
	tcase_add_test(tests, a_personal_number_or_an_answer_in_the_facts_stays_outside);
	tcase_add_test(tests, what_is_unknown_or_protected_is_absent);
	tcase_add_test(tests, facts_that_lack_something_or_say_something_else_give_no_receipt);
	tcase_add_test(tests, a_receipt_is_read_back_from_its_own_bytes_only);
	tcase_add_test(tests, the_comment_names_municipality_case_and_moment);
	suite_add_tcase(suite, tests);
	return suite;
}
