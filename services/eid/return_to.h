/* return_to.h -- where a person goes on after logging in: a path of our own, and nothing a browser could read
 * as another site.
 *
 * The path has letters, digits, '/', '_' and '-' only, so there is no "\", no "//", no scheme, no encoded
 * byte to disagree about. A query may follow (a page of a queue); no slash, colon or space is in it. */
#ifndef BLANKETT_EID_RETURN_TO_H
#define BLANKETT_EID_RETURN_TO_H

#include "base/token.h"

bool return_to_holds(str to);
/* Where an audience goes when nothing else was asked for. */
str return_to_home(enum audience audience);

#endif
