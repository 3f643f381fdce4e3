/* resource.c -- what a URI names: documents, the resources in them ($id), anchors, and the dialect of each (core 8). */
#include "schema/compiler.h"
#include "schema/uri.h"

#define DRAFT "https://json-schema.org/draft/2020-12/"

static const unsigned char dialect_text[] = {
#include "dialect.inc"
};

static size_t index_in(const struct document *document, const struct json_node *node)
{
	return (size_t)(node - document->root);
}

static bool too_many(struct compiler *c, str path, const char *keyword, const struct json_node *where)
{
	return ++c->identifier_count > IDENTIFIERS_MAX && !compile_refuse(c, path, keyword, where, "is one identifier too many");
}

static struct resource *resource_by_uri(const struct compiler *c, str uri)
{
	for (const struct document *d = c->documents; d; d = d->next)
		if (str_eq(d->found_at, uri))
			return d->resources[0];
	for (size_t i = 0; i < c->resource_count; i++)
		if (str_eq(c->resources[i]->uri, uri))
			return c->resources[i];
	return NULL;
}

/* The resource of a URI, loaded when it is not here yet. NULL: nobody knows it, or (error filled) it is broken. */
static struct resource *resource_load(struct compiler *c, str uri)
{
	struct resource *found = resource_by_uri(c, uri);
	if (found)
		return found;
	const struct schema_options *o = c->options;
	const struct json_node *root = o->resolve && uri.n ? o->resolve(o->resolve_context, uri) : NULL;
	if (!root && str_starts(uri, STR(DRAFT)) && !resource_by_uri(c, STR(DRAFT "schema"))) {
		const str text = { (const char *)dialect_text, sizeof(dialect_text) };
		const struct json_node *own = json_parse(c->arena, text, &json_limits_document, NULL);
		return own && resource_document(c, own, STR(DRAFT "schema")) ? resource_by_uri(c, uri) : NULL;
	}
	return root && resource_document(c, root, uri) ? resource_by_uri(c, uri) : NULL;
}

/* One vocabulary of a meta-schema; false when it must be understood and is not. */
static bool add_vocabulary(struct dialect *dialect, str uri, bool must)
{
	static const char *const quiet[] = { "core", "meta-data", "format-annotation", "content" };
	if (!str_starts(uri, STR(DRAFT "vocab/")))
		return !must;
	str name = str_sub(uri, sizeof(DRAFT "vocab/") - 1, uri.n);
	for (size_t i = 0; i < sizeof(quiet) / sizeof(quiet[0]); i++)
		if (str_is(name, quiet[i]))
			return true;
	bool *on = str_is(name, "applicator")         ? &dialect->applicator
	           : str_is(name, "unevaluated")      ? &dialect->unevaluated
	           : str_is(name, "validation")       ? &dialect->validation
	           : str_is(name, "format-assertion") ? &dialect->format_assertion
	                                              : NULL;
	if (on)
		*on = true;
	return on || !must;
}

static bool set_dialect(struct compiler *c, struct resource *resource, const struct json_node *name)
{
	const struct dialect standard = { .applicator = true, .unevaluated = true, .validation = true };
	resource->dialect = standard;
	if (json_is(name, JSON_STRING) && str_is(json_str(name), DRAFT "schema"))
		return true;
	if (c->options->closed || !json_is(name, JSON_STRING))
		return compile_refuse(c, STR(""), "$schema", name, "must be " DRAFT "schema");
	struct resource *meta = resource_load(c, json_str(name));
	if (!meta)
		return c->error->reason.p ? false : compile_refuse(c, STR(""), "$schema", name, "is a dialect nobody knows here");
	const struct json_node *vocabularies = json_get(meta->node, STR("$vocabulary"));
	if (!vocabularies)
		return true;
	resource->dialect = (struct dialect){ 0 };
	struct json_iter it = json_begin(vocabularies);
	while (json_next(&it))
		if (!add_vocabulary(&resource->dialect, json_str(it.key), json_true(it.value)))
			return compile_refuse(c, STR(""), "$schema", name, "demands a vocabulary that is not known here");
	return true;
}

