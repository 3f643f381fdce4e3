/* clock.h -- the time, in one place, so that a test can set it.
 *
 * Milliseconds since 1970 UTC. Dates people see are Europe/Stockholm; the zone rules are computed (last Sunday of March
 * and October, 01:00 UTC), so that no zone file is needed inside the sandbox. */
#ifndef BLANKETT_BASE_CLOCK_H
#define BLANKETT_BASE_CLOCK_H

#include "base/arena.h"

int64_t clock_now_ms(void);
int64_t clock_monotonic_ms(void);
/* Tests only: a fixed time; 0 gives the real clock back. */
void clock_set_ms(int64_t now_ms);

/* The same into a buffer of the caller, for the log. */
void clock_rfc3339_into(char out[32], int64_t ms);
str clock_rfc3339(struct arena *arena, int64_t ms); /* 2026-11-23T16:11:50.123Z */
/* "2026-11-23" in Stockholm. */
str clock_date(struct arena *arena, int64_t ms);
/* "2026-11-23 17:11" in Stockholm, from an RFC 3339 text as the database gives it; the text itself when broken. */
str clock_local(struct arena *arena, str rfc3339);
MUST_CHECK bool clock_parse(str rfc3339, int64_t *ms);
/* A real Gregorian date in text YYYY-MM-DD. */
bool clock_is_date(str s);

#endif
