/* html.h -- the only way to make HTML: literal markup, and everything else escaped.
 *
 * html_markup takes literals only (a variable is a syntax error), so what is not a literal can only go through
 * html_text or html_attr, which escape & < > " '. The short, easy verb is the safe one. */
#ifndef BLANKETT_BASE_HTML_H
#define BLANKETT_BASE_HTML_H

#include "base/buf.h"

struct html {
	struct buf out;
};

struct html html_in(struct arena *arena, size_t limit_bytes);
#define html_markup(h, literal) html_raw_literal((h), "" literal "", sizeof(literal) - 1)
void html_raw_literal(struct html *h, const char *literal, size_t n); /* through html_markup only */
/* Escaped text. */
void html_text(struct html *h, str s);
/* The same; line breaks become <br>. */
void html_lines(struct html *h, str s);
/* ` name="value"`, escaped, with the leading space. `name` is a literal. Absent value: nothing is written. */
void html_attr(struct html *h, const char *name, str value);
/* <a class="..." href="base + segment">text</a>; segment is percent-encoded. */
void html_link(struct html *h, const char *css_class, str base, str segment, str text);
/* Appends what another html of the same arena holds. */
void html_append(struct html *h, const struct html *part);

#endif
