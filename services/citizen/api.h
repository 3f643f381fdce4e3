/* api.h -- what the JSON doors of this service share. */
#ifndef BLANKETT_CITIZEN_API_H
#define BLANKETT_CITIZEN_API_H

#include "citizen/app.h"
#include "rules/answers.h"

/* The form of the path, in the version of the query or the current one. */
const struct form *api_form_of(struct app *app, const struct request *q, struct problem *why);
/* The body as a JSON object; 400 with the place when it is none. */
const struct json_node *api_body(const struct request *q, struct problem *why);
/* Its member "answers", when they are valid; else 422 with every error. */
bool api_answers(const struct request *q, const struct form *form, const struct json_node *body, const struct json_node **answers,
                 struct problem *why) MUST_CHECK;

#endif
