#include "worker/print.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/signature.h"
#include "base/texts.h"
#include "http/sandbox.h"
#include "rules/receipt.h"
#include "store/receipts.h"
#include "store/services.h"
#include "worker/copy.h"
#include "worker/errand.h"
#include "worker/printer.h"
#include "worker/signals.h"

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)
#define LEASE_S (2 * PRINTER_MOST_S) /* longer than a try can take, or another process would print the same */
#define PAUSE_MS 1000
#define LEAST_URGENT 19
#define FORM_FUNCTION "api_worker.form_get"

struct press {
	const struct config *config;
	const struct texts *texts;
	struct db *db;
	struct form_cache *forms;
	struct printer printer;
	struct caller caller;
};

static void failed(const struct press *p, struct arena *arena, str id, str cause)
{
	errand_failed(p->db, arena, &p->caller, id, cause, LOG_WARNING, "print.failed");
}

/* The document of a row; absent with `why`, or without where the row itself is at fault. */
static str compose(const struct press *p, struct arena *arena, const struct json_node *row, struct problem *why)
{
	const struct lang *lang = texts_lang(p->texts, json_member(row, STR("language")));
	if (!lang)
		lang = texts_each(p->texts, 0);
	struct copy copy = {
		.lang = lang,
		.origin = p->config->origin,
		.municipality = text_municipality(arena, lang, p->config->municipality),
		.key_name = json_member(row, STR("key_id")),
		.signature = str_is(json_member(row, STR("kind")), "signature"),
		.receipt = receipt_read(arena, json_member(row, STR("content"))),
		.answers = json_get(row, STR("answers")),
	};
	if (!copy.receipt)
		return STR_NONE;
	if (json_is(copy.answers, JSON_OBJECT)) {
		copy.form = form_cache_known(p->forms, p->db, arena, &p->caller, FORM_FUNCTION, json_member(row, STR("form")),
		                             json_member(row, STR("version")), why);
		if (!copy.form)
			return STR_NONE;
	}
	return copy_html(arena, &copy);
}

static void keep(const struct press *p, struct arena *arena, str id, str pdf, int64_t from_ms)
{
	struct problem why = { 0 };
	if (!receipt_pdf_store(p->db, arena, &p->caller, id, seal_base64(arena, pdf.p, pdf.n), &why))
		errand_report("print.not_kept", &why);
	else
		log_event(LOG_INFO, "print.done", LOG_WORD("id", id), LOG_INT("bytes", pdf.n), LOG_INT("ms", clock_monotonic_ms() - from_ms));
}

static void print_row(const struct press *p, struct arena *arena, const struct json_node *row)
{
	struct problem why = { 0 };
	int64_t from_ms = clock_monotonic_ms();
	str pdf, cause, id = json_member(row, STR("id"));
	struct print_job job = { compose(p, arena, row, &why), json_member(row, STR("content")), json_member(row, STR("minisig")) };
	if (!job.html.p && why.kind == P_UNAVAILABLE)
		errand_report("print.unreachable", &why);
	else if (!job.html.p)
		failed(p, arena, id, STR("facts"));
	else if (printer_print(&p->printer, arena, &job, &pdf, &cause))
		keep(p, arena, id, pdf, from_ms);
	else if (!str_is(cause, "stopped"))
		failed(p, arena, id, cause);
}

/* Was there one? */
static bool next(const struct press *p, struct arena *arena)
{
	struct problem why = { 0 };
	const struct json_node *row;
	if (!print_claim(p->db, arena, &p->caller, LEASE_S, &row, &why)) {
		errand_report("print.unreachable", &why);
		return false;
	}
	if (row)
		print_row(p, arena, row);
	return row;
}

static void loop(const struct press *p)
{
	struct arena *arena = arena_new(ARENA_BYTES);
	sigset_t mask = signals_block();
	for (bool going = true; going;) {
		going = next(p, arena) ? !signals_told_to_stop() : signals_pause(&mask, PAUSE_MS);
		arena_reset(arena);
	}
	arena_free(arena);
}

int print(const struct config *config)
{
	/* Python and the libraries below WeasyPrint, and the fonts. */
	const char *const paths[] = { "/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/python3", "/etc/python3.11",
		                      "/etc/python3.13", "/var/cache/fontconfig", "/dev/null", "/dev/urandom", config->printer.p };
	static struct press p;
	log_service("printer");
	/* Copies can wait; people and messages cannot. */
	if (nice(LEAST_URGENT) < 0)
		log_plain(LOG_WARNING, "print.not_nice");
	p.config = config;
	p.texts = texts_load(config->texts.p);
	p.printer = printer_open(config->printer.p);
	p.caller = (struct caller){ NULL, config->municipality, STR("printer") };
	p.db = db_open(config->database, "printer");
	p.forms = form_cache_new();
	sandbox_enter_to_run(config->sandbox, paths, sizeof(paths) / sizeof(paths[0]));
	log_plain(LOG_INFO, "worker.begins");
	loop(&p);
	db_close(p.db);
	log_plain(LOG_INFO, "worker.ends");
	return EX_OK;
}
