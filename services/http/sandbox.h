/* sandbox.h -- what a worker gives up for good, once, before its first request: new privileges, the file system
 * (landlock with no rule), core dumps, new processes. Fails closed: no landlock in the kernel and not switched off by
 * configuration means the worker does not serve. */
#ifndef BLANKETT_HTTP_SANDBOX_H
#define BLANKETT_HTTP_SANDBOX_H

#include "base/str.h"

/* `setting` is BLANKETT_SANDBOX. Dies with EX_OSERR when a layer is missing. network false: no TCP connect or bind either,
 * where the kernel's landlock knows that (ABI 4). With network, or the setting "network", TCP and threads stay, and the files that
 * the resolver and TLS read can be read. */
void sandbox_enter(str setting, bool network);
/* The same, but for one directory, an open descriptor, in which files may still be made, written and read; -1: none. */
void sandbox_enter_with(str setting, bool network, int directory);
/* The same without network for a process that starts others: it may have children, and read and run what lies at or below `paths`. */
void sandbox_enter_to_run(str setting, const char *const *paths, size_t n);

#endif
