/* logout.h -- the last words to a browser whose session has ended: its cookie goes, and it is led to the page that says so. */
#ifndef BLANKETT_EID_LOGOUT_H
#define BLANKETT_EID_LOGOUT_H

#include "eid/app.h"

bool logout_goodbye(struct response *r, enum audience audience);

#endif
