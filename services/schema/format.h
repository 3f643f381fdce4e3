/* format.h -- the "format" keyword: one predicate per name (JSON Schema validation 7.3, and x-se-... for Sweden). */
#ifndef BLANKETT_SCHEMA_FORMAT_H
#define BLANKETT_SCHEMA_FORMAT_H

#include "base/str.h"

typedef bool format_check(str value);
/* NULL for a name nobody knows. */
format_check *format_find(str name);

/* Twelve digits YYYYMMDDNNNC: personnummer or samordningsnummer (day + 60), Luhn over the last ten, individual number not 000.
 * The date of a personnummer exists. That of a samordningsnummer need not: month 00 and day 60 stand for what is unknown, and
 * Skatteverket gives out the 31st of any month. */
bool format_personnummer(str value);

#endif
