/* Exact decimal comparison, and equality of values. */
#include <string.h>

#include "base/json.h"

struct decimal {
	bool negative;
	str whole, part;   /* digits before and after the point */
	size_t first, n;   /* significant digits: from index `first`, n of them; n == 0 is zero */
	int64_t magnitude; /* power of ten above the first significant digit */
};

static char digit(const struct decimal *d, size_t i)
{
	return i < d->whole.n ? d->whole.p[i] : d->part.p[i - d->whole.n];
}

static struct decimal decimal_of(str s)
{
	struct decimal d = { .negative = s.n && s.p[0] == '-' };
	str mantissa, exponent = STR_NONE;
	if (d.negative)
		s = str_sub(s, 1, s.n);
	if (!str_cut(s, 'e', &mantissa, &exponent))
		str_cut(s, 'E', &mantissa, &exponent);
	str_cut(mantissa, '.', &d.whole, &d.part);
	int64_t power = 0;
	if (exponent.n) {
		if (exponent.p[0] == '+')
			exponent = str_sub(exponent, 1, exponent.n);
		const int64_t far = INT64_MAX / 4;
		if (!str_int(exponent, -far, far, &power))
			power = exponent.p[0] == '-' ? -far : far;
	}
	size_t digits = d.whole.n + d.part.n, last = digits;
	while (d.first < digits && digit(&d, d.first) == '0')
		d.first++;
	while (last > d.first && digit(&d, last - 1) == '0')
		last--;
	d.n = last - d.first;
	d.magnitude = (int64_t)d.whole.n - (int64_t)d.first + power;
	return d;
}

int json_number_cmp(str a, str b)
{
	struct decimal x = decimal_of(a), y = decimal_of(b);
	int sign_x = x.n == 0 ? 0 : x.negative ? -1 : 1;
	int sign_y = y.n == 0 ? 0 : y.negative ? -1 : 1;
	if (sign_x != sign_y)
		return sign_x < sign_y ? -1 : 1;
	if (sign_x == 0)
		return 0;
	if (x.magnitude != y.magnitude)
		return x.magnitude < y.magnitude ? -sign_x : sign_x;
	for (size_t i = 0; i < x.n || i < y.n; i++) {
		char p = i < x.n ? digit(&x, x.first + i) : '0';
		char q = i < y.n ? digit(&y, y.first + i) : '0';
		if (p != q)
			return p < q ? -sign_x : sign_x;
	}
	return 0;
}

static bool equal_objects(const struct json_node *a, const struct json_node *b)
{
	struct json_iter it = json_begin(a);
	while (json_next(&it)) {
		const struct json_node *other = json_get(b, (str){ it.key->p, it.key->n });
		if (!other || !json_equal(it.value, other))
			return false;
	}
	return true;
}

static bool equal_arrays(const struct json_node *a, const struct json_node *b)
{
	struct json_iter x = json_begin(a), y = json_begin(b);
	while (json_next(&x) && json_next(&y))
		if (!json_equal(x.value, y.value))
			return false;
	return true;
}

bool json_equal(const struct json_node *a, const struct json_node *b)
{
	if (!a || !b || a->type != b->type)
		return a == b;
	switch (a->type) {
	case JSON_STRING: return str_eq(json_str(a), json_str(b));
	case JSON_NUMBER: return json_number_cmp((str){ a->p, a->n }, (str){ b->p, b->n }) == 0;
	case JSON_ARRAY: return a->count == b->count && equal_arrays(a, b);
	case JSON_OBJECT: return a->count == b->count && equal_objects(a, b);
	default: return true;
	}
}
