/* choice.h -- where several providers serve one audience: the page on which a person says which. */
#ifndef BLANKETT_EID_CHOICE_H
#define BLANKETT_EID_CHOICE_H

#include "eid/app.h"

/* What a form or an address says; AUD_NOBODY for anything that cannot log in. */
enum audience choice_audience(str word);
/* The one that the form's field "provider" names, or the only one; NULL with `why` when it is none of this audience, NULL
 * without when there is a choice to make. */
const struct provider *choice_provider(const struct app *app, const struct request *q, enum audience audience,
                                       struct problem *why);
/* The address of the page of choice. */
bool choice_away(struct response *r, const struct request *q, enum audience audience, str return_to);

#endif
