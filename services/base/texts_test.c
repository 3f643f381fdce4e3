/* texts_test.c -- the words of the interface, per language. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/texts.h"

#include <check.h>

Suite *base_texts_suite(void);

static struct arena *arena;
static char folder[] = "/tmp/blankett-texts-XXXXXX";

static const char *path(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name).p;
}

static void add(const char *name, const char *bytes)
{
	int fd = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ck_assert(fd >= 0 && write(fd, bytes, strlen(bytes)) == (ssize_t)strlen(bytes));
	close(fd);
}

static void setup(void)
{
	arena = arena_new(1 << 20);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert(mkdir(path("en"), 0700) == 0 && mkdir(path("sv"), 0700) == 0 && mkdir(path("pt-BR"), 0700) == 0);
	add("sv/a.json", "{\"language.name\":\"Svenska\",\"both\":\"båda\",\"only.sv\":\"bara\"}");
	add("sv/b.json", "{\"more\":\"mer\"}");
	add("sv/README.txt", "not read");
	add("en/a.json", "{\"language.name\":\"English\",\"both\":\"both\"}");
	add("pt-BR/a.json", "{\"language.name\":\"Português\"}");
}

static void teardown(void)
{
	static const char *const names[] = { "sv/a.json", "sv/b.json", "sv/README.txt", "sv/c.json", "en/a.json",
		                             "pt-BR/a.json", "sv", "en", "pt-BR", "" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)remove(path(names[i]));
	arena_free(arena);
}

START_TEST(every_file_of_a_language_is_read_and_swedish_comes_first)
{
	const struct texts *texts = texts_load(folder);
	const struct lang *sv = texts_each(texts, 0);
	ck_assert(str_is(lang_tag(sv), "sv") && str_is(lang_name(sv), "Svenska"));
	ck_assert(str_is(text_of(sv, STR("both")), "båda") && str_is(text_of(sv, STR("more")), "mer"));
	ck_assert(str_is(lang_tag(texts_each(texts, 1)), "en") && str_is(lang_tag(texts_each(texts, 2)), "pt-BR"));
	ck_assert_ptr_null(texts_each(texts, 3));
}
END_TEST

START_TEST(a_missing_word_falls_back_to_swedish_and_then_to_its_key)
{
	const struct lang *en = texts_lang(texts_load(folder), STR("en"));
	const char *key = "both";
	ck_assert(str_is(text(en, key), "both"));
	ck_assert(str_is(text_of(en, STR("only.sv")), "bara") && text_exists(en, STR("only.sv")));
	ck_assert(str_is(text_of(en, STR("nobody.knows")), "nobody.knows") && !text_exists(en, STR("nobody.knows")));
	ck_assert(!text_exists(en, STR("ONLY.SV")));
}
END_TEST

static const struct {
	const char *tag, *found;
} tags[] = {
	{ "sv", "sv" }, { "SV", "sv" }, { "sv-FI", "sv" }, { "en-GB", "en" }, { "pt-br", "pt-BR" }, { "pt", NULL }, { "de", NULL },
	{ "", NULL }, { "e", NULL }, { "eng", NULL },
};

START_TEST(a_tag_finds_its_language)
{
	const struct lang *lang = texts_lang(texts_load(folder), str_of(tags[_i].tag));
	ck_assert(tags[_i].found ? lang && str_is(lang_tag(lang), tags[_i].found) : !lang);
}
END_TEST

static const struct {
	const char *header, *chosen;
} accepted[] = {
	{ "", "sv" },
	{ "en", "en" },
	{ "en-US,en;q=0.9,sv;q=0.8", "en" },
	{ "de, fr;q=0.9, en;q=0.1", "en" },
	{ "en;q=0.3,sv;q=0.7", "sv" },
	{ "sv;q=0.05, en ; q=0.051", "en" },
	{ "en;q=0", "sv" },
	{ "sv;q=0,en;q=0.001", "en" },
	{ "en,sv", "en" },
	{ "sv;q=1.0,en;q=1", "sv" },
	{ "*", "sv" },
	{ "en;q=x", "sv" },
	{ "en;level=1", "sv" },
	{ ",,;;=,", "sv" },
	{ "pt-BR", "pt-BR" },
};

START_TEST(the_browser_says_which_it_likes_best)
{
	const struct lang *lang = texts_accept(texts_load(folder), str_of(accepted[_i].header));
	ck_assert_msg(str_is(lang_tag(lang), accepted[_i].chosen), "%s: %.*s", accepted[_i].header, STR_ARG(lang_tag(lang)));
}
END_TEST

START_TEST(an_absent_or_endless_header_is_swedish)
{
	static char header[100000];
	const struct texts *texts = texts_load(folder);
	ck_assert(str_is(lang_tag(texts_accept(texts, STR_NONE)), "sv"));
	memset(header, ',', sizeof(header));
	ck_assert(str_is(lang_tag(texts_accept(texts, (str){ header, sizeof(header) })), "sv"));
}
END_TEST

static const struct {
	const char *words, *filled;
} fills[] = {
	{ "", "" },
	{ "none", "none" },
	{ "{name}", "Anna" },
	{ "Hej {name}, {n} dagar kvar, {name}!", "Hej Anna, 3 dagar kvar, Anna!" },
	{ "{unknown} {name}", "{unknown} Anna" },
	{ "{ name}{name", "{ name}{name" },
	{ "{{name}}", "{Anna}" },
	{ "a}b{", "a}b{" },
	{ "{trap}", "{name}" }, /* a value is not filled again */
	{ "<{empty}>", "<>" },
};

