/* metrics.h -- counters shared by all workers of an executable (anonymous shared memory made before the fork), as
 * Prometheus text: requests by status, seconds in buckets, workers, and the named counters below. Before
 * metrics_init counting is allowed and goes nowhere anyone looks. */
#ifndef BLANKETT_HTTP_METRICS_H
#define BLANKETT_HTTP_METRICS_H

#include "base/buf.h"

void metrics_init(const char *service);
void metrics_request(int status, int64_t elapsed_us);
/* Named counters of an executable, from a fixed list; unknown names die. */
enum metric { METRIC_SUBMITTED, METRIC_REPLAYED, METRIC_LOGINS, METRIC_LOGINS_REFUSED, METRIC_DATABASE_ERRORS, METRIC_WORKER_DEATHS,
              METRIC_DEADLINES, METRIC__MAX };
/* How many workers there are right now (the parent says so). */
void metrics_workers(int64_t alive);
void metrics_count(enum metric metric);
void metrics_write(struct buf *out);

#endif
