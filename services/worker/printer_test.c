/* printer_test.c -- the printed copy: what it says, that nothing in it can reach out, and that a printer may do what it likes.
 *
 * The programs here are shell scripts that hang, die and lie, and the real one (WeasyPrint), whose PDF poppler's tools read again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/seal.h"
#include "rules/receipt.h"
#include "rules/sample_test.h"
#include "worker/copy.h"
#include "worker/printer.h"

Suite *worker_printer_suite(void);

#define SHA "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""
#define REAL "services/worker/printer.py"

static const char receipt_text[] =
	"{\"case\":\"SKJ-2026-000001-1\",\"document\":{\"sha256\":" SHA "},"
	"\"form\":{\"id\":\"prov\",\"sha256\":" SHA ",\"version\":\"1.0.0\"},"
	"\"issued_at\":\"2026-11-24T12:00:00.123Z\",\"kind\":\"submission\",\"municipality\":\"0120\","
	"\"received_at\":\"2026-11-24T12:00:00.123Z\",\"signers\":[{\"at\":\"2026-11-24T12:00:00.123Z\",\"level\":\"loa3\","
	"\"mode\":\"login\",\"name\":\"Anna <b>Åkerström</b>\",\"role\":\"applicant\"}],\"status\":\"received\","
	"\"submitted_at\":\"2026-11-24T12:00:00.123Z\",\"v\":1}";

static struct arena *arena;
static char folder[] = "/tmp/blankett-printer-XXXXXX";
static str program_path;

static void setup(void)
{
	arena = arena_new((size_t)128 << 20);
	seal_init();
	ck_assert(mkdtemp(folder) != NULL);
	program_path = arena_printf(arena, "%s/program", folder);
}

static void teardown(void)
{
	static const char *const files[] = { "program", "out.pdf", "out.txt", "kvitto.json", "kvitto.json.minisig", "witness" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(arena_printf(arena, "%s/%s", folder, files[i]).p);
	(void)rmdir(folder);
	arena_free(arena);
}

static void write_file(const char *path, str content, mode_t mode)
{
	FILE *file = fopen(path, "wb");
	ck_assert(file != NULL);
	ck_assert_uint_eq(fwrite(content.p, 1, content.n, file), content.n);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

static str read_back(const char *path)
{
	struct buf b = buf_in(arena, (size_t)16 << 20);
	char piece[4096];
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	for (size_t n; (n = fread(piece, 1, sizeof(piece), file)) > 0;)
		buf_add(&b, (str){ piece, n });
	fclose(file);
	return buf_str(&b);
}

/* What a program says, in a file of ours; its exit code must be 0. */
static str said(const char *const *argv)
{
	int status = 0;
	const char *path = arena_printf(arena, "%s/out.txt", folder).p;
	pid_t child = fork();
	ck_assert(child >= 0);
	if (child == 0) {
		int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (dup2(out, 1) < 0 || dup2(out, 2) < 0)
			_exit(126);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	ck_assert(waitpid(child, &status, 0) == child);
	str words = read_back(path);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: %.*s", argv[0], STR_ARG(words));
	return words;
}

static bool holds(str text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

static bool try(const char *program, int most_s, str html, str *pdf, str *cause)
{
	struct printer printer = printer_open(program);
	printer.most_s = most_s;
	const struct print_job job = { html, str_of(receipt_text), STR("signature\n") };
	bool ok = printer_print(&printer, arena, &job, pdf, cause);
	close(printer.nowhere);
	return ok;
}

/* The cause, when a shell script is the printer. */
static str cause_of(const char *script)
{
	str pdf, cause;
	write_file(program_path.p, arena_join(arena, STR("#!/bin/sh\n"), str_of(script), STR("\n")), 0755);
	return try(program_path.p, 2, STR("<p>x</p>"), &pdf, &cause) ? STR("printed") : cause;
}

static str copy_of(const char *answers)
{
	const struct copy copy = {
		.lang = texts_lang(texts_load("services/web/texts"), STR("sv")),
		.origin = STR("https://e.example"),
		.municipality = STR("Värmdö kommun"),
		.key_name = STR("A1B2C3D4E5F60718"),
		.receipt = receipt_read(arena, str_of(receipt_text)),
		.form = answers ? sample_form(arena) : NULL,
		.answers = answers ? sample_json(arena, str_of(answers)) : NULL,
	};
	ck_assert(copy.receipt != NULL);
	str html = copy_html(arena, &copy);
	ck_assert(html.p != NULL);
	return html;
}

static str printed(str html)
{
	str pdf, cause;
	ck_assert_msg(try(REAL, PRINTER_MOST_S, html, &pdf, &cause), "%.*s", STR_ARG(cause));
	write_file(arena_printf(arena, "%s/out.pdf", folder).p, pdf, 0600);
	return pdf;
}

static str info(const char *option)
{
	const char *const argv[] = { "pdfinfo", option, arena_printf(arena, "%s/out.pdf", folder).p, NULL };
	return said(argv);
}

START_TEST(the_document_escapes_whatever_was_written)
{
	str html = copy_of("{\"namn\":\"<script src=//x></script>\",\"val\":\"b\",\"mer\":\"<img src='file:///etc/passwd'>\",\"intygar\":true}");
	ck_assert(holds(html, "&lt;script src=//x&gt;") && !holds(html, "<script"));
	ck_assert(holds(html, "&lt;img src=&#39;file:///etc/passwd&#39;&gt;") && !holds(html, "<img"));
	ck_assert(holds(html, "Anna &lt;b&gt;Åkerström&lt;/b&gt;"));
}
END_TEST

START_TEST(a_copy_says_what_the_receipt_says_what_was_answered_and_how_to_verify)
{
	str html = copy_of("{\"namn\":\"Anna Å\",\"val\":\"b\",\"mer\":\"En rad\",\"intygar\":true}");
	static const char *const words[] = { "lang=\"sv\"", "SKJ-2026-000001-1", "Värmdö kommun (0120)", "2026-11-24 13:00", "tillitsnivå 3",
		"e3b0c44298fc1c14", "Det andra", "En rad", "https://e.example/verifiera", "A1B2C3D4E5F60718", "minisign -V" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		ck_assert_msg(holds(html, words[i]), "%s", words[i]);
	ck_assert(!holds(copy_of(NULL), "Det här svarade du"));
}
END_TEST

START_TEST(a_pdf_is_tagged_titled_in_its_language_and_whole)
{
	printed(copy_of("{\"namn\":\"Anna Å\",\"val\":\"b\",\"mer\":\"En rad\",\"intygar\":true}"));
	str about = info("-meta"), basic = info("-isodates"), structure = info("-struct-text");
	ck_assert_msg(holds(basic, "Tagged:          yes") && holds(basic, "Title:           Kvitto på det du har skickat in, SKJ-2026-000001-1"), "%.*s",
	              STR_ARG(basic));
	ck_assert(holds(read_back(arena_printf(arena, "%s/out.pdf", folder).p), "/Lang (sv)"));
	ck_assert_msg(holds(about, "<pdfuaid:part>1</pdfuaid:part>") || holds(about, "pdfuaid:part=\"1\""), "%.*s", STR_ARG(about));
	static const char *const parts[] = { "H1", "H2", "H3", "Table", "TH", "TD", "SKJ-2026-000001-1", "En rad" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ck_assert_msg(holds(structure, parts[i]), "%s", parts[i]);
	const char *const check[] = { "qpdf", "--check", arena_printf(arena, "%s/out.pdf", folder).p, NULL };
	ck_assert(holds(said(check), "No syntax or stream encoding errors"));
	const char *const fonts[] = { "pdffonts", arena_printf(arena, "%s/out.pdf", folder).p, NULL };
	str list = said(fonts);
	ck_assert_msg(holds(list, "DejaVu") && !holds(list, " no  "), "%.*s", STR_ARG(list));
}
END_TEST

START_TEST(the_receipt_and_its_signature_are_attached)
{
	printed(copy_of(NULL));
	const char *const save[] = { "pdfdetach", "-saveall", "-o", folder, arena_printf(arena, "%s/out.pdf", folder).p, NULL };
	said(save);
	ck_assert(str_is(read_back(arena_printf(arena, "%s/kvitto.json", folder).p), receipt_text));
	ck_assert(str_is(read_back(arena_printf(arena, "%s/kvitto.json.minisig", folder).p), "signature\n"));
}
END_TEST

/* Written past the escaping, as an attacker would like to. */
START_TEST(nothing_is_fetched_whatever_the_document_asks_for)
{
	const char *witness = arena_printf(arena, "%s/witness", folder).p;
	write_file(witness, STR("SECRET WITNESS"), 0644);
	str html = arena_printf(arena,
	                        "<html lang=sv><title>x</title><link rel=attachment href='file://%s'><link rel=stylesheet href='file://%s'>"
	                        "<body><p>here<img src='file://%s'><object data='file://%s'></object><a rel=attachment href='file://%s'>a</a>"
	                        "<img src='http://127.0.0.1:9/x'><style>@import 'file://%s';@font-face{font-family:x;src:url(file://%s)}</style></html>",
	                        witness, witness, witness, witness, witness, witness, witness);
	str pdf, cause;
	if (try(REAL, PRINTER_MOST_S, html, &pdf, &cause)) {
		write_file(arena_printf(arena, "%s/out.pdf", folder).p, pdf, 0600);
		const char *const list[] = { "pdfdetach", "-list", arena_printf(arena, "%s/out.pdf", folder).p, NULL };
		ck_assert(holds(said(list), "0 embedded files"));
	}
	ck_assert(!holds(pdf, "SECRET WITNESS"));
}
END_TEST

START_TEST(odd_letters_are_printed)
{
	printed(copy_of("{\"namn\":\"\u202eabc שלום مرحبا 😀\",\"val\":\"b\",\"mer\":\"a\u0301 \u200f\u2066 rad\\nrad\",\"intygar\":true}"));
	ck_assert(holds(info("-struct-text"), "שלום"));
}
END_TEST

START_TEST(an_answer_of_100_kB_is_printed)
{
	struct buf b = buf_in(arena, (size_t)1 << 20);
	buf_lit(&b, "{\"namn\":\"Anna\",\"val\":\"b\",\"mer\":\"");
	for (int i = 0; i < 10000; i++)
		buf_lit(&b, "<ord> & \xc3\xa5");
	buf_lit(&b, "\",\"intygar\":true}");
	printed(copy_of(buf_str(&b).p));
}
END_TEST

START_TEST(a_printer_may_do_what_it_likes)
{
	static const char *const ways[][2] = {
		{ "sleep 60", "printer-timeout" },
		{ "trap '' TERM; while :; do :; done", "printer-timeout" },
		{ "cat >/dev/null; sleep 60", "printer-timeout" },
		{ "printf '%%PDF-1.7'; exec >&-; sleep 60", "printer-died" },
		{ "exit 1", "printer-died" },
		{ "kill -SEGV $$", "printer-died" },
		{ "echo hello", "printer-garbage" },
		{ ":", "printer-garbage" },
		{ "printf '%%PDF-1.7 cut off'", "printer-garbage" },
		{ "cat /dev/zero", "printer-large" },
		{ "exec /nowhere/at/all", "printer-start" },
		{ "printf '%%PDF-1.7\\n%%%%EOF\\n'", "printed" },
	};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		str cause = cause_of(ways[i][0]);
		ck_assert_msg(str_is(cause, ways[i][1]), "%s: %.*s", ways[i][0], STR_ARG(cause));
	}
}
END_TEST

START_TEST(a_printer_has_no_network_no_environment_and_writes_no_file)
{
	ck_assert_int_eq(setenv("BLANKETT_SECRET", "x", 1), 0);
	ck_assert(str_is(cause_of("[ -z \"$BLANKETT_SECRET\" ] && printf '%%PDF-1.7\\n%%%%EOF\\n'"), "printed"));
	ck_assert(str_is(cause_of("/usr/bin/python3 -Ic 'import socket; socket.socket(socket.AF_INET)' && printf '%%PDF-1.7\\n%%%%EOF\\n'"),
	                 "printer-died"));
	ck_assert(str_is(cause_of("/usr/bin/python3 -Ic 'import socket; socket.socket(socket.AF_UNIX)' && printf '%%PDF-1.7\\n%%%%EOF\\n'"),
	                 "printer-died"));
	str script = arena_printf(arena, "echo much >%s/witness && printf '%%%%PDF-1.7\\n%%%%%%%%EOF\\n'", folder);
	ck_assert(!str_is(cause_of(script.p), "printed"));
	ck_assert(str_is(cause_of("ls /proc/self/fd | wc -l | grep -qx 4 && printf '%%PDF-1.7\\n%%%%EOF\\n'"), "printed"));
}
END_TEST

START_TEST(what_a_printer_started_ends_with_it)
{
	const char *path = arena_printf(arena, "%s/witness", folder).p;
	str script = arena_printf(arena, "sleep 60 & while :; do sleep 1; done # %s", path);
	int before = waitpid(-1, NULL, WNOHANG);
	ck_assert(before <= 0);
	ck_assert(str_is(cause_of(script.p), "printer-timeout"));
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}
END_TEST

Suite *worker_printer_suite(void)
{
	Suite *suite = suite_create("worker_printer");
	TCase *tests = tcase_create("printer");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, the_document_escapes_whatever_was_written);
	tcase_add_test(tests, a_copy_says_what_the_receipt_says_what_was_answered_and_how_to_verify);
	tcase_add_test(tests, a_pdf_is_tagged_titled_in_its_language_and_whole);
	tcase_add_test(tests, the_receipt_and_its_signature_are_attached);
	tcase_add_test(tests, nothing_is_fetched_whatever_the_document_asks_for);
	tcase_add_test(tests, odd_letters_are_printed);
	tcase_add_test(tests, an_answer_of_100_kB_is_printed);
	tcase_add_test(tests, a_printer_may_do_what_it_likes);
	tcase_add_test(tests, a_printer_has_no_network_no_environment_and_writes_no_file);
	tcase_add_test(tests, what_a_printer_started_ends_with_it);
	suite_add_tcase(suite, tests);
	return suite;
}
