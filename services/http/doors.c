#include "http/doors.h"

#include <stdio.h>

#include "http/metrics.h"

#define MOST_METRICS_BYTES ((size_t)128 * 1024)

static const struct service *service;

static bool alive(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)q, (void)why;
	return response_json(r, 200, STR("{\"alive\":true}"));
}

static bool ready(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)q;
	if (service->ready && !service->ready(app)) {
		why->retry_after_s = 5;
		return fail(why, P_UNAVAILABLE, STR("Not ready."));
	}
	return response_json(r, 200, STR("{\"ready\":true}"));
}

static bool metrics(struct app *app, struct request *q, struct response *r, struct problem *why)
{
	(void)app, (void)why;
	struct buf out = buf_in(q->arena, MOST_METRICS_BYTES);
	metrics_write(&out);
	return response_text(r, 200, "text/plain; version=0.0.4; charset=utf-8", buf_str(&out));
}

static const struct route internal[] = {
	{ GET, "/healthz", alive, AUD_NOBODY, 0, CHECK_INTERNAL },
	{ GET, "/readyz", ready, AUD_NOBODY, 0, CHECK_INTERNAL },
	{ GET, "/metrics", metrics, AUD_NOBODY, 0, CHECK_INTERNAL },
};
#define INTERNAL_COUNT (sizeof(internal) / sizeof(internal[0]))

void doors_load(const struct service *of)
{
	service = of;
}

const struct route *doors_find(struct request *q, struct problem *why)
{
	struct problem not_ours = { 0 };
	const struct route *route = route_find(internal, INTERNAL_COUNT, q, &not_ours);
	if (route)
		return route;
	if (not_ours.kind == P_METHOD) {
		*why = not_ours;
		return NULL;
	}
	return route_find(service->routes, service->route_count, q, why);
}

static void print_checks(unsigned checks)
{
	static const struct {
		unsigned check;
		const char *name;
	} names[] = { { CHECK_ORIGIN, "origin" },     { CHECK_CSRF, "csrf" }, { CHECK_FORM, "form" },     { CHECK_JSON, "json" },
		      { CHECK_INTERNAL, "internal" }, { CHECK_KEY, "key" },   { CHECK_UPLOAD, "upload" },
		      { SCOPE_QUEUES_READ, "queues.read" }, { SCOPE_CASES_READ, "cases.read" }, { SCOPE_CASES_MOVE, "cases.move" },
		      { SCOPE_FORMS_READ, "forms.read" }, { SCOPE_FORMS_WRITE, "forms.write" } };
	const char *before = "";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(checks & names[i].check))
			continue;
		printf("%s\"%s\"", before, names[i].name);
		before = ",";
	}
}

static void print_routes(const struct route *routes, size_t n, const char *before)
{
	for (size_t i = 0; i < n; i++, before = ",\n") {
		const struct route *route = &routes[i];
		printf("%s{\"method\":\"%s\",\"path\":\"%s\",\"audience\":\"%s\",\"body_bytes\":%zu,\"checks\":[", before,
		       method_name(route->method), route->path, audience_name(route->audience), route->body_bytes);
		print_checks(route->checks);
		printf("]}");
	}
}

void doors_print(const struct service *of)
{
	printf("[");
	print_routes(internal, INTERNAL_COUNT, "");
	print_routes(of->routes, of->route_count, ",\n");
	printf("]\n");
}
