/* widget.c -- words, schemas and widgets. */
#include "rules/widget.h"

static const struct {
	const char *word;
	enum field_widget widget;
} words[] = {
	{ "text", FIELD_TEXT },         { "textarea", FIELD_TEXTAREA }, { "number", FIELD_NUMBER },
	{ "radios", FIELD_RADIOS },     { "select", FIELD_SELECT },     { "checkboxes", FIELD_CHECKBOXES },
	{ "checkbox", FIELD_CHECKBOX }, { "date", FIELD_DATE },         { "address", FIELD_GROUP },
	{ "group", FIELD_GROUP },
};

bool widget_of_word(str word, enum field_widget *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_is(word, words[i].word)) {
			*out = words[i].widget;
			return true;
		}
	return false;
}

static bool has_type(const struct json_node *schema, const char *type)
{
	return str_is(json_member(schema, STR("type")), type);
}

static bool is_number(const struct json_node *schema)
{
	return has_type(schema, "integer") || has_type(schema, "number");
}

static bool is_date(const struct json_node *schema)
{
	return has_type(schema, "string") && str_is(json_member(schema, STR("format")), "date");
}

enum field_widget widget_of_schema(const struct json_node *schema)
{
	if (json_true(json_get(schema, STR("const"))))
		return FIELD_CHECKBOX;
	if (json_get(schema, STR("enum")) || has_type(schema, "boolean"))
		return FIELD_RADIOS;
	if (has_type(schema, "array"))
		return FIELD_CHECKBOXES;
	if (has_type(schema, "object"))
		return FIELD_GROUP;
	if (is_number(schema))
		return FIELD_NUMBER;
	return is_date(schema) ? FIELD_DATE : FIELD_TEXT;
}

bool widget_fits(enum field_widget widget, const struct json_node *schema)
{
	bool choice = json_get(schema, STR("enum")) || has_type(schema, "boolean");
	switch (widget) {
	case FIELD_TEXT:
	case FIELD_TEXTAREA:
		return has_type(schema, "string") && !choice && !is_date(schema);
	case FIELD_NUMBER:
		return is_number(schema) && !choice;
	case FIELD_RADIOS:
	case FIELD_SELECT:
		return choice;
	case FIELD_CHECKBOXES:
		return has_type(schema, "array") && json_get(json_get(schema, STR("items")), STR("enum"));
	case FIELD_CHECKBOX:
		return json_true(json_get(schema, STR("const")));
	case FIELD_DATE:
		return is_date(schema);
	case FIELD_GROUP:
		return has_type(schema, "object");
	case FIELD_CODE:
	case FIELD_FILE:
	case FIELD_READONLY:
		break;
	}
	return false;
}

const struct json_node *widget_options(const struct json_node *schema)
{
	const struct json_node *own = json_get(schema, STR("enum"));
	return own ? own : json_get(json_get(schema, STR("items")), STR("enum"));
}
