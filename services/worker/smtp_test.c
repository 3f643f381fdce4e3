/* smtp_test.c -- the mail server's address: no secrets in it, no other protocol, and a cause in words of ours. */
#include <sysexits.h>

#include "base/log.h"
#include "worker/smtp.h"

#include <check.h>

Suite *worker_smtp_suite(void);

static void silence(void)
{
	log_threshold((enum log_level)(LOG_ERROR + 1));
}

static const char *const refused[] = {
	"", "localhost:25", "http://localhost", "file:///etc/passwd", "SMTP://localhost", " smtp://localhost", "smtp:localhost",
	"smtp://anna@localhost", "smtps://anna:secret@mail.example.se:465",
};

START_TEST(what_is_no_mail_server_ends_the_start)
{
	(void)smtp_open(str_of(refused[_i]));
}
END_TEST

START_TEST(a_mail_server_can_be_named)
{
	smtp_close(smtp_open(STR("smtp://localhost:2525")));
	smtp_close(smtp_open(STR("smtps://mail.example.se:465")));
}
END_TEST

START_TEST(a_server_that_is_not_there_is_unreachable)
{
	struct arena *arena = arena_new(1 << 20);
	struct smtp *smtp = smtp_open(STR("smtp://127.0.0.1:1")); /* nobody listens on port 1 */
	const struct mail mail = { .from = STR("a@example.se"), .to = STR("b@example.se"), .from_name = STR("A"), .subject = STR("S"),
		                   .text = STR("T\n"), .id = STR("1"), .domain = STR("example.se"), .now_ms = 1 };
	str cause = STR_NONE;
	ck_assert(!smtp_send(smtp, arena, &mail, &cause));
	ck_assert_msg(str_is(cause, "smtp-unreachable"), "%.*s", STR_ARG(cause));
	smtp_close(smtp);
	arena_free(arena);
}
END_TEST

Suite *worker_smtp_suite(void)
{
	Suite *suite = suite_create("worker/smtp");
	TCase *t = tcase_create("smtp");
	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, silence, NULL);
	tcase_add_loop_exit_test(t, what_is_no_mail_server_ends_the_start, EX_CONFIG, 0, sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(t, a_mail_server_can_be_named);
	tcase_add_test(t, a_server_that_is_not_there_is_unreachable);
	suite_add_tcase(suite, t);
	return suite;
}
