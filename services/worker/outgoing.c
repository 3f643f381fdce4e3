/* outgoing.c -- one row of the outbox from claim to answer. */
#include "worker/outgoing.h"

#include "base/clock.h"
#include "base/log.h"
#include "worker/notice.h"

#define LEASE_S (3 * SMTP_MOST_S)

/* NULL when it is sent. */
static const char *send_row(struct app *app, struct arena *arena, const struct json_node *row)
{
	struct mail mail;
	str message;
	if (!notice_of(arena, app->config, app->texts, row, &mail))
		return "kind";
	if (!mail_is_address(mail.to))
		return "address";
	if (!mail_compose(arena, &mail, &message))
		return "message";
	return smtp_send(app->smtp, mail.from, mail.to, message);
}

static void failed(struct app *app, struct arena *arena, const struct json_node *row, const char *cause)
{
	const struct json_node *answer = NULL;
	struct problem why = { 0 };
	str id = json_member(row, STR("id"));
	/* When this does not reach the database either, the lease ends by itself. */
	(void)outbox_failed(app->db, arena, &app->caller, id, str_of(cause), &answer, &why);
	bool dead = str_is(json_member(answer, STR("state")), "dead");
	log_event(dead ? LOG_ERROR : LOG_WARNING, dead ? "mail.dead" : "mail.failed", LOG_WORD("id", id), LOG_WORD("cause", str_of(cause)),
	          LOG_WORD("kind", json_member(row, STR("kind"))), LOG_INT("attempts", json_int(json_get(row, STR("attempts")), 0)));
}

static void done(struct app *app, struct arena *arena, const struct json_node *row, const char *event, int64_t since_ms)
{
	struct problem why = { 0 };
	str id = json_member(row, STR("id"));
	bool ok = outbox_done(app->db, arena, &app->caller, id, &why);
	log_event(ok ? LOG_INFO : LOG_ERROR, ok ? event : "mail.unacknowledged", LOG_WORD("id", id),
	          LOG_WORD("kind", json_member(row, STR("kind"))), LOG_INT("attempts", json_int(json_get(row, STR("attempts")), 0)),
	          LOG_INT("ms", clock_monotonic_ms() - since_ms));
}

bool outgoing_next(struct app *app, struct arena *arena)
{
	const struct json_node *rows = NULL;
	struct problem why = { 0 };
	if (!outbox_claim(app->db, arena, &app->caller, 1, LEASE_S, &rows, &why) || json_count(rows) == 0)
		return false;
	const struct json_node *row = json_at(rows, 0);
	int64_t began_ms = clock_monotonic_ms();
	if (!json_member(row, STR("email")).p) { /* no address, or an identity that is protected: no message */
		done(app, arena, row, "mail.none", began_ms);
		return true;
	}
	const char *cause = send_row(app, arena, row);
	if (cause)
		failed(app, arena, row, cause);
	else
		done(app, arena, row, "mail.sent", began_ms);
	return true;
}
