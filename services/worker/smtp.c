#include "worker/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/problem.h"

#define CONNECT_S 5L
#define SEND_S 20L

struct smtp {
	CURL *curl;
	char *url;
};

struct smtp *smtp_open(str url)
{
	struct smtp *smtp = calloc(1, sizeof(*smtp));
	if (!smtp || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(smtp->curl = curl_easy_init()) ||
	    !(smtp->url = calloc(1, url.n + 1)))
		die(EX_SOFTWARE, "smtp.cannot_start", STR("libcurl"));
	memcpy(smtp->url, url.p, url.n);
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

static void set_up(struct smtp *smtp, const char *from, struct curl_slist *to, str *message)
{
	CURL *curl = smtp->curl;
	curl_easy_reset(curl); /* keeps the connection */
	curl_easy_setopt(curl, CURLOPT_URL, smtp->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	/* A server of our own network may have no certificate; one that offers TLS gets it. smtps:// demands it. */
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, SEND_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, message);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
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
	*cause = answer >= 400 ? arena_printf(arena, "smtp-%ld", answer) : STR("smtp-unreachable");
	return false;
}
