/* exact.c -- decimal arithmetic in 64 bits. */
#include "schema/exact.h"

#include "base/buf.h"

#define LIMIT INT64_C(1000000000000000000) /* 10^18: ten times a remainder still fits 64 bits without a sign */
#define DECIMALS_MAX 18
#define QUOTIENT_DECIMALS 9
#define EXPONENT_MAX 1000

static int64_t magnitude(int64_t n)
{
	return n < 0 ? -n : n;
}

/* Not __builtin_mul_overflow: it would ask wasm32 for a library. */
static bool multiply(int64_t a, int64_t b, int64_t *out)
{
	if (a && magnitude(b) > (LIMIT - 1) / magnitude(a))
		return false;
	*out = a * b;
	return true;
}

/* digits / 10^decimals in normal form; a negative number of decimals stands for zeros before the point. */
static bool normal(int64_t digits, int64_t decimals, struct exact *out)
{
	for (; decimals > 0 && digits % 10 == 0; decimals--)
		digits /= 10;
	for (; decimals < 0 && digits; decimals++)
		if (!multiply(digits, 10, &digits))
			return false;
	if (decimals > DECIMALS_MAX || magnitude(digits) >= LIMIT)
		return false;
	*out = (struct exact){ digits, decimals > 0 ? (unsigned)decimals : 0 };
	return true;
}

static str without_last_zeros(str digits)
{
	while (digits.n && digits.p[digits.n - 1] == '0')
		digits.n--;
	return digits;
}

static bool append_digits(int64_t *value, str digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		if (!multiply(*value, 10, value))
			return false;
		*value += digits.p[i] - '0';
	}
	return true;
}

bool exact_parse(str number, struct exact *out)
{
	bool negative = number.n && number.p[0] == '-';
	str mantissa, power, whole, part;
	int64_t exponent = 0, digits = 0;
	number = str_sub(number, negative, number.n);
	if (!str_cut(number, 'e', &mantissa, &power))
		str_cut(number, 'E', &mantissa, &power);
	if (power.n && power.p[0] == '+')
		power = str_sub(power, 1, power.n);
	str_cut(mantissa, '.', &whole, &part);
	part = without_last_zeros(part);
	if (!append_digits(&digits, whole) || !append_digits(&digits, part))
		return false;
	if (digits && power.n && !str_int(power, -EXPONENT_MAX, EXPONENT_MAX, &exponent))
		return false;
	return normal(negative ? -digits : digits, (int64_t)part.n - exponent, out);
}

/* The digits of a number written with more decimals. */
static bool widened(struct exact value, unsigned decimals, int64_t *out)
{
	*out = value.digits;
	for (unsigned i = value.decimals; i < decimals; i++)
		if (!multiply(*out, 10, out))
			return false;
	return true;
}

bool exact_plus(struct exact a, struct exact b, struct exact *out)
{
	unsigned decimals = a.decimals > b.decimals ? a.decimals : b.decimals;
	int64_t left, right;
	return widened(a, decimals, &left) && widened(b, decimals, &right) && normal(left + right, decimals, out);
}

bool exact_minus(struct exact a, struct exact b, struct exact *out)
{
	b.digits = -b.digits;
	return exact_plus(a, b, out);
}

bool exact_times(struct exact a, struct exact b, struct exact *out)
{
	int64_t digits;
	return multiply(a.digits, b.digits, &digits) && normal(digits, (int64_t)a.decimals + b.decimals, out);
}

/* A quotient as it grows, digit by digit, as on paper. */
struct quotient {
	int64_t digits, decimals, rest, divisor;
};

static bool next_digit(struct quotient *q)
{
	int64_t digits;
	uint64_t rest = (uint64_t)q->rest * 10, divisor = (uint64_t)q->divisor;
	if (!multiply(q->digits, 10, &digits))
		return false;
	q->digits = digits + (int64_t)(rest / divisor);
	q->rest = (int64_t)(rest % divisor);
	q->decimals++;
	return true;
}

static void round_off(struct quotient *q)
{
	bool up = q->rest >= q->divisor - q->rest;
	for (; q->decimals > QUOTIENT_DECIMALS; q->decimals--) {
		up = q->digits % 10 >= 5;
		q->digits /= 10;
	}
	q->digits += up;
}

bool exact_over(struct exact a, struct exact b, struct exact *out)
{
	struct quotient q = { .divisor = magnitude(b.digits), .decimals = (int64_t)a.decimals - b.decimals };
	q.digits = magnitude(a.digits) / q.divisor;
	q.rest = magnitude(a.digits) % q.divisor;
	while (q.decimals < 0)
		if (!next_digit(&q))
			return false;
	while (q.rest && q.decimals < QUOTIENT_DECIMALS && next_digit(&q))
		;
	if (q.rest || q.decimals > QUOTIENT_DECIMALS)
		round_off(&q);
	return normal((a.digits < 0) != (b.digits < 0) ? -q.digits : q.digits, q.decimals, out);
}

static int64_t power_of_ten(unsigned n)
{
	int64_t power = 1;
	while (n--)
		power *= 10;
	return power;
}

int exact_cmp(struct exact a, struct exact b)
{
	int64_t left = a.digits / power_of_ten(a.decimals), right = b.digits / power_of_ten(b.decimals);
	if (left == right) {
		left = a.digits % power_of_ten(a.decimals) * power_of_ten(DECIMALS_MAX - a.decimals);
		right = b.digits % power_of_ten(b.decimals) * power_of_ten(DECIMALS_MAX - b.decimals);
	}
	return (left > right) - (left < right);
}

str exact_text(struct arena *arena, struct exact value)
{
	struct buf b = buf_in(arena, 32);
	int64_t digits = magnitude(value.digits), unit = power_of_ten(value.decimals);
	if (value.digits < 0)
		buf_byte(&b, '-');
	buf_int(&b, digits / unit);
	if (value.decimals)
		buf_byte(&b, '.');
	for (unsigned i = 0; i < value.decimals; i++) {
		unit /= 10;
		buf_byte(&b, (char)('0' + digits / unit % 10));
	}
	return buf_str(&b);
}
