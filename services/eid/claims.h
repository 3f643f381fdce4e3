/* claims.h -- what an id_token claims (OpenID Connect Core 3.1.3.7), held against what was expected.
 *
 * Duplicate members are refused anywhere in it. Times are whole seconds; clocks may differ by 60 s, a token
 * lives at most 600 s and is at most 360 s old. The audience is ours alone. */
#ifndef BLANKETT_EID_CLAIMS_H
#define BLANKETT_EID_CLAIMS_H

#include "base/json.h"

#define CLAIMS_SKEW_S 60
#define CLAIMS_LIFETIME_S 600
#define CLAIMS_OLDEST_S 360

/* An absent str, or now_s 0, is not checked; only an operator's command leaves any out. */
struct claims_wanted {
	str issuer, audience, nonce;
	int64_t now_s;
};

/* The payload as an object, NULL (and a literal `reason`) when it is none. */
const struct json_node *claims_read(struct arena *arena, str payload, const char **reason) MUST_CHECK;
bool claims_hold(const struct json_node *claims, const struct claims_wanted *wanted,
                 const char **reason) MUST_CHECK;
/* A claim that is a time; -1 when absent or no whole number of seconds below 2^53. */
int64_t claims_time(const struct json_node *claims, str name);

#endif
