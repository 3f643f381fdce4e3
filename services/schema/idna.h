/* idna.h -- names of hosts, with IDNA2008 (RFC 5890 to 5893) for what is not ASCII.
 *
 * A label is letters, digits and inner hyphens (RFC 1123 2.1); or "xn--" and the Punycode of what IDNA2008 permits, which must be
 * written as it would be encoded again (A-label); or, where the form takes it, the permitted text itself (U-label). Nothing is
 * mapped: a capital Å is refused, as RFC 5891 has it. A label is at most 63 bytes and a name at most 253, both counted as A-labels.
 * A name that holds right-to-left text obeys the Bidi rule in every label. */
#ifndef BLANKETT_SCHEMA_IDNA_H
#define BLANKETT_SCHEMA_IDNA_H

#include "base/str.h"

enum idna_form {
	IDNA_ASCII,   /* no U-labels; hyphens in third and fourth place are no matter, as in names that predate IDNA */
	IDNA_UNICODE, /* U-labels; any of the four full stops between them (RFC 3490 3.1); two such hyphens say "xn--" */
	IDNA_MAIL,    /* U-labels; the full stop is "."; composed or not, since RFC 6531 asks mail systems, not people, for NFC */
};
bool idna_is_hostname(str name, enum idna_form form);

#endif
