/* idna_table.h -- what IDNA2008 asks about a code point, out of the Unicode data of the build.
 *
 * Nothing is known of a code point that no label may hold (disallowed or unassigned, RFC 5892) but that. */
#ifndef BLANKETT_SCHEMA_IDNA_TABLE_H
#define BLANKETT_SCHEMA_IDNA_TABLE_H

#include "base/str.h"

/* IDNA_CONTEXT: CONTEXTJ or CONTEXTO, so the neighbours decide (RFC 5892 appendix A). */
enum idna_status { IDNA_DISALLOWED, IDNA_VALID, IDNA_CONTEXT };
enum idna_bidi { BIDI_L, BIDI_R, BIDI_AL, BIDI_AN, BIDI_EN, BIDI_ES, BIDI_CS, BIDI_ET, BIDI_ON, BIDI_BN, BIDI_NSM };
enum idna_joining { JOINING_U, JOINING_C, JOINING_T, JOINING_L, JOINING_R, JOINING_D };
enum idna_script { SCRIPT_OTHER, SCRIPT_GREEK, SCRIPT_HEBREW, SCRIPT_JAPANESE /* Hiragana, Katakana, Han */ };

struct idna_kind {
	uint8_t status, bidi, joining, script; /* of the enums above */
	uint8_t combining;                     /* canonical combining class */
	bool is_mark;                          /* general category M */
};

/* Of any number; beyond Unicode it is disallowed. */
const struct idna_kind *idna_kind_of(uint32_t point);

/* Is it in normalization form C (UAX 15)? Asked of at most IDNA_POINTS_MAX code points, none of them disallowed. */
#define IDNA_POINTS_MAX 63
bool idna_is_nfc(const uint32_t *points, size_t n);

#endif
