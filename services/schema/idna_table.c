#include "schema/idna_table.h"

#include <string.h>

struct composite {
	uint32_t whole, first, second;
};

/* kinds[], spans[] (first code point << 8 | kind, up to the next span) and composites[] (by the whole). */
#include "idna_table.inc"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* A Greek letter carries three marks; nothing carries more. */
#define PARTS_MAX 4

const struct idna_kind *idna_kind_of(uint32_t point)
{
	size_t low = 0, high = COUNT(spans);
	if (point > 0x10FFFF)
		return &kinds[0];
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (spans[middle] >> 8 <= point)
			low = middle;
		else
			high = middle;
	}
	return &kinds[spans[low] & 0xFF];
}

static const struct composite *composite_of(uint32_t whole)
{
	size_t low = 0, high = COUNT(composites);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (composites[middle].whole == whole)
			return &composites[middle];
		if (composites[middle].whole < whole)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* 0 when the two stay two. */
static uint32_t composed(uint32_t first, uint32_t second)
{
	for (size_t i = 0; i < COUNT(composites); i++)
		if (composites[i].second == second && composites[i].first == first)
			return composites[i].whole;
	return 0;
}

static size_t decompose(const uint32_t *points, size_t n, uint32_t *out)
{
	size_t made = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t marks[PARTS_MAX], base = points[i];
		size_t count = 0;
		for (const struct composite *c; count < PARTS_MAX - 1 && (c = composite_of(base)); base = c->first)
			marks[count++] = c->second;
		out[made++] = base;
		while (count)
			out[made++] = marks[--count];
	}
	return made;
}

/* Marks behind a base in the order of their classes; equal classes keep theirs. */
static void order(uint32_t *points, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t point = points[i];
		uint8_t class = idna_kind_of(point)->combining;
		size_t at = i;
		for (; class && at && idna_kind_of(points[at - 1])->combining > class; at--)
			points[at] = points[at - 1];
		points[at] = point;
	}
}

static size_t compose(uint32_t *points, size_t n)
{
	size_t made = 0, base = SIZE_MAX;
	uint8_t before = 0;
	for (size_t i = 0; i < n; i++) {
		const struct idna_kind *kind = idna_kind_of(points[i]);
		uint8_t class = kind->combining;
		/* A mark of the same class or a base between the two keeps them apart (UAX 15 D115). */
		bool apart = !kind->is_mark || base == SIZE_MAX || (base + 1 != made && before >= class);
		uint32_t whole = apart ? 0 : composed(points[base], points[i]);
		if (whole) {
			points[base] = whole;
			continue;
		}
		if (class == 0)
			base = made;
		before = class;
		points[made++] = points[i];
	}
	return made;
}

static bool is_normal(const uint32_t *points, size_t n)
{
	uint32_t normal[IDNA_POINTS_MAX * PARTS_MAX];
	size_t made = decompose(points, n, normal);
	order(normal, made);
	made = compose(normal, made);
	return made == n && memcmp(normal, points, n * sizeof(*points)) == 0;
}

bool idna_is_nfc(const uint32_t *points, size_t n)
{
	/* Only a mark has an order and composes with what stands before it. */
	for (size_t i = 0; i < n; i++)
		if (idna_kind_of(points[i])->is_mark)
			return is_normal(points, n);
	return true;
}
