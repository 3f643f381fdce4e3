/* file_test.c -- files are whole or not there. */
#include "base/file.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"

Suite *base_file_suite(void);

static struct arena *arena;
static char folder[] = "/tmp/blankett-file-XXXXXX";

static void setup(void)
{
	arena = arena_new((size_t)1 << 20);
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static const char *path(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name).p;
}

static void teardown(void)
{
	static const char *const names[] = { "one", "two", "three" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(path(names[i]));
	ck_assert_int_eq(rmdir(folder), 0); /* nothing else was left */
	arena_free(arena);
}

static bool holds(const char *name, const char *text, mode_t mode)
{
	struct stat it;
	return stat(path(name), &it) == 0 && (it.st_mode & 0777) == mode && str_is(config_file(path(name), 4096), text);
}

START_TEST(a_file_is_made_once)
{
	ck_assert(file_make(path("one"), 0400, STR("first")));
	ck_assert(holds("one", "first", 0400));
	ck_assert(!file_make(path("one"), 0600, STR("second")));
	ck_assert_int_eq(errno, EEXIST);
	ck_assert(holds("one", "first", 0400));
	ck_assert(!file_make(path("nowhere/one"), 0600, STR("")));
}
END_TEST

START_TEST(a_file_takes_the_place_of_another_whole)
{
	ck_assert(file_replace(arena, folder, STR("two"), 0644, STR("first")));
	ck_assert(file_replace(arena, folder, STR("two"), 0600, STR("second")));
	ck_assert(holds("two", "second", 0600));
	ck_assert_int_ne(access(path("two.new"), F_OK), 0);
	ck_assert(!file_replace(arena, path("nowhere"), STR("two"), 0600, STR("")));
}
END_TEST

START_TEST(what_a_dead_command_left_is_no_obstacle)
{
	ck_assert_int_eq(symlink("/etc/passwd", path("three.new")), 0);
	ck_assert(file_replace(arena, folder, STR("three"), 0600, STR("third")));
	ck_assert(holds("three", "third", 0600));
}
END_TEST

START_TEST(a_file_that_cannot_be_written_whole_is_told)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	ck_assert_int_ge(full, 0);
	ck_assert(!file_fill(full, STR("text")));
	ck_assert_int_eq(errno, ENOSPC);
	ck_assert_int_eq(close(full), 0);
}
END_TEST

Suite *base_file_suite(void)
{
	Suite *suite = suite_create("base/file");
	TCase *t = tcase_create("file");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_file_is_made_once);
	tcase_add_test(t, a_file_takes_the_place_of_another_whole);
	tcase_add_test(t, what_a_dead_command_left_is_no_obstacle);
	tcase_add_test(t, a_file_that_cannot_be_written_whole_is_told);
	suite_add_tcase(suite, t);
	return suite;
}
