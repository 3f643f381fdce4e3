/* store.c -- the C side of the database against a real one: every function of services/store once, refusals, and connections that
 * break. Run by tests/sql/run in the world of world.sql. argv: socket directory, hex session hash and person of anna, klara, adam and
 * bertil, the child, the known reference. Prints "ok" or "NOT" lines. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/seal.h"
#include "store/accounts.h"
#include "store/cases.h"
#include "store/drafts.h"
#include "store/forms.h"
#include "store/outbox.h"
#include "store/parked.h"
#include "store/people.h"
#include "store/queues.h"
#include "store/receipts.h"
#include "store/sessions.h"
#include "store/signing.h"
#include "store/staff.h"

#define MUNICIPALITY STR("0120")

struct world {
	struct arena *arena;
	const char *sockets;
	struct token anna, klara, adam, bertil;
	str child, reference;
};

static bool failed;

static void promise(const char *text, bool kept)
{
	printf("%s %s\n", kept ? "ok   " : "NOT  ", text);
	failed = failed || !kept;
}

static struct token token_of(enum audience audience, const char *hash, const char *person)
{
	struct token token = { .audience = audience };
	for (size_t i = 0; i < sizeof token.id_hash; i++) {
		const char digits[] = { hash[2 * i], hash[2 * i + 1], '\0' };
		token.id_hash[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	memcpy(token.person, person, 36);
	return token;
}

static struct caller caller_of(const struct token *token)
{
	/* What breaks a composite's text form, if anything does. */
	return (struct caller){ token, MUNICIPALITY, STR("r\"),(\\'1") };
}

static struct db *connected(const struct world *w, const char *service)
{
	str conninfo = arena_printf(w->arena, "host=%s dbname=blankett user=blankett_%s", w->sockets, service);
	return db_open(conninfo, service);
}

static bool refused_as(enum problem_kind kind, bool ok, const struct problem *why)
{
	if (ok || why->kind != kind)
		printf("# got %d, wanted %d\n", ok ? 0 : (int)why->kind, (int)kind);
	return !ok && why->kind == kind;
}

static struct submission submission_of(const struct world *w, str key)
{
	return (struct submission){ .key = key, .request_hash = STR("abababababababababababababababababababababababababababababababab"),
		.form = STR("skolskjuts"), .version = STR("1.0.0"), .subject = w->child, .answers = STR("{}"),
		.queue = STR("skolskjuts"), .series = STR("SKJ"), .due_workdays = 10, .language = STR("sv") };
}