static struct resource *resource_add(struct compiler *c, struct document *document, const struct json_node *node, str uri,
                                     const struct resource *around)
{
	if (c->resource_count % 16 == 0) {
		struct resource **more = arena_array(c->arena, c->resource_count + 16, sizeof(struct resource *));
		for (size_t i = 0; i < c->resource_count; i++)
			more[i] = c->resources[i];
		c->resources = more;
	}
	struct resource *resource = ARENA_NEW(c->arena, struct resource);
	*resource = (struct resource){ uri, node, document, { true, true, true, false }, NULL };
	c->resources[c->resource_count++] = resource;
	document->resources[index_in(document, node)] = resource;
	if (around)
		resource->dialect = around->dialect;
	const struct json_node *dialect = json_get(node, STR("$schema"));
	return !dialect || set_dialect(c, resource, dialect) ? resource : NULL;
}

static bool is_anchor_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char low = s.p[i] | 0x20;
		bool first = (low >= 'a' && low <= 'z') || s.p[i] == '_', later = (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-' || s.p[i] == '.';
		if (!first && (i == 0 || !later))
			return false;
	}
	return s.n > 0;
}

static bool add_anchor(struct compiler *c, const struct spot *at, const char *keyword, bool dynamic)
{
	const struct json_node *value = json_get(at->node, str_of(keyword));
	if (!value)
		return true;
	if (!is_anchor_name(json_str(value)))
		return compile_refuse(c, at->path, keyword, value, "must be a name of letters, digits, - _ and .");
	if (too_many(c, at->path, keyword, value))
		return false;
	for (const struct anchor *a = c->anchors; a; a = a->next)
		if (a->resource == at->resource && a->node != at->node && str_eq(a->name, json_str(value)))
			return compile_refuse(c, at->path, keyword, value, "is the name of another place already");
	struct anchor *anchor = ARENA_NEW(c->arena, struct anchor);
	*anchor = (struct anchor){ c->anchors, at->resource, at->node, json_str(value), at->path, dynamic };
	c->anchors = anchor;
	return true;
}

/* A subschema with an $id begins a resource of its own. */
static bool begin_resource(struct compiler *c, struct spot *at, const struct json_node *id)
{
	str uri, fragment;
	if (!json_is(id, JSON_STRING))
		return compile_refuse(c, at->path, "$id", id, "must be a text");
	if (c->options->closed && at->path.n)
		return compile_refuse(c, at->path, "$id", id, "may stand at the beginning only");
	uri_split(uri_resolve(c->arena, at->resource ? at->resource->uri : STR(""), json_str(id)), &uri, &fragment);
	if (fragment.n)
		return compile_refuse(c, at->path, "$id", id, "must have no fragment");
	if (too_many(c, at->path, "$id", id))
		return false;
	for (size_t i = 0; i < c->resource_count; i++)
		if (c->resources[i]->node != at->node && str_eq(c->resources[i]->uri, uri))
			return compile_refuse(c, at->path, "$id", id, "is the name of another schema already");
	at->resource = resource_add(c, at->resource->document, at->node, uri, at->resource);
	at->path = STR("");
	return at->resource != NULL;
}

static bool scan(struct compiler *c, struct spot at);

static bool scan_below(struct compiler *c, const struct spot *at, const struct json_iter *it)
{
	enum keyword_holds holds = keyword_holds(json_str(it->key));
	struct spot below = *at;
	if (holds == HOLDS_NONE)
		return true;
	below.path = json_pointer_add(c->arena, at->path, json_str(it->key));
	below.node = it->value;
	if (holds == HOLDS_SCHEMA)
		return scan(c, below);
	str path = below.path;
	struct json_iter in = json_begin(it->value);
	for (size_t i = 0; json_next(&in); i++) {
		below.node = in.value;
		below.path = in.key ? json_pointer_add(c->arena, path, json_str(in.key)) : json_pointer_index(c->arena, path, i);
		if (!scan(c, below))
			return false;
	}
	return true;
}

