/* draft.h -- a draft as the pages of a form see it: its row, its form in the version it was begun on, its answers and what is to be
 * said about them. */
#ifndef BLANKETT_CITIZEN_DRAFT_H
#define BLANKETT_CITIZEN_DRAFT_H

#include "citizen/app.h"
#include "citizen/view.h"

struct draft {
	str id;
	const struct json_node *row, *answers;
	const struct form *form;
	int64_t revision;
	str reference; /* of the case it became; absent while it is open */
	struct answers_report report;
};

/* The draft that the path names. 404 for another person's. */
bool draft_load(struct app *app, struct request *q, struct draft *out, struct problem *why) MUST_CHECK;
/* Path of one of its pages. */
str draft_path(const struct request *q, const struct draft *d, size_t page);
/* Other answers than the saved ones, with what is calculated from them, checked. */
void draft_with(const struct request *q, struct draft *d, const struct json_node *answers);
/* The last page: all answers, what is wrong with them, and the button that sends them in. */
bool check_answers_show(struct request *q, struct response *r, const struct draft *d, bool with_errors);
/* 412: the draft changed in another window. Shows what is saved on the page (on the last one: everything) and the way there. */
bool stale_show(struct request *q, struct response *r, const struct draft *newest, size_t page);

#endif
