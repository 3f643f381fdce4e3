/* logic_date.h -- days of the Gregorian calendar, 0001-01-01 to 9999-12-31, as text YYYY-MM-DD. Texts of days order as bytes. */
#ifndef BLANKETT_SCHEMA_LOGIC_DATE_H
#define BLANKETT_SCHEMA_LOGIC_DATE_H

#include "base/arena.h"

enum date_unit { DATE_DAY, DATE_MONTH, DATE_YEAR };

bool date_exists(str text);
/* The day that comes so many days, months or years later (earlier, for a negative amount). A day that the month does not have
 * becomes its last one, as the act on counting time in statutes has it (lag 1930:173, 1 §). False beyond the calendar. */
MUST_CHECK bool date_plus(struct arena *arena, str date, int64_t amount, enum date_unit unit, str *out);

#endif
