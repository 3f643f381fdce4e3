/* main.c -- blankett-worker: what committed with a case and has to go out. One process, one loop: claim, send or sign, say so.
 * `blankett-worker print` is another process, which prints copies of receipts and holds no key: print.h.
 *
 * A message is leased while it is sent. A worker that dies half-way leaves a lease that runs out; then another sends it, under the
 * same Message-ID. SIGTERM lets the message in hand go out first. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/texts.h"
#include "http/sandbox.h"
#include "store/signing.h"
#include "worker/audit.h"
#include "worker/errand.h"
#include "worker/print.h"
#include "worker/receipts.h"
#include "worker/signals.h"
#include "worker/smtp.h"

#define ARENA_BYTES ((size_t)8 * 1024 * 1024)
#define LEASE_S (3 * SMTP_MOST_S) /* longer than a try can take, or another worker would send the same */
#define PAUSE_MS 1000
#define STATE_EVERY_MS 60000
#define HOUSEKEEPING_EVERY_MS 600000
#define SIGNING_EVERY_MS 60000

struct worker {
	const struct config *config;
	const struct texts *texts;
	struct db *db;
	struct smtp *smtp;
	struct auditor *auditor;
	struct receipts *receipts;
	struct caller caller;
	str domain;
	int64_t next_state_ms, next_housekeeping_ms, next_signing_ms;
};

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

/* The texts of a message: worker.<words>.subject and .text. */
static const struct {
	const char *kind, *words;
} messages[] = {
	{ "case.received", "received" },  { "case.shared", "shared" },       { "sign.invited", "invited" }, { "sign.reminder", "reminder" },
	{ "sign.declined", "declined" }, { "sign.withdrawn", "withdrawn" }, { "sign.expired", "expired" },
};

static str words_of(str kind)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (str_is(kind, messages[i].kind))
			return str_of(messages[i].words);
	return STR("changed");
}

static struct mail compose(const struct worker *w, struct arena *arena, const struct json_node *row)
{
	const struct lang *lang = texts_lang(w->texts, json_member(row, STR("language")));
	if (!lang)
		lang = texts_each(w->texts, 0);
	str words = words_of(json_member(row, STR("kind")));
	const struct pair values[] = { { STR("reference"), json_member(row, STR("reference")) },
		                       { STR("address"), arena_join(arena, w->config->origin, STR("/mina"), STR("")) } };
	return (struct mail){
		.from = w->config->mail_from,
		.from_name = text_municipality(arena, lang, w->config->municipality),
		.to = json_member(row, STR("email")),
		.subject = text_of(lang, arena_join(arena, STR("worker."), words, STR(".subject"))),
		.text = text_fill(arena, text_of(lang, arena_join(arena, STR("worker."), words, STR(".text"))), values, 2),
		.id = json_member(row, STR("id")),
		.domain = w->domain,
		.now_ms = clock_now_ms(),
	};
}

static void failed(const struct worker *w, struct arena *arena, str id, str cause)
{
	errand_failed(w->db, arena, &w->caller, id, cause, LOG_WARNING, "outbox.failed");
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
		errand_report("outbox.not_noted", &why);
	else
		log_event(LOG_INFO, "outbox.done", LOG_WORD("id", mail.id), LOG_INT("sent", !nobody));
}

/* Was there one? */
static bool next_message(const struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *rows = NULL;
	if (!outbox_claim(w->db, arena, &w->caller, 1, LEASE_S, &rows, &why)) {
		errand_report("outbox.unreachable", &why);
		return false;
	}
	if (json_count(rows) == 0)
		return false;
	deliver(w, arena, json_at(rows, 0));
	return true;
}

static void state(struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *answer;
	if (clock_monotonic_ms() < w->next_state_ms)
		return;
	w->next_state_ms = clock_monotonic_ms() + STATE_EVERY_MS;
	if (!outbox_state(w->db, arena, &w->caller, &answer, &why)) {
		errand_report("outbox.unreachable", &why);
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
		errand_report("housekeeping.failed", &why);
	else
		log_event(LOG_INFO, "housekeeping", LOG_INT("removed", json_int(json_get(answer, STR("removed")), 0)));
}

/* Reminders, and the end of cases that nobody signed in time. */
static void sign_due(struct worker *w, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *answer;
	if (clock_monotonic_ms() < w->next_signing_ms)
		return;
	w->next_signing_ms = clock_monotonic_ms() + SIGNING_EVERY_MS;
	if (!signing_due(w->db, arena, &w->caller, &answer, &why))
		errand_report("signing.failed", &why);
	else
		log_event(LOG_INFO, "signing.due", LOG_INT("reminded", json_int(json_get(answer, STR("reminded")), 0)),
		          LOG_INT("expired", json_int(json_get(answer, STR("expired")), 0)));
}

static void loop(struct worker *w)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	sigset_t mask = signals_block();
	for (bool going = true; going;) {
		state(w, arena);
		keep_house(w, arena);
		sign_due(w, arena);
		bool logged = auditor_step(w->auditor, arena), signed_one = receipts_next(w->receipts, arena), sent_one = next_message(w, arena);
		going = logged || signed_one || sent_one ? !signals_told_to_stop() : signals_pause(&mask, PAUSE_MS);
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(int argc, char **argv)
{
	static struct worker w;
	log_service("worker");
	seal_init();
	w.config = config_read();
	log_threshold_word(w.config->log_level);
	config_need(w.config->database, "BLANKETT_DATABASE");
	if (argc == 2 && strcmp(argv[1], "print") == 0)
		return print(w.config);
	if (argc != 1)
		die(EX_USAGE, "worker.usage", STR("blankett-worker takes no argument but print"));
	config_need(w.config->smtp, "BLANKETT_SMTP");
	config_need(w.config->receipt_key, "BLANKETT_RECEIPT_KEY_FILE");
	if (!mail_address(w.config->mail_from))
		die(EX_CONFIG, "config.value", STR("BLANKETT_MAIL_FROM must be one plain address"));
	w.texts = texts_load(w.config->texts.p);
	w.domain = domain_of(w.config->origin);
	w.caller = (struct caller){ NULL, w.config->municipality, STR("worker") };
	w.smtp = smtp_open(w.config->smtp);
	w.db = db_open(w.config->database, "worker");
	w.receipts = receipts_open(w.db, w.config);
	w.auditor = auditor_open(w.config, w.db, &w.caller);
	sandbox_enter_with(w.config->sandbox, true, auditor_directory(w.auditor));
	log_plain(LOG_INFO, "worker.begins");
	loop(&w);
	db_close(w.db);
	smtp_close(w.smtp);
	log_plain(LOG_INFO, "worker.ends");
	return EX_OK;
}
