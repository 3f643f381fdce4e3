#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/problem.h"

/* No arena: the log must also work when there is no memory left. */
#define LINE_BYTES 2048u
#define WORD_BYTES 256u

/* By enum log_level; the words of BLANKETT_LOG too. */
static const char *const levels[] = { "debug", "info", "warning", "error" };
static const char *service = "blankett";
static enum log_level threshold = LOG_INFO;
static char request[65];

struct line {
	char text[LINE_BYTES];
	size_t n;
	bool full; /* something did not fit */
};

static void put(struct line *line, str s)
{
	/* Room for the closing brace and the line's end stays free. */
	size_t left = LINE_BYTES - 3 - line->n;
	size_t n = s.n < left ? s.n : left;
	line->full |= n < s.n;
	if (n)
		memcpy(line->text + line->n, s.p, n);
	line->n += n;
}

static void put_number(struct line *line, int64_t n)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%lld", (long long)n);
	put(line, (str){ text, (size_t)length });
}

static void put_word(struct line *line, str s)
{
	put(line, STR("\""));
	size_t n = s.n < WORD_BYTES ? s.n : WORD_BYTES;
	/* Never half a code point. */
	while (n < s.n && n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	s = str_sub(s, 0, n);
	bool utf8 = str_utf8(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] == '"' || s.p[i] == '\\' ? '\'' : (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
		if (!utf8 && (unsigned char)c >= 0x80)
			c = '?';
		put(line, (str){ &c, 1 });
	}
	put(line, STR("\""));
}

static void put_name(struct line *line, const char *name)
{
	put(line, STR(","));
	put_word(line, str_of(name));
	put(line, STR(":"));
}

void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
	if (level < threshold)
		return;
	int kept = errno;
	struct line line = { .n = 0 };
	char time[32];
	clock_rfc3339_into(time, clock_now_ms());
	put(&line, STR("{\"time\":"));
	put_word(&line, str_of(time));
	put_name(&line, "level");
	put_word(&line, str_of(levels[level]));
	put_name(&line, "service");
	put_word(&line, str_of(service));
	put_name(&line, "pid");
	put_number(&line, getpid());
	put_name(&line, "event");
	put_word(&line, str_of(event));
	if (request[0]) {
		put_name(&line, "request_id");
		put_word(&line, str_of(request));
	}
	for (size_t i = 0; i < n; i++) {
		size_t whole = line.n;
		put_name(&line, fields[i].name);
		if (fields[i].kind == LOG_KIND_NUMBER)
			put_number(&line, fields[i].number);
		else
			put_word(&line, fields[i].word);
		/* A field that does not fit is left out: the line stays JSON. */
		if (line.full) {
			line.n = whole;
			break;
		}
	}
	line.text[line.n++] = '}';
	line.text[line.n++] = '\n';
	/* One write: lines of several processes never mix. Nothing can be done about a full disk here. */
	ssize_t written = write(STDERR_FILENO, line.text, line.n);
	(void)written;
	errno = kept;
}

void log_plain(enum log_level level, const char *event)
{
	log_write(level, event, NULL, 0);
}

void log_service(const char *name)
{
	service = name;
}

void log_request(str request_id)
{
	size_t n = request_id.n < sizeof(request) - 1 ? request_id.n : sizeof(request) - 1;
	if (n)
		memcpy(request, request_id.p, n);
	request[n] = '\0';
}

void log_threshold(enum log_level level)
{
	threshold = level;
}

void log_threshold_word(str word)
{
	for (unsigned i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (str_is(word, levels[i])) {
			threshold = (enum log_level)i;
			return;
		}
	die(EX_CONFIG, "config.value", STR("BLANKETT_LOG must be debug, info, warning or error"));
}
