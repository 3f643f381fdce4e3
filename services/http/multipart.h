/* multipart.h -- a form with a file in it (RFC 7578, multipart/form-data), as browsers send it; strict.
 *
 * Refused: another grouping, a part without a name, text before the first or after the last boundary, a text field that is not UTF-8 or
 * holds NUL. A file's name is not kept: nothing here rests on what a client calls it. */
#ifndef BLANKETT_HTTP_MULTIPART_H
#define BLANKETT_HTTP_MULTIPART_H

#include "base/pairs.h"

/* The boundary parameter of a Content-Type header (RFC 2046 5.1.1: 1 to 70 signs); absent when there is none. */
str multipart_boundary(struct arena *arena, str content_type);
/* Names and contents in their order. A text field's CR LF become LF; a file's bytes are left as they are. */
MUST_CHECK bool multipart_parse(struct arena *arena, str boundary, str body, size_t max_parts, struct pairs *out);

#endif
