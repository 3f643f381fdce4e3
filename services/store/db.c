/* db.c -- calling the services' functions, and telling "refused" from "nobody knows". */
#include "store/db.h"

#include <poll.h>
#include <stdlib.h>
#include <sysexits.h>

#include <libpq-fe.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/connection.h"

#define ARGS_MAX 20
#define PREPARED_MAX 32
#define CALL_MS 6000 /* a little above the roles' statement_timeout */
#define KEYED_TRY_MS 4000
#define KEYED_MS 8000
#define OPEN_MS 3000
#define READY_MS 1000
#define AGAIN_PAUSE_MS 75

struct db {
	struct connection *connection;
	unsigned generation; /* of the connection that `prepared` is about */
	const char *prepared[PREPARED_MAX];
	size_t prepared_count;
};

struct db *db_open(str conninfo, const char *service)
{
	struct db *db = calloc(1, sizeof(*db));
	if (!db)
		die(EX_OSERR, "db.memory", STR("the system has no memory left"));
	db->connection = connection_new(conninfo, service);
	db->connection->deadline_ms = clock_monotonic_ms() + OPEN_MS;
	(void)!connection_up(db->connection);
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	connection_free(db->connection);
	free(db);
}

static bool unavailable(struct problem *why)
{
	return fail(why, P_UNAVAILABLE, STR("The service is not available right now. Nothing was lost; try again soon."));
}

static bool prepared(struct db *db, const char *function)
{
	if (db->generation != db->connection->generation)
		db->prepared_count = 0;
	db->generation = db->connection->generation;
	for (size_t i = 0; i < db->prepared_count; i++)
		if (db->prepared[i] == function)
			return true;
	return false;
}

/* select api_citizen.case_read($1, $2): function names are literals of ours. */
static bool prepare(struct db *db, struct arena *arena, const char *function, size_t n)
{
	if (db->prepared_count == PREPARED_MAX)
		die(EX_SOFTWARE, "db.too_many_functions", str_of(function));
	struct buf b = buf_in(arena, 512);
	buf_printf(&b, "select %s($1::core.caller", function);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, ", $%zu", i + 2);
	buf_lit(&b, ")");
	PGresult *result = PQsendPrepare(db->connection->pg, function, buf_str(&b).p, 0, NULL) ? connection_result(db->connection) : NULL;
	bool ok = result && PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!ok)
		log_event(LOG_ERROR, "db.prepare", LOG_WORD("function", str_of(function)),
		          LOG_WORD("state", str_of(result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : "none")));
	PQclear(result);
	if (ok)
		db->prepared[db->prepared_count++] = function;
	return ok;
}

static void put_part(struct buf *b, str part, bool last)
{
	if (part.p) {
		buf_byte(b, '"');
		for (size_t i = 0; i < part.n; i++) {
			if (part.p[i] == '"' || part.p[i] == '\\')
				buf_byte(b, '\\');
			buf_byte(b, part.p[i]);
		}
		buf_byte(b, '"');
	}
	buf_byte(b, last ? ')' : ',');
}

/* The composite core.caller in PostgreSQL's text form. */
static str caller_text(struct arena *arena, const struct caller *caller)
{
	struct buf b = buf_in(arena, 1024);
	const struct token *token = caller->token;
	str hash = STR_NONE;
	if (token)
		hash = arena_join(arena, STR("\\x"), seal_hex(arena, token->id_hash, sizeof(token->id_hash)), STR(""));
	buf_byte(&b, '(');
	put_part(&b, caller->municipality, false);
	put_part(&b, hash, false);
	put_part(&b, token ? str_of(token->person) : STR_NONE, false);
	put_part(&b, token ? str_of(audience_name(token->audience)) : STR_NONE, false);
	put_part(&b, caller->request_id, true);
	return buf_str(&b);
}

/* What a SQLSTATE means for whoever asked. */
static enum problem_kind kind_of(str state)
{
	static const struct {
		const char *start;
		enum problem_kind kind;
	} kinds[] = {
		{ "BK400", P_BAD_REQUEST }, { "BK401", P_LOGIN_NEEDED }, { "BK403", P_FORBIDDEN },  { "BK404", P_NOT_FOUND },
		{ "BK409", P_CONFLICT },    { "BK412", P_STALE },        { "BK422", P_INVALID },    { "BK423", P_KEY_REUSED },
		{ "BK428", P_STEP_UP },
		{ "23505", P_CONFLICT },    { "40001", P_UNAVAILABLE },  { "40P01", P_UNAVAILABLE }, { "55P03", P_UNAVAILABLE },
		{ "57014", P_UNAVAILABLE }, { "53", P_UNAVAILABLE },     { "57P0", P_UNAVAILABLE }, { "08", P_UNAVAILABLE },
		{ "25006", P_UNAVAILABLE }, { "22P02", P_BAD_REQUEST },
	};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_starts(state, str_of(kinds[i].start)))
			return kinds[i].kind;
	return P_INTERNAL;
}

