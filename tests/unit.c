/* unit.c -- runs the Check suites of services/x/y_test.c; `unit WORD` runs those whose name contains WORD.
 *
 * The suites are listed in suites.inc, made from the file names. The last line counts the tests and nothing follows it. Tests read
 * files (forms, texts, vectors) relative to the project, so run this from there. */
#include "base/str.h"

#include <check.h>

#define SUITE(name) Suite *name(void);
#include "suites.inc"
#undef SUITE

typedef Suite *suite_make(void);

static const struct entry {
	const char *name;
	suite_make *make;
} entries[] = {
#define SUITE(name) { #name, name },
#include "suites.inc"
#undef SUITE
};

int main(int argc, char **argv)
{
	const char *wanted = argc > 1 ? argv[1] : "";
	SRunner *runner = srunner_create(NULL);
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		if (strstr(entries[i].name, wanted))
			srunner_add_suite(runner, entries[i].make());
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner), passed = srunner_ntests_run(runner) - failed;
	srunner_free(runner);
	if (passed + failed == 0)
		fprintf(stderr, "no suite is called *%s*\n", wanted);
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