static void drafts_and_cases(const struct world *w)
{
	struct db *db = connected(w, "citizen");
	struct arena *a = w->arena;
	struct caller anna = caller_of(&w->anna);
	const struct json_node *out;
	struct problem why = { 0 };
	promise("children_list", children_list(db, a, &anna, &out, &why) && json_count(out) == 3);
	promise("person_self", person_self(db, a, &anna, &out, &why) && str_is(json_member(out, STR("name")), "Anna Testsson"));
	promise("draft_open", draft_open(db, a, &anna, STR("skolskjuts"), w->child, STR("{\"t\":\"\\\"å\"}"), &out, &why));
	str draft = json_member(out, STR("draft"));
	promise("draft_read", draft_read(db, a, &anna, draft, &out, &why) &&
	                              str_is(json_str(json_pointer(out, STR("/answers/t"))), "\"å"));
	promise("draft_save", draft_save(db, a, &anna, draft, 1, STR("{}"), &out, &why) && json_int(json_get(out, STR("revision")), 0) == 2);
	promise("a stale draft_save is 412", refused_as(P_STALE, draft_save(db, a, &anna, draft, 1, STR("{}"), &out, &why), &why));
	struct submission s = submission_of(w, draft);
	s.draft = draft;
	bool first = case_submit(db, a, &anna, &s, &out, &why);
	str reference = first ? json_member(out, STR("reference")) : STR_NONE;
	promise("case_submit", first && !json_true(json_get(out, STR("replayed"))));
	promise("case_submit again", case_submit(db, a, &anna, &s, &out, &why) && json_true(json_get(out, STR("replayed"))) &&
	                                     str_eq(json_member(out, STR("reference")), reference));
	s.request_hash = STR("00");
	why = (struct problem){ 0 };
	promise("the key with other content is refused", refused_as(P_KEY_REUSED, case_submit(db, a, &anna, &s, &out, &why), &why));
	promise("case_list_own", case_list_own(db, a, &anna, &out, &why) && json_count(json_get(out, STR("cases"))) > 0);
	promise("case_read_own", case_read_own(db, a, &anna, w->reference, &out, &why));
	why = (struct problem){ 0 };
	promise("an unknown case is 404", refused_as(P_NOT_FOUND, case_read_own(db, a, &anna, STR("x'; --"), &out, &why), &why));
	why = (struct problem){ 0 };
	promise("a draft that is no identifier is refused", !draft_read(db, a, &anna, STR("../x"), &out, &why) && problem_status(why.kind) < 500);
	why = (struct problem){ 0 };
	struct caller nobody = caller_of(NULL);
	promise("nobody is told to log in", refused_as(P_LOGIN_NEEDED, case_list_own(db, a, &nobody, &out, &why), &why));
	promise("parked_put", parked_put(db, a, &anna, "api_citizen.park", STR("/x"), STR("[[\"a\",\"\\\"å\"]]"), &why));
	promise("parked_get", parked_get(db, a, &anna, "api_citizen.parked", true, &out, &why) && str_is(json_member(out, STR("path")), "/x") &&
	                              parked_get(db, a, &anna, "api_citizen.parked", true, &out, &why) && !out);
	promise("draft_delete", draft_delete(db, a, &anna, draft, &why));
	db_close(db);
}

static void queues(const struct world *w)
{
	struct db *db = connected(w, "caseworker");
	struct arena *a = w->arena;
	struct caller klara = caller_of(&w->klara), adam = caller_of(&w->adam);
	const struct json_node *out;
	struct problem why = { 0 };
	str page;
	promise("queue_list", queue_list(db, a, &klara, &out, &why));
	promise("queue_page", queue_page(db, a, &klara, STR("skolskjuts"), STR_NONE, 10, STR_NONE, &page, &why) && str_starts(page, STR("{")));
	promise("a foreign cursor is 400", refused_as(P_BAD_REQUEST, queue_page(db, a, &klara, STR("skolskjuts"), STR_NONE, 10, STR("x"), &page, &why), &why));
	why = (struct problem){ 0 };
	promise("who has no queue is 403", refused_as(P_FORBIDDEN, queue_list(db, a, &adam, &out, &why), &why));
	bool took = queue_claim(db, a, &klara, STR("skolskjuts"), &out, &why) && out;
	promise("queue_claim", took);
	str reference = took ? json_member(out, STR("reference")) : STR_NONE;
	int64_t version = took ? json_int(json_get(out, STR("version")), 0) : 0;
	promise("case_read", case_read(db, a, &klara, reference, &out, &why) && json_true(json_get(out, STR("mine"))));
	struct move move = { .reference = reference, .version = version, .event = STR("decide"), .from = STR("investigating"), .to = STR("decided"),
		.own_case = true, .notify = true, .outcome = STR("granted"), .law = STR("SL 10:32"), .reasons = STR("Bifall.") };
	promise("case_move", case_move(db, a, &klara, &move, &out, &why) && json_int(json_get(out, STR("version")), 0) == version + 1);
	why = (struct problem){ 0 };
	promise("case_move of a stale version is 412", refused_as(P_STALE, case_move(db, a, &klara, &move, &out, &why), &why));
	db_close(db);
}

