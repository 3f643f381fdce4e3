/* printer.h -- one HTML document becomes one PDF, made by a program of its own (printer.py: WeasyPrint).
 *
 * The program is started for each document and gets nothing but that: no environment, no descriptors but its pipes, no network (a seccomp
 * filter refuses sockets), limits on time, memory and files, and the sandbox of whoever starts it. What it hands out is a PDF or nothing. */
#ifndef BLANKETT_WORKER_PRINTER_H
#define BLANKETT_WORKER_PRINTER_H

#include "base/arena.h"

#define PRINTER_MOST_S 40
#define PRINTER_MOST_BYTES ((size_t)6 * 1024 * 1024)

struct printer {
	const char *program;
	int nowhere; /* where its complaints go: they could quote what somebody wrote */
	int most_s;
};

struct print_job {
	str html, receipt, signature; /* the last two are attached */
};

/* Before the sandbox. Dies with EX_CONFIG when the program is not there. */
struct printer printer_open(const char *program);
/* False with `cause`, a word of ours: "printer-start", "printer-timeout", "printer-died", "printer-garbage", "printer-large", or "stopped"
 * when a signal told us to end. */
bool printer_print(const struct printer *printer, struct arena *arena, const struct print_job *job, str *pdf, str *cause) MUST_CHECK;

#endif
