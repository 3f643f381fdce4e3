/* json_name_test.c -- the names of members: their hash, and twins wherever they stand. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/buf.h"
#include "base/json.h"

Suite *base_json_name_suite(void);

static struct arena *arena;
static struct json_error error;

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	error = (struct json_error){ NULL, 0 };
}

static void teardown(void)
{
	arena_free(arena);
}

/* Each name with its place as value; offsets[i], where its quote stands. */
static str object_of(const str *names, size_t n, size_t *offsets)
{
	struct buf b = buf_in(arena, 1 << 20);
	buf_byte(&b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_byte(&b, ',');
		offsets[i] = buf_str(&b).n;
		buf_printf(&b, "\"%.*s\":%zu", STR_ARG(names[i]), i);
	}
	buf_byte(&b, '}');
	return buf_str(&b);
}

static void every_name_is_found(const str *names, size_t n)
{
	size_t offsets[64];
	const struct json_node *object = json_parse(arena, object_of(names, n, offsets), &json_limits_answers, &error);
	ck_assert_msg(object, "%s", error.reason);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(json_int(json_get(object, names[i]), -1), (int64_t)i);
}

/* The name at `second` becomes that of `first`. */
static void twin_is_refused(const str *names, size_t n, size_t first, size_t second)
{
	str changed[64];
	size_t offsets[64];
	memcpy(changed, names, n * sizeof(*names));
	changed[second] = names[first];
	ck_assert_ptr_null(json_parse(arena, object_of(changed, n, offsets), &json_limits_answers, &error));
	ck_assert_str_eq(error.reason, "duplicate member");
	ck_assert_uint_eq(error.offset, offsets[second]);
}

static void every_twin_is_refused(const str *names, size_t n)
{
	for (size_t second = 1; second < n; second++)
		for (size_t first = 0; first < second; first++)
			twin_is_refused(names, n, first, second);
}

START_TEST(a_twin_is_found_at_every_place_among_few_and_many)
{
	str names[40];
	for (size_t i = 0; i < 40; i++)
		names[i] = arena_printf(arena, "m%zu", i);
	static const size_t sizes[] = { 2, 3, 16, 31, 32, 33, 34, 40 };
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		every_name_is_found(names, sizes[i]);
		every_twin_is_refused(names, sizes[i]);
	}
}
END_TEST

/* All with the same highest bits of the hash, or the same lowest: whichever a reader looks at first tells it nothing. */
static void fill_alike(str *names, size_t n, uint32_t bits)
{
	uint32_t wanted = json_hash(STR("k0")) & bits;
	size_t found = 0;
	for (unsigned i = 0; found < n; i++) {
		str name = arena_printf(arena, "k%u", i);
		if ((json_hash(name) & bits) == wanted)
			names[found++] = name;
	}
}

START_TEST(names_whose_hashes_look_alike_are_told_apart)
{
	static const uint32_t bits[] = { 0xff000000u, 0x000000ffu };
	str names[40];
	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		fill_alike(names, 40, bits[i]);
		every_name_is_found(names, 12);
		every_name_is_found(names, 40);
		every_twin_is_refused(names, 12);
		every_twin_is_refused(names, 36);
	}
}
END_TEST

#define MANY 200000u

struct hashed {
	uint32_t hash;
	unsigned i;
};

