/* body.h -- the content of a request: its announced length, and all of it or nothing.
 *
 * libfcgi's reader is short both at the end and at an error; a body is complete only when as many bytes came as CONTENT_LENGTH said,
 * no more, and no error was seen. Limits are checked before the first byte is read (RFC 9110 8.6). */
#ifndef BLANKETT_HTTP_BODY_H
#define BLANKETT_HTTP_BODY_H

#include "base/problem.h"

struct body_length {
	bool given;    /* absent and empty are the same: nginx without request buffering sends it empty */
	int64_t bytes; /* INT64_MAX for what no integer holds */
};

/* Digits only; else 400. */
MUST_CHECK bool body_length_read(str content_length, struct body_length *out, struct problem *why);

/* Where bytes come from; fcgi_read, or a test. */
typedef size_t body_reader(char *out, size_t n, bool *whole);

/* The whole body, NUL-terminated in the arena; 400 when it is short, long or broken off. */
MUST_CHECK bool body_read(struct arena *arena, body_reader *read, const struct body_length *length, str *out,
                          struct problem *why);

#endif
