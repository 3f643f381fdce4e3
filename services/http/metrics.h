/* metrics.h -- counters shared by all workers of an executable (anonymous shared memory made before the fork), as
 * Prometheus text: requests by method class and status, seconds in buckets, problems by kind, workers, database errors. */
#ifndef BLANKETT_HTTP_METRICS_H
#define BLANKETT_HTTP_METRICS_H

#include "base/buf.h"

void metrics_init(const char *service);
void metrics_request(int status, int64_t elapsed_us);
/* Named counters of an executable, from a fixed list; unknown names die. */
enum metric { METRIC_SUBMITTED, METRIC_REPLAYED, METRIC_LOGINS, METRIC_LOGINS_REFUSED, METRIC_DATABASE_ERRORS, METRIC_WORKER_DEATHS,
              METRIC_DEADLINES, METRIC__MAX };
void metrics_count(enum metric metric);
void metrics_write(struct buf *out);

#endif
