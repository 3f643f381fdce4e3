/* arena_test.c -- memory that is freed at once, never missing and never beyond its ceiling. */
#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

#include "base/arena.h"
#include "base/log.h"

#include <check.h>

Suite *base_arena_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
	/* The tests that die do so on purpose. */
	log_threshold((enum log_level)(LOG_ERROR + 1));
}

static void teardown(void)
{
	arena_free(arena);
}

static bool all_are(const unsigned char *p, size_t n, unsigned char byte)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != byte)
			return false;
	return true;
}

START_TEST(memory_is_zeroed_and_aligned_for_any_type)
{
	for (size_t n = 0; n < 300; n++) {
		unsigned char *p = arena_alloc(arena, n);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		ck_assert(all_are(p, n, 0));
		memset(p, 0xff, n);
	}
}
END_TEST

START_TEST(memory_is_zeroed_again_after_a_reset)
{
	for (int round = 0; round < 3; round++) {
		unsigned char *p = arena_alloc(arena, 50000);
		ck_assert(all_are(p, 50000, 0));
		memset(p, 0xff, 50000);
		arena_reset(arena);
		ck_assert_uint_eq(arena_used(arena), 0);
	}
}
END_TEST

START_TEST(the_first_block_is_used_again)
{
	void *first = arena_alloc(arena, 16);
	arena_alloc(arena, 500000);
	arena_reset(arena);
	ck_assert_ptr_eq(arena_alloc(arena, 16), first);
}
END_TEST

START_TEST(pieces_never_overlap)
{
	unsigned char *pieces[200];
	for (size_t i = 0; i < 200; i++) {
		pieces[i] = arena_alloc(arena, 1 + i * 13);
		memset(pieces[i], (int)i, 1 + i * 13);
	}
	for (size_t i = 0; i < 200; i++)
		ck_assert(all_are(pieces[i], 1 + i * 13, (unsigned char)i));
}
END_TEST

START_TEST(raw_memory_is_as_good_but_holds_anything)
{
	unsigned char *whole = arena_alloc(arena, 5000);
	memset(whole, 0xee, 5000);
	arena_reset(arena);
	unsigned char *pieces[100], *zeroed[100];
	for (size_t i = 0; i < 100; i++) {
		pieces[i] = ARENA_RAW(arena, unsigned char, i * 3 + 1);
		ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		memset(pieces[i], (int)i, i * 3 + 1);
		zeroed[i] = arena_alloc(arena, i);
		ck_assert(all_are(zeroed[i], i, 0));
	}
	ck_assert_uint_eq(arena_used(arena), 100 * 99 / 2 * 4 + 100);
	for (size_t i = 0; i < 100; i++)
		ck_assert(all_are(pieces[i], i * 3 + 1, (unsigned char)i) && all_are(zeroed[i], i, 0));
}
END_TEST

#if defined(__SANITIZE_ADDRESS__)
START_TEST(the_first_byte_beyond_raw_memory_is_poisoned)
{
	for (size_t n = 1; n < 100; n++) {
		unsigned char *p = ARENA_RAW(arena, unsigned char, n);
		ck_assert(!__asan_address_is_poisoned(p + n - 1) && __asan_address_is_poisoned(p + n));
	}
	unsigned char *last = ARENA_RAW(arena, unsigned char, 8);
	arena_reset(arena);
	ck_assert(__asan_address_is_poisoned(last));
}
END_TEST
#endif

START_TEST(everything_below_the_ceiling_can_be_had)
{
	struct arena *small = arena_new(1000);
	arena_alloc(small, 600);
	arena_alloc(small, 400);
	ck_assert_uint_eq(arena_used(small), 1000);
	arena_free(small);
	struct arena *large = arena_new(1 << 20);
	arena_alloc(large, 1 << 20);
	arena_reset(large);
	arena_alloc(large, 1 << 20);
	arena_free(large);
}
END_TEST

START_TEST(at_the_ceiling_the_process_ends)
{
	struct arena *small = arena_new(1000);
	arena_alloc(small, 600);
	arena_alloc(small, 401);
}
END_TEST

START_TEST(a_single_piece_above_the_ceiling_ends_the_process)
{
	arena_alloc(arena_new(1000), SIZE_MAX - 8);
}
END_TEST

