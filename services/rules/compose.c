/* compose.c -- joining the files of a form, and finding the way back. */
#include "rules/compose.h"

#include "base/buf.h"

/* form.json without its last brace; absent when it does not end in one. */
static str open_end(const struct compose *parts)
{
	str form = str_trim(parts->form.text);
	if (!str_ends(form, STR("}")))
		return STR_NONE;
	return str_trim((str){ parts->form.text.p, (size_t)(form.p - parts->form.text.p) + form.n - 1 });
}

static unsigned lines(str s)
{
	unsigned n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* Leading lines must stay, so only the end is trimmed. */
static str without_tail(str s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

static size_t total(const struct compose *parts)
{
	size_t n = parts->form.text.n + parts->tests.text.n + 64;
	for (size_t i = 0; i < parts->text_count; i++)
		n += parts->texts[i].text.n + parts->texts[i].lang.n + 32;
	return n;
}

static void add_texts(struct buf *b, const struct compose *parts)
{
	buf_lit(b, ",\n\"texts\": {");
	for (size_t i = 0; i < parts->text_count; i++) {
		if (i)
			buf_byte(b, ',');
		buf_lit(b, "\n");
		buf_json(b, parts->texts[i].lang);
		buf_lit(b, ":\n");
		buf_add(b, without_tail(parts->texts[i].text));
	}
	buf_lit(b, "\n}");
}

str compose_document(struct arena *arena, const struct compose *parts)
{
	str form = open_end(parts);
	if (!form.p)
		return parts->form.text;
	struct buf b = buf_in(arena, total(parts));
	buf_add(&b, without_tail((str){ parts->form.text.p, (size_t)(form.p - parts->form.text.p) + form.n }));
	if (parts->text_count)
		add_texts(&b, parts);
	if (parts->tests.text.p) {
		buf_lit(&b, ",\n\"tests\":\n");
		buf_add(&b, without_tail(parts->tests.text));
	}
	buf_lit(&b, "\n}\n");
	return buf_str(&b);
}

struct compose_place compose_place(const struct compose *parts, unsigned line)
{
	str form = open_end(parts);
	unsigned first = 1;
	unsigned length = form.p ? lines((str){ parts->form.text.p, (size_t)(form.p - parts->form.text.p) + form.n }) + 1 : UINT32_MAX;
	if (line <= length)
		return (struct compose_place){ parts->form.name, line };
	first += length + (parts->text_count ? 1 : 0);
	for (size_t i = 0; i < parts->text_count; i++) {
		first++; /* the line of the language */
		length = lines(without_tail(parts->texts[i].text)) + 1;
		if (line < first + length)
			return (struct compose_place){ parts->texts[i].name, line > first ? line - first + 1 : 1 };
		first += length;
	}
	first += (parts->text_count ? 1u : 0u) + 1u; /* the end of texts, and the line of "tests" */
	if (!parts->tests.text.p)
		return (struct compose_place){ parts->form.name, lines(parts->form.text) };
	length = lines(without_tail(parts->tests.text)) + 1;
	if (line >= first && line < first + length)
		return (struct compose_place){ parts->tests.name, line - first + 1 };
	return (struct compose_place){ parts->form.name, lines(parts->form.text) };
}
