#include "http/response.h"

#include <string.h>

#include "base/log.h"
#include "http/page.h"
#include "http/trouble.h"

#define MOST_HEADER_BYTES ((size_t)16 * 1024)
struct response response_in(struct arena *arena)
{
	return (struct response){
		.arena = arena,
		.status = 200,
		.headers = buf_in(arena, MOST_HEADER_BYTES),
		.content_type = STR("text/plain; charset=utf-8"),
		.body = STR(""),
	};
}

static bool is_header_value(str value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
			return false;
	return true;
}

void response_header(struct response *r, const char *name, str value)
{
	if (!is_header_value(value)) {
		log_event(LOG_ERROR, "response.header_refused", LOG_WORD("header", str_of(name)));
		r->broken = true;
		return;
	}
	buf_add(&r->headers, str_of(name));
	buf_lit(&r->headers, ": ");
	buf_add(&r->headers, value);
	buf_lit(&r->headers, "\r\n");
}

/* RFC 6265 4.1.1: what would end the value, or add an attribute to it. */
static bool is_cookie_value(str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] <= ' ' || value.p[i] > '~' || strchr("\",;\\", value.p[i]))
			return false;
	return true;
}

void response_cookie(struct response *r, const char *name, str value, int max_age_s, enum same_site same_site)
{
	if (!str_starts(str_of(name), STR("__Host-")) || !is_cookie_value(value)) {
		log_event(LOG_ERROR, "response.cookie_refused", LOG_WORD("cookie", str_of(name)));
		r->broken = true;
		return;
	}
	str age = STR("");
	if (max_age_s != 0)
		age = arena_printf(r->arena, "; Max-Age=%d", max_age_s < 0 ? 0 : max_age_s);
	response_header(r, "Set-Cookie",
	                arena_printf(r->arena, "%s=%.*s; Path=/; Secure; HttpOnly; SameSite=%s%.*s", name, STR_ARG(value),
	                             same_site == SAME_SITE_STRICT ? "Strict" : "Lax", STR_ARG(age)));
}

void response_cacheable(struct response *r)
{
	r->cacheable = true;
}

bool response_json(struct response *r, int status, str json)
{
	return response_text(r, status, "application/json", json);
}

bool response_text(struct response *r, int status, const char *content_type, str body)
{
	r->status = status;
	r->content_type = str_of(content_type);
	r->body = body;
	return true;
}

static bool see_other(struct response *r, str location)
{
	response_header(r, "Location", location);
	return response_text(r, 303, "text/plain; charset=utf-8", STR(""));
}

bool response_see_other(struct response *r, str base, str segment)
{
	struct buf location = buf_in(r->arena, MOST_HEADER_BYTES / 2);
	buf_add(&location, base);
	buf_url(&location, segment);
	/* "//host" and "/\host" are addresses of other sites to a browser. */
	bool ours = base.n > 0 && base.p[0] == '/' && !str_starts(base, STR("//")) && !str_starts(base, STR("/\\"));
	if (!ours || !buf_ok(&location)) {
		log_plain(LOG_ERROR, "response.location_refused");
		r->broken = true;
		return true;
	}
	return see_other(r, buf_str(&location));
}

bool response_away(struct response *r, str url)
{
	return see_other(r, url);
}

/* The methods of a 405, for RFC 9110 10.2.1. */
static str allowed(struct arena *arena, unsigned methods)
{
	static const struct {
		unsigned method;
		const char *name;
	} names[] = { { GET, "GET, HEAD" }, { POST, "POST" }, { PUT, "PUT" }, { DELETE, "DELETE" } };
	struct buf list = buf_in(arena, 64);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(methods & names[i].method))
			continue;
		if (buf_str(&list).n > 0)
			buf_lit(&list, ", ");
		buf_add(&list, str_of(names[i].name));
	}
	return buf_str(&list);
}

void response_problem(struct response *r, const struct request *q, const struct problem *why)
{
	if (why->retry_after_s > 0)
		response_header(r, "Retry-After", arena_printf(r->arena, "%d", why->retry_after_s));
	if (why->kind == P_METHOD)
		response_header(r, "Allow", allowed(r->arena, why->allow));
	if (why->kind == P_LOGIN_NEEDED) /* RFC 9110 11.6.1 demands a challenge; browsers pass over this one */
		response_header(r, "WWW-Authenticate", STR("Bearer realm=\"blankett\""));
	if (why->kind == P_STEP_UP) /* RFC 9470 3 */
		response_header(r, "WWW-Authenticate", STR("Bearer realm=\"blankett\", error=\"insufficient_user_authentication\", max_age=\"900\""));
	if (why->kind == P_FORBIDDEN && q->bearer) /* RFC 6750 3.1 */
		response_header(r, "WWW-Authenticate", STR("Bearer realm=\"blankett\", error=\"insufficient_scope\""));
	if (q->api)
		response_text(r, problem_status(why->kind), "application/problem+json",
		              problem_json(r->arena, why, q->request_id));
	else
		trouble_page(r, q, why);
}

static const char *reason_of(int status)
{
	static const struct {
		int status;
		const char *reason;
	} known[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 303, "See Other" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 409, "Conflict" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].status == status)
			return known[i].reason;
	return "Answer";
}

static void replace_broken(struct response *r, const struct request *q)
{
	struct problem why = { .kind = P_INTERNAL, .detail = STR("The answer could not be made.") };
	log_plain(LOG_ERROR, "response.broken");
	*r = response_in(r->arena);
	response_problem(r, q, &why);
}

str response_head(struct response *r, const struct request *q)
{
	if (r->broken || !buf_ok(&r->headers))
		replace_broken(r, q);
	struct buf out = buf_in(r->arena, 2 * MOST_HEADER_BYTES);
	buf_printf(&out, "Status: %d %s\r\nContent-Type: %.*s\r\nContent-Length: %zu\r\nCache-Control: %s\r\n", r->status,
	           reason_of(r->status), STR_ARG(r->content_type), r->body.n,
	           r->cacheable ? "public, max-age=300" : "no-store");
	buf_add(&out, buf_str(&r->headers));
	buf_lit(&out, "Content-Security-Policy: ");
	if (r->scripted)
		buf_lit(&out, "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; ");
	buf_add(&out, page_policy());
	buf_lit(&out, "\r\nReferrer-Policy: ");
	buf_add(&out, r->unreferred ? STR("no-referrer") : STR("same-origin"));
	buf_lit(&out, "\r\nX-Content-Type-Options: nosniff\r\n"
	              "Cross-Origin-Opener-Policy: same-origin\r\n"
	              "Cross-Origin-Resource-Policy: same-origin\r\n"
	              "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()\r\n"
	              "Vary: Accept-Language, Cookie, Origin, Sec-Fetch-Site\r\n"
	              "X-Request-Id: ");
	buf_add(&out, q->request_id);
	buf_lit(&out, "\r\n\r\n");
	return buf_str(&out);
}
