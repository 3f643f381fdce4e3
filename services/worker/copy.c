#include "worker/copy.h"

#include "base/html.h"
#include "rules/questions.h"
#include "rules/receipt_rows.h"

#define MOST_BYTES ((size_t)3 * 1024 * 1024)

/* Pages carry nothing in their margins: it would be read aloud in the middle of the text. */
#define STYLE \
	"@page{size:A4;margin:20mm 18mm}" \
	"html{font-family:'DejaVu Sans',sans-serif;font-size:10pt;line-height:1.45;color:#0b0c0c}" \
	"h1{font-size:20pt;line-height:1.2;margin:0 0 4mm}h2{font-size:13pt;margin:7mm 0 2mm;break-after:avoid}" \
	"h3{font-size:10pt;margin:3mm 0 0;break-after:avoid}p{margin:0 0 2mm;overflow-wrap:anywhere}" \
	"table{width:100%;border-collapse:collapse;table-layout:fixed}tr{break-inside:avoid}" \
	"th,td{text-align:left;vertical-align:top;padding:1.2mm 0;border-bottom:.3mm solid #b1b4b6;overflow-wrap:anywhere}" \
	"th{width:34%;padding-right:4mm}code{font-family:'DejaVu Sans Mono',monospace;font-size:8.5pt}"

static void heading(struct html *h, str words)
{
	html_markup(h, "<h2>");
	html_text(h, words);
	html_markup(h, "</h2>");
}

static void paragraph(struct html *h, str words)
{
	html_markup(h, "<p>");
	html_text(h, words);
	html_markup(h, "</p>");
}

static void attachment(struct html *h, str address, str title)
{
	html_markup(h, "<link rel=\"attachment\"");
	html_attr(h, "href", address);
	html_attr(h, "title", title);
	html_markup(h, ">");
}

static void head(struct html *h, const struct copy *copy, str title)
{
	str reference = json_member(copy->receipt, STR("case"));
	html_markup(h, "<!doctype html><html");
	html_attr(h, "lang", lang_tag(copy->lang));
	html_markup(h, "><head><meta charset=\"utf-8\"><title>");
	html_text(h, title);
	html_markup(h, ", ");
	html_text(h, reference);
	html_markup(h, "</title><meta name=\"author\"");
	html_attr(h, "content", copy->municipality);
	html_markup(h, ">");
	attachment(h, STR("kvitto:/kvitto.json"), text(copy->lang, "worker.copy.attachment"));
	attachment(h, STR("kvitto:/kvitto.json.minisig"), text(copy->lang, "worker.copy.attachment.signature"));
	html_markup(h, "<style>" STYLE "</style></head><body>");
}

static void facts(struct html *h, const struct copy *copy, struct arena *arena)
{
	const struct receipt_row *rows;
	size_t n = receipt_rows(copy->receipt, copy->lang, arena, &rows);
	heading(h, text(copy->lang, "worker.copy.facts"));
	html_markup(h, "<table>");
	for (size_t i = 0; i < n; i++) {
		html_markup(h, "<tr><th scope=\"row\">");
		html_text(h, rows[i].label);
		html_markup(h, "</th><td>");
		html_text(h, rows[i].value);
		html_markup(h, "</td></tr>");
	}
	html_markup(h, "</table>");
}

/* Each answer is a paragraph of its own, whose direction its own letters decide. */
static void answers(struct html *h, const struct copy *copy, struct arena *arena)
{
	const struct question_words words = question_words_of(copy->lang);
	const struct question_row *rows;
	size_t n = questions_answered(copy->form, copy->answers, lang_tag(copy->lang), &words, arena, &rows);
	heading(h, text(copy->lang, "worker.copy.answers"));
	for (size_t i = 0; i < n; i++) {
		html_markup(h, "<h3>");
		html_text(h, rows[i].label);
		html_markup(h, "</h3><p dir=\"auto\">");
		html_lines(h, rows[i].value);
		html_markup(h, "</p>");
	}
}

static void verification(struct html *h, const struct copy *copy, struct arena *arena)
{
	const struct pair page[] = { { STR("address"), arena_join(arena, copy->origin, STR("/verifiera"), STR("")) } };
	const struct pair key[] = { { STR("key"), copy->key_name },
		                    { STR("address"), arena_join(arena, copy->origin, STR("/.well-known/kvitto-nyckel.pub"), STR("")) } };
	heading(h, text(copy->lang, "worker.copy.verify"));
	paragraph(h, text_fill(arena, text(copy->lang, "worker.copy.verify.page"), page, 1));
	paragraph(h, text(copy->lang, "worker.copy.verify.tools"));
	html_markup(h, "<p><code>minisign -V -p kvitto-nyckel.pub -m kvitto.json</code></p>");
	paragraph(h, text_fill(arena, text(copy->lang, "worker.copy.verify.key"), key, 2));
}

str copy_html(struct arena *arena, const struct copy *copy)
{
	struct html h = html_in(arena, MOST_BYTES);
	const struct pair from[] = { { STR("municipality"), copy->municipality } };
	str title = copy->signature ? text(copy->lang, "worker.copy.signature") : text(copy->lang, "worker.copy.submission");
	head(&h, copy, title);
	html_markup(&h, "<h1>");
	html_text(&h, title);
	html_markup(&h, "</h1>");
	paragraph(&h, text_fill(arena, text(copy->lang, "worker.copy.intro"), from, 1));
	facts(&h, copy, arena);
	if (copy->form)
		answers(&h, copy, arena);
	verification(&h, copy, arena);
	html_markup(&h, "</body></html>\n");
	return buf_ok(&h.out) ? buf_str(&h.out) : STR_NONE;
}
