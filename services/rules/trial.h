/* trial.h -- the answers of one test inside a definition: its own data, or an earlier test's with changes. */
#ifndef BLANKETT_RULES_TRIAL_H
#define BLANKETT_RULES_TRIAL_H

#include "rules/findings.h"

/* The answers of test number `index`; NULL (and a finding, when `list` is given) when base or patch lead nowhere. */
const struct json_node *trial_answers(const struct form *form, size_t index, struct arena *arena,
                                      struct finding_list *list) MUST_CHECK;

/* The day a test pins for $today, its own or that of the test it builds on; absent when none does. */
str trial_today(const struct form *form, size_t index);
/* Runs every test of a form whose data is compiled. Failures and lacking coverage join the list; out->findings stays as it is. */
void trial_run(const struct form *form, struct finding_list *list, struct form_trial *out);

#endif
