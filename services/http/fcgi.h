/* fcgi.h -- libfcgi, fenced: the only file that knows it. A decoder of the wire, nothing more.
 *
 * Never used: FCGX_OpenSocket, FCGX_FPrintF, fcgi_stdio, getenv. Only the responder role is served. Strings of libfcgi die at
 * fcgi_finish; whoever keeps one copies it. */
#ifndef BLANKETT_HTTP_FCGI_H
#define BLANKETT_HTTP_FCGI_H

#include "base/str.h"

/* In the worker, once. libfcgi takes SIGTERM, SIGUSR1 and SIGPIPE here; ours are set afterwards. */
void fcgi_init(int listener);

enum fcgi_accepted {
	FCGI_REQUEST, /* one is open: end it with fcgi_finish */
	FCGI_NOTHING, /* another worker was first, or the peer went away: wait again */
	FCGI_BROKEN   /* the listener cannot be used any more */
};
enum fcgi_accepted fcgi_accept(void);
/* NAME=value of the request, ended by NULL. */
char *const *fcgi_variables(void);
/* Reads at most n bytes of the body, waiting for them; `whole` says that nothing failed on the way. Fewer than n, and whole: the
 * body has ended. */
size_t fcgi_read(char *out, size_t n, bool *whole);
/* False when the peer is gone or the bytes are too many. */
MUST_CHECK bool fcgi_write(str bytes);
/* Sends the rest of the answer and closes: at once when the body was read to its end, else when the peer does. */
void fcgi_finish(void);

#endif
