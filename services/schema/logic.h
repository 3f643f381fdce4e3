/* logic.h -- `logic/1`: rules across answers, written as JSONLogic, held to a strict profile. Pure: no I/O, no globals, no clock.
 *
 * What JSONLogic leaves to chance is decided before the first citizen comes: every value has a kind, read off the form's data
 * schema, and nothing is ever converted to another kind; numbers are exact decimals (exact.h); a rule that could take more than
 * LOGIC_FUEL steps is refused; only the operators below exist. For what is accepted the answers are JSONLogic's own.
 *
 *   var                      {"var": "a.b"}, or {"var": ["a.b", otherwise]}; "" is the row itself in a list;
 *                            "$today" (a date) and "$actor" (a text) everywhere
 *   === !==                  two values of one kind: numbers, dates, texts, yes or no
 *   < <= > >=                two or three numbers, dates or texts: {"<=": [1, x, 9]}
 *   before after not-before not-after   two or three dates, as CertLogic has them
 *   and or !                 yes or no only
 *   if                       condition, value, [condition, value, ...] otherwise
 *   + - * / min max          numbers
 *   in                       a value in a list
 *   all some none filter map {"all": [list, rule of one row]}; `all` of an empty list is false, as in JSONLogic
 *   reduce                   [list, rule with "current" and "accumulator", beginning]
 *   cat                      texts, dates and numbers, joined
 *   plusTime                 [date, whole number, "day" | "month" | "year"]
 *
 * Answers that are missing (not yet given, optional, hidden) or not of their kind decide nothing: `or` is true when any part is
 * true, `and` false when any part is false, `if` follows its condition; whatever else needs a missing answer has no outcome
 * (LOGIC_UNANSWERED). Inside a list a part that its row may lack must be given an `otherwise`: a row must not silence a rule. */
#ifndef BLANKETT_SCHEMA_LOGIC_H
#define BLANKETT_SCHEMA_LOGIC_H

#include "schema/exact.h"
#include "schema/schema.h"

#define LOGIC_FUEL 100000     /* steps of one run: nodes x the lengths of the lists around them */
#define LOGIC_NODES_MAX 500   /* values and operators of one rule */
#define LOGIC_SCRATCH ((size_t)2 << 20) /* an arena of this ceiling is enough for one run */
#define LOGIC_DEPTH_MAX 32    /* operators in operators, and lists in lists */
#define LOGIC_BYTES 262144    /* scratch memory of one run; only the length of joined texts can exceed it: the rest is counted as steps */

enum logic_kind { LOGIC_BOOLEAN, LOGIC_NUMBER, LOGIC_DATE, LOGIC_TEXT, LOGIC_LIST, LOGIC_GROUP };

struct logic_type {
	enum logic_kind kind;
	bool integer;     /* numbers without decimals */
	bool written_day; /* a text that stands in the rule itself and is a day: it goes for a date too */
	const struct json_node *options; /* of an enum, else NULL */
	str pointer;      /* of the answer that has this type, with "*" for rows; absent when none has */
	const struct logic_type *rows; /* of a list; NULL for the empty list of a rule */
	int64_t rows_max;              /* of a list; -1 when its schema sets no maxItems */
};

/* Where names get their kinds from. */
struct logic_types {
	const struct schema *data;
	bool actor; /* may $actor be named? */
};

struct logic_error {
	str pointer;   /* into the logic */
	size_t offset; /* byte of the text it was parsed from */
	str reason, reason_sv; /* whole sentences, for a form's author */
};

/* The kind of an answer; false when there is none at this pointer, or its schema does not tell. */
MUST_CHECK bool logic_type_at(const struct schema *data, str pointer, struct arena *arena, struct logic_type *out);

struct logic; /* a checked rule; belongs to its arena, and needs the tape and the schema to live as long */

/* The rule, or NULL with `error` filled. `result`: the kind it must give; NULL for any. */
struct logic *logic_compile(struct arena *arena, const struct json_node *logic, const struct logic_types *types,
                            const struct logic_type *result, struct logic_error *error) MUST_CHECK;
/* The answers it reads (pointers, each once). */
size_t logic_reads(const struct logic *logic, const str **pointers);

struct logic_value {
	enum logic_kind kind;
	bool yes;
	struct exact number;
	str text;                      /* also of a date */
	const struct json_node *json;  /* a group, and a list that is an answer */
	const struct logic_value *rows; /* a list that was made; json is NULL then */
	size_t n;
};

/* What a run may know beside the answers. Absent: unanswered. */
struct logic_env {
	str today; /* YYYY-MM-DD */
	str actor;
};

enum logic_outcome {
	LOGIC_OK,
	LOGIC_UNANSWERED,
	LOGIC_TOO_LARGE, /* beyond 18 digits, the calendar, or LOGIC_BYTES */
	LOGIC_DIVIDED_BY_ZERO,
};

/* `out` is set for LOGIC_OK only. */
MUST_CHECK enum logic_outcome logic_run(const struct logic *logic, const struct json_node *answers, const struct logic_env *env,
                                        struct arena *scratch, struct logic_value *out);
/* A value as JSON text. */
str logic_value_json(struct arena *arena, const struct logic_value *value);

#endif
