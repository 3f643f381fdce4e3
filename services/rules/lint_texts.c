/* lint_texts.c -- the words: for every question, choice and error that can be met, in every language. */
#include "rules/lint.h"
#include "rules/widget.h"

static const char *const service_texts[] = { "title", "summary", "who", "need", "time", "privacy", "law", "receipt", NULL };

/* What a person can run into by answering needs words of its own; what only a program can send may share the form's. */
static const char *const own_words[] = { "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
	                                 "exclusiveMinimum", "exclusiveMaximum", "multipleOf", NULL };
static const char *const shared_words[] = { "enum", "const", "minItems", "maxItems", "uniqueItems", NULL };
static const char *const always_shared[] = { "!required", "!type", "!false", NULL };

struct words {
	const struct form *form;
	struct finding_list *list;
	const struct json_node *texts; /* of one language */
	str lang, at;                  /* "/texts/sv" */
};

static void missing(const struct words *w, str key, str name)
{
	str what = name.p ? arena_printf(w->list->arena, "%.*s: %.*s", STR_ARG(key), STR_ARG(name)) : key;
	finding_add(w->list, F_TEXT_MISSING, json_pointer_add(w->list->arena, w->at, key), what, w->lang);
}

static bool filled(str words)
{
	return str_trim(words).n > 0;
}

static void need_own(const struct words *w, str pointer, str name)
{
	if (!filled(json_member(json_get(w->texts, pointer), name)))
		missing(w, pointer, name);
}

static void need_error(const struct words *w, str pointer, str keyword, bool own)
{
	str name = arena_join(w->list->arena, STR("!"), keyword, STR(""));
	if (filled(json_member(json_get(w->texts, pointer), name)) || (!own && filled(json_member(w->texts, name))))
		return;
	missing(w, pointer, name);
}

static void check_options(const struct words *w, str pointer, const struct json_node *schema)
{
	for (struct json_iter it = json_begin(widget_options(schema)); json_next(&it);) {
		str value = json_str(it.value);
		need_own(w, pointer, value.p ? value : json_write(w->list->arena, it.value));
	}
	if (str_is(json_member(schema, STR("type")), "boolean")) {
		need_own(w, pointer, STR("true"));
		need_own(w, pointer, STR("false"));
	}
}

/* A rule that nothing can break needs no words. */
static bool can_be_broken(const struct json_node *schema, const char *keyword)
{
	const struct json_node *value = json_get(schema, str_of(keyword));
	bool floor = str_is(str_of(keyword), "minLength") || str_is(str_of(keyword), "minItems");
	return value && !json_is(value, JSON_FALSE) && !(floor && json_int(value, -1) == 0);
}

/* own: with words at the question for what people run into; the items of a list may share the form's. */
static void need_errors(const struct words *w, str pointer, const struct json_node *schema, bool own)
{
	for (size_t i = 0; own_words[i]; i++)
		if (can_be_broken(schema, own_words[i]))
			need_error(w, pointer, str_of(own_words[i]), own);
	for (size_t i = 0; shared_words[i]; i++)
		if (can_be_broken(schema, shared_words[i]))
			need_error(w, pointer, str_of(shared_words[i]), false);
}

static void check_question(const struct words *w, str pointer, int depth)
{
	const struct json_node *schema = form_schema(w->form, pointer);
	if (!schema || depth > LINT_DEPTH_MAX)
		return;
	need_own(w, pointer, STR("label"));
	check_options(w, pointer, schema);
	if (lint_demanded(w->form, pointer))
		need_error(w, pointer, STR("required"), true);
	need_errors(w, pointer, schema, true);
	if (json_get(schema, STR("items")))
		need_errors(w, json_pointer_add(w->list->arena, pointer, STR("*")),
		            form_schema(w->form, json_pointer_add(w->list->arena, pointer, STR("*"))), false);
	if (widget_of_schema(schema) == FIELD_NUMBER)
		need_error(w, pointer, STR("type"), true);
	for (struct json_iter it = json_begin(json_get(schema, STR("properties"))); json_next(&it);)
		check_question(w, json_pointer_add(w->list->arena, pointer, json_str(it.key)), depth + 1);
}

