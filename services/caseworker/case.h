/* case.h -- one case as this service's pages see it: its row, its form in the version it was given in, where it stands. */
#ifndef BLANKETT_CASEWORKER_CASE_H
#define BLANKETT_CASEWORKER_CASE_H

#include "caseworker/app.h"
#include "rules/lifecycle.h"

struct opened {
	str reference;
	const struct json_node *row;
	const struct form *form;
	enum case_status status;
	int64_t version;
	bool mine, held; /* held: by anyone */
};

/* The case that the path names; 404 when it is in no queue of the caller's. */
bool case_open(struct app *app, struct request *q, struct opened *out, struct problem *why) MUST_CHECK;
/* May the caller make this move now? A case that somebody else holds stays theirs. */
bool case_allows(const struct opened *c, const struct transition *t);

#endif
