/* verdict.c -- the quick program at work: fail fast, allocate nothing. */
#include "schema/demand.h"

#include "schema/unique.h"

/* Room that is written before it is read: clearing it would cost more than the rest. */
#define UNCLEARED __attribute__((uninitialized))

struct run {
	struct arena *scratch;
	unsigned depth, steps;
	bool ran_away; /* nobody could decide: not valid, whatever follows */
};

/* The members of an object in their slots. A slot holds something when its bit in `present` is set. */
struct frame {
	const struct demand_slots *slots;
	const struct json_node **slot;
	uint64_t *present;
	bool surplus; /* there are members nobody speaks of */
};

/* What the demands of one location looked at. */
struct seen {
	uint64_t members[SLOT_WORDS];
	size_t items;
	bool all_members, all_items;
};

static bool enter_deep(struct run *g, const struct demand *d, const struct json_node *node);
static bool meet(struct run *g, const struct demand *d, const struct json_node *node, const struct frame *f, struct seen *seen);

static unsigned words_of(const struct frame *f)
{
	return f ? f->slots->words : 0;
}

static void seen_begin(struct seen *seen, const struct frame *f)
{
	for (unsigned w = 0; w < words_of(f); w++)
		seen->members[w] = 0;
	seen->items = 0;
	seen->all_members = seen->all_items = false;
}

static void seen_merge(struct seen *seen, const struct seen *more, const struct frame *f)
{
	for (unsigned w = 0; w < words_of(f); w++)
		seen->members[w] |= more->members[w];
	seen->items = more->items > seen->items ? more->items : seen->items;
	seen->all_members |= more->all_members;
	seen->all_items |= more->all_items;
}

/* May one more step be taken? */
static bool go_on(struct run *g)
{
	if (g->depth < DEPTH_MAX && ++g->steps < STEPS_MAX)
		return true;
	g->ran_away = true;
	return false;
}

static bool is_integer(const struct json_node *node)
{
	return node->type == JSON_NUMBER && (node->integer || decimal_is_integer((str){ node->p, node->n }));
}

static bool same_text(const struct json_node *a, const struct json_node *b)
{
	return a->n == b->n && names_same(a->p, b->p, a->n);
}

static bool listed(const struct demand *d, const struct json_node *node)
{
	for (size_t i = 0; i < d->value_count; i++) {
		const struct json_node *value = d->values[i];
		if (value->type == node->type && (node->type == JSON_STRING ? same_text(value, node) : json_equal(value, node)))
			return true;
	}
	return false;
}

static bool matches(struct run *g, const struct pattern *pattern, const struct json_node *node)
{
	enum pattern_answer answer = pattern_try(pattern, (str){ node->p, node->n });
	g->ran_away |= answer == PATTERN_RAN_AWAY;
	return answer == PATTERN_MATCHES;
}

static bool string_fits(struct run *g, const struct demand *d, const struct json_node *node)
{
	if (d->has & HAS_LENGTH && (node->chars < d->length_least || node->chars > d->length_most))
		return false;
	if (d->has & HAS_PATTERN && !matches(g, d->pattern, node))
		return false;
	return !(d->has & HAS_FORMAT) || d->format((str){ node->p, node->n });
}

static bool digits_fit(const struct rule *r, str n)
{
	return (!r->maximum.p || json_number_cmp(n, r->maximum) <= 0) && (!r->minimum.p || json_number_cmp(n, r->minimum) >= 0) &&
	       (!r->exclusive_maximum.p || json_number_cmp(n, r->exclusive_maximum) < 0) &&
	       (!r->exclusive_minimum.p || json_number_cmp(n, r->exclusive_minimum) > 0) &&
	       (!r->multiple_of.p || decimal_is_multiple(n, r->multiple_of));
}

/* A number that is not short and whole. */
static bool long_number_fits(const struct demand_number *d, const struct json_node *node)
{
	int64_t floor, ceiling;
	if (!d->whole || !decimal_between((str){ node->p, node->n }, &floor, &ceiling))
		return digits_fit(d->rule, (str){ node->p, node->n });
	return floor >= d->least && ceiling > d->above && ceiling <= d->most && floor < d->below &&
	       (!d->multiple || (floor == ceiling && floor % d->multiple == 0));
}

static inline bool number_fits(const struct demand_number *d, const struct json_node *node)
{
	if (!node->small || !d->whole)
		return long_number_fits(d, node);
	return node->number >= d->least && node->number > d->above && node->number <= d->most && node->number < d->below &&
	       (!d->multiple || node->number % d->multiple == 0);
}