static void check_missing(const struct words *w)
{
	for (size_t i = 0; service_texts[i]; i++)
		if (!filled(json_member(w->texts, str_of(service_texts[i]))))
			missing(w, str_of(service_texts[i]), STR_NONE);
	for (size_t i = 0; always_shared[i]; i++)
		if (!filled(json_member(w->texts, str_of(always_shared[i]))))
			missing(w, str_of(always_shared[i]), STR_NONE);
	for (size_t page = 0; page < w->form->page_count; page++) {
		need_own(w, arena_join(w->list->arena, STR("page:"), w->form->pages[page].id, STR("")), STR("title"));
		for (struct json_iter it = json_begin(w->form->pages[page].fields); json_next(&it);)
			check_question(w, json_member(it.value, STR("ref")), 0);
	}
}

static bool is_error_name(const struct form *form, str pointer, str name)
{
	str keyword = str_sub(name, 1, name.n);
	if (!str_starts(name, STR("!")))
		return false;
	if (str_is(keyword, "required") || str_is(keyword, "type") || str_is(keyword, "false") || str_is(keyword, "calc"))
		return true;
	bool rule = lint_word_in(keyword, own_words) || lint_word_in(keyword, shared_words);
	return rule && (pointer.n == 0 || json_get(form_schema(form, pointer), keyword));
}

static bool is_option(struct arena *arena, const struct json_node *schema, str name)
{
	for (struct json_iter it = json_begin(widget_options(schema)); json_next(&it);)
		if (str_eq(json_str(it.value), name) || str_eq(json_write(arena, it.value), name))
			return true;
	bool yes_no = str_is(json_member(schema, STR("type")), "boolean");
	return yes_no && (str_is(name, "true") || str_is(name, "false"));
}

static void unknown(const struct words *w, str key, str name)
{
	str pointer = json_pointer_add(w->list->arena, w->at, key);
	if (name.p)
		pointer = json_pointer_add(w->list->arena, pointer, name);
	finding_add(w->list, F_TEXT_UNKNOWN, pointer, name.p ? name : key, STR_NONE);
}

static void check_surplus_of_question(const struct words *w, str pointer, const struct json_node *texts)
{
	const struct json_node *schema = form_schema(w->form, pointer);
	for (struct json_iter it = json_begin(texts); json_next(&it);) {
		str name = json_str(it.key);
		bool used = str_is(name, "label") || str_is(name, "hint") || is_error_name(w->form, pointer, name) ||
		            is_option(w->list->arena, schema, name);
		if (!used)
			unknown(w, pointer, name);
	}
}

static void check_surplus(const struct words *w)
{
	for (struct json_iter it = json_begin(w->texts); json_next(&it);) {
		str key = json_str(it.key);
		if (str_starts(key, STR("/")) && form_schema(w->form, key) && json_is(it.value, JSON_OBJECT))
			check_surplus_of_question(w, key, it.value);
		else if (str_starts(key, STR("page:")) &&
		         form_page_index(w->form, str_sub(key, 5, key.n)) < w->form->page_count)
			continue;
		else if (str_starts(key, STR("/")) ? !lint_has_questions(w->form)
		                                   : str_starts(key, STR("page:")) && w->form->page_count == 0)
			continue;
		else if (!lint_word_in(key, service_texts) && !is_error_name(w->form, STR(""), key) && !lint_logic_text(w->form, key))
			unknown(w, key, STR_NONE);
	}
}

void lint_texts(const struct form *form, struct finding_list *list)
{
	const struct json_node *languages = json_get(form->root, STR("languages")), *texts = json_get(form->root, STR("texts"));
	for (struct json_iter it = json_begin(languages); json_next(&it);) {
		str lang = json_str(it.value), at = json_pointer_add(list->arena, STR("/texts"), lang);
		struct words w = { form, list, json_get(texts, lang), lang, at };
		if (!w.texts && lang.p && json_is(texts, JSON_OBJECT))
			finding_add(list, F_PART_MISSING, STR("/texts"), lang, STR_NONE);
		if (!json_is(w.texts, JSON_OBJECT))
			continue;
		check_missing(&w);
		check_surplus(&w);
	}
	for (struct json_iter it = json_begin(json_is(texts, JSON_OBJECT) && json_is(languages, JSON_ARRAY) && json_count(languages) ? texts : NULL); json_next(&it);)
		if (!lint_lists(languages, json_str(it.key)))
			finding_add(list, F_LANGUAGE, json_pointer_add(list->arena, STR("/texts"), json_str(it.key)),
			            json_str(it.key), STR_NONE);
}
