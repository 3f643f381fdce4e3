/* iregexp.h -- the patterns our own definitions may use: an I-Regexp (RFC 9485) between ^ and $.
 *
 * What ECMA-262, PCRE2, RE2 and XSD read alike, and regular: no look-around, back reference, lazy quantifier, \d, \w or \s, and no
 * name in \p but a general category (RFC 9485 4). Less than the RFC where readers part (a bare ^ or $, and \- outside of a class,
 * which ECMA-262 refuses) and where it bounds the work: at most 512 bytes, quantifiers of at most 1,000, twenty groups in one
 * another. Anchored at both ends, whatever alternatives stand between: they stand in a group. */
#ifndef BLANKETT_SCHEMA_IREGEXP_H
#define BLANKETT_SCHEMA_IREGEXP_H

#include "base/str.h"

bool iregexp_is_anchored(str text) MUST_CHECK;

#endif
