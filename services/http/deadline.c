#include "http/deadline.h"

#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/problem.h"
#include "http/metrics.h"
#include "http/prefork.h"

#define LINE_BYTES 256
#define ID_BYTES 64

/* Written before it is needed, because a signal handler must not format. Two, so that the one in use is never half-written. */
static struct {
	const char *service;
	unsigned seconds;
	long pid;
	char began[32];
	char lines[2][LINE_BYTES];
	size_t sizes[2];
	volatile sig_atomic_t current, running;
} deadline;

static void give_up(int number)
{
	(void)number;
	if (!deadline.running)
		return;
	int i = deadline.current;
	ssize_t written = write(STDERR_FILENO, deadline.lines[i], deadline.sizes[i]);
	(void)written;
	metrics_count(METRIC_DEADLINES);
	_exit(PREFORK_EXIT_DEADLINE);
}

/* The time in the line is when the request began: a handler cannot ask for a calendar. */
static void prepare(str request_id)
{
	int next = 1 - deadline.current;
	int id_bytes = request_id.n < ID_BYTES ? (int)request_id.n : ID_BYTES;
	int n = snprintf(deadline.lines[next], LINE_BYTES,
	                 "{\"time\":\"%s\",\"level\":\"error\",\"service\":\"%s\",\"pid\":%ld,\"request_id\":\"%.*s\","
	                 "\"event\":\"request.deadline\",\"seconds\":%u}\n",
	                 deadline.began, deadline.service, deadline.pid, id_bytes, request_id.p, deadline.seconds);
	deadline.sizes[next] = n < LINE_BYTES ? (size_t)n : LINE_BYTES - 1;
	deadline.current = next;
}

void deadline_init(const char *service, int64_t seconds)
{
	if (seconds < 1 || seconds > 3600)
		die(EX_CONFIG, "deadline.seconds", STR("BLANKETT_DEADLINE must be 1 to 3600"));
	deadline.service = service;
	deadline.seconds = (unsigned)seconds;
	deadline.pid = (long)getpid();
	struct sigaction action = { .sa_handler = give_up };
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) < 0)
		die(EX_OSERR, "deadline.handler", STR("sigaction"));
}

void deadline_start(void)
{
	clock_rfc3339_into(deadline.began, clock_now_ms());
	prepare(STR(""));
	alarm(deadline.seconds);
	deadline.running = 1;
}

void deadline_name(str request_id)
{
	prepare(request_id);
}

void deadline_stop(void)
{
	deadline.running = 0;
}
