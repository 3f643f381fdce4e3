#include "rules/report.h"

#include "base/buf.h"
#include "rules/calc.h"

#define REPORT_BYTES_MAX ((size_t)16 << 20)

static void member(struct buf *b, const char *before_and_name, str value)
{
	buf_add(b, str_of(before_and_name));
	buf_json(b, value);
}

static void all_errors(struct buf *b, const struct form *form, const struct answers_error *errors, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct answers_error *e = &errors[i];
		member(b, i ? ",{\"at\":" : "{\"at\":", e->pointer);
		member(b, ",\"keyword\":", e->keyword);
		member(b, ",\"text\":", e->text);
		if (e->page < form->page_count)
			member(b, ",\"page\":", form->pages[e->page].id);
		else
			buf_lit(b, ",\"page\":null");
		buf_byte(b, '}');
	}
}

static void visible_pages(struct buf *b, const struct form *form, const struct answers_report *report, struct arena *arena)
{
	const char *before = "{\"id\":";
	buf_lit(b, ",\"pages\":[");
	for (size_t page = 0; page < form->page_count; page++) {
		const struct answers_error *errors;
		if (!report->page_visible[page])
			continue;
		member(b, before, form->pages[page].id);
		before = ",{\"id\":";
		buf_lit(b, ",\"errors\":[");
		size_t n = answers_page_errors(report, page, arena, &errors);
		for (size_t i = 0; i < n; i++) {
			member(b, i ? ",{\"at\":" : "{\"at\":", errors[i].pointer);
			member(b, ",\"text\":", errors[i].text);
			buf_byte(b, '}');
		}
		buf_lit(b, "]}");
	}
	buf_byte(b, ']');
}

struct questions {
	struct buf *b;
	const struct form *form;
	const struct answers_report *report;
	struct arena *arena;
	const char *before;
};

static void question(struct questions *q, str pointer)
{
	if (!answers_visible(q->report, pointer))
		return;
	member(q->b, q->before, pointer);
	q->before = ",";
	for (struct json_iter it = json_begin(json_get(form_schema(q->form, pointer), STR("properties"))); json_next(&it);)
		question(q, json_pointer_add(q->arena, pointer, json_str(it.key)));
}

static void visible_questions(struct buf *b, const struct form *form, const struct answers_report *report, struct arena *arena)
{
	struct questions q = { b, form, report, arena, "" };
	buf_lit(b, ",\"visible\":[");
	for (size_t page = 0; page < form->page_count; page++)
		for (struct json_iter it = json_begin(form->pages[page].fields); report->page_visible[page] && json_next(&it);)
			question(&q, json_member(it.value, STR("ref")));
	buf_byte(b, ']');
}

static void calculated(struct buf *b, const struct form *form, const struct answers_report *report, struct arena *arena)
{
	const char *before = "";
	for (size_t i = 0; i < form->calcs->n; i++) {
		const struct json_node *value = json_pointer(report->answers, form->calcs->items[i].target);
		if (!value)
			continue;
		member(b, before, form->calcs->items[i].target);
		buf_byte(b, ':');
		buf_add(b, json_write(arena, value));
		before = ",";
	}
}

str report_json(const struct form *form, const struct json_node *answers, str today, str lang, struct arena *arena)
{
	struct answers_report report;
	struct buf b = buf_in(arena, REPORT_BYTES_MAX);
	answers_check(form, answers, today, lang, arena, &report);
	buf_add(&b, report.valid ? STR("{\"valid\":true") : STR("{\"valid\":false"));
	buf_lit(&b, ",\"errors\":[");
	all_errors(&b, form, report.errors, report.error_count);
	buf_lit(&b, "],\"warnings\":[");
	all_errors(&b, form, report.warnings, report.warning_count);
	buf_byte(&b, ']');
	visible_pages(&b, form, &report, arena);
	visible_questions(&b, form, &report, arena);
	buf_lit(&b, ",\"calculated\":{");
	calculated(&b, form, &report, arena);
	buf_lit(&b, "},\"answers\":");
	buf_add(&b, json_write(arena, answers_prune(form, answers, today, arena)));
	buf_byte(&b, '}');
	return buf_str(&b);
}
