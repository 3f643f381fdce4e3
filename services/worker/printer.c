#include "worker/printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/problem.h"
#include "worker/printer_cage.h"
#include "worker/signals.h"

#define LOOK_MS 200 /* how often a signal to end is looked for */
#define MOST_INPUT_BYTES ((size_t)4 * 1024 * 1024)
#define CANNOT_START 127

struct run {
	pid_t pid;
	int in, out;
	str left; /* to write */
	struct buf pdf;
	int64_t until_ms;
};

struct printer printer_open(const char *program)
{
	struct printer printer = { program, open("/dev/null", O_RDWR | O_CLOEXEC), PRINTER_MOST_S };
	if (printer.nowhere < 0 || access(program, X_OK) != 0)
		die(EX_CONFIG, "printer.program", str_of(program));
	return printer;
}

static _Noreturn void become(const struct printer *printer, int in, int out)
{
	char *const argv[] = { (char *)(uintptr_t)printer->program, NULL };
	char *const environment[] = { (char *)(uintptr_t) "PATH=/usr/bin:/bin", (char *)(uintptr_t) "LANG=C.UTF-8", NULL };
	sigset_t none;
	sigemptyset(&none);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(printer->nowhere, 2) < 0 || close_range(3, ~0U, 0) < 0 || setsid() < 0 ||
	    signal(SIGPIPE, SIG_DFL) == SIG_ERR || sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		_exit(CANNOT_START);
	/* Above our own patience, which ends it first and says so. */
	printer_cage_enter(2 * printer->most_s);
	execve(printer->program, argv, environment);
	_exit(CANNOT_START);
}

static void close_pair(int pair[2])
{
	for (size_t i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

static bool start(const struct printer *printer, struct run *run)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };
	bool ok = pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 && fcntl(in[1], F_SETFL, O_NONBLOCK) == 0;
	run->pid = ok ? fork() : -1;
	if (run->pid == 0)
		become(printer, in[0], out[1]);
	if (run->pid < 0) {
		close_pair(in);
		close_pair(out);
		return false;
	}
	close(in[0]);
	close(out[1]);
	run->in = in[1];
	run->out = out[0];
	run->until_ms = clock_monotonic_ms() + (int64_t)printer->most_s * 1000;
	return true;
}

static void end_input(struct run *run)
{
	if (run->in >= 0)
		close(run->in);
	run->in = -1;
}

/* A program that has stopped reading is found out by what it answers. */
static void feed(struct run *run)
{
	ssize_t n = write(run->in, run->left.p, run->left.n);
	if (n > 0)
		run->left = str_sub(run->left, (size_t)n, run->left.n);
	if (run->left.n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		end_input(run);
}

/* False: its output has ended. */
static bool drain(struct run *run)
{
	char piece[65536];
	ssize_t n = read(run->out, piece, sizeof(piece));
	if (n > 0)
		buf_add(&run->pdf, (str){ piece, (size_t)n });
	return n > 0 || (n < 0 && errno == EINTR);
}

/* NULL when the output ended by itself. */
static const char *attend(struct run *run)
{
	for (;;) {
		struct pollfd ends[] = { { run->out, POLLIN, 0 }, { run->in, POLLOUT, 0 } };
		if (clock_monotonic_ms() >= run->until_ms)
			return "printer-timeout";
		if (signals_told_to_stop())
			return "stopped";
		if (!buf_ok(&run->pdf))
			return "printer-large";
		if (poll(ends, 2, LOOK_MS) < 0 && errno != EINTR)
			return "printer-died";
		if (ends[1].revents)
			feed(run);
		if (ends[0].revents && !drain(run))
			return NULL;
	}
}

/* Whatever it started ends with it: it leads a session of its own. */
static int finish(struct run *run, bool at_once)
{
	int status = 0;
	end_input(run);
	close(run->out);
	/* Having closed its output it has nothing left to do. */
	for (int64_t end = clock_monotonic_ms() + (at_once ? 0 : 2000); clock_monotonic_ms() < end; (void)poll(NULL, 0, 5))
		if (waitpid(run->pid, &status, WNOHANG) == run->pid) {
			(void)kill(-run->pid, SIGKILL);
			return status;
		}
	(void)kill(-run->pid, SIGKILL);
	(void)kill(run->pid, SIGKILL);
	while (waitpid(run->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static const char *judge(int status, str pdf)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) >= 126)
		return "printer-start";
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return "printer-died";
	return str_starts(pdf, STR("%PDF-1.")) && str_ends(str_trim(pdf), STR("%%EOF")) ? NULL : "printer-garbage";
}

static str framed(struct arena *arena, const struct print_job *job)
{
	struct buf b = buf_in(arena, MOST_INPUT_BYTES);
	buf_printf(&b, "%zu %zu %zu\n", job->html.n, job->receipt.n, job->signature.n);
	buf_add(&b, job->html);
	buf_add(&b, job->receipt);
	buf_add(&b, job->signature);
	return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

bool printer_print(const struct printer *printer, struct arena *arena, const struct print_job *job, str *pdf, str *cause)
{
	struct run run = { .left = framed(arena, job), .pdf = buf_in(arena, PRINTER_MOST_BYTES) };
	const char *why = "printer-large";
	if (run.left.p)
		why = start(printer, &run) ? NULL : "printer-start";
	if (!why) {
		why = attend(&run);
		int status = finish(&run, why != NULL);
		why = why ? why : judge(status, buf_str(&run.pdf));
	}
	*cause = str_of(why);
	*pdf = buf_str(&run.pdf);
	return !why;
}
