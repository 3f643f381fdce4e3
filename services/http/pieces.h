/* pieces.h -- small pieces of a page that several services share. They write into an open page and keep nothing. */
#ifndef BLANKETT_HTTP_PIECES_H
#define BLANKETT_HTTP_PIECES_H

#include "base/json.h"
#include "http/page.h"

/* <h2>. */
void piece_heading(struct html *h, str words);
/* Paragraphs of a text: an empty line parts them. */
void piece_paragraphs(struct html *h, str words);
/* A bullet list, one line each. */
void piece_bullets(struct html *h, str lines);
/* A table that becomes blocks on a small screen (class app-table): its columns' names, then rows; each cell repeats its column's. */
void piece_table_begin(struct html *h, const str *columns, size_t n);
void piece_cell(struct html *h, str column);
void piece_table_end(struct html *h);
/* Key and value in a summary list; the list's own tags are the caller's. */
void piece_row(struct html *h, str key, str value);
/* A case's status, or its outcome when there is one, as a coloured tag: texts "status.<word>", "outcome.<word>". */
void piece_status(struct html *h, const struct request *q, str status, str outcome);
/* {"sv":...,"en":...} in the language of the request, else in Swedish. */
str piece_in_language(const struct request *q, const struct json_node *words);

#endif
