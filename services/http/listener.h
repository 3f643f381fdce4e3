/* listener.h -- the listening socket of an executable: handed over as descriptor 0 (systemd), or bound here.
 *
 * The socket is a trust boundary: who can write to it can claim anything a proxy may claim. It is therefore a unix
 * socket with mode 0660, never TCP, and not libfcgi's FCGX_OpenSocket, which unlinks whatever is at the path. */
#ifndef BLANKETT_HTTP_LISTENER_H
#define BLANKETT_HTTP_LISTENER_H

#include "base/str.h"

/* A listening, non-blocking, close-on-exec descriptor. `path` is used when descriptor 0 is no listener. A stale socket at the
 * path is replaced; anything else there is left alone. Dies with EX_CONFIG or EX_OSERR. */
int listener_open(str path);

#endif