static void forms_and_sessions(const struct world *w)
{
	struct arena *a = w->arena;
	struct caller adam = caller_of(&w->adam), nobody = caller_of(NULL), anna = caller_of(&w->anna);
	const struct json_node *out;
	struct problem why = { 0 };
	str hash = STR("a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
	struct db *db = connected(w, "admin");
	promise("form_save", form_save(db, a, &adam, STR("prov"), STR("1.0.0"), hash, STR("{\"texts\":{}}"), STR_NONE, &out, &why));
	promise("form_publish", form_publish(db, a, &adam, STR("prov"), STR("1.0.0"), hash, &out, &why));
	promise("form_author", form_author(db, a, &adam, true, &why));
	promise("form_list", form_list(db, a, &adam, &out, &why) && json_count(out) == 2);
	promise("form_read", form_read(db, a, &adam, STR("prov"), STR("1.0.0"), &out, &why));
	db_close(db);
	db = connected(w, "operator");
	promise("form_publish_operator", form_publish_operator(db, a, &nobody, STR("prov"), STR("1.0.0"), hash, STR("{}"), &out, &why));
	const struct role admin = { STR("admin"), STR(""), STR(""), STR("") };
	promise("role_grant", role_grant(db, a, &nobody, STR("nils@x"), &admin, &why));
	promise("role_revoke", role_revoke(db, a, &nobody, STR("nils@x"), &admin, &why));
	promise("staff_disable", staff_disable(db, a, &nobody, STR("nils@x"), &why));
	promise("staff_enable", staff_enable(db, a, &nobody, STR("nils@x"), &why));
	promise("staff_list_all", staff_list_all(db, a, &nobody, &out, &why) && json_count(out) > 4);
	const struct account account = { STR("arkiv"), STR("{queues.read}"), STR("{skolskjuts}"), STR("aa"), STR("k4.pid.x"), 4000000000, STR("o\"lle") };
	promise("account_issue", account_issue(db, a, &nobody, &account, &out, &why) && json_member(out, STR("person")).n == 36);
	promise("account_list", account_list(db, a, &nobody, &out, &why) && json_count(out) == 1);
	promise("account_revoke", account_revoke(db, a, &nobody, STR("arkiv"), &why));
	promise("people_import", people_import(db, a, &nobody, STR("{\"people\":[]}"), &out, &why));
	db_close(db);
	db = connected(w, "worker");
	promise("outbox_claim", outbox_claim(db, a, &nobody, 2, 60, &out, &why) && json_count(out) == 2);
	promise("outbox_done", outbox_done(db, a, &nobody, json_member(json_at(out, 0), STR("id")), &why));
	promise("outbox_failed", outbox_failed(db, a, &nobody, json_member(json_at(out, 1), STR("id")), STR("smtp-451"), &out, &why));
	promise("receipt_claim", receipt_claim(db, a, &nobody, 60, &out, &why) && out);
	str errand = json_member(out, STR("id")), reference = STR_NONE;
	promise("receipt_facts", receipt_facts(db, a, &nobody, errand, &out, &why) && (reference = json_member(out, STR("case"))).p);
	str hex = arena_join(a, hash, hash, STR(""));
	const struct signed_receipt receipt = { STR("{}"), STR("minisig"), hex, STR("A1B2C3D4E5F60718") };
	promise("receipt_store", receipt_store(db, a, &nobody, errand, &receipt, &out, &why) && json_true(json_get(out, STR("stored"))));
	promise("print_claim", print_claim(db, a, &nobody, 60, &out, &why) && str_eq(json_member(out, STR("reference")), reference));
	promise("receipt_pdf_store", receipt_pdf_store(db, a, &nobody, json_member(out, STR("id")), STR("JVBERg=="), &why));
	promise("outbox_state", outbox_state(db, a, &nobody, &out, &why));
	promise("housekeeping", housekeeping(db, a, &nobody, &out, &why));
	db_close(db);
	db = connected(w, "citizen");
	str file;
	promise("receipts_own", receipts_own(db, a, &anna, reference, &out, &why) && json_is(out, JSON_ARRAY));
	promise("receipt_file", !receipt_file(db, a, &anna, STR("SKJ-2026-999999-9"), STR("submission"), STR("json"), &file, &why) && why.kind == P_NOT_FOUND);
	db_close(db);
	db = connected(w, "eid");
	struct login_begin begin = { STR("aa"), STR("bb"), STR("n"), STR("v"), STR("p"), STR("citizen"), STR("/") };
	promise("login_begin", login_begin(db, a, &nobody, &begin, &why));
	promise("login_take", login_take(db, a, &nobody, STR("aa"), STR("bb"), &out, &why) && out);
	promise("login_take again finds nothing", login_take(db, a, &nobody, STR("aa"), STR("bb"), &out, &why) && !out);
	int64_t now = clock_now_ms() / 1000;
	struct session_open open = { .audience = STR("citizen"), .personal_number = STR("198501012382"), .provider = STR("p"), .subject = STR("s"),
		.id_hash = STR("cafe"), .level = STR("loa3"), .authenticated_s = now, .expires_s = now + 60, .given_name = STR("A"),
		.family_name = STR("B") };
	promise("session_open", session_open(db, a, &nobody, &open, &out, &why) && str_is(json_member(out, STR("person")), w->anna.person));
	promise("session_list", session_list(db, a, &anna, &out, &why) && json_count(json_get(out, STR("sessions"))) == 2);
	promise("session_end", session_end(db, a, &anna, STR("others"), &why) && session_list(db, a, &anna, &out, &why) &&
	                               json_count(json_get(out, STR("sessions"))) == 1);
	promise("session_close", session_close(db, a, &anna, &why));
	db_close(db);
}

/* What eid does between its two calls, without a provider. */
static bool sign_as(const struct world *w, const struct token *who, str reference, const char *handle, const struct json_node **out)
{
	struct db *db = connected(w, "eid");
	struct arena *a = w->arena;
	struct caller caller = caller_of(who), nobody = caller_of(NULL);
	const struct json_node *what, *taken;
	struct problem why = { 0 };
	bool ok = sign_read(db, a, &caller, reference, &what, &why);
	struct sign_begin begin = { reference, ok ? json_member(what, STR("document")) : STR_NONE, str_of(handle), STR("bb"), STR("n"), STR("v"),
		STR("p"), STR("/mina"), STR("request"), STR("message") };
	ok = ok && sign_begin(db, a, &caller, &begin, &why) && login_take(db, a, &nobody, begin.handle_hash, begin.state_hash, &taken, &why) && taken;
	const struct json_node *sign = ok ? json_get(taken, STR("sign")) : NULL;
	struct signature signature = { .mode = STR("approval"), .provider = STR("p"), .issuer = STR("https://issuer"), .client_id = STR("c"),
		.level = STR("loa3"), .authenticated_s = clock_now_ms() / 1000, .evidence = STR("v4.local.AA"),
		.evidence_sha256 = arena_printf(a, "%064d", handle[1]) };
	if (ok) {
		signature.case_id = json_member(sign, STR("case_id"));
		signature.person = json_member(sign, STR("person"));
		signature.document = json_member(sign, STR("document"));
		ok = sign_finish(db, a, &nobody, &signature, out, &why);
	}
	db_close(db);
	return ok;
}

static str asked(const struct world *w, struct db *db, const struct caller *anna, str key)
{
	static const int64_t days[] = { 3, 7 };
	const struct json_node *out;
	struct problem why = { 0 };
	struct submission s = submission_of(w, key);
	s.answers = STR("{\"a\":1.5,\"skola\":\"\xc3\x85s\"}");
	s.policy = STR("all-sign");
	s.same_address = STR("one");
	s.shared_answers = STR("{\"skola\":\"\xc3\x85s\"}");
	s.reminder_days = days;
	s.reminder_count = 2;
	s.expire_days = 14;
	s.on_expiry = STR("lapse");
	s.on_decline = STR("end");
	if (!case_submit(db, w->arena, anna, &s, &out, &why) || !str_is(json_member(out, STR("status")), "awaiting_signature"))
		return STR_NONE;
	return json_member(out, STR("reference"));
}

static void signing(const struct world *w)
{
	struct db *db = connected(w, "citizen");
	struct arena *a = w->arena;
	struct caller anna = caller_of(&w->anna), bertil = caller_of(&w->bertil), nobody = caller_of(NULL);
	const struct json_node *out;
	struct problem why = { 0 };
	str reference = asked(w, db, &anna, STR("01890000-0000-7000-8000-00000000ff01"));
	promise("case_submit that asks for signatures", reference.p);
	promise("sign_read, sign_begin, login_take and sign_finish", sign_as(w, &w->anna, reference, "a1", &out) && !json_true(json_get(out, STR("complete"))));
	promise("case_read_own says who signs", case_read_own(db, a, &anna, reference, &out, &why) &&
	                                                json_count(json_pointer(out, STR("/signing/parties"))) == 2);
	promise("shared_read", shared_read(db, a, &bertil, reference, &out, &why) && str_is(json_str(json_pointer(out, STR("/answers/skola"))), "\xc3\x85s"));
	promise("the last signature completes it", sign_as(w, &w->bertil, reference, "a2", &out) && json_true(json_get(out, STR("complete"))));
	promise("shared_read of the own case is 404", refused_as(P_NOT_FOUND, shared_read(db, a, &anna, reference, &out, &why), &why));
	why = (struct problem){ 0 };
	promise("sign_withdraw of what is received is 409", refused_as(P_CONFLICT, sign_withdraw(db, a, &anna, reference, &out, &why), &why));
	reference = asked(w, db, &anna, STR("01890000-0000-7000-8000-00000000ff02"));
	promise("another one", sign_as(w, &w->anna, reference, "a3", &out));
	why = (struct problem){ 0 };
	promise("sign_decline without a reason is 422", refused_as(P_INVALID, sign_decline(db, a, &bertil, reference, STR(" "), &out, &why), &why));
	promise("sign_decline", sign_decline(db, a, &bertil, reference, STR("Nej."), &out, &why) && str_is(json_member(out, STR("status")), "withdrawn"));
	db_close(db);
	db = connected(w, "worker");
	promise("signing_due", signing_due(db, a, &nobody, &out, &why) && json_get(out, STR("reminded")));
	db_close(db);
}

/* Has the runner do something to the database, and waits until it is done. */
static void ask_runner(const char *what)
{
	puts(what);
	fflush(stdout);
	char line[16];
	if (!fgets(line, sizeof line, stdin))
		promise("the runner answers", false);
}

static void broken_connections(const struct world *w)
{
	struct arena *a = w->arena;
	struct caller anna = caller_of(&w->anna);
	const struct json_node *out;
	struct problem why = { 0 };
	struct db *db = connected(w, "citizen");
	bool ok = person_self(db, a, &anna, &out, &why);
	ask_runner("# kill");
	promise("a connection that ended while idle is replaced without anyone noticing", ok && person_self(db, a, &anna, &out, &why));
	ask_runner("# kill");
	promise("db_ready makes a new one too", db_ready(db));
	/* The runner holds the key's row in another transaction and ends this backend while it waits. */
	ask_runner("# lock");
	struct submission s = submission_of(w, STR("01890000-0000-7000-8000-00000000cccc"));
	why = (struct problem){ 0 };
	ok = case_submit(db, a, &anna, &s, &out, &why);
	promise("a keyed call whose connection breaks asks again and gets its receipt", ok && json_member(out, STR("reference")).p);
	db_close(db);
	db = db_open(STR("host=/nonexistent dbname=blankett user=blankett_citizen"), "citizen");
	why = (struct problem){ 0 };
	promise("a database that is not there is 503", refused_as(P_UNAVAILABLE, person_self(db, a, &anna, &out, &why), &why));
	promise("and not ready", !db_ready(db));
	db_close(db);
}

int main(int argc, char **argv)
{
	if (argc != 12)
		return 64;
	seal_init();
	struct world w = { .arena = arena_new((size_t)16 << 20), .sockets = argv[1] };
	w.anna = token_of(AUD_CITIZEN, argv[2], argv[3]);
	w.klara = token_of(AUD_STAFF, argv[4], argv[5]);
	w.adam = token_of(AUD_STAFF, argv[6], argv[7]);
	w.bertil = token_of(AUD_CITIZEN, argv[8], argv[9]);
	w.child = str_of(argv[10]);
	w.reference = str_of(argv[11]);
	drafts_and_cases(&w);
	queues(&w);
	broken_connections(&w);
	signing(&w);
	forms_and_sessions(&w);
	arena_free(w.arena);
	return failed;
}
