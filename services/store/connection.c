/* connection.c -- settings, connecting with a deadline, waiting for results. */
#include "store/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include <libpq-fe.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/problem.h"
#include "base/seal.h"

#define CONNECT_MS 3000
#define RECONNECT_PAUSE_MS 500

static void on_notice(void *what, const PGresult *result)
{
	struct connection *c = what;
	const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
	if (severity && str_is(str_of(severity), "WARNING"))
		c->warned = true;
}

static char *copy_z(const char *text)
{
	size_t n = strlen(text) + 1;
	char *copy = malloc(n);
	if (!copy)
		die(EX_OSERR, "db.memory", STR("the system has no memory left"));
	memcpy(copy, text, n);
	return copy;
}

/* The password of the first line of a file in libpq's form: it is ours, one line, for this role. */
static char *password_of(const char *path)
{
	str line, rest, part, file = config_file(path, 4096);
	str_cut(file, '\n', &line, &rest);
	for (int i = 0; i < 4; i++)
		str_cut(line, ':', &part, &line);
	char *password = calloc(1, line.n + 1);
	if (!password || line.n == 0)
		die(EX_CONFIG, "db.password_file", str_of(path));
	memcpy(password, line.p, line.n);
	return password;
}

static void take_settings(struct connection *c, const char *conninfo)
{
	char *wrong = NULL;
	PQconninfoOption *options = PQconninfoParse(conninfo, &wrong);
	if (!options)
		die(EX_CONFIG, "db.conninfo", str_of(wrong));
	size_t n = 0, count = 0;
	while (options[count].keyword)
		count++;
	c->keywords = calloc(count + 4, sizeof(char *));
	c->values = calloc(count + 4, sizeof(char *));
	if (!c->keywords || !c->values)
		die(EX_OSERR, "db.memory", STR("the system has no memory left"));
	for (size_t i = 0; i < count; i++) {
		if (!options[i].val || !*options[i].val)
			continue;
		bool file = str_is(str_of(options[i].keyword), "passfile");
		c->keywords[n] = copy_z(file ? "password" : options[i].keyword);
		c->values[n++] = file ? password_of(options[i].val) : copy_z(options[i].val);
	}
	PQconninfoFree(options);
	c->keywords[n] = copy_z("client_encoding");
	c->values[n++] = copy_z("UTF8");
	c->keywords[n] = copy_z("fallback_application_name");
	c->values[n] = copy_z(c->name);
}

void connection_close(struct connection *c)
{
	if (c->pg)
		PQfinish(c->pg);
	c->pg = NULL;
}

static bool wait_for(PGconn *connection, short events, int64_t deadline_ms)
{
	struct pollfd one = { .fd = PQsocket(connection), .events = events };
	int n = -1;
	for (int64_t left = 1; n < 0 && left > 0 && one.fd >= 0;) {
		left = deadline_ms - clock_monotonic_ms();
		n = left > 0 ? poll(&one, 1, (int)left) : 0;
		if (n < 0 && errno != EINTR)
			return false;
	}
	return n > 0;
}

/* What the server said while nobody listened: a goodbye, perhaps. Heard before a call is sent, it costs nobody anything. */
static void hear_goodbye(PGconn *connection)
{
	const int most_messages = 8;
	struct pollfd one = { .fd = PQsocket(connection), .events = POLLIN };
	for (int i = 0; i < most_messages && poll(&one, 1, 0) > 0; i++)
		if (!PQconsumeInput(connection))
			return;
}

static bool finish_connecting(struct connection *c)
{
	int64_t deadline = clock_monotonic_ms() + CONNECT_MS;
	if (deadline > c->deadline_ms)
		deadline = c->deadline_ms;
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;
	while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
		if (!wait_for(c->pg, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
			return false;
		next = PQconnectPoll(c->pg);
	}
	return next == PGRES_POLLING_OK;
}

bool connection_up(struct connection *c)
{
	if (c->pg)
		hear_goodbye(c->pg);
	if (c->pg && PQstatus(c->pg) == CONNECTION_OK)
		return true;
	connection_close(c);
	if (clock_monotonic_ms() < c->next_attempt_ms)
		return false;
	c->next_attempt_ms = clock_monotonic_ms() + RECONNECT_PAUSE_MS;
	c->pg = PQconnectStartParams((const char *const *)c->keywords, (const char *const *)c->values, 0);
	if (!c->pg || PQstatus(c->pg) == CONNECTION_BAD || !finish_connecting(c)) {
		log_event(LOG_ERROR, "db.unreachable",
		          LOG_WORD("cause", str_of(c->pg ? PQerrorMessage(c->pg) : "no memory")));
		connection_close(c);
		return false;
	}
	PQsetNoticeReceiver(c->pg, on_notice, c);
	if (PQsetnonblocking(c->pg, 1) != 0) {
		connection_close(c);
		return false;
	}
	c->next_attempt_ms = 0;
	c->generation++;
	return true;
}

struct connection *connection_new(str conninfo, const char *name)
{
	struct connection *c = calloc(1, sizeof(*c));
	if (!c)
		die(EX_OSERR, "db.memory", STR("the system has no memory left"));
	c->name = name;
	struct arena *arena = arena_new(64u << 10);
	take_settings(c, arena_z(arena, conninfo));
	arena_free(arena);
	return c;
}

void connection_free(struct connection *c)
{
	connection_close(c);
	for (size_t i = 0; c->keywords[i]; i++) {
		seal_wipe(c->values[i], strlen(c->values[i]));
		free(c->keywords[i]);
		free(c->values[i]);
	}
	free(c->keywords);
	free(c->values);
	free(c);
}

PGresult *connection_result(struct connection *c)
{
	PGresult *result = NULL, *more;
	int flushed;
	while ((flushed = PQflush(c->pg)) == 1)
		if (!wait_for(c->pg, POLLIN | POLLOUT, c->deadline_ms) || !PQconsumeInput(c->pg))
			goto broken;
	if (flushed < 0)
		goto broken;
	for (;;) {
		while (PQisBusy(c->pg))
			if (!wait_for(c->pg, POLLIN, c->deadline_ms) || !PQconsumeInput(c->pg))
				goto broken;
		more = PQgetResult(c->pg);
		if (!more)
			return result;
		PQclear(result);
		result = more;
	}
broken:
	log_event(LOG_ERROR, "db.lost", LOG_WORD("cause", str_of(PQerrorMessage(c->pg))));
	PQclear(result);
	connection_close(c);
	return NULL;
}
