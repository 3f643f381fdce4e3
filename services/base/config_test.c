/* config_test.c -- what an executable is told: one table, nothing beside it, and a start that ends by name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"

#include <check.h>

Suite *base_config_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
	clearenv();
	setenv("PATH", "/usr/bin:/bin", 1); /* clearenv leaves no list at all */
}

static void teardown(void)
{
	arena_free(arena);
}

/* A regular file without a disk; its path. */
static const char *file_of(str bytes)
{
	int fd = memfd_create("config", 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	return arena_printf(arena, "/proc/self/fd/%d", fd).p;
}

/* Runs `start` in a process of its own, which must end with EX_CONFIG and one line that holds `word`. */
static void ends_with(void (*start)(void), const char *word)
{
	char said[4096] = { 0 };
	int fd = memfd_create("stderr", 0), status = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(fd, STDERR_FILENO);
		start();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_ge(pread(fd, said, sizeof(said) - 1, 0), 0);
	close(fd);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == EX_CONFIG, "status %d: %s", status, said);
	ck_assert_msg(strstr(said, word), "%s: %s", word, said);
}

static void read_it(void)
{
	(void)config_read();
}

START_TEST(without_a_word_the_defaults_of_the_table_hold)
{
	const struct config *c = config_read();
#define CHECK_word(field, otherwise) ck_assert_msg(str_is(c->field, otherwise), #field)
#define CHECK_number(field, otherwise) ck_assert(str_eq(arena_printf(arena, "%lld", (long long)c->field), STR(otherwise)))
#define X(field, variable, type, otherwise, what) CHECK_##type(field, otherwise);
	CONFIG_TABLE(X)
#undef X
}
END_TEST

START_TEST(every_variable_of_the_table_is_read)
{
#define VALUE_word "0999"
#define VALUE_number "17"
#define X(field, variable, type, otherwise, what) setenv(variable, VALUE_##type, 1);
	CONFIG_TABLE(X)
#undef X
	const struct config *c = config_read();
#define IS_word(field) ck_assert_msg(str_is(c->field, "0999"), #field)
#define IS_number(field) ck_assert_msg(c->field == 17, #field)
#define X(field, variable, type, otherwise, what) IS_##type(field);
	CONFIG_TABLE(X)
#undef X
}
END_TEST

START_TEST(variables_of_others_do_not_matter)
{
	setenv("BLANKET", "x", 1);
	setenv("blankett_env", "x", 1);
	ck_assert(str_is(config_read()->environment, "production"));
}
END_TEST

static const struct {
	const char *variable, *value;
} refused[] = {
	{ "BLANKETT_WORKER", "4" }, /* unknown */
	{ "BLANKETT_", "" },
	{ "BLANKETT_WORKERS", "" },
	{ "BLANKETT_WORKERS", "0" },
	{ "BLANKETT_WORKERS", "-1" },
	{ "BLANKETT_WORKERS", "4x" },
	{ "BLANKETT_WORKERS", " 4" },
	{ "BLANKETT_WORKERS", "1000001" },
	{ "BLANKETT_DEADLINE", "10s" },
	{ "BLANKETT_MUNICIPALITY", "120" },
	{ "BLANKETT_MUNICIPALITY", "01200" },
	{ "BLANKETT_MUNICIPALITY", "012a" },
	{ "BLANKETT_MUNICIPALITY", "-000" },
	{ "BLANKETT_MUNICIPALITY", "" },
	{ "BLANKETT_ENV", "pro\xff" },
};

START_TEST(a_wrong_word_ends_the_start_with_the_name_of_its_variable)
{
	setenv(refused[_i].variable, refused[_i].value, 1);
	ends_with(read_it, refused[_i].variable);
}
END_TEST

static void need_it(void)
{
	config_need(STR("something"), "BLANKETT_SOCKET");
	config_need(STR(""), "BLANKETT_DATABASE");
}

START_TEST(a_missing_word_that_is_needed_ends_the_start)
{
	ends_with(need_it, "BLANKETT_DATABASE");
}
END_TEST

START_TEST(a_file_is_read_whole_up_to_its_limit)
{
	str bytes = STR("one\0two\n");
	str got = config_file(file_of(bytes), bytes.n);
	ck_assert(str_eq(got, bytes));
	ck_assert_int_eq(got.p[got.n], '\0');
	str empty = config_file(file_of(STR("")), 0);
	ck_assert(empty.p && empty.n == 0);
}
END_TEST

static const char *path;

static void read_the_file(void)
{
	(void)config_file(path, 3);
}

START_TEST(a_file_that_is_missing_too_large_or_none_ends_the_start)
{
	path = "/nonexistent/secret";
	ends_with(read_the_file, path);
	path = "/proc/self/fd";
	ends_with(read_the_file, path);
	path = "/dev/zero";
	ends_with(read_the_file, path);
	path = file_of(STR("four"));
	ends_with(read_the_file, path);
}
END_TEST

START_TEST(the_table_is_printed_with_every_variable_and_no_value)
{
	char said[16384] = { 0 };
	int fd = memfd_create("stdout", 0), kept = dup(STDOUT_FILENO);
	setenv("BLANKETT_DATABASE", "password=hidden", 1);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	config_print();
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	ck_assert_int_gt(pread(fd, said, sizeof(said) - 1, 0), 0);
#define X(field, variable, type, otherwise, what) ck_assert_msg(strstr(said, variable " ") && strstr(said, what), variable);
	CONFIG_TABLE(X)
#undef X
	ck_assert_ptr_null(strstr(said, "hidden"));
}
END_TEST

Suite *base_config_suite(void)
{
	Suite *suite = suite_create("base/config");
	TCase *t = tcase_create("config");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, without_a_word_the_defaults_of_the_table_hold);
	tcase_add_test(t, every_variable_of_the_table_is_read);
	tcase_add_test(t, variables_of_others_do_not_matter);
	tcase_add_loop_test(t, a_wrong_word_ends_the_start_with_the_name_of_its_variable, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(t, a_missing_word_that_is_needed_ends_the_start);
	tcase_add_test(t, a_file_is_read_whole_up_to_its_limit);
	tcase_add_test(t, a_file_that_is_missing_too_large_or_none_ends_the_start);
	tcase_add_test(t, the_table_is_printed_with_every_variable_and_no_value);
	suite_add_tcase(suite, t);
	return suite;
}