/* Demands that cannot be met on the spot. */
#define HAS_MORE (HAS_NEVER | HAS_BESIDE | HAS_UNEVALUATED | HAS_WALK)

static inline __attribute__((always_inline)) bool scalar_fits(struct run *g, const struct demand *d, const struct json_node *node)
{
	unsigned has = d->has;
	if (has & HAS_TYPES && !(d->types >> node->type & 1) && !(d->types & TYPE_INTEGER && is_integer(node)))
		return false;
	if (has & HAS_VALUES && !listed(d, node))
		return false;
	if (node->type == JSON_STRING)
		return !(has & (HAS_LENGTH | HAS_PATTERN | HAS_FORMAT)) || string_fits(g, d, node);
	return node->type != JSON_NUMBER || !(has & HAS_NUMBER) || number_fits(d->number, node);
}

static inline __attribute__((always_inline)) bool enter(struct run *g, const struct demand *d, const struct json_node *node)
{
	return node->type < JSON_ARRAY && !(d->has & HAS_MORE) ? scalar_fits(g, d, node) : enter_deep(g, d, node);
}

static bool contains_enough(struct run *g, const struct demand_elements *e, const struct json_node *array)
{
	uint32_t n = 0;
	for (const struct json_node *at = array + 1, *end = array + array->span; at < end; at += at->span) {
		if (!enter(g, e->contains, at))
			continue;
		n++;
		if (n >= e->contains_least && e->contains_most == UINT32_MAX)
			return true;
		if (n > e->contains_most)
			return false;
	}
	return n >= e->contains_least;
}

static bool elements_fit(struct run *g, const struct demand_elements *e, const struct json_node *array, struct seen *seen)
{
	const struct json_node *at = array + 1, *end = array + array->span;
	size_t i = 0;
	if (array->count < e->least || array->count > e->most || (e->unique && !unique_items(array, g->scratch)))
		return false;
	for (; i < e->prefix.n && at < end; i++, at += at->span)
		if (!enter(g, e->prefix.items[i], at))
			return false;
	if (seen) {
		seen->items = i > seen->items ? i : seen->items;
		seen->all_items |= e->items != NULL;
	}
	for (; e->items && at < end; at += at->span)
		if (!enter(g, e->items, at))
			return false;
	return !e->contains || contains_enough(g, e, array);
}

static bool has_bit(const uint64_t *mask, size_t slot)
{
	return mask[slot / 64] >> slot % 64 & 1;
}

/* What a member is beside one of the own: patterns, the rest, its name. */
static bool member_fits(struct run *g, const struct demand_members *m, const struct json_node *key, bool known)
{
	for (size_t i = 0; i < m->pattern_count; i++)
		if (matches(g, m->patterns[i].pattern, key)) {
			known = true;
			if (!enter(g, m->patterns[i].demand, key + 1))
				return false;
		}
	return (known || (!m->nothing_else && (!m->rest || enter(g, m->rest, key + 1)))) && (!m->names || enter(g, m->names, key));
}

static bool members_fit_in_turn(struct run *g, const struct demand_members *m, const struct json_node *object, const struct frame *f)
{
	for (const struct json_node *key = object + 1, *end = object + object->span; key < end; key += 1 + key[1].span) {
		size_t slot = names_find(&f->slots->names, key);
		if (!member_fits(g, m, key, slot != NAMES_NONE && has_bit(m->own, slot)))
			return false;
	}
	return true;
}

/* An object whose members nobody needs to find again: each is judged as it comes. */
static bool stream_fits(struct run *g, const struct demand *d, const struct json_node *object)
{
	const struct demand_members *m = d->members;
	const struct names *names = &d->slots->names;
	bool more = m->pattern_count || m->names;
	uint32_t missing = m->required_count;
	size_t next = 0;
	if ((d->has & HAS_TYPES && !(d->types & 1u << JSON_OBJECT)) || (d->has & HAS_VALUES && !listed(d, object)) ||
	    object->count < m->least || object->count > m->most || object->count < missing)
		return false;
	for (const struct json_node *key = object + 1, *end = object + object->span; key < end; key += 1 + key[1].span) {
		size_t slot = names_find_next(names, key, &next);
		const struct demand *own = NULL;
		if (slot != NAMES_NONE) {
			missing -= m->by_slot[slot].required;
			own = m->by_slot[slot].demand;
		}
		if (own && !enter(g, own, key + 1))
			return false;
		if ((!own || more) && !member_fits(g, m, key, own != NULL))
			return false;
	}
	return missing == 0;
}

