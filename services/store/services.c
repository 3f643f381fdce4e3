#include "store/services.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define CACHED_MAX 32
#define FORM_BYTES ((size_t)64 << 20)

struct cached {
	struct arena *arena;
	const struct form *form;
	uint64_t used;
};

struct form_cache {
	struct cached items[CACHED_MAX];
	uint64_t clock;
};

bool services_list(struct db *db, struct arena *arena, const struct caller *caller, const struct json_node **out,
                   struct problem *why)
{
	return db_call(db, arena, caller, "api_citizen.services", NULL, 0, out, why);
}

struct form_cache *form_cache_new(void)
{
	struct form_cache *cache = calloc(1, sizeof(*cache));
	if (!cache)
		die(EX_OSERR, "forms.memory", STR("the system has no memory left"));
	return cache;
}

/* The newest cached version when none is named: probably the current one. */
static struct cached *find(struct form_cache *cache, str form, str version)
{
	struct cached *best = NULL;
	for (size_t i = 0; i < CACHED_MAX; i++) {
		struct cached *one = &cache->items[i];
		if (one->form && str_eq(one->form->id, form) && (!version.p || str_eq(one->form->version, version)) &&
		    (!best || one->used > best->used))
			best = one;
	}
	if (best)
		best->used = ++cache->clock;
	return best;
}

static const struct form *keep(struct form_cache *cache, const struct json_node *answer, struct problem *why)
{
	struct cached *oldest = &cache->items[0];
	for (size_t i = 1; i < CACHED_MAX && oldest->form; i++)
		if (!cache->items[i].form || cache->items[i].used < oldest->used)
			oldest = &cache->items[i];
	arena_free(oldest->arena);
	memset(oldest, 0, sizeof(*oldest));

	struct arena *arena = arena_new(FORM_BYTES);
	struct form *form = form_load_published(arena, json_write(arena, json_get(answer, STR("definition"))));
	if (!form || !str_is(json_member(answer, STR("sha256")), form->sha256)) {
		arena_free(arena);
		fail(why, P_INTERNAL, STR("The form is damaged."));
		return NULL;
	}
	*oldest = (struct cached){ arena, form, ++cache->clock };
	return form;
}

const struct form *form_cache_get(struct form_cache *cache, struct db *db, struct arena *arena, const struct caller *caller,
                                  const char *function, str form, str version, struct problem *why)
{
	const struct json_node *answer;
	struct cached *known = find(cache, form, version);
	const str args[] = { form, version, known ? str_of(known->form->sha256) : STR_NONE };
	if (!db_call(db, arena, caller, function, args, 3, &answer, why))
		return NULL;
	if (known && json_is(json_get(answer, STR("definition")), JSON_NULL))
		return known->form;
	/* Asked for the current one, and the newest cached is not it: it may still be cached under its version. */
	struct cached *same = find(cache, form, json_member(answer, STR("version")));
	return same ? same->form : keep(cache, answer, why);
}

const struct form *form_cache_known(struct form_cache *cache, struct db *db, struct arena *arena, const struct caller *caller,
                                    const char *function, str form, str version, struct problem *why)
{
	struct cached *known = find(cache, form, version);
	return known ? known->form : form_cache_get(cache, db, arena, caller, function, form, version, why);
}
