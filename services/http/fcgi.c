#include "http/fcgi.h"

#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/log.h"
#include "base/problem.h"

/* Milliseconds libfcgi waits for a peer that connects and says nothing, and for one that does not close after the answer
 * (2,000 by default: a health check that only connects would cost a worker as long). */
#define SILENT_PEER_MS "500"
#define LINGERING_PEER_MS "200"

static FCGX_Request request;
static bool ended; /* nothing of the request is left to be read */

void fcgi_init(int listener)
{
	if (setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", SILENT_PEER_MS, 1) < 0 ||
	    setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", LINGERING_PEER_MS, 1) < 0 || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&request, listener, 0) != 0)
		die(EX_OSERR, "fcgi.init", STR("libfcgi"));
	/* For libfcgi SIGUSR1 means "stop", and interrupts a read half-way. */
	signal(SIGUSR1, SIG_IGN);
}

/* An authorizer's empty 200 would mean "allowed": any other role gets a plain no. */
static enum fcgi_accepted refuse_role(void)
{
	log_event(LOG_WARNING, "fcgi.role_refused", LOG_INT("role", request.role));
	if (!fcgi_write(STR("Status: 403 Forbidden\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n\r\n")))
		log_plain(LOG_INFO, "fcgi.peer_gone");
	fcgi_finish();
	return FCGI_NOTHING;
}

enum fcgi_accepted fcgi_accept(void)
{
	int result = FCGX_Accept_r(&request);
	if (result == -EAGAIN || result == -EINTR || result == -ECONNABORTED)
		return FCGI_NOTHING;
	if (result < 0) {
		log_event(LOG_ERROR, "fcgi.accept_failed", LOG_INT("result", result));
		return FCGI_BROKEN;
	}
	/* A peer that asks for a lasting connection does not get one: what is left unread of a body would be taken for the next
	 * request. */
	request.keepConnection = 0;
	ended = false;
	if (request.role != FCGI_RESPONDER)
		return refuse_role();
	return FCGI_REQUEST;
}

char *const *fcgi_variables(void)
{
	return request.envp;
}

size_t fcgi_read(char *out, size_t n, bool *whole)
{
	int got = n > INT_MAX ? -1 : FCGX_GetStr(out, (int)n, request.in);
	*whole = got >= 0 && FCGX_GetError(request.in) == 0;
	ended = ended || (*whole && (size_t)got < n);
	return got < 0 ? 0 : (size_t)got;
}

bool fcgi_write(str bytes)
{
	return bytes.n <= INT_MAX && FCGX_PutStr(bytes.p, (int)bytes.n, request.out) == (int)bytes.n;
}

void fcgi_finish(void)
{
	/* For libfcgi "detached" means: close without waiting for the peer to close first. The wait lets a peer that still sends read
	 * the answer; one that has sent everything needs none. */
	if (ended)
		FCGX_Detach(&request);
	FCGX_Finish_r(&request);
}
