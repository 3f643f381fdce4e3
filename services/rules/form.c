/* form.c -- a definition as a form, and looking things up in it. */
#include "rules/form.h"

#include "rules/calc.h"
#include "rules/checks.h"
#include "rules/definition.h"
#include "rules/signing.h"

#define REF_HOPS 8

static const struct json_node *follow(const struct json_node *data, const struct json_node *node)
{
	for (int hop = 0; hop < REF_HOPS && node; hop++) {
		str ref = json_member(node, STR("$ref"));
		if (!str_starts(ref, STR("#/$defs/")))
			return node;
		node = json_pointer(data, str_sub(ref, 1, ref.n));
	}
	return NULL;
}

/* Lint holds names to letters, digits and underscores, so no token needs decoding. */
const struct json_node *form_schema_in(const struct json_node *data, str pointer)
{
	const struct json_node *node = follow(data, data);
	if (pointer.n && pointer.p[0] != '/')
		return NULL;
	while (node && pointer.n) {
		str token, rest;
		if (!str_cut(str_sub(pointer, 1, pointer.n), '/', &token, &rest))
			pointer = STR("");
		else
			pointer = (str){ rest.p - 1, rest.n + 1 };
		const struct json_node *items = json_get(node, STR("items"));
		bool index = token.n && (str_is(token, "*") || (token.p[0] >= '0' && token.p[0] <= '9'));
		node = items && index ? items : json_get(json_get(node, STR("properties")), token);
		node = follow(data, node);
	}
	return node;
}

const struct json_node *form_schema(const struct form *form, str pointer)
{
	return form_schema_in(json_get(form->root, STR("data")), pointer);
}

static void load_pages(struct form *form, struct arena *arena)
{
	const struct json_node *pages = json_get(form->root, STR("pages"));
	struct form_page *out = ARENA_ARRAY(arena, struct form_page, json_count(pages));
	size_t n = 0;
	for (struct json_iter it = json_begin(pages); json_next(&it); n++)
		out[n] = (struct form_page){
			.id = json_member(it.value, STR("id")),
			.check_answers = str_is(json_member(it.value, STR("kind")), "check-answers"),
			.fields = json_get(it.value, STR("fields")),
		};
	form->pages = out;
	form->page_count = n;
}

struct form *form_of(struct arena *arena, str text, const struct json_node *root)
{
	const struct json_node *subject = json_get(root, STR("subject")), *routing = json_get(root, STR("routing"));
	struct form *form = ARENA_NEW(arena, struct form);
	form->text = text;
	form->root = root;
	form->id = json_member(root, STR("id"));
	form->version = json_member(root, STR("version"));
	form->subject = str_is(json_member(subject, STR("kind")), "child") ? FORM_SUBJECT_CHILD : FORM_SUBJECT_NONE;
	form->subject_age_min = json_int(json_get(subject, STR("ageMin")), 0);
	form->subject_age_max = json_int(json_get(subject, STR("ageMax")), 120);
	form->queue = json_member(routing, STR("queue"));
	form->due_workdays = json_int(json_get(json_get(routing, STR("due")), STR("workdays")), 0);
	form->reference_series = json_member(routing, STR("series"));
	form->title_key_fallback = json_str(json_at(json_get(root, STR("languages")), 0));
	load_pages(form, arena);
	form->signing = signing_of(arena, json_get(root, STR("signing")));
	return form;
}

const struct schema *definition_plan(struct arena *arena, const struct json_node *data, struct schema_error *error)
{
	const struct schema_options options = { .assert_formats = true, .closed = true };
	return schema_compile(arena, data, &options, error);
}

struct form *form_open(struct arena *arena, str definition)
{
	struct schema_error error;
	str text = arena_copy(arena, definition);
	const struct json_node *root = json_parse(arena, text, &json_limits_document, NULL);
	const struct schema *data = root ? definition_plan(arena, json_get(root, STR("data")), &error) : NULL;
	struct form *form = data ? form_of(arena, text, root) : NULL;
	bool whole = form && form->id.p && form->version.p && form->queue.p && form->reference_series.p && form->page_count > 1;
	if (!whole)
		return NULL;
	form->data = data;
	return calc_load(form, arena, NULL) && checks_load(form, arena, NULL) ? form : NULL;
}

static const struct json_node *texts_of(const struct form *form, str lang)
{
	const struct json_node *texts = json_get(form->root, STR("texts"));
	const struct json_node *own = json_get(texts, lang);
	return own ? own : json_get(texts, form->title_key_fallback);
}

str form_text(const struct form *form, str lang, str key)
{
	str words = json_member(texts_of(form, lang), key);
	if (!words.p)
		words = json_member(texts_of(form, form->title_key_fallback), key);
	return words.p ? words : STR("");
}

/* Is `pattern` the pointer itself, or does each of its "*" stand where the pointer has an index? */
static bool covers(str pattern, str pointer)
{
	str a, b;
	bool more_a = true, more_b = true;
	while (more_a && more_b) {
		more_a = str_cut(pattern, '/', &a, &pattern);
		more_b = str_cut(pointer, '/', &b, &pointer);
		bool index = b.n && b.p[0] >= '0' && b.p[0] <= '9';
		if (!str_eq(a, b) && !(index && str_is(a, "*")))
			return false;
	}
	return more_a == more_b;
}

static str question_text_in(const struct json_node *texts, str pointer, str name)
{
	str words = json_member(json_get(texts, pointer), name);
	if (words.p)
		return words;
	for (struct json_iter it = json_begin(texts); json_next(&it);)
		if (str_find(json_str(it.key), '*') != SIZE_MAX && covers(json_str(it.key), pointer)) {
			words = json_member(it.value, name);
			if (words.p)
				return words;
		}
	return STR_NONE;
}

str form_question_text(const struct form *form, str lang, str pointer, str name)
{
	str words = question_text_in(texts_of(form, lang), pointer, name);
	return words.p ? words : question_text_in(texts_of(form, form->title_key_fallback), pointer, name);
}

str form_page_title(const struct form *form, str lang, size_t page, struct arena *arena)
{
	if (page >= form->page_count)
		return STR("");
	str key = arena_join(arena, STR("page:"), form->pages[page].id, STR(""));
	str words = form_question_text(form, lang, key, STR("title"));
	return words.p ? words : form->pages[page].id;
}

size_t form_page_index(const struct form *form, str id)
{
	size_t i = 0;
	while (i < form->page_count && !str_eq(form->pages[i].id, id))
		i++;
	return i;
}

static const struct json_node *member_with(const struct json_node *array, str name, str value)
{
	for (struct json_iter it = json_begin(array); json_next(&it);)
		if (str_eq(json_member(it.value, name), value))
			return it.value;
	return NULL;
}

const struct json_node *form_law(const struct form *form, str law_id)
{
	return json_get(member_with(json_get(json_get(form->root, STR("decision")), STR("laws")), STR("id"), law_id), STR("text"));
}

const struct json_node *form_appeal(const struct form *form, str law_id)
{
	const struct json_node *decision = json_get(form->root, STR("decision"));
	const struct json_node *usual = json_get(decision, STR("appeal"));
	const struct json_node *law = member_with(json_get(decision, STR("laws")), STR("id"), law_id);
	str kind = json_member(law, STR("appeal"));
	if (!kind.p || str_eq(kind, json_member(usual, STR("kind"))))
		return usual;
	return member_with(json_get(decision, STR("otherAppeals")), STR("kind"), kind);
}
