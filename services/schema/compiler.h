/* compiler.h -- one compilation under way. Private to this folder.
 *
 * resource.c finds the resources of a document and what a URI names; keyword.c turns one subschema into a rule; compile.c drives both
 * and links what is found. All memory belongs to the arena. */
#ifndef BLANKETT_SCHEMA_COMPILER_H
#define BLANKETT_SCHEMA_COMPILER_H

#include "schema/plan.h"

/* Identifiers ($id, $anchor, $dynamicAnchor) in all documents together, so that looking one up may be a plain search. */
#define IDENTIFIERS_MAX 2000u

struct document {
	struct document *next;
	const struct json_node *root;
	str found_at;
	struct rule **rules;          /* by node: what was compiled from it */
	struct resource **resources;  /* by node: the resource that begins there */
};

struct anchor {
	struct anchor *next;
	const struct resource *resource;
	const struct json_node *node;
	str name, path;
	bool dynamic;
};

/* Where a subschema stands. */
struct spot {
	const struct json_node *node;
	const struct resource *resource; /* its document too */
	str path; /* from the root of the resource */
};


struct compiler {
	struct arena *arena;
	const struct schema_options *options;
	struct schema_error *error;
	struct document *documents;
	struct resource **resources;
	struct anchor *anchors;
	size_t resource_count, identifier_count;
	struct rule **rules;
	size_t count, capacity;
	unsigned depth; /* of rules being compiled */
};

/* False, with the error filled. `where` gives the position. */
bool compile_refuse(struct compiler *c, str path, const char *keyword, const struct json_node *where, const char *reason);

/* Takes a document in: its resources and anchors. `uri` is where it was found; may be empty. NULL with the error filled. */
const struct resource *resource_document(struct compiler *c, const struct json_node *root, str uri) MUST_CHECK;
/* What a reference in a resource names: by $id, by anchor or by pointer. *anchor: the dynamic anchor it went through, or NULL. */
bool resource_find(struct compiler *c, const struct rule *from, const char *keyword, const struct json_node *reference, struct spot *out,
                   const struct anchor **anchor) MUST_CHECK;
struct spot resource_root(const struct resource *resource);
struct spot resource_anchor(const struct anchor *anchor);

/* The rule of a subschema, compiled once. NULL with the error filled. */
struct rule *compile_rule(struct compiler *c, const struct spot *spot) MUST_CHECK;
/* Everything a subschema that is an object says. */
bool keyword_all(struct compiler *c, struct rule *rule) MUST_CHECK;
/* How a keyword holds subschemas. */
enum keyword_holds { HOLDS_NONE, HOLDS_SCHEMA, HOLDS_LIST, HOLDS_MAP };
enum keyword_holds keyword_holds(str name);

#endif
