#include "worker/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/problem.h"

#define CONNECT_S 5L

struct smtp {
	CURL *curl;
	char *url;
	bool here; /* the server is on this machine */
};

static bool is_here(str url)
{
	static const char *const starts[] = { "smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]" };
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(url, str_of(starts[i]))) {
			str rest = str_sub(url, strlen(starts[i]), url.n);
			return rest.n == 0 || rest.p[0] == ':' || rest.p[0] == '/';
		}
	return false;
}

struct smtp *smtp_open(str url)
{
	struct smtp *smtp = calloc(1, sizeof(*smtp));
	if (!smtp || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(smtp->curl = curl_easy_init()) ||
	    !(smtp->url = calloc(1, url.n + 1)))
		die(EX_SOFTWARE, "smtp.cannot_start", STR("libcurl"));
	memcpy(smtp->url, url.p, url.n);
	smtp->here = is_here(url);
	if (str_find(url, '@') != SIZE_MAX)
		die(EX_CONFIG, "smtp.url", STR("BLANKETT_SMTP must hold no name and no password"));
	if (!str_starts(url, STR("smtp://")) && !str_starts(url, STR("smtps://")))
		die(EX_CONFIG, "smtp.url", STR("BLANKETT_SMTP must begin with smtp:// or smtps://"));
	return smtp;
}

void smtp_close(struct smtp *smtp)
{
	curl_easy_cleanup(smtp->curl);
	free(smtp->url);
	free(smtp);
}

static size_t give(char *to, size_t size, size_t n, void *what)
{
	str *left = what;
	size_t bytes = left->n < size * n ? left->n : size * n;
	if (bytes)
		memcpy(to, left->p, bytes);
	*left = str_sub(*left, bytes, left->n);
	return bytes;
}

/* What keeps addresses off the open wire; a libcurl that does not know one of these must not be used. A server on this machine may
 * go without a certificate. */
static void fence(struct smtp *smtp)
{
	CURL *curl = smtp->curl;
	long verify = !smtp->here;
	if (curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") != CURLE_OK ||
	    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(smtp->here ? CURLUSESSL_TRY : CURLUSESSL_ALL)) != CURLE_OK ||
	    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) != CURLE_OK ||
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verify) != CURLE_OK ||
	    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify * 2) != CURLE_OK)
		die(EX_SOFTWARE, "smtp.cannot_start", STR("libcurl"));
}

static void set_up(struct smtp *smtp, const char *from, struct curl_slist *to, str *message)
{
	CURL *curl = smtp->curl;
	curl_easy_reset(curl); /* keeps the connection */
	fence(smtp);
	curl_easy_setopt(curl, CURLOPT_URL, smtp->url);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SMTP_MOST_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, message);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
}

static str cause_of(struct arena *arena, CURLcode code, long answer)
{
	if (answer >= 400 && answer <= 599)
		return arena_printf(arena, "smtp-%ld", answer);
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return STR("smtp-unreachable");
	case CURLE_OPERATION_TIMEDOUT:
		return STR("smtp-timeout");
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
		return STR("smtp-tls");
	default:
		return STR("smtp-broken");
	}
}

bool smtp_send(struct smtp *smtp, struct arena *arena, const struct mail *mail, str *cause)
{
	str message = mail_write(arena, mail);
	struct curl_slist *to = curl_slist_append(NULL, arena_printf(arena, "<%.*s>", STR_ARG(mail->to)).p);
	if (!to)
		die(EX_OSERR, "smtp.memory", STR("the system has no memory left"));
	set_up(smtp, arena_printf(arena, "<%.*s>", STR_ARG(mail->from)).p, to, &message);
	CURLcode code = curl_easy_perform(smtp->curl);
	long answer = 0;
	curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &answer);
	curl_slist_free_all(to);
	if (code == CURLE_OK)
		return true;
	*cause = cause_of(arena, code, answer);
	return false;
}
