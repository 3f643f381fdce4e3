#include "base/field.h"

static str id_with(struct html *h, const struct field *f, str suffix)
{
	return arena_join(h->out.arena, f->id, STR("-"), suffix);
}

static str described_by(struct html *h, const struct field *f)
{
	str hint = f->hint.n ? id_with(h, f, STR("hint")) : STR_NONE;
	str error = f->error.p ? id_with(h, f, STR("error")) : STR_NONE;
	if (hint.p && error.p)
		return arena_join(h->out.arena, hint, STR(" "), error);
	return hint.p ? hint : error;
}

static void write_label_text(struct html *h, const struct field *f)
{
	html_text(h, f->label);
	if (f->optional) {
		html_markup(h, " <span class=\"app-optional\">(");
		html_text(h, f->optional_text);
		html_markup(h, ")</span>");
	}
}

static void write_label(struct html *h, const struct field *f)
{
	if (f->is_page_heading)
		html_markup(h, "<h1 class=\"govuk-label-wrapper\">");
	html_markup(h, "<label");
	html_attr(h, "class", f->is_page_heading ? STR("govuk-label govuk-label--l") : STR("govuk-label govuk-label--s"));
	html_attr(h, "for", f->id);
	html_markup(h, ">");
	write_label_text(h, f);
	html_markup(h, "</label>");
	if (f->is_page_heading)
		html_markup(h, "</h1>");
}

static void write_hint_and_error(struct html *h, const struct field *f, str error_prefix)
{
	if (f->hint.n) {
		html_markup(h, "<div class=\"govuk-hint\"");
		html_attr(h, "id", id_with(h, f, STR("hint")));
		html_markup(h, ">");
		html_lines(h, f->hint);
		html_markup(h, "</div>");
	}
	if (f->error.p) {
		html_markup(h, "<p class=\"govuk-error-message\"");
		html_attr(h, "id", id_with(h, f, STR("error")));
		html_markup(h, "><span class=\"govuk-visually-hidden\">");
		html_text(h, error_prefix);
		html_markup(h, "</span> ");
		html_text(h, f->error);
		html_markup(h, "</p>");
	}
}

static void open_fieldset(struct html *h, const struct field *f, str error_prefix)
{
	html_markup(h, "<fieldset class=\"govuk-fieldset\"");
	html_attr(h, "aria-describedby", described_by(h, f));
	html_markup(h, "><legend");
	html_attr(h, "class",
	          f->is_page_heading ? STR("govuk-fieldset__legend govuk-fieldset__legend--l")
	                             : STR("govuk-fieldset__legend govuk-fieldset__legend--s"));
	html_markup(h, ">");
	if (f->is_page_heading)
		html_markup(h, "<h1 class=\"govuk-fieldset__heading\">");
	write_label_text(h, f);
	if (f->is_page_heading)
		html_markup(h, "</h1>");
	html_markup(h, "</legend>");
	write_hint_and_error(h, f, error_prefix);
}

static void write_common(struct html *h, const struct field *f)
{
	html_attr(h, "id", f->id);
	html_attr(h, "name", f->name);
	html_attr(h, "aria-describedby", described_by(h, f));
	html_attr(h, "aria-invalid", f->error.p ? STR("true") : STR_NONE);
	html_attr(h, "autocomplete", f->autocomplete);
}

static void write_input(struct html *h, const struct field *f)
{
	bool number = f->widget == FIELD_NUMBER;
	html_markup(h, "<input");
	html_attr(h, "class",
	          f->error.p ? (number ? STR("govuk-input govuk-input--width-5 govuk-input--error") : STR("govuk-input govuk-input--error"))
	                     : (number ? STR("govuk-input govuk-input--width-5") : STR("govuk-input")));
	html_attr(h, "type", str_is(f->inputmode, "email") ? STR("email") : str_is(f->inputmode, "tel") ? STR("tel") : STR("text"));
	html_attr(h, "inputmode", f->inputmode);
	html_attr(h, "value", f->value);
	write_common(h, f);
	html_markup(h, ">");
}

static void write_file(struct html *h, const struct field *f)
{
	html_markup(h, "<input type=\"file\"");
	html_attr(h, "class", f->error.p ? STR("govuk-file-upload govuk-file-upload--error") : STR("govuk-file-upload"));
	html_attr(h, "accept", f->accept);
	write_common(h, f);
	html_markup(h, ">");
}

