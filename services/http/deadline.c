#include "http/deadline.h"

#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/problem.h"
#include "http/metrics.h"
#include "http/prefork.h"

#define LINE_BYTES 256

/* Written before it is needed, because a signal handler must not format. Two, so that the one in use is never half-written. */
static struct {
	const char *service;
	unsigned seconds;
	char lines[2][LINE_BYTES];
	size_t sizes[2];
	volatile sig_atomic_t current;
} deadline;

static void give_up(int number)
{
	(void)number;
	int i = deadline.current;
	ssize_t written = write(STDERR_FILENO, deadline.lines[i], deadline.sizes[i]);
	(void)written;
	metrics_count(METRIC_DEADLINES);
	_exit(PREFORK_EXIT_DEADLINE);
}

/* The time in the line is when the request began: a handler cannot ask for a calendar. */
static void prepare(struct arena *arena, str request_id)
{
	int next = 1 - deadline.current;
	str began = clock_rfc3339(arena, clock_now_ms());
	str line = arena_printf(arena,
	                        "{\"time\":\"%.*s\",\"level\":\"error\",\"service\":\"%s\",\"pid\":%ld,\"request_id\":\"%.*s\","
	                        "\"event\":\"request.deadline\",\"seconds\":%u}\n",
	                        STR_ARG(began), deadline.service, (long)getpid(), STR_ARG(request_id), deadline.seconds);
	deadline.sizes[next] = line.n < LINE_BYTES ? line.n : LINE_BYTES;
	memcpy(deadline.lines[next], line.p, deadline.sizes[next]);
	deadline.current = next;
}

void deadline_init(const char *service, int64_t seconds)
{
	if (seconds < 1 || seconds > 3600)
		die(EX_CONFIG, "deadline.seconds", STR("BLANKETT_DEADLINE must be 1 to 3600"));
	deadline.service = service;
	deadline.seconds = (unsigned)seconds;
	struct sigaction action = { .sa_handler = give_up };
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, NULL) < 0)
		die(EX_OSERR, "deadline.handler", STR("sigaction"));
}

void deadline_start(struct arena *arena)
{
	prepare(arena, STR(""));
	alarm(deadline.seconds);
}

void deadline_name(struct arena *arena, str request_id)
{
	prepare(arena, request_id);
}

void deadline_stop(void)
{
	alarm(0);
}
