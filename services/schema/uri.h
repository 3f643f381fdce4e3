/* uri.h -- references of schemas to schemas (RFC 3986 section 5.2), as text alone.
 *
 * Nothing is fetched and nothing normalised but dot segments: two URIs are one when their bytes are (JSON Schema core 8.2.1 asks for
 * no more). Results are in the arena or part of the arguments. */
#ifndef BLANKETT_SCHEMA_URI_H
#define BLANKETT_SCHEMA_URI_H

#include "base/arena.h"

/* `reference` as seen from `base`; an empty base leaves it as it is. */
str uri_resolve(struct arena *arena, str base, str reference) MUST_CHECK;
/* Splits at the first #: the URI without fragment, and the fragment as it is written (empty when there is none). */
void uri_split(str uri, str *without, str *fragment);
/* Percent escapes decoded (RFC 3986 2.1); absent when one is broken or the result is no UTF-8. */
str uri_decode(struct arena *arena, str s) MUST_CHECK;

#endif