static int by_hash(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Among so many names some hashes are equal: about n * n / 2 / 2^32 pairs, a good five. More would be a poor hash. */
START_TEST(different_names_of_equal_hash_are_different_members)
{
	struct hashed *all = ARENA_ARRAY(arena, struct hashed, MANY);
	for (unsigned i = 0; i < MANY; i++) {
		char name[16];
		int n = snprintf(name, sizeof(name), "n%u", i);
		all[i] = (struct hashed){ json_hash((str){ name, (size_t)n }), i };
	}
	qsort(all, MANY, sizeof(*all), by_hash);
	size_t pairs = 0;
	for (size_t i = 1; i < MANY; i++) {
		if (all[i].hash != all[i - 1].hash)
			continue;
		const str names[] = { arena_printf(arena, "n%u", all[i - 1].i), arena_printf(arena, "n%u", all[i].i) };
		every_name_is_found(names, 2);
		twin_is_refused(names, 2, 0, 1);
		pairs++;
	}
	ck_assert(pairs > 0 && pairs < 30);
}
END_TEST

START_TEST(every_byte_of_a_name_changes_its_hash)
{
	for (size_t n = 0; n <= 40; n++) {
		/* An exact piece, so that a sanitizer sees a read beyond it. */
		char *name = arena_alloc(arena, n);
		memset(name, 'x', n);
		uint32_t hash = json_hash((str){ name, n });
		for (size_t i = 0; i < n; i++) {
			for (unsigned bit = 1; bit < 256; bit *= 2) {
				name[i] = (char)(name[i] ^ (char)bit);
				ck_assert_uint_ne(json_hash((str){ name, n }), hash);
				name[i] = 'x';
			}
		}
		ck_assert_uint_eq(json_hash((str){ name, n }), hash);
		char longer[41];
		memset(longer, 'x', sizeof(longer));
		ck_assert_uint_ne(json_hash((str){ longer, n + 1 }), hash);
	}
	ck_assert_uint_eq(json_hash(STR_NONE), json_hash(STR("")));
}
END_TEST

/* Names as forms have them, in as many slots as names: a fair hash leaves about a third of the slots empty. */
START_TEST(low_bits_spread_over_small_tables)
{
	static const struct {
		const char *before, *behind;
	} patterns[] = { { "", "" }, { "q", "" }, { "falt", "" }, { "vardnadshavare_", "" }, { "a", "_fornamn_och_efternamn" } };
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		unsigned used[64] = { 0 }, empty = 0;
		for (size_t k = 0; k < 64; k++)
			used[json_hash(arena_printf(arena, "%s%02zu%s", patterns[i].before, k, patterns[i].behind)) & 63]++;
		for (size_t k = 0; k < 64; k++)
			empty += used[k] == 0;
		ck_assert_msg(empty < 34, "%s: %u of 64 empty", patterns[i].before, empty);
	}
}
END_TEST

START_TEST(what_else_is_wrong_in_an_object_is_told_before_its_twins)
{
	static const struct {
		const char *text, *reason;
		size_t offset;
	} wrong[] = { { "{\"a\":1,\"a\":x}", "unexpected text", 11 },
		      { "{\"a\":1,\"a\":2", "the text ends too early", 12 },
		      { "{\"a\":1,\"a\":{\"b\":1,\"b\":2}}", "duplicate member", 18 },
		      { "{\"a\":1,\"b\":2,\"b\":3,\"a\":4}", "duplicate member", 13 } };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_ptr_null(json_parse(arena, str_of(wrong[i].text), &json_limits_answers, &error));
		ck_assert_str_eq(error.reason, wrong[i].reason);
		ck_assert_uint_eq(error.offset, wrong[i].offset);
	}
}
END_TEST

START_TEST(a_name_and_a_value_of_the_same_bytes_are_equal_though_only_one_has_a_hash)
{
	const struct json_node *root = json_parse(arena, STR("{\"abc\":\"abc\"}"), &json_limits_answers, &error);
	struct json_iter it = json_begin(root);
	ck_assert(json_next(&it));
	ck_assert(it.key->hash == json_hash(STR("abc")) && it.value->hash == 0);
	ck_assert(json_equal(it.key, it.value) && json_equal(it.value, it.key));
}
END_TEST

Suite *base_json_name_suite(void)
{
	Suite *suite = suite_create("base/json_name");
	TCase *t = tcase_create("json_name");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_twin_is_found_at_every_place_among_few_and_many);
	tcase_add_test(t, names_whose_hashes_look_alike_are_told_apart);
	tcase_add_test(t, different_names_of_equal_hash_are_different_members);
	tcase_add_test(t, every_byte_of_a_name_changes_its_hash);
	tcase_add_test(t, low_bits_spread_over_small_tables);
	tcase_add_test(t, what_else_is_wrong_in_an_object_is_told_before_its_twins);
	tcase_add_test(t, a_name_and_a_value_of_the_same_bytes_are_equal_though_only_one_has_a_hash);
	suite_add_tcase(suite, t);
	return suite;
}
