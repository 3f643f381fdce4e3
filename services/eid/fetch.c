#include "eid/fetch.h"

#include <curl/curl.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/problem.h"

#define CONNECT_MS 2000
#define CALL_MS 5000
#define BUDGET_MS 8000
#define BODY_MOST_BYTES ((size_t)64 * 1024)

struct fetcher {
	CURL *curl;
	struct curl_slist *accept_json, *accept_jwt;
	int64_t until_ms; /* on the monotonic clock */
};

struct fetcher *fetcher_new(void)
{
	static struct fetcher fetcher; /* one per process, like libcurl itself */
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(fetcher.curl = curl_easy_init()) ||
	    !(fetcher.accept_json = curl_slist_append(NULL, "Accept: application/json")) ||
	    !(fetcher.accept_jwt = curl_slist_append(NULL, "Accept: application/jwt")))
		die(EX_SOFTWARE, "fetch.cannot_start", STR("libcurl"));
	return &fetcher;
}

void fetcher_begin(struct fetcher *fetcher)
{
	fetcher->until_ms = clock_monotonic_ms() + BUDGET_MS;
}

static size_t take(char *bytes, size_t size, size_t n, void *into)
{
	struct buf *body = into;
	buf_add(body, (str){bytes, size * n});
	return buf_ok(body) ? size * n : 0; /* fewer than given ends the transfer */
}

/* What keeps the channel safe; a libcurl that does not know one of these must not be used. */
static bool fence(CURL *curl, bool loopback)
{
	return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, loopback ? "http" : "https") == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK;
}

static void set_up(struct fetcher *fetcher, struct arena *arena, const struct fetch_call *call,
                   long timeout_ms, struct buf *body)
{
	CURL *curl = fetcher->curl;
	curl_easy_reset(curl); /* keeps connections and TLS sessions */
	if (!fence(curl, call->loopback))
		die(EX_SOFTWARE, "fetch.cannot_start", STR("libcurl"));
	curl_easy_setopt(curl, CURLOPT_URL, arena_z(arena, call->url));
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER,
	                 call->bearer.p ? fetcher->accept_jwt : fetcher->accept_json);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "Blankett");
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
	if (call->bearer.p) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, arena_z(arena, call->bearer));
	}
	if (call->form.p) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->form.n);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->form.p);
	}
}

static enum fetched judge(CURLcode code, long status, str host)
{
	if (code == CURLE_OK && status == 200)
		return FETCHED;
	log_event(LOG_WARNING, "eid.fetch", LOG_WORD("url", host), LOG_INT("status", status),
	          LOG_WORD("cause", str_of(curl_easy_strerror(code))));
	if (code == CURLE_WRITE_ERROR)
		return FETCH_REFUSED;
	return code != CURLE_OK || status == 429 || status >= 500 ? FETCH_DOWN : FETCH_REFUSED;
}

enum fetched fetch(struct fetcher *fetcher, struct arena *arena, const struct fetch_call *call,
                   struct fetch_answer *out)
{
	int64_t left_ms = fetcher->until_ms - clock_monotonic_ms();
	struct buf answer = buf_in(arena, BODY_MOST_BYTES);
	const char *content_type = NULL;
	long status = 0;
	if (left_ms <= 0) {
		log_event(LOG_WARNING, "eid.fetch", LOG_WORD("url", call->url),
		          LOG_WORD("cause", STR("no time left")));
		return FETCH_DOWN;
	}
	set_up(fetcher, arena, call, left_ms < CALL_MS ? (long)left_ms : CALL_MS, &answer);
	CURLcode code = curl_easy_perform(fetcher->curl);
	curl_easy_getinfo(fetcher->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(fetcher->curl, CURLINFO_CONTENT_TYPE, &content_type);
	*out = (struct fetch_answer){buf_str(&answer), arena_copy(arena, str_of(content_type))};
	return judge(code, status, call->url);
}