static bool own_fit(struct run *g, const struct demand_members *m, const struct frame *f)
{
	for (unsigned w = 0; w < f->slots->words; w++)
		for (uint64_t left = m->own[w] & f->present[w]; left; left &= left - 1) {
			size_t slot = w * 64 + (size_t)__builtin_ctzll(left);
			if (!enter(g, m->by_slot[slot].demand, f->slot[slot]))
				return false;
		}
	return true;
}

static bool dependents_fit(struct run *g, const struct demand_members *m, const struct json_node *node, const struct frame *f,
                           struct seen *seen)
{
	for (size_t i = 0; i < m->dependent_count; i++) {
		const struct demand_dependent *d = &m->dependents[i];
		if (!has_bit(f->present, d->slot))
			continue;
		for (unsigned w = 0; d->required && w < f->slots->words; w++)
			if (d->required[w] & ~f->present[w])
				return false;
		if (d->demand && !meet(g, d->demand, node, f, seen))
			return false;
	}
	return true;
}

static bool members_fit(struct run *g, const struct demand_members *m, const struct json_node *node, const struct frame *f,
                        struct seen *seen)
{
	if (node->count < m->least || node->count > m->most || (m->nothing_else && f->surplus))
		return false;
	for (unsigned w = 0; w < f->slots->words; w++) {
		if (m->required[w] & ~f->present[w] || (m->nothing_else && f->present[w] & ~m->own[w]))
			return false;
		if (seen)
			seen->members[w] |= m->own[w] & f->present[w];
	}
	if (seen && m->rest)
		seen->all_members = true;
	return own_fit(g, m, f) && (!(m->pattern_count || m->names || m->rest) || members_fit_in_turn(g, m, node, f)) &&
	       dependents_fit(g, m, node, f, seen);
}

/* A branch: what it looked at counts when it holds. */
static bool holds(struct run *g, const struct demand *d, const struct json_node *node, const struct frame *f, struct seen *seen)
{
	UNCLEARED struct seen own;
	if (d->guard && f &&
	    (!has_bit(f->present, d->guard->slot) || f->slot[d->guard->slot]->type != JSON_STRING ||
	     !same_text(f->slot[d->guard->slot], d->guard->value)))
		return false;
	if (!seen)
		return meet(g, d, node, f, NULL);
	seen_begin(&own, f);
	if (!meet(g, d, node, f, &own))
		return false;
	seen_merge(seen, &own, f);
	return true;
}

static bool some_hold(struct run *g, const struct demand_list *list, const struct json_node *node, const struct frame *f,
                      struct seen *seen)
{
	bool some = list->n == 0;
	for (size_t i = 0; i < list->n && (!some || seen); i++)
		some |= holds(g, list->items[i], node, f, seen);
	return some;
}

static bool one_holds(struct run *g, const struct demand_list *list, const struct json_node *node, const struct frame *f,
                      struct seen *seen)
{
	size_t n = 0;
	for (size_t i = 0; i < list->n && n < 2; i++)
		n += holds(g, list->items[i], node, f, seen);
	return n == 1 || list->n == 0;
}

static bool beside_fit(struct run *g, const struct demand_beside *b, const struct json_node *node, const struct frame *f,
                       struct seen *seen)
{
	for (size_t i = 0; i < b->all.n; i++)
		if (!meet(g, b->all.items[i], node, f, seen))
			return false;
	if (b->condition) {
		const struct demand *next = holds(g, b->condition, node, f, seen) ? b->then : b->otherwise;
		if (next && !meet(g, next, node, f, seen))
			return false;
	}
	return some_hold(g, &b->any, node, f, seen) && one_holds(g, &b->one, node, f, seen) &&
	       (!b->not || !holds(g, b->not, node, f, NULL));
}

static bool rest_members_fit(struct run *g, const struct demand *d, const struct json_node *object, const struct frame *f,
                             const struct seen *seen)
{
	for (const struct json_node *key = object + 1, *end = object + object->span; key < end; key += 1 + key[1].span) {
		size_t slot = names_find(&f->slots->names, key);
		if ((slot == NAMES_NONE || !has_bit(seen->members, slot)) && !enter(g, d, key + 1))
			return false;
	}
	return true;
}

