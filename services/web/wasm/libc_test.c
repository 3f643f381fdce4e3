/* libc_test.c -- the little C library says what the system's says, over many inputs; and its heap gives no byte twice. */
#include <check.h>

#define LIBC(name) little_##name
#include "web/wasm/libc/libc.h"

#include "web/wasm/libc/format.c"
#include "web/wasm/libc/heap.c"
#include "web/wasm/libc/string.c"
#include "web/wasm/libc/wide.c"

Suite *wasm_libc_suite(void);

/* xorshift: the same numbers in every run. */
static uint64_t chance(void)
{
	static uint64_t state = 0x9e3779b97f4a7c15;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

#define ROOM 64u
#define ROUNDS 20000

START_TEST(bytes_are_copied_set_and_compared_like_the_system_does)
{
	unsigned char ours[ROOM], theirs[ROOM], other[ROOM];
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = chance() % 24, from = chance() % 32, to = chance() % 32;
		for (size_t i = 0; i < ROOM; i++) {
			ours[i] = theirs[i] = (unsigned char)(chance() % 3 + 254);
			other[i] = (unsigned char)(chance() % 3 + 254);
		}
		switch (round % 4) {
		case 0:
			ck_assert_ptr_eq(little_memcpy(ours + to, other + from, n), ours + to);
			memcpy(theirs + to, other + from, n);
			break;
		case 1:
			ck_assert_ptr_eq(little_memmove(ours + to, ours + from, n), ours + to);
			memmove(theirs + to, theirs + from, n);
			break;
		case 2:
			ck_assert_ptr_eq(little_memset(ours + to, (int)(chance() % 600), n), ours + to);
			memset(theirs + to, ours[to], n);
			break;
		default:
			ck_assert_int_eq(sign(little_memcmp(ours + to, other + from, n)), sign(memcmp(theirs + to, other + from, n)));
			ck_assert_ptr_eq(little_memchr(ours + from, 511, n), memchr(ours + from, 511, n));
		}
		ck_assert(memcmp(ours, theirs, ROOM) == 0);
	}
}
END_TEST

START_TEST(strings_are_measured_and_searched_like_the_system_does)
{
	char s[ROOM];
	for (int round = 0; round < ROUNDS; round++) {
		size_t n = chance() % (ROOM - 1);
		for (size_t i = 0; i < n; i++)
			s[i] = (char)(chance() % 8 + 'a');
		s[n] = '\0';
		ck_assert_uint_eq(little_strlen(s), strlen(s));
		for (int c = 'a'; c < 'j'; c++)
			ck_assert_ptr_eq(little_strchr(s, c), strchr(s, c));
		ck_assert_ptr_eq(little_strchr(s, '\0'), s + n);
	}
}
END_TEST

#define AGREE(...) \
	do { \
		char ours[ROOM], theirs[ROOM]; \
		size_t room = chance() % ROOM; \
		memset(ours, '!', ROOM); \
		memset(theirs, '!', ROOM); \
		int ours_n = little_snprintf(ours, room, __VA_ARGS__), theirs_n = snprintf(theirs, room, __VA_ARGS__); \
		ck_assert_int_eq(ours_n, theirs_n); \
		ck_assert_msg(memcmp(ours, theirs, ROOM) == 0, "room for %zu: ours \"%.63s\", theirs \"%.63s\"", room, ours, theirs); \
	} while (0)

static int64_t any_number(void)
{
	static const int64_t edges[] = { 0, 1, -1, 9, 10, -10, 127, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN };
	return chance() % 3 ? (int64_t)(chance() >> chance() % 64) : edges[chance() % (sizeof(edges) / sizeof(edges[0]))];
}

START_TEST(numbers_are_printed_like_the_system_does)
{
	for (int round = 0; round < ROUNDS; round++) {
		int64_t n = any_number();
		int width = (int)(chance() % 25) - 12, precision = (int)(chance() % 25) - 5;
		AGREE("%d %i|%5d|%-5d|%05d|%+d|%+05d", (int)n, (int)n, (int)n, (int)n, (int)n, (int)n, (int)n);
		AGREE("%lld|%ld|%25lld|%025lld|%-25lld|", (long long)n, (long)n, (long long)n, (long long)n, (long long)n);
		AGREE("%u|%lu|%llu|%zu", (unsigned)n, (unsigned long)n, (unsigned long long)n, (size_t)n);
		AGREE("%x|%X|%04x|%02X|%llx|%zX", (unsigned)n, (unsigned)n, (unsigned)n, (unsigned)n, (unsigned long long)n, (size_t)n);
		AGREE("%*d|%0*d|%-*d", width, (int)n, width, (int)n, width, (int)n);
		AGREE("%.*d|%.0d|%.5lld|%8.3d|%08.3d|%+.3d|%.*x", precision, (int)n, (int)n, (long long)n, (int)n, (int)n, (int)n, precision,
		      (unsigned)n);
		AGREE("%02u-%02uT%02u:%03uZ", (unsigned)n % 100, (unsigned)n % 60, (unsigned)n % 24, (unsigned)n % 1000);
	}
}
END_TEST

