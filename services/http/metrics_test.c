/* metrics_test.c -- what is counted is what is shown, by whichever process it happened in. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/metrics.h"

#include <check.h> /* last: it makes a macro of our fail() */

Suite *http_metrics_suite(void);

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
	metrics_init("test");
}

static void teardown(void)
{
	arena_free(arena);
}

static bool shows(const char *line)
{
	struct buf out = buf_in(arena, 1 << 17);
	metrics_write(&out);
	ck_assert(buf_ok(&out));
	return strstr(buf_str(&out).p, line) != NULL;
}

START_TEST(buckets_add_up)
{
	metrics_request(200, 1000);
	metrics_request(200, 1001);
	metrics_request(503, 20000000);
	ck_assert(shows("blankett_requests_total{service=\"test\",status=\"200\"} 2\n"));
	ck_assert(shows("blankett_requests_total{service=\"test\",status=\"503\"} 1\n"));
	ck_assert(shows("{service=\"test\",le=\"0.001\"} 1\n"));
	ck_assert(shows("{service=\"test\",le=\"0.0025\"} 2\n"));
	ck_assert(shows("{service=\"test\",le=\"10\"} 2\n"));
	ck_assert(shows("{service=\"test\",le=\"+Inf\"} 3\n"));
	ck_assert(shows("blankett_request_seconds_sum{service=\"test\"} 20.002001\n"));
	ck_assert(shows("blankett_request_seconds_count{service=\"test\"} 3\n"));
}
END_TEST

START_TEST(all_workers_count_into_the_same)
{
	pid_t child = fork();
	if (child == 0) {
		metrics_count(METRIC_SUBMITTED);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	metrics_count(METRIC_SUBMITTED);
	ck_assert(shows("blankett_submitted_total{service=\"test\"} 2\n"));
}
END_TEST

START_TEST(a_status_out_of_range_does_no_harm)
{
	metrics_request(-1, 0);
	metrics_request(100000, 0);
	ck_assert(shows("blankett_requests_total{service=\"test\",status=\"0\"} 2\n"));
}
END_TEST

Suite *http_metrics_suite(void)
{
	Suite *suite = suite_create("http/metrics");
	TCase *t = tcase_create("metrics");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, buckets_add_up);
	tcase_add_test(t, all_workers_count_into_the_same);
	tcase_add_test(t, a_status_out_of_range_does_no_harm);
	suite_add_tcase(suite, t);
	return suite;
}