static bool unevaluated_fit(struct run *g, const struct demand *d, const struct json_node *node, const struct frame *f, struct seen *seen)
{
	if (node->type == JSON_OBJECT && d->unevaluated_members && !seen->all_members) {
		if (!(d->unevaluated_members->has & HAS_NEVER)) {
			if (!rest_members_fit(g, d->unevaluated_members, node, f, seen))
				return false;
		} else if (f->surplus) {
			return false;
		}
		for (unsigned w = 0; w < f->slots->words && d->unevaluated_members->has & HAS_NEVER; w++)
			if (f->present[w] & ~seen->members[w])
				return false;
		seen->all_members = true;
	}
	if (node->type == JSON_ARRAY && d->unevaluated_items && !seen->all_items) {
		const struct json_node *at = node + 1, *end = node + node->span;
		for (size_t i = 0; at < end; i++, at += at->span)
			if (i >= seen->items && !enter(g, d->unevaluated_items, at))
				return false;
		seen->all_items = true;
	}
	return true;
}

static bool parts_fit(struct run *g, const struct demand *d, const struct json_node *node, const struct frame *f, struct seen *seen)
{
	unsigned has = d->has;
	if (!scalar_fits(g, d, node))
		return false;
	if (node->type == JSON_ARRAY && has & HAS_ELEMENTS && !elements_fit(g, d->elements, node, seen))
		return false;
	if (node->type == JSON_OBJECT && has & HAS_MEMBERS && !members_fit(g, d->members, node, f, seen))
		return false;
	return !(has & HAS_BESIDE) || beside_fit(g, d->beside, node, f, seen);
}

static bool meet(struct run *g, const struct demand *d, const struct json_node *node, const struct frame *f, struct seen *seen)
{
	if (!(d->has & HAS_MORE))
		return parts_fit(g, d, node, f, seen);
	if (d->has & HAS_NEVER || !go_on(g))
		return false;
	if (d->has & HAS_WALK)
		return walk_valid(d->rule, node, g->scratch);
	g->depth++;
	bool ok;
	if (d->has & HAS_UNEVALUATED) {
		UNCLEARED struct seen own;
		seen_begin(&own, f);
		ok = parts_fit(g, d, node, f, &own) && unevaluated_fit(g, d, node, f, &own);
		if (seen)
			seen_merge(seen, &own, f);
	} else {
		ok = parts_fit(g, d, node, f, seen);
	}
	g->depth--;
	return ok;
}

/* Sorts the members into the slots. */
static void frame_fill(struct frame *f, const struct json_node *object)
{
	for (unsigned w = 0; w < f->slots->words; w++)
		f->present[w] = 0;
	size_t next = 0;
	for (const struct json_node *key = object + 1, *end = object + object->span; key < end; key += 1 + key[1].span) {
		size_t slot = names_find_next(&f->slots->names, key, &next);
		if (slot == NAMES_NONE) {
			f->surplus = true;
			continue;
		}
		f->slot[slot] = key + 1;
		f->present[slot / 64] |= UINT64_C(1) << slot % 64;
	}
}

/* The two below differ in the room they take from the stack. */
static bool enter_small(struct run *g, const struct demand *d, const struct json_node *object)
{
	UNCLEARED const struct json_node *slot[64];
	UNCLEARED uint64_t present[1];
	struct frame f = { d->slots, slot, present, false };
	frame_fill(&f, object);
	return meet(g, d, object, &f, NULL);
}

static __attribute__((noinline)) bool enter_large(struct run *g, const struct demand *d, const struct json_node *object)
{
	UNCLEARED const struct json_node *slot[SLOTS_MAX];
	UNCLEARED uint64_t present[SLOT_WORDS];
	struct frame f = { d->slots, slot, present, false };
	frame_fill(&f, object);
	return meet(g, d, object, &f, NULL);
}

static bool enter_deep(struct run *g, const struct demand *d, const struct json_node *node)
{
	if (!go_on(g))
		return false;
	g->depth++;
	bool ok = node->type != JSON_OBJECT || !d->slots ? meet(g, d, node, NULL, NULL)
	          : d->has & HAS_STREAM                  ? stream_fits(g, d, node)
	          : d->slots->words <= 1                 ? enter_small(g, d, node)
	                                                 : enter_large(g, d, node);
	g->depth--;
	return ok;
}

bool schema_valid(const struct schema *schema, const struct json_node *instance, struct arena *scratch)
{
	struct run g = { .scratch = scratch };
	if (!schema->demand)
		return walk_valid(schema->rule, instance, scratch);
	return enter(&g, schema->demand, instance) && !g.ran_away;
}