START_TEST(names_in_braces_are_replaced_once)
{
	const struct pair values[] = { { STR("name"), STR("Anna") }, { STR("n"), STR("3") }, { STR("trap"), STR("{name}") },
		                       { STR("empty"), STR("") } };
	str filled = text_fill(arena, str_of(fills[_i].words), values, 4);
	ck_assert_msg(str_is(filled, fills[_i].filled), "%.*s", STR_ARG(filled));
}
END_TEST

/* Loads in a process of its own, which must end with EX_CONFIG and say where. */
static void ends_with(const char *loaded, const char *word)
{
	char said[4096] = { 0 };
	int fd = memfd_create("stderr", 0), status = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(fd, STDERR_FILENO);
		texts_load(loaded);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_ge(pread(fd, said, sizeof(said) - 1, 0), 0);
	close(fd);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == EX_CONFIG, "status %d: %s", status, said);
	ck_assert_msg(strstr(said, word), "%s: %s", word, said);
}

START_TEST(a_broken_file_ends_the_start_with_its_place)
{
	static const struct {
		const char *bytes, *place;
	} broken[] = {
		{ "{\n \"x\": \"y\",\n}", "sv/c.json:3:1" },
		{ "[]", "sv/c.json:1:1: not an object" },
		{ "{\"x\":\n\"1\", \"y\":2}", "sv/c.json:2:6: not a string" },
		{ "{\"x\":\"1\",\"x\":\"2\"}", "sv/c.json:1:10: duplicate" },
		{ "{\"more\":\"x\",\"both\":\"y\"}", "a key of another file" },
		{ "", "sv/c.json" },
	};
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		add("sv/c.json", broken[i].bytes);
		ends_with(folder, broken[i].place);
	}
}
END_TEST

START_TEST(without_swedish_or_a_folder_there_is_no_start)
{
	ends_with("/nonexistent/texts", "/nonexistent/texts");
	ck_assert_int_eq(rename(path("sv"), path("da")), 0);
	ends_with(folder, "no_swedish");
	ck_assert_int_eq(rename(path("da"), path("sv")), 0);
}
END_TEST

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

Suite *base_texts_suite(void)
{
	Suite *suite = suite_create("base/texts");
	TCase *t = tcase_create("texts");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, every_file_of_a_language_is_read_and_swedish_comes_first);
	tcase_add_test(t, a_missing_word_falls_back_to_swedish_and_then_to_its_key);
	tcase_add_loop_test(t, a_tag_finds_its_language, 0, COUNT(tags));
	tcase_add_loop_test(t, the_browser_says_which_it_likes_best, 0, COUNT(accepted));
	tcase_add_test(t, an_absent_or_endless_header_is_swedish);
	tcase_add_loop_test(t, names_in_braces_are_replaced_once, 0, COUNT(fills));
	tcase_add_test(t, a_broken_file_ends_the_start_with_its_place);
	tcase_add_test(t, without_swedish_or_a_folder_there_is_no_start);
	suite_add_tcase(suite, t);
	return suite;
}
