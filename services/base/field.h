/* field.h -- the components a form page is made of, as accessible HTML (GOV.UK patterns and class names).
 *
 * A field is plain data: what to ask, how, what is answered, what is wrong. Label, hint and error are wired by id:
 * "<id>-hint", "<id>-error"; the error summary links to the first control (`id`), radios and check boxes to their
 * first option, a date to its day. The caller owns everything; nothing is kept. */
#ifndef BLANKETT_BASE_FIELD_H
#define BLANKETT_BASE_FIELD_H

#include "base/html.h"

enum field_widget {
	FIELD_TEXT,       /* one line */
	FIELD_TEXTAREA,
	FIELD_CODE,       /* many lines of a file: fixed width, no spell check */
	FIELD_FILE,       /* an upload; its form is multipart */
	FIELD_NUMBER,     /* one line, inputmode decimal or numeric */
	FIELD_RADIOS,
	FIELD_SELECT,
	FIELD_CHECKBOXES, /* any of several; the name repeats */
	FIELD_CHECKBOX,   /* one box, for "I certify" */
	FIELD_DATE,       /* three text inputs: name.day, name.month, name.year */
	FIELD_GROUP,      /* a fieldset of `parts`: an address */
	FIELD_READONLY    /* shown, not asked: prefilled and locked */
};

struct field_option {
	str value, label, hint;
	bool chosen;
};

struct field {
	enum field_widget widget;
	str id;           /* HTML id; also the target of the error summary */
	str name;         /* name of the form field: an RFC 6901 pointer */
	str label, hint;
	str error;        /* absent: none */
	str value;        /* text as typed; date: unused */
	str day, month, year;
	str autocomplete; /* WCAG 1.3.5 token, or absent */
	str inputmode;    /* "numeric", "email", ... or absent */
	str accept;       /* FIELD_FILE: what the file picker offers, ".json" */
	bool optional;    /* adds "(frivilligt)" from `optional_text` */
	str optional_text;
	str day_text, month_text, year_text;
	bool is_page_heading; /* the label or legend is the h1 of the page */
	const struct field_option *options;
	size_t option_count;
	const struct field *parts;
	size_t part_count;
};

/* The component with label, hint, error and control(s). `error_prefix` is the visually hidden "Fel:". */
void field_html(struct html *h, const struct field *f, str error_prefix);

/* One line of the error summary. */
struct field_error {
	str id;   /* of the control to jump to */
	str text; /* same words as at the field */
};
/* The error summary, first in main. Writes nothing when there are no errors. */
void field_error_summary(struct html *h, str title, const struct field_error *errors, size_t n);
/* The id of the control that an error of this field links to. */
str field_target(struct arena *arena, const struct field *f);

#endif
