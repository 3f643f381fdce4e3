#include "schema/punycode.h"

/* RFC 3492 section 5. */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_POINT = 0x80 };

static uint32_t threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t k = 0;
	delta = first ? delta / DAMP : delta / 2;
	for (delta += delta / count; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* BASE for what is no digit. */
static uint32_t digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 26;
	char small = (char)(c | 0x20);
	return small >= 'a' && small <= 'z' ? (uint32_t)(small - 'a') : BASE;
}

static bool read_delta(str text, size_t *at, uint32_t bias, uint32_t *delta)
{
	uint32_t weight = 1, sum = 0;
	for (uint32_t k = BASE; *at < text.n; k += BASE) {
		uint32_t digit = digit_of(text.p[(*at)++]), t = threshold(k, bias);
		if (digit == BASE || digit > (UINT32_MAX - sum) / weight)
			return false;
		sum += digit * weight;
		*delta = sum;
		if (digit < t)
			return true;
		if (weight > UINT32_MAX / (BASE - t))
			return false;
		weight *= BASE - t;
	}
	return false;
}

bool punycode_decode(str text, uint32_t *points, size_t most, size_t *n)
{
	size_t count = text.n, at = 0;
	while (count && text.p[count - 1] != '-')
		count--;
	if (count) {
		at = count--;
		if (count > most)
			return false;
		for (size_t i = 0; i < count; i++)
			points[i] = (unsigned char)text.p[i];
	}
	for (uint32_t point = FIRST_POINT, bias = FIRST_BIAS, place = 0, delta; at < text.n; count++) {
		uint32_t length = (uint32_t)count + 1;
		if (count == most || !read_delta(text, &at, bias, &delta) || delta > UINT32_MAX - place)
			return false;
		bias = adapt(delta, length, place == 0);
		place += delta;
		if (place / length > 0x10FFFF - point)
			return false;
		point += place / length;
		place %= length;
		if (point >= 0xD800 && point <= 0xDFFF)
			return false;
		for (size_t i = count; i > place; i--)
			points[i] = points[i - 1];
		points[place++] = point;
	}
	*n = count;
	return true;
}

static bool put(char *text, size_t most, size_t *bytes, char c)
{
	if (*bytes == most)
		return false;
	text[(*bytes)++] = c;
	return true;
}

static bool put_delta(char *text, size_t most, size_t *bytes, uint32_t bias, uint32_t delta)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = threshold(k, bias);
		if (delta < t)
			return put(text, most, bytes, digits[delta]);
		if (!put(text, most, bytes, digits[t + (delta - t) % (BASE - t)]))
			return false;
		delta = (delta - t) / (BASE - t);
	}
}

static uint32_t next_point(const uint32_t *points, size_t n, uint32_t least)
{
	uint32_t next = UINT32_MAX;
	for (size_t i = 0; i < n; i++)
		if (points[i] >= least && points[i] < next)
			next = points[i];
	return next;
}

bool punycode_encode(const uint32_t *points, size_t n, char *text, size_t most, size_t *bytes)
{
	size_t made = 0;
	for (size_t i = 0; i < n; i++)
		if (points[i] < FIRST_POINT && !put(text, most, &made, (char)points[i]))
			return false;
	uint32_t basic = (uint32_t)made, done = basic;
	if (basic && !put(text, most, &made, '-'))
		return false;
	for (uint32_t point = FIRST_POINT, bias = FIRST_BIAS, delta = 0; done < n; delta++, point++) {
		uint32_t next = next_point(points, n, point);
		if (next - point > (UINT32_MAX - delta) / (done + 1))
			return false;
		delta += (next - point) * (done + 1);
		point = next;
		for (size_t i = 0; i < n; i++) {
			delta += points[i] < point;
			if (points[i] != point)
				continue;
			if (!put_delta(text, most, &made, bias, delta))
				return false;
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
	*bytes = made;
	return true;
}
