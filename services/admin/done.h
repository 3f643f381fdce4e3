/* done.h -- the banner that says that what was asked for is done. */
#ifndef BLANKETT_ADMIN_DONE_H
#define BLANKETT_ADMIN_DONE_H

#include "http/page.h"

void done_html(struct html *h, const struct request *q, str words);

#endif
