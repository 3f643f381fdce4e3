#include "http/route.h"

#include "base/seal.h"

/* The next segment after '/', and the rest from its own '/' on. */
static bool segment_cut(str *rest, str *segment)
{
	if (rest->n == 0 || rest->p[0] != '/')
		return false;
	str after = str_sub(*rest, 1, rest->n);
	*segment = str_sub(after, 0, str_find(after, '/'));
	*rest = str_sub(after, segment->n, after.n);
	return true;
}

static bool path_matches(const char *pattern, str path, str args[REQUEST_ARGS])
{
	str left = str_of(pattern), want, have;
	size_t n = 0;
	while (segment_cut(&left, &want)) {
		if (!segment_cut(&path, &have))
			return false;
		if (!str_is(want, "{}")) {
			if (!str_eq(want, have))
				return false;
		} else {
			if (have.n == 0 || n == REQUEST_ARGS)
				return false;
			args[n++] = have;
		}
	}
	return path.n == 0;
}

static bool is_visible(const struct route *route, const struct request *q)
{
	return q->internal || !(route->checks & CHECK_INTERNAL);
}

static void refuse_method(struct problem *why, unsigned allow)
{
	fail(why, P_METHOD, STR("The path does not take this method."));
	if (why->kind == P_METHOD)
		why->allow = allow;
}

const struct route *route_find(const struct route *routes, size_t n, struct request *q, struct problem *why)
{
	enum method wanted = q->method == HEAD ? GET : q->method;
	unsigned allow = 0;
	for (size_t i = 0; i < n; i++) {
		str args[REQUEST_ARGS] = { { 0 } };
		if (!is_visible(&routes[i], q) || !path_matches(routes[i].path, q->path, args))
			continue;
		allow |= (unsigned)routes[i].method;
		if (routes[i].method != wanted)
			continue;
		for (size_t k = 0; k < REQUEST_ARGS; k++)
			q->args[k] = args[k];
		return &routes[i];
	}
	if (!allow)
		fail(why, P_NOT_FOUND, STR("There is nothing at this path."));
	else
		refuse_method(why, allow);
	return NULL;
}

bool route_gate_head(const struct route *route, const struct request *q, int64_t content_length, bool has_length,
                     struct problem *why)
{
	bool takes_body = route->body_bytes > 0;
	if (!has_length && (takes_body || q->method == POST || q->method == PUT))
		return fail(why, P_LENGTH_NEEDED, STR("Content-Length is missing."));
	if (content_length < 0 || (uint64_t)content_length > route->body_bytes)
		return fail(why, P_TOO_LARGE, STR("The content is larger than this path takes."));
	if ((route->checks & CHECK_FORM) && !str_is(q->content_type, "application/x-www-form-urlencoded"))
		return fail(why, P_MEDIA_TYPE, STR("The content must be application/x-www-form-urlencoded."));
	if ((route->checks & CHECK_UPLOAD) && !str_is(q->content_type, "multipart/form-data"))
		return fail(why, P_MEDIA_TYPE, STR("The content must be multipart/form-data."));
	if ((route->checks & CHECK_JSON) && !str_is(q->content_type, "application/json"))
		return fail(why, P_MEDIA_TYPE, STR("The content must be application/json."));
	return true;
}

/* Every browser of today sends Sec-Fetch-Site; those before it send Origin with a POST. Neither is no browser with a cookie. */
bool route_from_our_page(const struct request *q, str origin)
{
	if (q->fetch_site.p)
		return str_is(q->fetch_site, "same-origin");
	return q->origin.p && str_eq(q->origin, origin);
}

bool route_has_csrf(const struct request *q)
{
	str presented = q->csrf_header.n > 0 ? q->csrf_header : pairs_get(&q->form, STR("csrf"));
	return presented.n > 0 && token_csrf_ok(&q->token, presented);
}

static bool enters(const struct route *route, const struct request *q, struct problem *why)
{
	enum audience who = q->caller.token ? q->caller.token->audience : AUD_NOBODY;
	if (who == AUD_SERVICE && !(route->checks & SCOPES))
		return fail(why, P_FORBIDDEN, STR("No scope of a service account reaches this path."));
	if (who != AUD_SERVICE && who != route->audience)
		return fail(why, P_LOGIN_NEEDED, STR("This path needs a session."));
	return true;
}

bool route_gate(const struct route *route, const struct request *q, str origin, struct problem *why)
{
	/* No page of another site can make a browser send Authorization. */
	bool origin_matters = (route->checks & (CHECK_ORIGIN | CHECK_CSRF)) && !q->bearer;
	if (origin_matters && !route_from_our_page(q, origin))
		return fail(why, P_CSRF, STR("The request did not come from a page of this site."));
	if (route->audience != AUD_NOBODY && !enters(route, q, why))
		return false;
	/* Without a session there is nothing another site could misuse. */
	if ((route->checks & CHECK_CSRF) && !q->bearer && q->caller.token && !route_has_csrf(q))
		return fail(why, P_CSRF, STR("The CSRF token is missing or belongs to another session."));
	if ((route->checks & CHECK_KEY) && !seal_is_uuid(q->idempotency_key))
		return fail(why, P_BAD_REQUEST, STR("Idempotency-Key must be a UUID."));
	return true;
}
