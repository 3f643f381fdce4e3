/* main.c -- blankett-worker: what committed with a case and has to go out. One process, one loop: claim, send, say so.
 *
 * A message is leased while it is sent. A worker that dies half-way leaves a lease that runs out; then another sends it, under the
 * same Message-ID. SIGTERM lets the message in hand go out first. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/texts.h"
#include "http/sandbox.h"
#include "store/outbox.h"
#include "worker/smtp.h"

#define ARENA_BYTES ((size_t)8 * 1024 * 1024)
#define CLAIMED 10
#define LEASE_S 120
#define PAUSE_MS 1000
#define STATE_EVERY_MS 60000
#define HOUSEKEEPING_EVERY_MS 600000

struct worker {
	const struct config *config;
	const struct texts *texts;
	struct db *db;
	struct smtp *smtp;
	struct caller caller;
	str domain;
	int64_t next_state_ms, next_housekeeping_ms;
};

static volatile sig_atomic_t stopping;

static void on_signal(int number)
{
	(void)number;
	stopping = 1;
}

/* http://host:port -> host */
static str domain_of(str origin)
{
	str host, rest = origin;
	size_t i = 0;
	while (i + 3 <= origin.n && !str_starts(str_sub(origin, i, 3), STR("://")))
		i++;
	if (i + 3 <= origin.n)
		rest = str_sub(origin, i + 3, origin.n);
	str_cut(rest, ':', &host, &rest);
	return host;
}

static struct mail compose(const struct worker *w, struct arena *arena, const struct json_node *row)
{
	const struct lang *lang = texts_lang(w->texts, json_member(row, STR("language")));
	if (!lang)
		lang = texts_each(w->texts, 0);
	str kind = json_member(row, STR("kind"));
	bool received = str_is(kind, "case.received");
	const struct pair values[] = { { STR("reference"), json_member(row, STR("reference")) },
		                       { STR("address"), arena_join(arena, w->config->origin, STR("/mina"), STR("")) } };
	return (struct mail){
		.from = w->config->mail_from,
		.to = json_member(row, STR("email")),
		.subject = received ? text(lang, "worker.received.subject") : text(lang, "worker.changed.subject"),
		.text = text_fill(arena, received ? text(lang, "worker.received.text") : text(lang, "worker.changed.text"), values, 2),
		.id = json_member(row, STR("id")),
		.domain = w->domain,
		.now_ms = clock_now_ms(),
	};
}

static void report(const char *what, const struct problem *why)
{
	log_event(LOG_WARNING, what, LOG_WORD("problem", str_of(problem_slug(why->kind))));
}

static void failed(const struct worker *w, struct arena *arena, str id, str cause)
{
	struct problem why = { 0 };
	const struct json_node *state;
	if (!outbox_failed(w->db, arena, &w->caller, id, cause, &state, &why)) {
		report("outbox.not_noted", &why);
		return;
	}
	log_event(LOG_WARNING, "outbox.failed", LOG_WORD("id", id), LOG_WORD("cause", cause),
	          LOG_WORD("state", json_member(state, STR("state"))));
}

static void deliver(const struct worker *w, struct arena *arena, const struct json_node *row)
{
	struct problem why = { 0 };
	struct mail mail = compose(w, arena, row);
	str cause = STR("address");
	bool nobody = !mail.to.p; /* no address, or an identity that a mail could give away */
	if (!nobody && (!mail_address(mail.to) || !smtp_send(w->smtp, arena, &mail, &cause))) {
		failed(w, arena, mail.id, cause);
		return;
	}
	if (!outbox_done(w->db, arena, &w->caller, mail.id, &why))
		report("outbox.not_noted", &why);
	else
		log_event(LOG_INFO, "outbox.done", LOG_WORD("id", mail.id), LOG_INT("sent", !nobody));
}

/* How many were claimed. */
static size_t round_of_mail(const struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *rows;
	if (!outbox_claim(w->db, arena, &w->caller, CLAIMED, LEASE_S, &rows, &why)) {
		report("outbox.unreachable", &why);
		return 0;
	}
	struct json_iter it = json_begin(rows);
	while (!stopping && json_next(&it))
		deliver(w, arena, it.value);
	return json_count(rows);
}

static void state(struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *answer;
	if (clock_monotonic_ms() < w->next_state_ms)
		return;
	w->next_state_ms = clock_monotonic_ms() + STATE_EVERY_MS;
	if (!outbox_state(w->db, arena, &w->caller, &answer, &why)) {
		report("outbox.unreachable", &why);
		return;
	}
	int64_t dead = json_int(json_get(answer, STR("dead")), 0);
	log_event(dead ? LOG_WARNING : LOG_INFO, "outbox.state", LOG_INT("waiting", json_int(json_get(answer, STR("waiting")), 0)),
	          LOG_INT("dead", dead), LOG_INT("oldest_s", json_int(json_get(answer, STR("oldest_s")), 0)));
}

static void keep_house(struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *answer;
	if (clock_monotonic_ms() < w->next_housekeeping_ms)
		return;
	w->next_housekeeping_ms = clock_monotonic_ms() + HOUSEKEEPING_EVERY_MS;
	if (!housekeeping(w->db, arena, &w->caller, &answer, &why))
		report("housekeeping.failed", &why);
	else
		log_event(LOG_INFO, "housekeeping", LOG_INT("removed", json_int(json_get(answer, STR("removed")), 0)));
}

static void pause_for(const sigset_t *open)
{
	const struct timespec pause = { PAUSE_MS / 1000, PAUSE_MS % 1000 * 1000000L };
	sigset_t before;
	if (sigprocmask(SIG_SETMASK, open, &before) != 0)
		die(EX_OSERR, "worker.signals", str_of(strerror(errno)));
	if (!stopping)
		(void)nanosleep(&pause, NULL);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

static void loop(struct worker *w)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	sigset_t open, closed;
	struct sigaction action = { .sa_handler = on_signal };
	sigemptyset(&closed);
	sigaddset(&closed, SIGTERM);
	sigaddset(&closed, SIGINT);
	/* Let in only during the pause: a message in hand is finished. */
	if (sigprocmask(SIG_BLOCK, &closed, &open) != 0 || sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0)
		die(EX_OSERR, "worker.signals", str_of(strerror(errno)));
	while (!stopping) {
		state(w, arena);
		keep_house(w, arena);
		if (round_of_mail(w, arena) < CLAIMED)
			pause_for(&open);
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(void)
{
	static struct worker w;
	log_service("worker");
	seal_init();
	w.config = config_read();
	config_need(w.config->database, "BLANKETT_DATABASE");
	config_need(w.config->smtp, "BLANKETT_SMTP");
	if (!mail_address(w.config->mail_from))
		die(EX_CONFIG, "config.value", STR("BLANKETT_MAIL_FROM must be one plain address"));
	w.texts = texts_load(w.config->texts.p);
	w.domain = domain_of(w.config->origin);
	w.caller = (struct caller){ NULL, w.config->municipality, STR("worker") };
	w.smtp = smtp_open(w.config->smtp);
	w.db = db_open(w.config->database, "worker");
	sandbox_enter(w.config->sandbox, true);
	log_plain(LOG_INFO, "worker.begins");
	loop(&w);
	db_close(w.db);
	smtp_close(w.smtp);
	log_plain(LOG_INFO, "worker.ends");
	return EX_OK;
}
