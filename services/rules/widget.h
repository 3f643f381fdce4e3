/* widget.h -- how a question is shown, from the definition's word or from the kind of answer. */
#ifndef BLANKETT_RULES_WIDGET_H
#define BLANKETT_RULES_WIDGET_H

#include "base/field.h"
#include "base/json.h"

/* The widget a definition names. False for an unknown word. */
bool widget_of_word(str word, enum field_widget *out) MUST_CHECK;
/* The widget of a part inside a group, which has no word of its own. */
enum field_widget widget_of_schema(const struct json_node *schema);
/* Can this kind of answer be given by this widget? */
bool widget_fits(enum field_widget widget, const struct json_node *schema);
/* The fixed alternatives of a choice: `enum` of the question or of its items; NULL for yes/no and open answers. */
const struct json_node *widget_options(const struct json_node *schema);

#endif
