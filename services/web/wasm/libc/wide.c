/* wide.c -- integers of 128 bits, as the compiler calls for them where the machine has none. Built of halves and single bits, so
 * that nothing here calls itself. */
#include <stdint.h>

#include "web/wasm/libc/libc.h"

static wide_unsigned product(uint64_t a, uint64_t b)
{
	uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
	uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), other = a0 * b1 + (uint32_t)middle;
	uint64_t high = a1 * b1 + (middle >> 32) + (other >> 32);
	return (wide_unsigned)high << 64 | (other << 32 | (uint32_t)low);
}

wide_signed LIBC(__multi3)(wide_signed a, wide_signed b)
{
	wide_unsigned x = (wide_unsigned)a, y = (wide_unsigned)b;
	uint64_t x0 = (uint64_t)x, x1 = (uint64_t)(x >> 64), y0 = (uint64_t)y, y1 = (uint64_t)(y >> 64);
	return (wide_signed)(product(x0, y0) + ((wide_unsigned)(x1 * y0 + x0 * y1) << 64));
}

/* Division by zero gives all bits and the whole rest; C leaves it open. */
static wide_unsigned divide(wide_unsigned a, wide_unsigned b, wide_unsigned *rest)
{
	wide_unsigned quotient = 0, r = 0;
	for (int bit = 0; bit < 128; bit++) {
		bool carry = r >> 127;
		r = r << 1 | a >> 127;
		a <<= 1;
		quotient <<= 1;
		if (carry || r >= b) {
			r -= b;
			quotient |= 1;
		}
	}
	*rest = r;
	return quotient;
}

wide_unsigned LIBC(__udivti3)(wide_unsigned a, wide_unsigned b)
{
	wide_unsigned rest;
	return divide(a, b, &rest);
}

wide_unsigned LIBC(__umodti3)(wide_unsigned a, wide_unsigned b)
{
	wide_unsigned rest;
	(void)divide(a, b, &rest);
	return rest;
}

static wide_unsigned size_of(wide_signed a)
{
	return a < 0 ? 0 - (wide_unsigned)a : (wide_unsigned)a;
}

wide_signed LIBC(__divti3)(wide_signed a, wide_signed b)
{
	wide_unsigned rest, quotient = divide(size_of(a), size_of(b), &rest);
	return (wide_signed)((a < 0) != (b < 0) ? 0 - quotient : quotient);
}

wide_signed LIBC(__modti3)(wide_signed a, wide_signed b)
{
	wide_unsigned rest;
	(void)divide(size_of(a), size_of(b), &rest);
	return (wide_signed)(a < 0 ? 0 - rest : rest);
}
