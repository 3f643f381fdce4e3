/* Numbers by their digits: JSON has no doubles. */
#include "schema/plan.h"

#define WORD_DIGITS 18 /* as many fit a machine word with room for one more */
#define TEXT_MAX 400   /* digits of any number: json_limits_document */

/* digits x 10^exponent, without zeros at either end; n == 0 is zero. */
struct scaled {
	str whole, part;
	size_t first, n;
	int64_t exponent;
};

static unsigned digit(const struct scaled *s, size_t i)
{
	i += s->first;
	return (unsigned)((i < s->whole.n ? s->whole.p[i] : s->part.p[i - s->whole.n]) - '0');
}

static struct scaled scaled_of(str text)
{
	struct scaled s = { .first = 0 };
	str mantissa, power;
	int64_t exponent = 0;
	const int64_t far = INT64_MAX / 4;
	if (text.n && text.p[0] == '-')
		text = str_sub(text, 1, text.n);
	if (!str_cut(text, 'e', &mantissa, &power))
		str_cut(text, 'E', &mantissa, &power);
	if (power.n && power.p[0] == '+')
		power = str_sub(power, 1, power.n);
	if (power.n && !str_int(power, -far, far, &exponent))
		exponent = power.p[0] == '-' ? -far : far;
	str_cut(mantissa, '.', &s.whole, &s.part);
	s.n = s.whole.n + s.part.n;
	while (s.n && digit(&s, 0) == 0) {
		s.first++;
		s.n--;
	}
	s.exponent = exponent - (int64_t)s.part.n;
	while (s.n && digit(&s, s.n - 1) == 0) {
		s.n--;
		s.exponent++;
	}
	return s;
}

static uint64_t value_of(const struct scaled *s)
{
	uint64_t value = 0;
	for (size_t i = 0; i < s->n; i++)
		value = value * 10 + digit(s, i);
	return value;
}

static uint64_t times(uint64_t a, uint64_t b, uint64_t modulus)
{
	return (uint64_t)((__extension__(unsigned __int128)a * b) % modulus);
}

bool decimal_is_divisor(str divisor)
{
	struct scaled s = scaled_of(divisor);
	return divisor.p[0] != '-' && s.n > 0 && s.n <= TEXT_MAX;
}

bool decimal_between(str value, int64_t *floor, int64_t *ceiling)
{
	const char *p = value.p, *end = value.p + value.n;
	bool negative = value.n && *p == '-', fraction = false;
	int64_t whole = 0;
	for (p += negative; p < end && *p >= '0' && *p <= '9'; p++) {
		if (whole > INT64_C(99999999999999999))
			return false;
		whole = whole * 10 + (*p - '0');
	}
	if (p < end && *p == '.')
		for (p++; p < end && *p >= '0' && *p <= '9'; p++)
			fraction |= *p != '0';
	*floor = negative ? -whole - fraction : whole;
	*ceiling = *floor + fraction;
	return p == end;
}

bool decimal_is_integer(str value)
{
	struct scaled s = scaled_of(value);
	return s.n == 0 || s.exponent >= 0;
}

int64_t decimal_count(str value)
{
	struct scaled s = scaled_of(value);
	int64_t count = 0, left = s.n ? s.exponent : 0;
	for (size_t i = 0; i < s.n; i++)
		if (__builtin_mul_overflow(count, 10, &count) || __builtin_add_overflow(count, (int64_t)digit(&s, i), &count))
			return INT64_MAX;
	for (; left > 0; left--)
		if (__builtin_mul_overflow(count, 10, &count))
			return INT64_MAX;
	return count;
}

uint32_t decimal_hash(str value)
{
	struct scaled s = scaled_of(value);
	uint32_t hash = s.n == 0 ? 0 : (uint32_t)s.exponent * 2 + (value.p[0] == '-');
	for (size_t i = 0; i < s.n; i++)
		hash = hash * 31 + digit(&s, i) + 1;
	return hash;
}

/* (a x 10^power) mod b == 0, in machine words. */
static bool short_multiple(const struct scaled *a, const struct scaled *b, int64_t power)
{
	uint64_t modulus = value_of(b), rest = 0, base = 10 % modulus, scale = 1 % modulus;
	for (size_t i = 0; i < a->n; i++)
		rest = (times(rest, 10, modulus) + digit(a, i)) % modulus;
	for (; power; power >>= 1) {
		if (power & 1)
			scale = times(scale, base, modulus);
		base = times(base, base, modulus);
	}
	return times(rest, scale, modulus) == 0;
}

/* rest -= b as long as that goes; both most significant digit first, rest with one digit more. */
static void reduce(uint8_t *rest, const struct scaled *b)
{
	for (;;) {
		size_t i = 0;
		while (i <= b->n && rest[i] == (i ? digit(b, i - 1) : 0))
			i++;
		if (i <= b->n && rest[i] < (i ? digit(b, i - 1) : 0))
			return;
		int borrow = 0;
		for (size_t k = b->n + 1; k-- > 0;) {
			int d = rest[k] - (k ? (int)digit(b, k - 1) : 0) - borrow;
			borrow = d < 0;
			rest[k] = (uint8_t)(d < 0 ? d + 10 : d);
		}
	}
}

/* The same by long division, digit after digit. */
static bool long_multiple(const struct scaled *a, const struct scaled *b, int64_t power)
{
	/* Factors 2 and 5 are all that zeros can bring: so many digits have no more of them than this. */
	const int64_t enough = TEXT_MAX * 4;
	uint8_t rest[TEXT_MAX + 1] = { 0 };
	for (size_t i = 0; i < a->n + (size_t)(power < enough ? power : enough); i++) {
		for (size_t k = 0; k < b->n; k++)
			rest[k] = rest[k + 1];
		rest[b->n] = i < a->n ? (uint8_t)digit(a, i) : 0;
		reduce(rest, b);
	}
	for (size_t k = 0; k <= b->n; k++)
		if (rest[k])
			return false;
	return true;
}

bool decimal_is_multiple(str value, str divisor)
{
	struct scaled a = scaled_of(value), b = scaled_of(divisor);
	if (a.n == 0)
		return true;
	int64_t power = a.exponent - b.exponent;
	/* a ends in no zero, so it is no multiple of ten times a whole number. */
	if (power < 0)
		return false;
	return b.n <= WORD_DIGITS ? short_multiple(&a, &b, power) : long_multiple(&a, &b, power);
}
