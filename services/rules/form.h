/* form.h -- a form definition: what a service asks, in which order, in which words, and what happens with the answers.
 *
 * One published version is immutable; its identity is the SHA-256 of its RFC 8785 form. A struct form is read-only, belongs
 * to the arena it was loaded in and keeps the definition's text alive there. */
#ifndef BLANKETT_RULES_FORM_H
#define BLANKETT_RULES_FORM_H

#include "schema/schema.h"

/* What is wrong with a definition, for its author: an admin who is no programmer. */
struct finding {
	str pointer;           /* where in the definition */
	unsigned line, column; /* 1-based, in the text that was given */
	str code;              /* "text-missing", "schema", "test", ... */
	str message;           /* English, a whole sentence that says what to do */
	str message_sv;        /* the same in Swedish */
};

struct findings {
	const struct finding *items;
	size_t n;
};

struct form_page {
	str id;
	bool check_answers;           /* the last page: review and certify */
	const struct json_node *fields; /* array of {ref, widget, ...} as in the definition */
};

enum form_subject { FORM_SUBJECT_NONE, FORM_SUBJECT_CHILD }; /* whom the application is about */

struct form {
	str text; /* the definition as it was given */
	const struct json_node *root;
	str id, version;
	char sha256[65]; /* empty when it was opened without an identity */
	const struct schema *data;
	const struct form_page *pages; /* the last one is check_answers */
	size_t page_count;
	enum form_subject subject;
	int64_t subject_age_min, subject_age_max; /* years reached in the calendar year */
	const struct calcs *calcs;   /* rules/calc.h */
	const struct checks *checks; /* rules/checks.h */
	const struct signing *signing; /* rules/signing.h */
	str queue;         /* routing.queue: the id of the queue, "skolskjuts" */
	int64_t due_workdays;
	str reference_series; /* "SKJ": letters of the case reference */
	str title_key_fallback; /* language used when a text is missing at run time: the first of `languages` */
};

/* How much of something the tests inside a definition have seen. */
struct form_seen {
	size_t seen, all;
};

/* What running the tests said. */
struct form_trial {
	struct findings findings;
	const struct form_trial_test {
		str name;
		bool passed;
	} *tests; /* in their order; none when they could not be run */
	size_t test_count;
	struct form_seen conditions; /* fulfilled and not */
	struct form_seen pages;      /* shown by right answers */
	struct form_seen checks;     /* kept and broken */
};

/* Parses, checks against the meta-schema, lints and compiles. NULL when there is any finding; a fault in one part hides none in
 * another. */
struct form *form_load(struct arena *arena, str definition, struct findings *findings) MUST_CHECK;
/* The same, and runs the tests inside the definition even when something else is wrong, as long as they can be run. */
struct form *form_examine(struct arena *arena, str definition, struct form_trial *out) MUST_CHECK;
/* A definition the database already holds as published: parse and compile only; NULL only when it is damaged. */
struct form *form_load_published(struct arena *arena, str definition) MUST_CHECK;
/* The same without its identity (sha256 stays empty), which needs a hash: for the browser. */
struct form *form_open(struct arena *arena, str definition) MUST_CHECK;
/* Runs the tests inside the definition, after form_load. True when all pass and the required coverage is there; each failure is
 * a finding that names the test, what was expected and what came. */
bool form_test(const struct form *form, struct arena *arena, struct findings *findings) MUST_CHECK;
/* The same, with what each test said and what all of them have seen. */
void form_try(const struct form *form, struct arena *arena, struct form_trial *out);

/* The words for a language: texts[lang][key], else the first language's, else empty. key: "title", "summary", "who", ... */
str form_text(const struct form *form, str lang, str key);
/* A property of a question's texts: texts[lang][pointer][name] ("label", "hint", an option's value). Array indices in the
 * pointer match "*". Absent when missing. */
str form_question_text(const struct form *form, str lang, str pointer, str name);
/* The title of a page: texts[lang]["page:<id>"].title. */
str form_page_title(const struct form *form, str lang, size_t page, struct arena *arena);
/* The rules of one question, local references followed ("/adress2/postnummer"); array indices and "*" lead into items. NULL when
 * there is no such question. */
const struct json_node *form_schema(const struct form *form, str pointer);
/* The same for a `data` that is not a form yet. */
const struct json_node *form_schema_in(const struct json_node *data, str pointer);
/* The words of a law that a decision can rest on: {<lang>}, of decision.laws. NULL when there is no such law. */
const struct json_node *form_law(const struct form *form, str law_id);
/* How to appeal a decision that rests on a law of decision.laws: {"kind","text":{<lang>}}; the form's usual one when the law names
 * none. NULL when the form has no decision part. */
const struct json_node *form_appeal(const struct form *form, str law_id);
/* Index of a page by id; page_count when unknown. */
size_t form_page_index(const struct form *form, str id);

#endif
