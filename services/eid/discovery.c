#include "eid/discovery.h"

#include "base/clock.h"
#include "base/log.h"
#include "eid/jws.h"

#define KEEP_MS ((int64_t)3600 * 1000)
#define LOOK_AGAIN_MS ((int64_t)60 * 1000)
#define PUBLISHED_MOST_BYTES ((size_t)4 * 1024 * 1024)

struct published {
	struct arena *metadata_arena, *keys_arena;
	struct metadata metadata;
	const struct jwk_set *keys;   /* NULL: none yet */
	int64_t metadata_ms, keys_ms; /* when fetched; 0: not there */
	int64_t keys_tried_ms;
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

static bool fresh(int64_t fetched_ms)
{
	return fetched_ms > 0 && clock_now_ms() - fetched_ms < KEEP_MS;
}

static void log_refused(const char *event, const struct provider *provider, const char *reason)
{
	log_event(LOG_WARNING, event, LOG_WORD("provider", provider->id), LOG_WORD("cause", str_of(reason)));
}

const struct metadata *discovery_metadata(struct discovery *discovery, const struct provider *provider)
{
	struct published *p = published_by(discovery, provider);
	if (fresh(p->metadata_ms))
		return &p->metadata;

	str body;
	const char *reason = "cannot be fetched";
	p->metadata_ms = 0;
	arena_reset(p->metadata_arena);
	if (fetch(discovery->fetcher, p->metadata_arena, provider_discovery_url(p->metadata_arena, provider),
	          STR_NONE, provider->loopback, &body) != FETCHED ||
	    !metadata_read(p->metadata_arena, provider, body, &p->metadata, &reason)) {
		log_refused("eid.metadata_refused", provider, reason);
		return NULL;
	}
	p->metadata_ms = clock_now_ms();
	return &p->metadata;
}

static const struct jwk_set *fetch_keys(struct discovery *discovery, const struct provider *provider)
{
	struct published *p = published_by(discovery, provider);
	const struct metadata *metadata = discovery_metadata(discovery, provider);
	str body;
	const char *reason = "cannot be fetched";
	p->keys = NULL;
	p->keys_ms = 0;
	p->keys_tried_ms = clock_now_ms();
	arena_reset(p->keys_arena);
	if (metadata && fetch(discovery->fetcher, p->keys_arena, metadata->jwks_uri, STR_NONE,
	                      provider->loopback, &body) == FETCHED)
		p->keys = jwk_set_read(p->keys_arena, body, &reason);
	if (!p->keys) {
		log_refused("eid.keys_refused", provider, reason);
		return NULL;
	}
	p->keys_ms = clock_now_ms();
	return p->keys;
}

const struct jwk_set *discovery_keys(struct discovery *discovery, struct arena *arena,
                                     const struct provider *provider, str token)
{
	struct published *p = published_by(discovery, provider);
	bool may_look = clock_now_ms() - p->keys_tried_ms >= LOOK_AGAIN_MS;
	if (!p->keys || !fresh(p->keys_ms) || (may_look && jws_names_unknown_key(arena, p->keys, token)))
		return fetch_keys(discovery, provider);
	return p->keys;
}
