/* outcome.h -- how a login ended when it did not end in a session, and the page that says so with a way on.
 *
 * The words are ours ("eid.<outcome>.title" and ".text"); what a provider wrote goes to no page. */
#ifndef BLANKETT_EID_OUTCOME_H
#define BLANKETT_EID_OUTCOME_H

#include "http/response.h"

enum outcome {
	OUTCOME_GOES_ON,   /* nothing stands in the way so far */
	OUTCOME_CANCELLED, /* by the person: 200 */
	OUTCOME_EXPIRED,   /* no such login under way in this browser: 400 */
	OUTCOME_REFUSED,   /* what came back cannot be believed: 403 */
	OUTCOME_WEAK,      /* the level of the e-ID is too low: 403 */
	OUTCOME_NO_ROLE,   /* staff without a role here: 403 */
	OUTCOME_OVER,      /* nothing is left to sign: 409 */
	OUTCOME_DOWN       /* the provider does not answer: 503 with Retry-After */
};

/* audience AUD_NOBODY: not known, no button to try again. */
bool outcome_page(const struct request *q, struct response *r, enum outcome outcome, enum audience audience,
                  str return_to);
/* The same for a signature of a case ("eid.sign.<outcome>..."): the way on is back to the page of the case. */
bool outcome_sign_page(const struct request *q, struct response *r, enum outcome outcome, str reference);
/* For the log. */
str outcome_name(enum outcome outcome);

#endif
