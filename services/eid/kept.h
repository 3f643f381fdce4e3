/* kept.h -- when something that was fetched has to be fetched again: after an hour, or, once a minute, when
 * it turns out to be too old before that. On the monotonic clock; a clock that went backwards makes nothing
 * fresh and allows no second look. */
#ifndef BLANKETT_EID_KEPT_H
#define BLANKETT_EID_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#define KEPT_MS ((int64_t)3600 * 1000)
#define KEPT_LOOK_AGAIN_MS ((int64_t)60 * 1000)

struct kept {
	int64_t fetched_ms, looked_ms;
	bool there;  /* what the last try brought */
	bool looked; /* ever, before the hour was over */
};

/* There, and at most an hour old. */
bool kept_is_fresh(const struct kept *kept, int64_t now_ms);
/* Whether what is fresh may be fetched again all the same; true takes the minute's one look. */
bool kept_take_look(struct kept *kept, int64_t now_ms);
void kept_tried(struct kept *kept, bool brought, int64_t now_ms);

#endif
