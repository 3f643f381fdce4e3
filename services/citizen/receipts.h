/* receipts.h -- a person's own receipts: where they stand on a page of a case. The files are a handler (app.h). */
#ifndef BLANKETT_CITIZEN_RECEIPTS_H
#define BLANKETT_CITIZEN_RECEIPTS_H

#include "citizen/app.h"
#include "http/page.h"

/* Links to the files of each receipt, or that it is being made, with a link that asks again. */
bool receipts_html(struct app *app, struct html *h, const struct request *q, str reference, struct problem *why) MUST_CHECK;

#endif
