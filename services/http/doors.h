/* doors.h -- the doors every executable has, behind the internal listener: is it alive, can it work, how does it fare. And the table of
 * all doors as JSON, for tests and documentation. */
#ifndef BLANKETT_HTTP_DOORS_H
#define BLANKETT_HTTP_DOORS_H

#include "http/serve.h"

/* Before the fork: whose readiness /readyz asks for. */
void doors_load(const struct service *service);
/* The row for a request: among ours, then in the service's own table. */
const struct route *doors_find(struct request *q, struct problem *why);
/* [{"method","path","audience","body_bytes","checks":[...]}], one row a line, ours included. */
void doors_print(const struct service *service);

#endif
