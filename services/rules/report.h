/* report.h -- everything that is said about answers, as one line of JSON: for programs, for the browser, and for comparing the
 * engine here with the engine there. The same answers always give the same bytes. */
#ifndef BLANKETT_RULES_REPORT_H
#define BLANKETT_RULES_REPORT_H

#include "rules/answers.h"

/* {"valid":   may the answers be sent in as they are?
 *  "errors":  [{"at","keyword","text","page"}], all of them, in the order of the pages; page is null when none asks it
 *  "warnings":[{"at","keyword","text","page"}], broken checks that only inform
 *  "pages":   [{"id","errors":[{"at","text"}]}], the visible ones, each with what is shown on it
 *  "visible": ["/adress","/adress/gata",...], the questions of the visible pages and their parts that can be asked now
 *  "calculated": {pointer: value}, what the definition calculates from the answers, as far as they suffice
 *  "answers": the answers with calculated ones and without hidden ones}
 * Texts are in `lang`, or in the form's first language. `today`: as in answers.h. */
str report_json(const struct form *form, const struct json_node *answers, str today, str lang, struct arena *arena);

#endif
