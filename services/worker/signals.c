#include "worker/signals.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sysexits.h>

#include "base/problem.h"

static void wake(int number)
{
	(void)number;
}

sigset_t signals_block(void)
{
	struct sigaction action = { .sa_handler = wake };
	sigset_t ends, before;
	sigemptyset(&action.sa_mask);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	if (sigprocmask(SIG_BLOCK, &ends, &before) < 0 || sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGINT, &action, NULL) < 0)
		die(EX_OSERR, "worker.signals", str_of(strerror(errno)));
	/* Whoever hangs up on us, a mail server or a printer, is an answer and not an end. */
	(void)signal(SIGPIPE, SIG_IGN);
	sigdelset(&before, SIGTERM);
	sigdelset(&before, SIGINT);
	return before;
}

bool signals_told_to_stop(void)
{
	sigset_t pending;
	sigemptyset(&pending);
	sigpending(&pending);
	return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

bool signals_pause(const sigset_t *mask, int ms)
{
	const struct timespec pause = { ms / 1000, ms % 1000 * 1000000L };
	if (ppoll(NULL, 0, &pause, mask) >= 0)
		return true;
	if (errno != EINTR)
		die(EX_OSERR, "worker.pause", str_of(strerror(errno)));
	return false;
}
