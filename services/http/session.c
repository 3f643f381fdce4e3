#include "http/session.h"

#include "base/clock.h"
#include "base/log.h"

#define MOST_TOKEN_BYTES 2048

/* Set before the fork; a worker never changes it. */
static struct {
	struct token_keys *keys;
	const char *directory;
	str environment;
} session;

void session_load(const char *keys_directory, str environment)
{
	session.keys = token_keys_load(keys_directory);
	session.directory = keys_directory;
	session.environment = environment;
}

void session_reload(void)
{
	token_keys_reload(session.keys, session.directory);
}

/* RFC 6750 2.1; the scheme's name is case-insensitive (RFC 9110 11.1). */
static bool bearer_of(str authorization, str *token)
{
	str scheme, rest;
	if (!str_cut(authorization, ' ', &scheme, &rest) || scheme.n != 6)
		return false;
	for (size_t i = 0; i < scheme.n; i++)
		if ((scheme.p[i] | 0x20) != "bearer"[i])
			return false;
	*token = str_trim(rest);
	return true;
}

/* Two cookies of the name can only be an attempt to smuggle one in; which is whose cannot be told. */
static str cookie_of(const struct request *q)
{
	size_t n = pairs_count(&q->cookies, STR(SESSION_COOKIE));
	if (n > 1)
		log_plain(LOG_WARNING, "session.two_cookies");
	return n == 1 ? pairs_get(&q->cookies, STR(SESSION_COOKIE)) : STR_NONE;
}

void session_read(struct request *q, str authorization, str municipality)
{
	q->caller = (struct caller){ .municipality = municipality, .request_id = q->request_id };
	str text = STR_NONE;
	/* Who sends the header is asked for nothing else: a cookie beside it does not help out. */
	q->bearer = authorization.n > 0;
	if (!q->bearer)
		text = cookie_of(q);
	else if (!bearer_of(authorization, &text))
		return;
	if (text.n == 0 || text.n > MOST_TOKEN_BYTES)
		return;
	enum token_state state = token_open(session.keys, session.environment, text, clock_now_ms() / 1000, &q->token);
	if (state == TOKEN_REFUSED || !str_eq(str_of(q->token.municipality), municipality))
		return;
	/* A program's key in a cookie would lend its rights to whatever page the browser shows. */
	if (q->token.audience == AUD_SERVICE && !q->bearer)
		return;
	if (state == TOKEN_GOOD)
		q->caller.token = &q->token;
	q->over = state == TOKEN_OVER;
}

void session_give(struct response *r, str token, enum audience audience, int max_age_s)
{
	response_cookie(r, SESSION_COOKIE, token, max_age_s, audience == AUD_STAFF ? SAME_SITE_STRICT : SAME_SITE_LAX);
}

void session_take(struct response *r)
{
	response_cookie(r, SESSION_COOKIE, STR(""), -1, SAME_SITE_LAX);
}
