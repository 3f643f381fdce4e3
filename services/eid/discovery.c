#include "eid/discovery.h"

#include "base/clock.h"
#include "base/log.h"
#include "eid/jws.h"
#include "eid/kept.h"

#define PUBLISHED_MOST_BYTES ((size_t)4 * 1024 * 1024)

struct published {
	struct arena *metadata_arena, *keys_arena;
	struct metadata metadata;
	const struct jwk_set *keys;
	struct kept metadata_kept, keys_kept;
};

struct discovery {
	const struct providers *providers;
	struct fetcher *fetcher;
	struct published published[PROVIDERS_MOST];
};

struct discovery *discovery_new(const struct providers *providers, struct fetcher *fetcher)
{
	static struct discovery discovery; /* one per process */
	discovery.providers = providers;
	discovery.fetcher = fetcher;
	for (size_t i = 0; i < providers->n; i++) {
		discovery.published[i].metadata_arena = arena_new(PUBLISHED_MOST_BYTES);
		discovery.published[i].keys_arena = arena_new(PUBLISHED_MOST_BYTES);
	}
	return &discovery;
}

static struct published *published_by(struct discovery *discovery, const struct provider *provider)
{
	return &discovery->published[provider - discovery->providers->rows];
}

static void log_refused(const char *event, const struct provider *provider, const char *reason)
{
	log_event(LOG_WARNING, event, LOG_WORD("provider", provider->id), LOG_WORD("cause", str_of(reason)));
}

static bool fetch_metadata(struct discovery *discovery, const struct provider *provider, struct published *p,
                           const char **reason)
{
	struct arena *arena = p->metadata_arena;
	struct fetch_answer answer;
	arena_reset(arena);
	const struct fetch_call call = {.url = metadata_url(arena, provider), .loopback = provider->loopback};
	return fetch(discovery->fetcher, arena, &call, &answer) == FETCHED &&
	       metadata_read(arena, provider, answer.body, &p->metadata, reason);
}

const struct metadata *discovery_metadata(struct discovery *discovery, const struct provider *provider)
{
	struct published *p = published_by(discovery, provider);
	const char *reason = "cannot be fetched";
	if (kept_is_fresh(&p->metadata_kept, clock_monotonic_ms()))
		return &p->metadata;
	bool ok = fetch_metadata(discovery, provider, p, &reason);
	kept_tried(&p->metadata_kept, ok, clock_monotonic_ms());
	if (!ok)
		log_refused("eid.metadata_refused", provider, reason);
	return ok ? &p->metadata : NULL;
}

static const struct jwk_set *read_keys(struct discovery *discovery, const struct provider *provider,
                                       struct published *p, const char **reason)
{
	const struct metadata *metadata = discovery_metadata(discovery, provider);
	struct fetch_answer answer;
	arena_reset(p->keys_arena);
	if (!metadata)
		return NULL;
	const struct fetch_call call = {.url = metadata->jwks_uri, .loopback = provider->loopback};
	if (fetch(discovery->fetcher, p->keys_arena, &call, &answer) != FETCHED)
		return NULL;
	struct jwk_set *keys = jwk_set_read(p->keys_arena, answer.body, reason);
	if (keys)
		keys->fetched_s = clock_now_ms() / 1000;
	return keys;
}

static const struct jwk_set *fetch_keys(struct discovery *discovery, const struct provider *provider)
{
	struct published *p = published_by(discovery, provider);
	const char *reason = "cannot be fetched";
	p->keys = read_keys(discovery, provider, p, &reason);
	kept_tried(&p->keys_kept, p->keys != NULL, clock_monotonic_ms());
	if (!p->keys)
		log_refused("eid.keys_refused", provider, reason);
	return p->keys;
}

const struct jwk_set *discovery_keys(struct discovery *discovery, struct arena *arena,
                                     const struct provider *provider, str token)
{
	struct published *p = published_by(discovery, provider);
	int64_t now_ms = clock_monotonic_ms();
	if (!kept_is_fresh(&p->keys_kept, now_ms) ||
	    (jws_names_unknown_key(arena, p->keys, token) && kept_take_look(&p->keys_kept, now_ms)))
		return fetch_keys(discovery, provider);
	return p->keys;
}
