#include "eid/kept.h"

bool kept_is_fresh(const struct kept *kept, int64_t now_ms)
{
	return kept->there && now_ms >= kept->fetched_ms && now_ms - kept->fetched_ms < KEPT_MS;
}

bool kept_take_look(struct kept *kept, int64_t now_ms)
{
	if (kept->looked && now_ms - kept->looked_ms < KEPT_LOOK_AGAIN_MS)
		return false;
	kept->looked = true;
	kept->looked_ms = now_ms;
	return true;
}

void kept_tried(struct kept *kept, bool brought, int64_t now_ms)
{
	kept->there = brought;
	if (brought)
		kept->fetched_ms = now_ms;
}
