#include "eid/roca.h"

#include <stddef.h>

#define GENERATOR 65537

/* Is `rest` a power of the generator modulo this prime? */
static bool is_power(BN_ULONG rest, BN_ULONG prime)
{
	BN_ULONG power = 1;
	do {
		if (power == rest)
			return true;
		power = power * GENERATOR % prime;
	} while (power != 1);
	return false;
}

/* Both factors of such a key are powers of 65537 modulo the product of all small primes, and so is the
 * modulus. */
bool roca_is_weak(const BIGNUM *modulus)
{
	static const BN_ULONG primes[] = {3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,
	                                  47,  53,  59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103,
	                                  107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
	for (size_t i = 0; i < sizeof primes / sizeof primes[0]; i++)
		if (!is_power(BN_mod_word(modulus, primes[i]), primes[i]))
			return false;
	return true;
}
