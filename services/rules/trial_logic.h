/* trial_logic.h -- what a test expects of checks and calculations. */
#ifndef BLANKETT_RULES_TRIAL_LOGIC_H
#define BLANKETT_RULES_TRIAL_LOGIC_H

#include "rules/answers.h"
#include "rules/findings.h"

/* expect.errors and expect.warnings that name a check, both ways, and expect.calc. `at`: of the test's `expect`. */
void trial_expect_logic(struct finding_list *list, const struct json_node *test, str at, const struct answers_report *report);

#endif
