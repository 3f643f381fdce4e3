/* view.h -- what several pages of this service say in the same way. */
#ifndef BLANKETT_CITIZEN_VIEW_H
#define BLANKETT_CITIZEN_VIEW_H

#include "citizen/app.h"
#include "http/pieces.h"
#include "rules/answers.h"
#include "rules/questions.h"

/* The child an application is about; a name that must not be shown becomes words that say so; absent for nobody else. */
str view_subject(const struct request *q, const struct json_node *row);
/* The day it is in Stockholm: $today of checks and calculations. */
str view_today(const struct request *q);
/* Checks answers as of today. A pattern that ran away is written to the log: its form wants mending. */
void view_check(const struct request *q, const struct form *form, const struct json_node *answers, struct answers_report *out);
/* The form a draft or case was begun on, in that version. */
const struct form *view_form(struct app *app, const struct request *q, const struct json_node *row, struct problem *why) MUST_CHECK;

#endif
