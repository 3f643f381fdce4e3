/* schema.h -- JSON Schema 2020-12, the whole of it, over the tape of base/json. Pure: no I/O, no globals.
 *
 * A schema is compiled once. Two programs come of it: schema_valid, a fail-fast verdict, and schema_explain, which collects every error
 * and what is required or forbidden now. They always agree: explain yields no error exactly when the verdict is true. A plan keeps the
 * room its patterns match in, so two threads must not use one plan at once. */
#ifndef BLANKETT_SCHEMA_SCHEMA_H
#define BLANKETT_SCHEMA_SCHEMA_H

#include "base/json.h"

struct schema; /* a compiled plan; belongs to the arena it was compiled in, and needs the schema's tape to live as long */

/* Gives the document behind an absolute URI, or NULL. Never the network. */
typedef const struct json_node *schema_resolver(void *context, str uri);

struct schema_options {
	bool assert_formats;   /* "format" decides; else it only annotates */
	bool closed;           /* our own definitions: unknown keywords (but x-...), unknown formats, patterns outside anchored
	                          I-Regexp (RFC 9485), anchors, $dynamicRef and references to other documents are refused */
	str base_uri;          /* where the root was found: relative references and a relative $id start here; may be absent */
	schema_resolver *resolve;
	void *resolve_context;
};

struct schema_error {
	str pointer;    /* where in the schema */
	str keyword;
	str reason;     /* English, for the author of the schema */
	size_t offset;  /* byte of the schema text */
};

/* The plan, or NULL with `error` filled: a keyword, format or pattern that cannot be compiled is refused, never skipped. */
struct schema *schema_compile(struct arena *arena, const struct json_node *root, const struct schema_options *options,
                              struct schema_error *error) MUST_CHECK;

/* The verdict. Nothing is allocated, unless the schema needs a walk that cannot be foreseen ($dynamicRef with several ends, unevaluated
 * parts beside patterns or contains) or compares more than a few array elements with each other: that takes memory from `scratch`.
 * An evaluation that runs away (a pattern at its limit, references without end) is not valid. */
bool schema_valid(const struct schema *schema, const struct json_node *instance, struct arena *scratch) MUST_CHECK;

/* One row of JSON Schema "basic" output. */
struct schema_row {
	str pointer;     /* instance location, RFC 6901 */
	str keyword;     /* "required", "minLength", ... ; "false" for a boolean schema (a hidden value that was sent) */
	str resource;    /* URI of the schema resource the keyword stands in; empty when it has none */
	str schema_path; /* keyword location: pointer within its schema resource */
	str evaluation;  /* evaluation path, through $ref and allOf */
	str parameter;   /* required, dependentRequired: the missing name; minLength...: the bound as text; else absent */
	const struct json_node *value; /* the instance value, NULL for missing ones */
};

struct schema_report {
	bool valid;
	const struct schema_row *errors;
	size_t error_count;
	/* Under the present answers, for every object location that exists in the instance: the property locations (instance
	 * pointers, whether present or not) that must be there, and those whose schema is false. */
	const str *required;
	size_t required_count;
	const str *forbidden;
	size_t forbidden_count;
	/* Conditions seen: for each `if` of the schema its location and outcome (true or false), once per outcome. */
	const struct schema_branch {
		str schema_path;
		bool outcome;
	} *branches;
	size_t branch_count;
	/* A pattern at its limit, or references without end: for the log, something is wrong with the schema. */
	bool ran_away;
};

void schema_explain(const struct schema *schema, const struct json_node *instance, struct arena *arena,
                    struct schema_report *out);

/* What a valid instance is told by keywords that do not decide: title, readOnly, format, unknown ones. */
struct schema_note {
	str pointer, keyword, resource, schema_path, evaluation; /* as in a row */
	const struct json_node *value; /* of the keyword */
};
/* All of them; none when the instance is not valid. */
size_t schema_annotate(const struct schema *schema, const struct json_node *instance, struct arena *arena,
                       const struct schema_note **notes);

/* The subschema's JSON that describes an instance location reached through properties, items, $ref and allOf
 * ("/adress2/postnummer"); NULL when the plan knows none. For type, options, bounds of a question. */
const struct json_node *schema_at(const struct schema *schema, str pointer);
/* Every `if` location of the plan (for branch coverage). */
size_t schema_branches(const struct schema *schema, struct arena *arena, const str **locations);

#endif
