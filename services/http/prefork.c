#include "http/prefork.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/problem.h"
#include "http/metrics.h"

#define DEATHS 5
#define WINDOW_MS 10000
#define FIRST_PAUSE_MS 100
#define LONGEST_WAIT_MS 60000

struct flock {
	const struct prefork *p;
	sigset_t signals;
	pid_t pids[PREFORK_MOST_WORKERS];
	int64_t due_ms[PREFORK_MOST_WORKERS]; /* when an empty place is filled again */
	int64_t died_ms[DEATHS];              /* a ring of the last deaths */
	size_t deaths;
};

static void block(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGHUP);
	sigaddset(signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, signals, NULL);
}

static void start(struct flock *f, size_t place)
{
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid < 0) {
		log_plain(LOG_ERROR, "worker.fork_failed");
		f->due_ms[place] = clock_monotonic_ms() + 1000;
		return;
	}
	if (pid == 0) {
		/* Asked after the request for the signal: the parent may have gone in between. */
		if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0 || getppid() != parent)
			exit(EX_OSERR);
		exit(f->p->work(f->p->what));
	}
	f->pids[place] = pid;
}

static size_t alive(const struct flock *f)
{
	size_t n = 0;
	for (size_t i = 0; i < (size_t)f->p->workers; i++)
		n += f->pids[i] != 0;
	return n;
}

static void fill(struct flock *f)
{
	for (size_t i = 0; i < (size_t)f->p->workers; i++)
		if (!f->pids[i] && f->due_ms[i] <= clock_monotonic_ms())
			start(f, i);
	metrics_workers((int64_t)alive(f));
}

/* How many of the last deaths lie within the window. */
static size_t recent(const struct flock *f, int64_t now_ms)
{
	size_t n = 0;
	for (size_t i = 0; i < DEATHS && i < f->deaths; i++)
		n += f->died_ms[i] > now_ms - WINDOW_MS;
	return n;
}

static void mourn(struct flock *f, size_t place, int status)
{
	int64_t now_ms = clock_monotonic_ms();
	f->died_ms[f->deaths++ % DEATHS] = now_ms;
	f->due_ms[place] = now_ms + ((int64_t)FIRST_PAUSE_MS << (recent(f, now_ms) - 1));
	metrics_count(METRIC_WORKER_DEATHS);
	log_event(LOG_ERROR, "worker.died", LOG_INT("worker", f->pids[place]),
	          LOG_INT("exit", WIFEXITED(status) ? WEXITSTATUS(status) : -1),
	          LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0));
}

static void reap(struct flock *f)
{
	int status;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
		for (size_t i = 0; i < (size_t)f->p->workers; i++) {
			if (f->pids[i] != pid)
				continue;
			int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
			if (code != EX_OK && code != PREFORK_EXIT_DEADLINE)
				mourn(f, i, status);
			f->pids[i] = 0;
		}
	}
}

static void signal_all(const struct flock *f, int number)
{
	for (size_t i = 0; i < (size_t)f->p->workers; i++)
		if (f->pids[i])
			kill(f->pids[i], number);
}

/* The next signal, or 0 when the time is up. */
static int await(const struct flock *f, int64_t timeout_ms)
{
	int64_t ms = timeout_ms < 0 ? 0 : timeout_ms;
	struct timespec timeout = { .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
	int number = sigtimedwait(&f->signals, NULL, &timeout);
	return number < 0 ? 0 : number;
}

static void stop(struct flock *f)
{
	int64_t until_ms = clock_monotonic_ms() + f->p->patience_ms;
	signal_all(f, SIGTERM);
	for (reap(f); alive(f) > 0; reap(f)) {
		int64_t left_ms = until_ms - clock_monotonic_ms();
		if (left_ms <= 0) {
			log_plain(LOG_ERROR, "worker.killed");
			signal_all(f, SIGKILL);
			left_ms = 1000;
		}
		await(f, left_ms);
	}
}

static int64_t next_due_ms(const struct flock *f)
{
	int64_t now_ms = clock_monotonic_ms(), wait_ms = LONGEST_WAIT_MS;
	for (size_t i = 0; i < (size_t)f->p->workers; i++)
		if (!f->pids[i] && f->due_ms[i] - now_ms < wait_ms)
			wait_ms = f->due_ms[i] - now_ms;
	return wait_ms;
}

int prefork_run(const struct prefork *p)
{
	struct flock f = { .p = p };
	if (p->workers < 1 || p->workers > PREFORK_MOST_WORKERS)
		die(EX_CONFIG, "prefork.workers", STR("BLANKETT_WORKERS must be 1 to 256"));
	block(&f.signals);
	for (;;) {
		fill(&f);
		int number = await(&f, next_due_ms(&f));
		if (number == SIGTERM || number == SIGINT) {
			log_plain(LOG_INFO, "service.stopping");
			stop(&f);
			return EX_OK;
		}
		if (number == SIGHUP) {
			log_plain(LOG_INFO, "service.reloading");
			p->reload(p->what);
			signal_all(&f, SIGTERM);
		}
		reap(&f);
		if (recent(&f, clock_monotonic_ms()) == DEATHS) {
			log_plain(LOG_ERROR, "service.gave_up");
			stop(&f);
			return EX_UNAVAILABLE;
		}
	}
}
