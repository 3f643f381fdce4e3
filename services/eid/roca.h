/* roca.h -- the fingerprint of RSA keys made by the flawed Infineon library (CVE-2017-15361, Nemec and others
 * 2017), which can be factored. Tells them by the modulus alone; a sound key is taken for one with a
 * probability of about 2^-28. */
#ifndef BLANKETT_EID_ROCA_H
#define BLANKETT_EID_ROCA_H

#include <openssl/bn.h>
#include <stdbool.h>

bool roca_is_weak(const BIGNUM *modulus);

#endif
