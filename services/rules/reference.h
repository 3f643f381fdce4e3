/* reference.h -- the case reference people see: <series>-<year>-<running number>-<check>, "SKJ-2026-000123-7".
 *
 * The check digit is Luhn (mod 10) over the year and running number. Never a capability. The database makes it
 * (core.reference); this file parses and checks what people type. */
#ifndef BLANKETT_RULES_REFERENCE_H
#define BLANKETT_RULES_REFERENCE_H

#include "base/arena.h"

MUST_CHECK bool reference_valid(str s);
/* Makes it in C, for tests against the database's. */
str reference_make(struct arena *arena, str series, int year, int64_t number);

#endif
