/* clock_now.c -- the only file of clock.h that asks the system; the rest of it is arithmetic. */
#include <time.h>

#include "base/clock.h"

static int64_t fixed_ms;

int64_t clock_now_ms(void)
{
	struct timespec now;
	if (fixed_ms)
		return fixed_ms;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_set_ms(int64_t now_ms)
{
	fixed_ms = now_ms;
}