static void write_textarea(struct html *h, const struct field *f)
{
	bool code = f->widget == FIELD_CODE;
	html_markup(h, "<textarea");
	html_attr(h, "rows", code ? STR("24") : STR("6"));
	html_attr(h, "spellcheck", code ? STR("false") : STR_NONE);
	html_attr(h, "class",
	          f->error.p ? (code ? STR("govuk-textarea govuk-textarea--error app-code-input") : STR("govuk-textarea govuk-textarea--error"))
	                     : (code ? STR("govuk-textarea app-code-input") : STR("govuk-textarea")));
	write_common(h, f);
	/* The parser eats the first line break after the tag. */
	html_markup(h, ">\n");
	html_text(h, f->value);
	html_markup(h, "</textarea>");
}

static void write_select(struct html *h, const struct field *f)
{
	html_markup(h, "<select");
	html_attr(h, "class", f->error.p ? STR("govuk-select govuk-select--error") : STR("govuk-select"));
	write_common(h, f);
	html_markup(h, "><option value=\"\"></option>");
	for (size_t i = 0; i < f->option_count; i++) {
		html_markup(h, "<option");
		html_attr(h, "value", f->options[i].value);
		html_attr(h, "selected", f->options[i].chosen ? STR("") : STR_NONE);
		html_markup(h, ">");
		html_text(h, f->options[i].label);
		html_markup(h, "</option>");
	}
	html_markup(h, "</select>");
}

/* The first option bears the field's own id: the error summary jumps to it. */
static str option_id(struct html *h, const struct field *f, size_t i)
{
	return i == 0 ? f->id : arena_printf(h->out.arena, "%.*s-%zu", STR_ARG(f->id), i + 1);
}

static void write_choice(struct html *h, const struct field *f, size_t i, str kind, str type)
{
	const struct field_option *o = &f->options[i];
	str id = option_id(h, f, i), hint = o->hint.n ? arena_join(h->out.arena, id, STR("-item-hint"), STR("")) : STR_NONE;
	html_markup(h, "<div");
	html_attr(h, "class", arena_join(h->out.arena, kind, STR("__item"), STR("")));
	html_markup(h, "><input");
	html_attr(h, "class", arena_join(h->out.arena, kind, STR("__input"), STR("")));
	html_attr(h, "type", type);
	html_attr(h, "id", id);
	html_attr(h, "name", f->name);
	html_attr(h, "value", o->value);
	html_attr(h, "aria-describedby", hint);
	html_attr(h, "checked", o->chosen ? STR("") : STR_NONE);
	html_markup(h, "><label");
	html_attr(h, "class", arena_join(h->out.arena, STR("govuk-label "), kind, STR("__label")));
	html_attr(h, "for", id);
	html_markup(h, ">");
	html_text(h, o->label);
	html_markup(h, "</label>");
	if (hint.p) {
		html_markup(h, "<div");
		html_attr(h, "class", arena_join(h->out.arena, STR("govuk-hint "), kind, STR("__hint")));
		html_attr(h, "id", hint);
		html_markup(h, ">");
		html_text(h, o->hint);
		html_markup(h, "</div>");
	}
	html_markup(h, "</div>");
}

static void write_choices(struct html *h, const struct field *f, str error_prefix)
{
	bool radios = f->widget == FIELD_RADIOS;
	str kind = radios ? STR("govuk-radios") : STR("govuk-checkboxes"), type = radios ? STR("radio") : STR("checkbox");
	open_fieldset(h, f, error_prefix);
	html_markup(h, "<div");
	html_attr(h, "class", kind);
	html_markup(h, ">");
	for (size_t i = 0; i < f->option_count; i++)
		write_choice(h, f, i, kind, type);
	html_markup(h, "</div></fieldset>");
}

static void write_checkbox(struct html *h, const struct field *f, str error_prefix)
{
	write_hint_and_error(h, f, error_prefix);
	html_markup(h, "<div class=\"govuk-checkboxes\"><div class=\"govuk-checkboxes__item\">"
	               "<input class=\"govuk-checkboxes__input\" type=\"checkbox\" value=\"true\"");
	write_common(h, f);
	html_attr(h, "checked", f->option_count && f->options[0].chosen ? STR("") : STR_NONE);
	html_markup(h, "><label class=\"govuk-label govuk-checkboxes__label\"");
	html_attr(h, "for", f->id);
	html_markup(h, ">");
	write_label_text(h, f);
	html_markup(h, "</label></div></div>");
}