static bool scan(struct compiler *c, struct spot at)
{
	if (!json_is(at.node, JSON_OBJECT))
		return true;
	const struct json_node *id = json_get(at.node, STR("$id"));
	if (id && at.node != at.resource->node && !begin_resource(c, &at, id))
		return false;
	if (!add_anchor(c, &at, "$anchor", false) || !add_anchor(c, &at, "$dynamicAnchor", true))
		return false;
	struct json_iter it = json_begin(at.node);
	while (json_next(&it))
		if (!scan_below(c, &at, &it))
			return false;
	return true;
}

const struct resource *resource_document(struct compiler *c, const struct json_node *root, str found_at)
{
	struct document *document = ARENA_NEW(c->arena, struct document);
	*document = (struct document){ c->documents, root, found_at, arena_array(c->arena, root->span, sizeof(struct rule *)),
		                       arena_array(c->arena, root->span, sizeof(struct resource *)) };
	const struct json_node *id = json_get(root, STR("$id"));
	str uri = found_at, fragment = STR("");
	if (json_is(id, JSON_STRING))
		uri_split(uri_resolve(c->arena, found_at, json_str(id)), &uri, &fragment);
	if ((id && !json_is(id, JSON_STRING)) || fragment.n)
		return compile_refuse(c, STR(""), "$id", id, "must be a URI without fragment"), NULL;
	c->documents = document;
	struct resource *resource = resource_add(c, document, root, uri, NULL);
	return resource && scan(c, resource_root(resource)) ? resource : NULL;
}

struct spot resource_root(const struct resource *resource)
{
	return (struct spot){ resource->node, resource, STR("") };
}

struct spot resource_anchor(const struct anchor *anchor)
{
	return (struct spot){ anchor->node, anchor->resource, anchor->path };
}

/* Down a pointer; a resource on the way takes over. */
static bool walk_pointer(struct compiler *c, struct spot *at, str pointer)
{
	str token;
	const struct document *document = at->resource->document;
	while (json_pointer_next(c->arena, &pointer, &token)) {
		int64_t i;
		bool index = json_is(at->node, JSON_ARRAY) && str_int(token, 0, UINT32_MAX, &i) && (token.n == 1 || token.p[0] != '0');
		at->node = index ? json_at(at->node, (size_t)i) : json_get(at->node, token);
		if (!at->node)
			return false;
		const struct resource *own = document->resources[index_in(document, at->node)];
		if (own)
			*at = resource_root(own);
		else
			at->path = json_pointer_add(c->arena, at->path, token);
	}
	return pointer.n == 0;
}

static const struct anchor *anchor_find(const struct compiler *c, const struct resource *resource, str name)
{
	for (const struct anchor *a = c->anchors; a; a = a->next)
		if (a->resource == resource && str_eq(a->name, name))
			return a;
	return NULL;
}

bool resource_find(struct compiler *c, const struct rule *from, const char *keyword, const struct json_node *reference, struct spot *out,
                   const struct anchor **anchor)
{
	str uri, fragment;
	*anchor = NULL;
	if (!json_is(reference, JSON_STRING))
		return compile_refuse(c, from->path, keyword, reference, "must be a text");
	if (c->options->closed && !str_starts(json_str(reference), STR("#")))
		return compile_refuse(c, from->path, keyword, reference, "must begin with # and lead to a place in the same document");
	uri_split(json_str(reference), &uri, &fragment);
	const struct resource *resource = from->resource;
	if (uri.n)
		resource = resource_load(c, uri_resolve(c->arena, resource->uri, uri));
	if (!resource)
		return c->error->reason.p ? false : compile_refuse(c, from->path, keyword, reference, "names a schema nobody knows here");
	fragment = uri_decode(c->arena, fragment);
	*out = resource_root(resource);
	if (fragment.p && (fragment.n == 0 || fragment.p[0] == '/'))
		return walk_pointer(c, out, fragment) || compile_refuse(c, from->path, keyword, reference, "leads nowhere");
	*anchor = fragment.p ? anchor_find(c, resource, fragment) : NULL;
	if (!*anchor)
		return compile_refuse(c, from->path, keyword, reference, "leads nowhere");
	*out = resource_anchor(*anchor);
	return true;
}
