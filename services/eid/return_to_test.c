#include "eid/return_to.h"

#include <check.h>

Suite *eid_return_to_suite(void);

START_TEST(the_way_back_is_a_path_of_ours_and_nothing_else)
{
	static const char *const bad[] = {
	    "",
	    "mina",
	    "//evil.example",
	    "/\\evil",
	    "/\\/evil",
	    "https://evil.example",
	    "javascript:alert(1)",
	    "/a//b",
	    "/a#b",
	    "/a%2f",
	    "/a.b",
	    "/a b",
	    "/a\r\nb",
	    "/\t/e",
	    "/a?b=//evil",
	    "/a?b#c",
	    "/a?b?c",
	    "/a?b=c:d",
	    "/a?b c",
	    "/a?b;c",
	    "?b",
	    "//e?b",
	    "/å",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!return_to_holds(str_of(bad[i])), "%s", bad[i]);
	ck_assert(return_to_holds(STR("/")));
	ck_assert(return_to_holds(STR("/utkast/0190a-f3/barn_1/")));
	ck_assert(return_to_holds(STR("/handlaggare/ko/skolskjuts?status=received&cursor=MjAyNg%3D%3D")));
}
END_TEST

START_TEST(each_audience_has_a_home)
{
	ck_assert(return_to_holds(return_to_home(AUD_CITIZEN)));
	ck_assert(str_is(return_to_home(AUD_STAFF), "/handlaggare"));
}
END_TEST

Suite *eid_return_to_suite(void)
{
	Suite *suite = suite_create("eid/return_to");
	TCase *all = tcase_create("all");
	tcase_add_test(all, the_way_back_is_a_path_of_ours_and_nothing_else);
	tcase_add_test(all, each_audience_has_a_home);
	suite_add_tcase(suite, all);
	return suite;
}