START_TEST(an_overflowing_array_ends_the_process)
{
	arena_array(arena, SIZE_MAX / 8 + 2, 8);
}
END_TEST

START_TEST(an_overflowing_raw_array_ends_the_process)
{
	arena_raw(arena, SIZE_MAX / 8 + 2, 8);
}
END_TEST

START_TEST(raw_memory_above_the_ceiling_ends_the_process)
{
	arena_raw(arena_new(1000), 1001, 1);
}
END_TEST

START_TEST(a_copy_ends_in_nul_and_absent_stays_absent)
{
	str copy = arena_copy(arena, (str){ "abcdef", 3 });
	ck_assert(str_is(copy, "abc"));
	ck_assert_int_eq(copy.p[3], '\0');
	ck_assert_ptr_null(arena_copy(arena, STR_NONE).p);
	str empty = arena_copy(arena, STR(""));
	ck_assert(empty.p && empty.n == 0);
	ck_assert_str_eq(arena_z(arena, STR_NONE), "");
	ck_assert_str_eq(arena_z(arena, (str){ "abcdef", 2 }), "ab");
}
END_TEST

START_TEST(text_is_made_at_its_length)
{
	str s = arena_printf(arena, "%s-%05d-%.*s", "x", 42, STR_ARG(STR("tail")));
	ck_assert(str_is(s, "x-00042-tail"));
	ck_assert_int_eq(s.p[s.n], '\0');
	ck_assert_uint_eq(arena_printf(arena, "%9000d", 1).n, 9000);
	ck_assert(str_is(arena_join(arena, STR("a"), STR_NONE, STR("c")), "ac"));
	str nothing = arena_join(arena, STR_NONE, STR_NONE, STR_NONE);
	ck_assert(nothing.p && nothing.n == 0);
}
END_TEST

static char order[8];
static size_t released;

static void release(void *what)
{
	order[released++] = *(const char *)what;
}

START_TEST(what_was_deferred_is_released_once_newest_first)
{
	static char names[] = "abc";
	for (size_t i = 0; i < 3; i++)
		arena_defer(arena, release, &names[i]);
	ck_assert_uint_eq(released, 0);
	arena_reset(arena);
	ck_assert_str_eq(order, "cba");
	arena_reset(arena);
	ck_assert_uint_eq(released, 3);
}
END_TEST

START_TEST(freeing_releases_too_even_what_lies_in_the_arena)
{
	static char name = 'x';
	struct arena *other = arena_new(1000);
	char *inside = arena_alloc(other, 1);
	*inside = 'y';
	arena_defer(other, release, &name);
	arena_defer(other, release, inside);
	arena_free(other);
	ck_assert_str_eq(order, "yx");
	arena_free(NULL);
}
END_TEST

Suite *base_arena_suite(void)
{
	Suite *suite = suite_create("base/arena");
	TCase *t = tcase_create("arena");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, memory_is_zeroed_and_aligned_for_any_type);
	tcase_add_test(t, memory_is_zeroed_again_after_a_reset);
	tcase_add_test(t, the_first_block_is_used_again);
	tcase_add_test(t, pieces_never_overlap);
	tcase_add_test(t, raw_memory_is_as_good_but_holds_anything);
#if defined(__SANITIZE_ADDRESS__)
	tcase_add_test(t, the_first_byte_beyond_raw_memory_is_poisoned);
#endif
	tcase_add_test(t, everything_below_the_ceiling_can_be_had);
	tcase_add_exit_test(t, at_the_ceiling_the_process_ends, EX_SOFTWARE);
	tcase_add_exit_test(t, a_single_piece_above_the_ceiling_ends_the_process, EX_SOFTWARE);
	tcase_add_exit_test(t, an_overflowing_array_ends_the_process, EX_SOFTWARE);
	tcase_add_exit_test(t, an_overflowing_raw_array_ends_the_process, EX_SOFTWARE);
	tcase_add_exit_test(t, raw_memory_above_the_ceiling_ends_the_process, EX_SOFTWARE);
	tcase_add_test(t, a_copy_ends_in_nul_and_absent_stays_absent);
	tcase_add_test(t, text_is_made_at_its_length);
	tcase_add_test(t, what_was_deferred_is_released_once_newest_first);
	tcase_add_test(t, freeing_releases_too_even_what_lies_in_the_arena);
	suite_add_tcase(suite, t);
	return suite;
}
