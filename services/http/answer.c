#include "http/answer.h"

#include <inttypes.h>
#include <time.h>

#include "base/log.h"
#include "http/body.h"
#include "http/deadline.h"
#include "http/doors.h"
#include "http/fcgi.h"
#include "http/metrics.h"
#include "http/page.h"
#include "http/parked.h"
#include "http/session.h"

#define LANGUAGE_AGE_S (365 * 24 * 3600)

struct exchange {
	const struct config *config;
	struct app *app;
	struct request q;
	struct response r;
	const struct route *route; /* NULL: none was found */
	bool gated;                /* it passed the gate */
};

static int64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Where a login leads: back to a page that can be fetched, else to the start of the area it lies in. */
static str way_back(const struct request *q)
{
	struct problem none = { 0 };
	struct request as_get = *q;
	as_get.method = GET;
	if (!doors_find(&as_get, &none))
		return page_home(page_area_of(q));
	bool with_query = (q->method == GET || q->method == HEAD) && q->query_text.n > 0;
	return arena_join(q->arena, request_path_text(q), with_query ? STR("?") : STR(""),
	                  with_query ? q->query_text : STR(""));
}

static bool take_body(struct exchange *x, const struct body_length *length, struct problem *why)
{
	str body;
	/* An empty body is read to its end as well: only then can the connection be closed without waiting for the peer. */
	if (!body_read(x->q.arena, fcgi_read, length, &body, why))
		return false;
	return request_take_body(&x->q, body, why);
}

static bool handle(struct exchange *x, struct problem *why)
{
	struct body_length length;
	struct request *q = &x->q;
	x->route = doors_find(q, why);
	if (!x->route)
		return false;
	x->gated = body_length_read(request_variable(fcgi_variables(), "CONTENT_LENGTH"), &length, why) &&
	           route_gate_head(x->route, q, length.bytes, length.given, why) && take_body(x, &length, why) &&
	           route_gate(x->route, q, x->config->origin, why);
	return x->gated && x->route->handle(x->app, q, &x->r, why);
}

static void refuse(struct exchange *x, struct problem *why)
{
	if (why->kind == P_NONE) {
		log_event(LOG_ERROR, "request.unexplained", LOG_WORD("route", str_of(x->route ? x->route->path : "")));
		fail(why, P_INTERNAL, STR("Something went wrong."));
	}
	x->q.parked = parked_keep(x->app, &x->q, x->route, x->gated, x->config->origin, why);
	if (x->q.parked)
		x->q.return_to = parked_path(page_area_of(&x->q));
	else if (why->kind == P_LOGIN_NEEDED || why->kind == P_STEP_UP)
		x->q.return_to = way_back(&x->q);
	/* What a handler had begun to say does not mix with the refusal. */
	x->r = response_in(x->q.arena);
	response_problem(&x->r, &x->q, why);
}

static bool send_answer(struct exchange *x)
{
	if (x->q.lang_chosen && !x->q.api)
		response_cookie(&x->r, LANGUAGE_COOKIE, lang_tag(x->q.lang), LANGUAGE_AGE_S, SAME_SITE_LAX);
	str head = response_head(&x->r, &x->q);
	return fcgi_write(head) && (x->q.method == HEAD || fcgi_write(x->r.body));
}

void answer(const struct config *config, struct app *app, struct arena *arena)
{
	int64_t began_us = now_us();
	struct exchange *x = ARENA_NEW(arena, struct exchange);
	struct problem why = { 0 };
	x->config = config;
	x->app = app;
	x->r = response_in(arena);

	bool good = request_read(&x->q, arena, fcgi_variables(), &why);
	deadline_name(x->q.request_id);
	log_request(x->q.request_id);
	session_read(&x->q, arena_copy(arena, request_variable(fcgi_variables(), "HTTP_AUTHORIZATION")), config->municipality);
	if (!good || !handle(x, &why))
		refuse(x, &why);
	bool sent = send_answer(x);
	fcgi_finish();

	int64_t elapsed_us = now_us() - began_us;
	metrics_request(x->r.status, elapsed_us);
	log_event(LOG_INFO, "http", LOG_WORD("method", str_of(method_name(x->q.method))),
	          LOG_WORD("route", str_of(x->route ? x->route->path : "")), LOG_INT("status", x->r.status),
	          LOG_INT("bytes", x->r.body.n), LOG_INT("us", elapsed_us), LOG_INT("sent", sent));
	log_request(STR_NONE);
}