static void write_date_part(struct html *h, const struct field *f, str part, str label, str value, str width)
{
	str id = id_with(h, f, part);
	html_markup(h, "<div class=\"govuk-date-input__item\"><div class=\"govuk-form-group\">"
	               "<label class=\"govuk-label govuk-date-input__label\"");
	html_attr(h, "for", id);
	html_markup(h, ">");
	html_text(h, label);
	html_markup(h, "</label><input type=\"text\" inputmode=\"numeric\"");
	html_attr(h, "class",
	          arena_join(h->out.arena, STR("govuk-input govuk-date-input__input "), width,
	                     f->error.p ? STR(" govuk-input--error") : STR("")));
	html_attr(h, "id", id);
	html_attr(h, "name", arena_join(h->out.arena, f->name, STR("."), part));
	html_attr(h, "value", value);
	html_markup(h, "></div></div>");
}

static void write_date(struct html *h, const struct field *f, str error_prefix)
{
	open_fieldset(h, f, error_prefix);
	html_markup(h, "<div class=\"govuk-date-input\"");
	html_attr(h, "id", f->id);
	html_markup(h, ">");
	write_date_part(h, f, STR("day"), f->day_text, f->day, STR("govuk-input--width-2"));
	write_date_part(h, f, STR("month"), f->month_text, f->month, STR("govuk-input--width-2"));
	write_date_part(h, f, STR("year"), f->year_text, f->year, STR("govuk-input--width-4"));
	html_markup(h, "</div></fieldset>");
}

static void write_readonly(struct html *h, const struct field *f)
{
	html_markup(h, "<dl class=\"govuk-summary-list\"><div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
	html_text(h, f->label);
	html_markup(h, "</dt><dd class=\"govuk-summary-list__value\"");
	html_attr(h, "id", f->id);
	html_markup(h, ">");
	html_lines(h, f->value);
	html_markup(h, "</dd></div></dl>");
}

void field_html(struct html *h, const struct field *f, str error_prefix)
{
	html_markup(h, "<div");
	html_attr(h, "class", f->error.p ? STR("govuk-form-group govuk-form-group--error") : STR("govuk-form-group"));
	html_markup(h, ">");
	switch (f->widget) {
	case FIELD_RADIOS:
	case FIELD_CHECKBOXES: write_choices(h, f, error_prefix); break;
	case FIELD_CHECKBOX: write_checkbox(h, f, error_prefix); break;
	case FIELD_DATE: write_date(h, f, error_prefix); break;
	case FIELD_READONLY: write_readonly(h, f); break;
	case FIELD_GROUP:
		open_fieldset(h, f, error_prefix);
		for (size_t i = 0; i < f->part_count; i++)
			field_html(h, &f->parts[i], error_prefix);
		html_markup(h, "</fieldset>");
		break;
	default:
		write_label(h, f);
		write_hint_and_error(h, f, error_prefix);
		if (f->widget == FIELD_TEXTAREA || f->widget == FIELD_CODE)
			write_textarea(h, f);
		else if (f->widget == FIELD_FILE)
			write_file(h, f);
		else if (f->widget == FIELD_SELECT)
			write_select(h, f);
		else
			write_input(h, f);
	}
	html_markup(h, "</div>");
}

void field_error_summary(struct html *h, str title, const struct field_error *errors, size_t n)
{
	if (n == 0)
		return;
	html_markup(h, "<div class=\"govuk-error-summary\" tabindex=\"-1\" autofocus><div role=\"alert\">"
	               "<h2 class=\"govuk-error-summary__title\">");
	html_text(h, title);
	html_markup(h, "</h2><div class=\"govuk-error-summary__body\"><ul class=\"govuk-list govuk-error-summary__list\">");
	for (size_t i = 0; i < n; i++) {
		html_markup(h, "<li><a");
		html_attr(h, "href", arena_join(h->out.arena, STR("#"), errors[i].id, STR("")));
		html_markup(h, ">");
		html_text(h, errors[i].text);
		html_markup(h, "</a></li>");
	}
	html_markup(h, "</ul></div></div></div>");
}

str field_target(struct arena *arena, const struct field *f)
{
	if (f->widget == FIELD_DATE)
		return arena_join(arena, f->id, STR("-day"), STR(""));
	if (f->widget == FIELD_GROUP && f->part_count)
		return field_target(arena, &f->parts[0]);
	return f->id;
}