static bool refused(struct db *db, struct arena *arena, const char *function, const PGresult *result, struct problem *why)
{
	str state = str_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));
	enum problem_kind kind = kind_of(state);
	if (str_starts(state, STR("BK")))
		return fail(why, kind, arena_copy(arena, str_of(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))));
	/* The database's own words can quote a citizen's text: only the state is logged. */
	log_event(LOG_ERROR, "db.error", LOG_WORD("function", str_of(function)), LOG_WORD("state", state));
	/* A primary that became a standby, or functions that were replaced under what is prepared: a fresh connection knows better. */
	if (kind == P_INTERNAL || str_is(state, "25006"))
		connection_close(db->connection);
	if (kind == P_UNAVAILABLE)
		return unavailable(why);
	return fail(why, kind, kind == P_CONFLICT ? STR("Someone else was first.") : STR("The request could not be carried out."));
}

/* One try. `lost` tells that nobody knows whether it happened. */
static bool try_call(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args,
                     size_t n, str *out, bool *lost, struct problem *why)
{
	const char *values[ARGS_MAX + 1];
	*lost = false;
	if (!connection_up(db->connection))
		return unavailable(why);
	if (!prepared(db, function) && !prepare(db, arena, function, n)) {
		*lost = !db->connection->pg;
		return unavailable(why);
	}
	values[0] = caller_text(arena, caller).p;
	for (size_t i = 0; i < n; i++)
		values[i + 1] = args[i].p ? arena_z(arena, args[i]) : NULL;
	db->connection->warned = false;
	PGresult *result = NULL;
	if (PQsendQueryPrepared(db->connection->pg, function, (int)n + 1, values, NULL, NULL, 0))
		result = connection_result(db->connection);
	if (!result) {
		connection_close(db->connection);
		*lost = true;
		return unavailable(why);
	}
	bool ok = PQresultStatus(result) == PGRES_TUPLES_OK && !db->connection->warned;
	if (ok && PQgetisnull(result, 0, 0))
		*out = STR_NONE;
	else if (ok)
		*out = arena_copy(arena, (str){ PQgetvalue(result, 0, 0), (size_t)PQgetlength(result, 0, 0) });
	else if (PQresultStatus(result) == PGRES_TUPLES_OK || PQstatus(db->connection->pg) != CONNECTION_OK)
		*lost = true;
	/* A commit that was only warned about may stand on this machine alone; whoever asks again must not meet the same wait. */
	if (*lost)
		connection_close(db->connection);
	if (!ok)
		*lost ? unavailable(why) : refused(db, arena, function, result, why);
	PQclear(result);
	return ok;
}

bool db_ready(struct db *db)
{
	db->connection->deadline_ms = clock_monotonic_ms() + READY_MS;
	if (!connection_up(db->connection) || !PQsendQuery(db->connection->pg, "select 1"))
		return false;
	PGresult *result = connection_result(db->connection);
	bool ok = result && PQresultStatus(result) == PGRES_TUPLES_OK;
	PQclear(result);
	return ok;
}

bool db_text(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args, size_t n,
             str *out, struct problem *why)
{
	bool lost;
	if (n > ARGS_MAX)
		die(EX_SOFTWARE, "db.too_many_arguments", str_of(function));
	db->connection->deadline_ms = clock_monotonic_ms() + CALL_MS;
	return try_call(db, arena, caller, function, args, n, out, &lost, why);
}

static bool parse(struct arena *arena, const char *function, str text, const struct json_node **out, struct problem *why)
{
	*out = NULL;
	if (!text.p)
		return true;
	*out = json_parse(arena, text, &json_limits_document, NULL);
	if (*out)
		return true;
	log_event(LOG_ERROR, "db.not_json", LOG_WORD("function", str_of(function)));
	return fail(why, P_INTERNAL, STR("The answer of the database was not understood."));
}

bool db_call(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args, size_t n,
             const struct json_node **out, struct problem *why)
{
	str text;
	return db_text(db, arena, caller, function, args, n, &text, why) && parse(arena, function, text, out, why);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Once an answer is lost, only asking again tells what happened: also a database that is gone for a moment is waited for. */
bool db_call_keyed(struct db *db, struct arena *arena, const struct caller *caller, const char *function, const str *args,
                   size_t n, const struct json_node **out, struct problem *why)
{
	str text;
	bool lost = false, once_lost = false;
	struct problem last = { 0 };
	int64_t end = clock_monotonic_ms() + KEYED_MS;
	if (n > ARGS_MAX)
		die(EX_SOFTWARE, "db.too_many_arguments", str_of(function));
	for (int64_t now = clock_monotonic_ms(); now < end; now = clock_monotonic_ms()) {
		last = (struct problem){ 0 };
		db->connection->deadline_ms = sooner(now + KEYED_TRY_MS, end);
		if (try_call(db, arena, caller, function, args, n, &text, &lost, &last))
			return parse(arena, function, text, out, why);
		once_lost = once_lost || lost;
		if (!once_lost || last.kind != P_UNAVAILABLE)
			break;
		log_event(LOG_WARNING, "db.asks_again", LOG_WORD("function", str_of(function)));
		(void)poll(NULL, 0, AGAIN_PAUSE_MS);
		db->connection->next_attempt_ms = 0;
	}
	*why = last;
	return false;
}