START_TEST(text_is_printed_like_the_system_does)
{
	static const char *const texts[] = { "", "a", "åäö", "percent", "a longer text than any width there is here" };
	for (int round = 0; round < ROUNDS; round++) {
		const char *s = texts[chance() % 5], *t = texts[chance() % 5];
		int width = (int)(chance() % 25) - 12, precision = (int)(chance() % 25) - 5;
		AGREE("%s%s", s, t);
		AGREE("%10s|%-10s|%.3s|%.s|%10.2s", s, t, s, t, s);
		AGREE("%*s|%-*s|%.*s|%*.*s", width, s, width, t, precision, s, width, precision, t);
		AGREE("%.*s/%zu and %%, %c%5c%-5c|", precision, s, strlen(t), 'x', 'y', 'z');
	}
	AGREE("%s", "");
	AGREE("nothing to fill in");
	AGREE("%.*s", 3, (const char[]){ 'a', 'b', 'c' }); /* no NUL behind it */
}
END_TEST

START_TEST(a_conversion_that_is_not_known_is_refused)
{
	char text[ROOM];
	ck_assert_int_eq(little_snprintf(text, ROOM, "a%gb", 1.5), -1);
	ck_assert_str_eq(text, "a");
	ck_assert_int_eq(little_snprintf(text, ROOM, "a%p", ""), -1);
	ck_assert_int_eq(little_snprintf(text, ROOM, "a%#x", 1u), -1);
	ck_assert_int_eq(little_snprintf(text, ROOM, "a%"), -1);
	ck_assert_str_eq(text, "a");
}
END_TEST

static wide_unsigned any_wide(void)
{
	wide_unsigned wide = (wide_unsigned)chance() << 64 | chance();
	return chance() % 5 ? wide >> chance() % 128 : 0 - (wide >> chance() % 128);
}

START_TEST(wide_integers_are_multiplied_and_divided_like_the_compiler_does)
{
	for (int round = 0; round < ROUNDS; round++) {
		wide_unsigned a = any_wide(), b = any_wide();
		ck_assert(little___multi3((wide_signed)a, (wide_signed)b) == (wide_signed)(a * b));
		if (b == 0)
			continue;
		ck_assert(little___udivti3(a, b) == a / b);
		ck_assert(little___umodti3(a, b) == a % b);
		if (b + 1 == 0)
			continue;
		ck_assert(little___divti3((wide_signed)a, (wide_signed)b) == (wide_signed)a / (wide_signed)b);
		ck_assert(little___modti3((wide_signed)a, (wide_signed)b) == (wide_signed)a % (wide_signed)b);
	}
}
END_TEST

/* The memory of a machine with little of it. */
#define MEMORY ((size_t)1 << 20)
static _Alignas(16) unsigned char memory[MEMORY];
static size_t given;

void *little_heap_more(size_t bytes)
{
	if (bytes > MEMORY - given)
		return NULL;
	given += bytes;
	return memory + given - bytes;
}

#define BLOCKS 40

START_TEST(the_heap_gives_no_byte_twice_and_uses_again_what_is_freed)
{
	struct {
		unsigned char *p;
		size_t n;
	} blocks[BLOCKS] = { 0 };
	for (int round = 0; round < ROUNDS / 10; round++) {
		size_t i = chance() % BLOCKS, kept = 0;
		while (kept < blocks[i].n && blocks[i].p[kept] == i)
			kept++;
		ck_assert_uint_eq(kept, blocks[i].n);
		little_free(blocks[i].p);
		blocks[i].n = chance() % 20000;
		blocks[i].p = little_malloc(blocks[i].n);
		ck_assert_ptr_nonnull(blocks[i].p);
		ck_assert_uint_eq((uintptr_t)blocks[i].p % 16, 0);
		memset(blocks[i].p, (int)i, blocks[i].n);
	}
	for (size_t i = 0; i < BLOCKS; i++)
		little_free(blocks[i].p);
	/* All neighbours are joined again: one piece as large as all there ever was. */
	size_t before = given;
	void *whole = little_malloc(before - 2 * sizeof(struct piece));
	ck_assert_ptr_nonnull(whole);
	ck_assert_uint_eq(given, before);
	little_free(whole);
}
END_TEST

START_TEST(at_the_ceiling_there_is_nothing_and_then_again_something)
{
	ck_assert_ptr_null(little_malloc(2 * MEMORY));
	ck_assert_ptr_null(little_malloc(SIZE_MAX));
	ck_assert_ptr_null(little_malloc(SIZE_MAX - 20));
	ck_assert_ptr_null(little_calloc(SIZE_MAX / 2, 3));
	void *most = little_malloc(MEMORY - 64);
	ck_assert_ptr_nonnull(most);
	ck_assert_ptr_null(little_malloc(100));
	little_free(most);
	unsigned char *clean = little_calloc(10, 10);
	ck_assert_ptr_nonnull(clean);
	for (size_t i = 0; i < 100; i++)
		ck_assert_uint_eq(clean[i], 0);
	little_free(clean);
	little_free(NULL);
}
END_TEST

Suite *wasm_libc_suite(void)
{
	Suite *s = suite_create("wasm/libc");
	TCase *t = tcase_create("libc");
	tcase_add_test(t, bytes_are_copied_set_and_compared_like_the_system_does);
	tcase_add_test(t, strings_are_measured_and_searched_like_the_system_does);
	tcase_add_test(t, numbers_are_printed_like_the_system_does);
	tcase_add_test(t, text_is_printed_like_the_system_does);
	tcase_add_test(t, a_conversion_that_is_not_known_is_refused);
	tcase_add_test(t, wide_integers_are_multiplied_and_divided_like_the_compiler_does);
	tcase_add_test(t, the_heap_gives_no_byte_twice_and_uses_again_what_is_freed);
	tcase_add_test(t, at_the_ceiling_there_is_nothing_and_then_again_something);
	suite_add_tcase(s, t);
	return s;
}
