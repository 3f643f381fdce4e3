#include "http/metrics.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <sysexits.h>

#include "base/problem.h"

#define STATUSES 600
#define BUCKETS 12

static const int64_t bucket_us[BUCKETS] = { 1000,   2500,   5000,   10000,   25000,   50000,
	                                    100000, 250000, 500000, 1000000, 2500000, 10000000 };

struct counters {
	_Atomic int64_t requests[STATUSES];
	_Atomic int64_t within[BUCKETS]; /* not cumulative: metrics_write adds up */
	_Atomic int64_t slower, sum_us, workers;
	_Atomic int64_t named[METRIC__MAX];
};

/* A process that serves nothing counts into its own. */
static struct counters own;
static struct counters *counters = &own;
static const char *service = "";

void metrics_init(const char *name)
{
	void *shared = mmap(NULL, sizeof(struct counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		die(EX_OSERR, "metrics.memory", STR("mmap"));
	counters = shared;
	service = name;
}

static void add(_Atomic int64_t *counter, int64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static int64_t get(const _Atomic int64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_request(int status, int64_t elapsed_us)
{
	add(&counters->requests[status >= 0 && status < STATUSES ? status : 0], 1);
	add(&counters->sum_us, elapsed_us);
	for (size_t i = 0; i < BUCKETS; i++) {
		if (elapsed_us <= bucket_us[i]) {
			add(&counters->within[i], 1);
			return;
		}
	}
	add(&counters->slower, 1);
}

void metrics_workers(int64_t alive)
{
	atomic_store_explicit(&counters->workers, alive, memory_order_relaxed);
}

void metrics_count(enum metric metric)
{
	if ((unsigned)metric >= METRIC__MAX)
		die(EX_SOFTWARE, "metrics.unknown", STR("metric"));
	add(&counters->named[metric], 1);
}

static void write_requests(struct buf *out)
{
	buf_lit(out, "# TYPE blankett_requests_total counter\n");
	for (int i = 0; i < STATUSES; i++)
		if (get(&counters->requests[i]) > 0)
			buf_printf(out, "blankett_requests_total{service=\"%s\",status=\"%d\"} %lld\n", service, i,
			           (long long)get(&counters->requests[i]));
}

static void write_seconds(struct buf *out)
{
	int64_t sum = 0;
	buf_lit(out, "# TYPE blankett_request_seconds histogram\n");
	for (size_t i = 0; i < BUCKETS; i++) {
		sum += get(&counters->within[i]);
		buf_printf(out, "blankett_request_seconds_bucket{service=\"%s\",le=\"%g\"} %lld\n", service,
		           (double)bucket_us[i] / 1e6, (long long)sum);
	}
	sum += get(&counters->slower);
	buf_printf(out, "blankett_request_seconds_bucket{service=\"%s\",le=\"+Inf\"} %lld\n", service, (long long)sum);
	buf_printf(out, "blankett_request_seconds_sum{service=\"%s\"} %.6f\n", service,
	           (double)get(&counters->sum_us) / 1e6);
	buf_printf(out, "blankett_request_seconds_count{service=\"%s\"} %lld\n", service, (long long)sum);
}

void metrics_write(struct buf *out)
{
	static const char *const names[METRIC__MAX] = {
		[METRIC_SUBMITTED] = "submitted",
		[METRIC_REPLAYED] = "replayed",
		[METRIC_LOGINS] = "logins",
		[METRIC_LOGINS_REFUSED] = "logins_refused",
		[METRIC_DATABASE_ERRORS] = "database_errors",
		[METRIC_WORKER_DEATHS] = "worker_deaths",
		[METRIC_DEADLINES] = "deadlines",
	};
	write_requests(out);
	write_seconds(out);
	buf_printf(out, "# TYPE blankett_workers gauge\nblankett_workers{service=\"%s\"} %lld\n", service,
	           (long long)get(&counters->workers));
	for (size_t i = 0; i < METRIC__MAX; i++)
		buf_printf(out, "# TYPE blankett_%s_total counter\nblankett_%s_total{service=\"%s\"} %lld\n", names[i], names[i],
		           service, (long long)get(&counters->named[i]));
}
