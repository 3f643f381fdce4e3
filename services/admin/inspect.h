/* inspect.h -- what is wrong with a definition: its format, its lint and its own tests, before it may be saved or published. */
#ifndef BLANKETT_ADMIN_INSPECT_H
#define BLANKETT_ADMIN_INSPECT_H

#include "admin/app.h"
#include "http/page.h"
#include "rules/form.h"

/* The form, or NULL with the findings. */
const struct form *inspect(struct arena *arena, str definition, struct findings *out) MUST_CHECK;
/* The sentence of a finding in the language of the request. */
str inspect_sentence(const struct request *q, const struct finding *finding);
/* "Line 12, character 3" and the sentence, one finding a list item, with the line itself. The list has the id "findings". */
void inspect_html(struct html *h, const struct request *q, str definition, const struct findings *findings);

#endif
